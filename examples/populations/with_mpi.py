# SPDX-License-Identifier: Apache-2.0
"""Shards on MPI: each rank takes every n-th one, and the first writes the table.

    mpirun -n 4 python3 with_mpi.py SCENARIO.json FOLDER SHARDS

Make many more shards than ranks, so that none waits long for the others.
"""
import pathlib
import sys

from mpi4py import MPI

import shards


def main(scenario, folder, n):
    world = MPI.COMM_WORLD
    pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
    parts = shards.cut(shards.size_of(scenario), int(n))
    mine = [shards.simulate(scenario, folder, *part) for part in parts[world.rank::world.size]]
    files = world.gather(mine, root=0)
    if world.rank == 0:
        shards.merge([file for some in files for file in some], pathlib.Path(folder) / "all.csv")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
