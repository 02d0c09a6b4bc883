#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""test.py CALIBRATE SOURCE_DIR: does the calibration find parameters that are known?

Two trials are published by the model itself, with other values of two parameters. The fit must find what was published,
which the present values miss, say where each of its starts ended, and write the same bytes with one thread and with
several. A refit without one of them must end where a full fit does, and go on where it was stopped. Draws around values
that the trials and the priors agree on must be balanced, and scatter as the covariance says.
"""
import csv
import math
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

CASES = ("halt_bc", "saag_2021")
TRUTH = ("skeleton.turnover_lumbar_spine=0.2", "skeleton.turnover_total_hip=0.12")
TOLERANCE = 0.1
DRAWS = 60
COPIED = ("validation/priors.csv", *(f"validation/trials/{case}.json" for case in CASES))


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def run(calibrate, *options):
    return subprocess.run([calibrate, *map(str, options)], capture_output=True, text=True, check=True).stdout


def publish(calibrate, source, to, truths):
    """The cases in a folder of their own, with the model's numbers under the truth of each, and priors that agree with the
    present values."""
    for name in COPIED:
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source / name, to / name)
    (to / "validation/results").mkdir(exist_ok=True)
    (to / "validation/roles.csv").write_text(
        "case,study,role,setting,reference,why\n" + "".join(f"{case},{case},fit,trial,,test\n" for case in CASES),
        encoding="utf-8")
    for case, truth in zip(CASES, truths):
        options = [word for value in truth for word in ("--set", value)]
        printed = run(calibrate, "--evaluate", "--only", case, *options, source)
        values = re.findall(r"got +(\S+) \(tol", printed)
        published = rows(source / f"validation/trials/{case}.csv")
        assert len(values) == len(published) > 0
        with open(to / f"validation/trials/{case}.csv", "w", newline="", encoding="utf-8") as file:
            out = csv.DictWriter(file, published[0].keys(), lineterminator="\n")
            out.writeheader()
            out.writerows({**row, "value": value, "lo95": "", "hi95": "", "tolerance": TOLERANCE, "source": "test",
                           "n": ""} for row, value in zip(published, values))


def agree_with_present(source, to):
    """Priors whose centres are the present values."""
    present = {row["parameter"]: row["value"] for row in rows(source / "validation/results/parameters.csv")}
    priors = rows(source / "validation/priors.csv")
    with open(to / "validation/priors.csv", "w", newline="", encoding="utf-8") as file:
        out = csv.DictWriter(file, priors[0].keys(), lineterminator="\n")
        out.writeheader()
        out.writerows({**row, "centre": present.get(row["parameter"], row["centre"])} for row in priors)


def check_refits(calibrate, source, to):
    publish(calibrate, source, to, (TRUTH, ()))
    agree_with_present(source, to)
    unseen = to / "validation/results/unseen.csv"
    run(calibrate, "--refit-left-out", to)
    text, found = unseen.read_text(encoding="utf-8"), rows(unseen)
    full = re.findall(r",([^,\n]+)$", run(calibrate, "--refit-fully", CASES[1], to).split("refit_fully\n")[1], re.M)
    second = [row for row in found if row["case"] == CASES[1]]
    assert len(full) == len(second)
    for row, value in zip(second, full):
        assert abs(float(row["refit"]) - float(value)) < 0.1 * TOLERANCE, f"{row}: a full refit has {value}"
    assert any(abs(float(row["refit"]) - float(row["model"])) > 0.5 * TOLERANCE for row in second), "nothing was left out"
    lines = [line if line.startswith(CASES[0]) or n == 0 else ",".join(line.split(",")[:5]) + ",,,"
             for n, line in enumerate(text.splitlines())]
    unseen.write_text("\n".join(lines) + "\n", encoding="utf-8")
    printed = run(calibrate, "--refit-left-out", to)
    assert unseen.read_text(encoding="utf-8") == text, "going on ends elsewhere"
    assert CASES[0] not in printed and CASES[1] in printed, f"what was known is found again: {printed}"


def check_draws(calibrate, source, to):
    publish(calibrate, source, to, ((), ()))
    agree_with_present(source, to)
    run(calibrate, "--covariance", to)
    run(calibrate, "--draws", DRAWS, to)
    sds = {row["parameter"]: float(row["log_sd"]) for row in rows(to / "validation/results/covariance.csv")}
    fit, *draws = rows(to / "validation/results/draws.csv")
    assert len(draws) == DRAWS
    ratios = []
    for name, sd in sds.items():
        logs = [math.log(float(draw[name]) / float(fit[name])) for draw in draws]
        middle = statistics.fmean(abs(a + b) / 2 for a, b in zip(logs[::2], logs[1::2]))
        at_an_end = any(logs.count(end) > 1 for end in (min(logs), max(logs)))  # of its range, which cuts the spread
        if sd > 0 and not at_an_end:
            assert middle < 0.5 * sd, f"{name}: pairs lie {middle / sd:.2f} SD beside the fit"
            ratios.append(statistics.pstdev(logs) / sd)
    ratios.sort()
    assert abs(ratios[len(ratios) // 2] - 1) < 0.1 and ratios[0] > 0.6 and ratios[-1] < 1.5, ratios


def main(calibrate, source):
    with tempfile.TemporaryDirectory() as folder:
        check_refits(calibrate, source, pathlib.Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        check_draws(calibrate, source, pathlib.Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        to = pathlib.Path(folder)
        results = to / "validation/results"
        publish(calibrate, source, to, (TRUTH, TRUTH))
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
