#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""scores.py SOURCE_DIR: are the stated predictions of new trials true? Writes SOURCE_DIR/validation/results/scores.csv.

Every number that some fit has not seen (left out, or only predicted) is compared with its predictive distribution, normal
on the scale of validation/variability/studies.py: by the parameters and sampling alone, and with differences between
studies, whose size is estimated without the study. The ceiling of the CRPS is that of a model which has the true mean of
every arm, in a world where 86 % of its numbers lie within their tolerance.
"""
import collections
import csv
import math
import pathlib
import statistics
import sys

from scipy import optimize

SOURCE = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "variability"))
from between_studies import Estimate  # noqa: E402
from studies import FAMILIES, read_rows, variance  # noqa: E402

NORMAL = statistics.NormalDist()
CEILING = 0.86
QUANTITIES = ("density", "marker", "fracture_trial", "fracture_table")
BINS = 10


def crps(error, sd):
    """Of a normal distribution whose mean misses by error."""
    z = error / sd
    return sd * (z * (2.0 * NORMAL.cdf(z) - 1.0) + 2.0 * NORMAL.pdf(z) - 1.0 / math.sqrt(math.pi))


def predict(rows):
    """Gives every row its SD by the parameters and sampling alone, and with studies that differ: estimated without it."""
    for quantity in QUANTITIES:
        estimate = Estimate(rows, quantity)
        fits = {}
        for row in (row for row in rows if row.quantity == quantity):
            if row.study not in fits:
                fits[row.study] = estimate.fit(without=row.study)
            row.narrow = math.hypot(row.p, row.s)
            row.wide = math.sqrt(variance(row, *fits[row.study]))


def ceiling(rows):
    """CRPS of the true means, if 86 % of numbers lie within their tolerance of them."""
    sizes = [row.tolerance * row.per_unit for row in rows]
    within = lambda tau: sum(2.0 * NORMAL.cdf(size / math.hypot(row.s, tau)) - 1.0
                             for size, row in zip(sizes, rows)) / len(rows) - CEILING
    tau = optimize.brentq(within, 0.0, 100.0) if within(0.0) > 0.0 else 0.0
    return sum(math.hypot(row.s, tau) for row in rows) / len(rows) / math.sqrt(math.pi)


def mean_z(rows, sd):
    """Mean over studies of a study's mean."""
    by_study = collections.defaultdict(list)
    for row in rows:
        by_study[row.study].append((row.m - row.y) / getattr(row, sd))
    return sum(sum(z) / len(z) for z in by_study.values()) / len(by_study)


def score(rows, sd):
    z = [(row.y - row.m) / getattr(row, sd) for row in rows]
    covered = [sum(abs(x) <= NORMAL.inv_cdf(0.5 + part / 2.0) for x in z) / len(z) for part in (0.5, 0.8, 0.95)]
    by_study = collections.defaultdict(list)
    for row, x in zip(rows, z):
        by_study[row.study].append(abs(x) <= NORMAL.inv_cdf(0.9))
    pit = [0] * BINS
    for x in z:
        pit[min(int(BINS * NORMAL.cdf(x)), BINS - 1)] += 1
    return [len(rows), len({row.study for row in rows}),
            f"{sum(crps(row.y - row.m, getattr(row, sd)) for row in rows) / len(rows):.4g}", f"{ceiling(rows):.4g}",
            *(f"{100.0 * part:.1f}" for part in covered),
            f"{100.0 * sum(sum(inside) / len(inside) for inside in by_study.values()) / len(by_study):.1f}", f"{mean_z(rows, sd):.2f}",
            f"{100.0 * sum(row.within for row in rows) / len(rows):.1f}", *pit]


def main():
    rows = read_rows(SOURCE)
    predict(rows)
    with open(SOURCE / "validation/results/scores.csv", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["quantity", "family", "numbers", "bands", "n", "studies", "crps", "crps_ceiling", "in50", "in80",
                      "in95", "in80_by_study", "mean_z", "within", *(f"pit{i}" for i in range(BINS))])
        for quantity in QUANTITIES:
            of = [row for row in rows if row.quantity == quantity]
            for numbers, roles in (("left out", ("fit",)), ("predicted", ("predict",)), ("both", ("fit", "predict"))):
                for family in ("all", *(FAMILIES if numbers == "both" else ())):
                    some = [row for row in of if row.role in roles and family in ("all", row.families[0])]
                    for bands, sd in (("parameters", "narrow"), ("studies", "wide")):
                        if some:
                            out.writerow([quantity, family, numbers, bands, *score(some, sd)])


if __name__ == "__main__":
    main()
