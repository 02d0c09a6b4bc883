#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""test_studies.py: are differences between studies found again, and are the bands that follow from them true?

Trials are drawn from the model of studies.py itself, so that everything about them is known: two arms of a study share
its difference, and so do sites and times. The estimate must find the differences that were drawn, and the stated
intervals must cover what they say; those of half the size, or without what arms share, must not.
"""
import math
import statistics
import types

import numpy

from between_studies import Estimate
from studies import covariance, family, variance

A = {"ai": 1.4, "ai_and_bone_drug": 1.3, "anabolic": 2.1, "antiresorptive": 0.6, "untreated": 1.1, "lifestyle": 0.8}
B = 0.08
EFFECTS = {"ai": -4.0, "ai_and_bone_drug": 1.0, "anabolic": 9.0, "antiresorptive": 5.0, "untreated": -1.0,
           "lifestyle": 0.5}
PAIRS = (("ai_and_bone_drug", "ai"), ("anabolic", "untreated"), ("antiresorptive", "untreated"),
         ("lifestyle", "untreated"))
STUDIES = 400


def draw_study(random, number):
    """The rows of a study: two arms and their difference, two sites, two visits."""
    active, control = PAIRS[number % len(PAIRS)]
    rows = []
    for site in ("bmd_change.lumbar_spine", "bmd_change.total_hip"):
        for months in (12.0, 36.0):
            for names in (("active",), ("control",), ("active", "control")):
                families = [active if name == "active" else control for name in names]
                effects = [[EFFECTS[one] * math.sqrt(months / 24.0)] for one in families]
                rows.append(types.SimpleNamespace(
                    study=str(number), quantity="density", observable=site, names=names, families=families,
                    months=[months], effects=effects, m=sum((-1) ** i * e[0] for i, e in enumerate(effects)), p=0.3,
                    s=4.0 * math.sqrt(len(names) / random.integers(40, 300))))
    shared = numpy.array([[covariance(row, other, A, B) for other in rows] for row in rows])
    differences = random.multivariate_normal(numpy.zeros(len(rows)), shared)
    for row, difference in zip(rows, differences):
        row.y = row.m + difference + random.normal(0.0, math.hypot(row.p, row.s))
    return rows


def coverage(rows, part, a, b):
    limit = statistics.NormalDist().inv_cdf(0.5 + part / 2.0)
    return sum(abs(row.y - row.m) <= limit * math.sqrt(variance(row, a, b)) for row in rows) / len(rows)


def main():
    random = numpy.random.default_rng(15)
    rows = [row for number in range(STUDIES) for row in draw_study(random, number)]
    a, b = Estimate(rows, "density").fit()
    for name, value in A.items():
        found = math.hypot(a[name], b * EFFECTS[name])
        wanted = math.hypot(value, B * EFFECTS[name])
        assert abs(found / wanted - 1.0) < 0.15, f"{name}: found {found:.2f}, drawn with {wanted:.2f}"
    for part in (0.5, 0.8, 0.95):
        nominal, halved = coverage(rows, part, a, b), coverage(rows, part, {k: v / 2 for k, v in a.items()}, b / 2)
        assert abs(nominal - part) < 0.03, f"the {part:.0%} interval covers {nominal:.1%}"
        assert halved < part - 0.05, f"half the differences cover {halved:.1%}, and {part:.0%} was wanted"
    only = {"active", "control"}
    differences = [row for row in rows if len(row.names) == 2]
    for row in differences: # two arms of one study are not two studies
        apart = sum(covariance(other, other, A, B) for other in rows if other.study == row.study and len(other.names) == 1
                    and other.months == row.months and other.observable == row.observable)
        assert covariance(row, row, A, B) < 0.75 * apart and set(row.names) == only
    for agents, wanted in ((set(), "untreated"), ({"calcium", "vitamin_d"}, "untreated"), ({"exercise"}, "lifestyle"),
                           ({"estradiol", "exercise"}, "untreated"), ({"letrozole", "exercise"}, "ai"),
                           ({"letrozole", "denosumab"}, "ai_and_bone_drug"), ({"teriparatide", "denosumab"}, "anabolic"),
                           ({"tamoxifen", "alendronate"}, "antiresorptive")):
        assert family(agents) == wanted, f"{agents}: found {family(agents)}"
    left_out = Estimate(rows[:12], "density").fit(without="0")  # nothing is left: the priors' centres
    assert all(abs(value - 1.0) < 0.01 for value in left_out[0].values()) and abs(left_out[1] - 0.08) < 0.001
    print(f"{len(rows)} numbers of {STUDIES} studies; 80 % covers {coverage(rows, 0.8, a, b):.1%}")


if __name__ == "__main__":
    main()
