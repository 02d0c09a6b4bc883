# SPDX-License-Identifier: Apache-2.0
"""Shards on Dask.

    python3 with_dask.py SCENARIO.json FOLDER SHARDS [SCHEDULER]

Without the address of a scheduler, such as tcp://10.0.0.1:8786, it starts two worker processes here. The dashboard, whose
address is printed, shows every shard. The work is done by bonesim in processes of its own, so a worker stays responsive;
scenario and folder must be seen by all workers under the same name.
"""
import pathlib
import sys

from dask.distributed import Client, LocalCluster, as_completed

import shards


def main(scenario, folder, n, scheduler=None):
    scenario, folder = pathlib.Path(scenario).resolve(), pathlib.Path(folder).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    cluster = None if scheduler else LocalCluster(n_workers=2, threads_per_worker=1, processes=True,
                                                  dashboard_address=":0", silence_logs=40)
    with Client(scheduler or cluster) as client:
        print("dashboard:", client.dashboard_link, file=sys.stderr)
        client.upload_file(shards.__file__)
        parts = shards.cut(shards.size_of(scenario), int(n))
        futures = [client.submit(shards.simulate, scenario, folder, *part, retries=2, pure=False) for part in parts]
        files = [future.result() for future in as_completed(futures)]  # in any order
    if cluster:
        cluster.close()
    shards.merge(files, folder / "all.csv")


if __name__ == "__main__":
    if not 4 <= len(sys.argv) <= 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
