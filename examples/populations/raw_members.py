# SPDX-License-Identifier: Apache-2.0
"""Every member and not a summary: a row for each woman and time, as CSV or, through pyarrow, as Parquet.

    python3 raw_members.py MEMBERS.csv|MEMBERS.parquet FIRST LAST

Women stream through in blocks, so memory does not grow with their number. Shards are files of their own, which pandas,
polars, duckdb and R's arrow read together as one table.
"""
import csv
import sys

import numpy as np

import bonemodel as bm

TIMES_D = [0, 365.25, 730.5]
OBSERVABLES = ["bmd.lumbar_spine", "t_score.total_hip", "fracture_risk.major"]
BLOCK = 4096


def blocks(first, last):
    """The members, some thousand at a time: a column for each name."""
    patient = bm.Patient(bm.Model(), age_years=62)
    patient.prescribe("letrozole")
    for begin in range(first, last, BLOCK):
        size = min(BLOCK, last - begin)
        cohort = bm.Cohort(patient, size=size, first_member=begin, seed=1, threads=2)
        cohort.vary("t_score.total_hip", 1.0)
        values = cohort.sample(TIMES_D, OBSERVABLES)
        yield {"member": np.repeat(np.arange(begin, begin + size), len(TIMES_D)), "time_d": np.tile(TIMES_D, size),
               **{name: values[:, :, i].ravel() for i, name in enumerate(OBSERVABLES)}}


def main(path, first, last):
    if path.endswith(".parquet"):
        import pyarrow
        import pyarrow.parquet

        writer = None
        for block in blocks(first, last):
            table = pyarrow.table(block)
            writer = writer or pyarrow.parquet.ParquetWriter(path, table.schema)
            writer.write_table(table)
        writer.close()
    else:
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["member", "time_d", *OBSERVABLES])
            for block in blocks(first, last):
                writer.writerows(zip(*(column.tolist() for column in block.values())))


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
