#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""refits-fully.py CALIBRATE SOURCE_DIR STUDY...: how far refits by secants lie from fits until nothing moves.

Runs calibrate --refit-fully for each study, minutes each, and writes SOURCE_DIR/validation/results/refits_fully.csv: of its
numbers, the rms over rows of the distance in tolerances, of the full fit's prediction from the fit with the study, from
one step, from secants, and from secants after new slopes and means; the largest of the last; and its rms in SD by the parameters.
"""
import csv
import math
import pathlib
import subprocess
import sys

KEYS = ("case", "arm", "months", "observable")
COLUMNS = ("model", "loo", "secants", "refit")


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return {tuple(row[key] for key in KEYS): row for row in csv.DictReader(file)}


def main(calibrate, source, *studies):
    results = pathlib.Path(source) / "validation/results"
    known = rows(results / "unseen.csv")
    for key, row in rows(results / "predictions.csv").items():
        known[key] = {**row, **known[key]}
    with open(results / "refits_fully.csv", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["study", "rows", *(f"{name}_rms" for name in COLUMNS), "refit_most", "refit_rms_sd"])
        for study in studies:
            printed = subprocess.run([calibrate, "--refit-fully", study, source], capture_output=True, text=True, check=True)
            found = list(csv.DictReader(printed.stdout[printed.stdout.index("study,case,"):].splitlines()))
            apart, in_sd = {name: [] for name in COLUMNS}, []
            for row in found:
                other = known[tuple(row[key] for key in KEYS)]
                for name in COLUMNS:
                    apart[name].append(abs(float(other[name]) - float(row["refit_fully"])) / float(other["tolerance"]))
                in_sd.append(abs(float(other["refit"]) - float(row["refit_fully"])) / float(other["parameter_sd"]))
            rms = [math.sqrt(sum(x * x for x in distances) / len(found)) for distances in (*apart.values(), in_sd)]
            out.writerow([study, len(found), *(f"{x:.3f}" for x in rms[:-1]), f"{max(apart['refit']):.3f}",
                          f"{rms[-1]:.3f}"])
            file.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
