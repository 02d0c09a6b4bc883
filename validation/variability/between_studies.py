#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""between_studies.py SOURCE_DIR: how much studies differ, from what the calibration missed in studies that it
had not seen: left out, or only predicted.

Writes SOURCE_DIR/validation/results/between_studies.csv. validation/README.md says how; studies.py has the model. Minimised
over ln a of each family and ln b, for densities and markers, and over ln a of table cells and trials of fractures:

    sum over rows  w [ln v + h((y - m)^2 / v)]  +  priors      v: parameters, sampling and studies; w = 1/sqrt(rows of the
                                                               study in the family); h: Huber's, so that outliers count
    priors         ln a ~ N(0, 1.4^2) points of density, N(ln 0.15, 1) of a logarithm; ln b ~ N(ln 0.08, 0.35^2)
"""
import collections
import csv
import math
import pathlib
import sys

import numpy
from scipy import optimize

from studies import ARMS, FAMILIES, MARKERS, SITES, TIMES, parts, read_rows

PRIORS = {"density": (1.0, 1.4), "marker": (0.15, 1.0), "fracture_trial": (0.15, 1.0), "fracture_table": (0.15, 1.0)}
PRIOR_B = (0.08, 0.35)
HUBER = 3.0


def groups_of(quantity):
    """What has an a of its own; fractures have one for all families."""
    return FAMILIES if quantity in ("density", "marker") else ("all",)


class Estimate:
    """a by family and b of one quantity."""

    def __init__(self, rows, quantity):
        self.quantity, self.groups = quantity, groups_of(quantity)
        self.has_b = quantity in ("density", "marker")
        self.rows = [row for row in rows if row.quantity == quantity]
        index = {family: i if len(self.groups) > 1 else 0 for i, family in enumerate(FAMILIES)}
        counts = collections.Counter((row.study, row.families[0]) for row in self.rows)
        self.weight = numpy.array([1.0 / math.sqrt(counts[row.study, row.families[0]]) for row in self.rows])
        self.error = numpy.array([(row.y - row.m) ** 2 for row in self.rows])
        self.own = numpy.array([row.p ** 2 + row.s ** 2 for row in self.rows])
        found = [(i, *part) for i, row in enumerate(self.rows) for part in parts(row, row)]
        self.at = numpy.array([part[0] for part in found], dtype=int)
        self.part = numpy.array([part[1] for part in found])
        self.first = numpy.array([index[part[2]] for part in found], dtype=int)
        self.second = numpy.array([index[part[3]] for part in found], dtype=int)
        self.effects = numpy.array([(part[4], part[5]) for part in found])
        self.studies = numpy.array([row.study for row in self.rows])

    def study_variances(self, x):
        a, b = numpy.exp(x[:len(self.groups)]), math.exp(x[-1]) if self.has_b else 0.0
        sds = (numpy.hypot(a[self.first], b * self.effects[:, 0]) * numpy.hypot(a[self.second], b * self.effects[:, 1]))
        return numpy.maximum(numpy.bincount(self.at, self.part * sds, len(self.rows)), 0.0)

    def penalty(self, x, counted):
        variance = self.own + self.study_variances(x)
        z = numpy.sqrt(self.error / variance)
        loss = numpy.where(z <= HUBER, z * z, 2.0 * HUBER * z - HUBER * HUBER)
        centre, sd = PRIORS[self.quantity]
        priors = (((x[:len(self.groups)] - math.log(centre)) / sd) ** 2).sum()
        if self.has_b:
            priors += ((x[-1] - math.log(PRIOR_B[0])) / PRIOR_B[1]) ** 2
        return (self.weight * (numpy.log(variance) + loss))[counted].sum() + priors

    def fit(self, without=None):
        """(a by family, b), of all studies but one."""
        counted = self.studies != without
        start = [math.log(PRIORS[self.quantity][0])] * len(self.groups) + [math.log(PRIOR_B[0])] * self.has_b
        x = optimize.minimize(self.penalty, start, args=(counted,), method="BFGS", options={"gtol": 1e-4}).x
        a = numpy.exp(x)
        by_family = {family: a[i if len(self.groups) > 1 else 0] for i, family in enumerate(FAMILIES)}
        return by_family, (math.exp(x[-1]) if self.has_b else 0.0)

    def count(self, group):
        rows = [row for row in self.rows if group in ("all", row.families[0])]
        return len({row.study for row in rows}), len(rows)


def main(source):
    rows = read_rows(source)
    with open(source / "validation/results/between_studies.csv", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["quantity", "family", "a", "b", "studies", "rows"])
        for quantity in PRIORS:
            estimate = Estimate(rows, quantity)
            a, b = estimate.fit()
            for group in estimate.groups:
                value = a[FAMILIES[0] if group == "all" else group]
                out.writerow([quantity, group, f"{value:.3g}", f"{b:.3g}", *estimate.count(group)])
        for name, value in (("arms", ARMS), ("sites", SITES), ("markers", MARKERS), ("times", TIMES)):
            out.writerow(["shared", name, value, "", "", ""])


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
