# SPDX-License-Identifier: Apache-2.0
"""What the engines share: a cohort cut into shards, and one shard simulated, unless its file is there already.

    python3 shards.py SCENARIO.json FOLDER SHARDS          all of them here, one after the other, and the table
    python3 shards.py SCENARIO.json FOLDER SHARDS NUMBER   one of them, from 0 on

Any engine that runs a function or a command many times will do. A file appears whole or not at all, so what is there is
done: after a breakdown the same command goes on where it stopped. bonesim is found on the path, or where BONESIM says.
"""
import json
import os
import pathlib
import subprocess
import sys

BONESIM = os.environ.get("BONESIM", "bonesim")


def size_of(scenario):
    """Members of the scenario's cohort: its size, or the rows of its table of women."""
    cohort = json.loads(pathlib.Path(scenario).read_text(encoding="utf-8"))["cohort"]
    if "size" in cohort:
        return cohort["size"]
    with open(pathlib.Path(scenario).parent / cohort["members"], encoding="utf-8") as table:
        return sum(1 for _ in table) - 1


def cut(size, shards):
    """The members of each shard, first and one after the last; none is empty."""
    ends = [i * size // shards for i in range(shards + 1)]
    return [(a, b) for a, b in zip(ends, ends[1:]) if a < b]


def simulate(scenario, folder, first, last, threads=1):
    """Simulates members first to last - 1 into a file of the folder; returns its name."""
    file = pathlib.Path(folder) / f"{first:015d}.bms"
    if not file.exists():
        subprocess.run([BONESIM, "run", str(scenario), "--members", f"{first}:{last}", "--summary", str(file),
                        "--threads", str(threads), "--quiet"], check=True, stdin=subprocess.DEVNULL)
    return str(file)


def merge(files, out):
    """Writes the table of all members."""
    subprocess.run([BONESIM, "merge", *files, "--out", str(out)], check=True)


def main(scenario, folder, shards, number=None):
    pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
    parts = cut(size_of(scenario), int(shards))
    if number is not None:
        simulate(scenario, folder, *parts[int(number)])
    else:
        merge([simulate(scenario, folder, *part) for part in parts], pathlib.Path(folder) / "all.csv")


if __name__ == "__main__":
    if not 4 <= len(sys.argv) <= 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
