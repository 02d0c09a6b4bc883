#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""test.py CALIBRATE SOURCE_DIR: does the calibration find parameters that are known?

Two trials are published by the model itself, with other values of two parameters. The fit must find what was published,
which the present values miss, say where each of its starts ended, and write the same bytes with one thread and with
several.
"""
import csv
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

CASES = ("halt_bc", "saag_2021")
TRUTH = ("skeleton.turnover_lumbar_spine=0.2", "skeleton.turnover_total_hip=0.12")
TOLERANCE = 0.1
COPIED = ("validation/priors.csv", *(f"validation/trials/{case}.json" for case in CASES))


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def run(calibrate, *options):
    return subprocess.run([calibrate, *map(str, options)], capture_output=True, text=True, check=True).stdout


def publish(calibrate, source, to):
    """The cases in a folder of their own, with the model's numbers under the truth."""
    for name in COPIED:
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source / name, to / name)
    (to / "validation/results").mkdir()
    (to / "validation/roles.csv").write_text(
        "case,study,role,setting,reference,why\n" + "".join(f"{case},{case},fit,trial,,test\n" for case in CASES),
        encoding="utf-8")
    for case in CASES:
        options = [word for value in TRUTH for word in ("--set", value)]
        printed = run(calibrate, "--evaluate", "--only", case, *options, source)
        values = re.findall(r"got +(\S+) \(tol", printed)
        published = rows(source / f"validation/trials/{case}.csv")
        assert len(values) == len(published) > 0
        with open(to / f"validation/trials/{case}.csv", "w", newline="", encoding="utf-8") as file:
            out = csv.DictWriter(file, published[0].keys(), lineterminator="\n")
            out.writeheader()
            out.writerows({**row, "value": value, "lo95": "", "hi95": "", "tolerance": TOLERANCE, "source": "test",
                           "n": ""} for row, value in zip(published, values))


def main(calibrate, source):
    with tempfile.TemporaryDirectory() as folder:
        to = pathlib.Path(folder)
        results = to / "validation/results"
        publish(calibrate, source, to)
        run(calibrate, "--evaluate", to)
        missed = sum(row["within"] == "0" for row in rows(results / "predictions.csv"))
        assert missed > 0, "the present values meet what other values published: this test sees nothing"
        written = []
        for threads in (1, 3):
            run(calibrate, "--threads", threads, "--starts", 2, "--iterations", 12, to)
            written.append({path.name: path.read_bytes() for path in sorted(results.glob("*.csv"))})
        assert written[0] == written[1], "the number of threads changes results"
        predictions = rows(results / "predictions.csv")
        outside = [row for row in predictions if row["within"] == "0"]
        assert not outside, f"{len(outside)} of {len(predictions)} numbers of the model itself are not found"
        starts = rows(results / "starts.csv")
        best = [row for row in starts if row["agrees"] == "best"]  # both may end with the same digits
        least = min(float(row["penalty"]) for row in starts)
        assert len(starts) == 2 and len(best) == 1 and float(best[0]["penalty"]) == least, starts
        print(f"{len(predictions)} numbers found, {missed} missed before")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]))
