# SPDX-License-Identifier: Apache-2.0
"""What between_studies.py and the report share: published numbers that a fit has not seen, and how their studies differ.

A number is put on a scale on which studies differ alike: points of density; the logarithm of a marker; the logarithm of
a risk. The study's own difference is normal. In an arm of family f, at time t, on a scale where the model says m:

    variance  (a_f^2 + (b m)^2) growth of density and marker,  a^2 of a risk
    growth    t/24 months, within 0.25 and 2.5, of density (a_f is that at 24 months), 1 of a marker; within the first month
              it grows from 0, for no change differs on day 0
    shared    between two arms of a study 0.59; two sites of density 0.83, two markers 0.5; two times
              exp(-|ln((t + 3)/(t' + 3))|/2.2)

A row is a sum of arms and times with signs, and so is its variance.
"""
import csv
import json
import math
import pathlib
import re

FAMILIES = ("ai", "ai_and_bone_drug", "anabolic", "antiresorptive", "untreated", "lifestyle")
AI = {"anastrozole", "letrozole", "exemestane"}
ANABOLIC = {"teriparatide", "romosozumab"}
ANTIRESORPTIVE = {"denosumab", "zoledronic_acid", "alendronate", "risedronate", "ibandronate"}
ESTROGENS = {"estradiol", "tamoxifen", "raloxifene", "goserelin"}
BACKGROUND = {"calcium", "vitamin_d"}
ARMS, SITES, MARKERS, TIMES = 0.59, 0.83, 0.5, 2.2
# SD between women: of a change of density, points by months; of the logarithm of a marker. As in the calibration.
CHANGE_SD = ((0, 2.4), (12, 3.3), (24, 4.2), (36, 4.8), (60, 5.8))
MARKER_SD = 0.35
YOUNG = {"lumbar_spine": (1.047, 0.110), "total_hip": (0.942, 0.122), "femoral_neck": (0.858, 0.120),
         "distal_radius": (0.664, 0.054)}  # g/cm2, mean and SD that T-scores refer to


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def family(agents):
    """The family of an arm, by what is prescribed in it."""
    if agents & ANABOLIC:
        return "anabolic"
    if agents & AI:
        return "ai_and_bone_drug" if agents & ANTIRESORPTIVE else "ai"
    if agents & ANTIRESORPTIVE:
        return "antiresorptive"
    return "lifestyle" if agents - ESTROGENS - BACKGROUND and not agents & ESTROGENS else "untreated"


def quantity(observable):
    kind = observable.split(".")[0]
    return {"bmd_change": "density", "bmd": "density", "t_score": "density", "marker_change": "marker",
            "fracture_risk": "fracture_trial", "fracture_risk_10y": "fracture_table"}.get(kind)


def change_sd(months):
    for (t0, s0), (t1, s1) in zip(CHANGE_SD, CHANGE_SD[1:]):
        if months <= t1 or t1 == CHANGE_SD[-1][0]:
            return s0 + (s1 - s0) * (months - t0) / (t1 - t0)


def growth(months, what="density"):
    """Of the variance with time; on day 0 nothing has changed yet, while a risk is already one."""
    if what == "density":
        return min(max(months / 24.0, 0.25 * min(months, 1.0)), 2.5)
    return min(months, 1.0) if what == "marker" else 1.0


class Row:
    """A published number and what was predicted, on its scale."""

    def __init__(self, case, published, predicted, unseen, curves):
        self.case, self.study, self.role = case["case"], case["study"], predicted["role"]
        self.observable, self.arm = published["observable"], published["arm"]
        self.quantity = quantity(self.observable)
        self.is_ratio = " / " in self.arm
        self.names = re.split(" [-/] ", self.arm)
        self.families = [family(case["agents"][name]) for name in self.names]
        self.months = [float(month) for month in published["months"].split(">")]
        self.tolerance, self.value = float(predicted["tolerance"]), float(published["value"])
        self.model = float(unseen["refit"] or predicted["model"])
        self.fitted_model = float(predicted["model"])
        self.within = abs(self.model - self.value) <= self.tolerance
        self.n = [float(n) for n in published["n"].split("/")] if published["n"] else []
        self.interval = [float(published[key]) for key in ("lo95", "hi95") if published[key]]
        self.parameter_sd = float(unseen["parameter_sd"] or 0.0)
        self.levels = [[self.arm_change(curves, name, month) for month in self.months] for name in self.names]
        self.set_scale()

    def arm_change(self, curves, name, month):
        """What the model says of one arm at one time, as a change on the scale; NaN where it is not drawn."""
        points = curves.get((self.case, name, self.observable))
        if not points:
            return math.nan
        before = max((p for p in points if p[0] <= month), default=points[0])
        after = min((p for p in points if p[0] >= month), default=points[-1])
        part = (month - before[0]) / (after[0] - before[0]) if after[0] > before[0] else 0.0
        return before[1] + part * (after[1] - before[1])

    def set_scale(self):
        """y, m, s and p: published, predicted, its sampling SD and that of the parameters, on the scale, and what a unit of
        the published number is there; effects: what the model says of each arm and time."""
        kind, _, of = self.observable.partition(".")
        self.effects = [[0.0 for _ in self.months] for _ in self.names]
        published_sd = (self.interval[1] - self.interval[0]) / 3.92 if len(self.interval) == 2 else self.tolerance / 1.96
        span = self.months[-1] - (self.months[0] if len(self.months) > 1 else 0.0)
        if self.quantity == "marker":
            self.y, self.m = math.log1p(max(self.value, -99.0) / 100.0), math.log1p(self.model / 100.0)
            if len(self.names) > 1:  # a difference of percents: relative to the level of the first arm
                level = 1.0 + (self.levels[0][0] if math.isfinite(self.levels[0][0]) else self.model) / 100.0
                self.m, self.y = self.model / 100.0 / level, self.value / 100.0 / level
            else:
                level = 1.0 + self.model / 100.0
            self.per_unit = 1.0 / 100.0 / level
            self.s = MARKER_SD * math.sqrt(sum(1.0 / n for n in self.n)) if self.n else published_sd * self.per_unit
            self.effects = [[math.log1p(max(x, -99.0) / 100.0) if math.isfinite(x) else self.m for x in arm]
                            for arm in self.levels]
        elif self.quantity == "density":
            factor = 1.0
            if kind == "t_score":
                mean, sd = YOUNG[of]
                factor = 100.0 * sd / (mean + sd * self.model)
            elif kind == "bmd":
                factor = 100.0 / self.model if self.model > 0.1 else 100.0 / YOUNG[of][0]
            self.y, self.m, self.per_unit = factor * self.value, factor * self.model, factor
            self.s = change_sd(span) * math.sqrt(sum(1.0 / n for n in self.n)) if self.n else factor * published_sd
            if kind == "bmd_change":
                self.effects = [[x if math.isfinite(x) else self.m for x in arm] for arm in self.levels]
        elif self.quantity:
            self.y, self.m = math.log(self.value), math.log(self.model)
            self.per_unit = 1.0 / self.model
            self.s = (math.log(self.interval[1] / self.interval[0]) / 3.92
                      if len(self.interval) == 2 and self.interval[0] > 0.0 else self.tolerance / self.value / 1.96)

        self.p = self.parameter_sd * self.per_unit if self.quantity else math.nan


def of_observables(one, other):
    if one.observable == other.observable:
        return 1.0
    return {"density": SITES, "marker": MARKERS}.get(one.quantity, 0.0) if one.quantity == other.quantity else 0.0


def terms(row):
    """(sign, arm, months, family, effect) of the arms and times whose sum a row is."""
    for i, family_of_arm in enumerate(row.families):
        for k, months in enumerate(row.months):
            yield ((-1) ** (i + (k + 1 < len(row.months))), row.names[i], months, family_of_arm, row.effects[i][k])


def parts(row, other):
    """Of the covariance between studies of two rows of one study: (weight, family, family, effect, effect)."""
    for sign, arm, t, *first in terms(row):
        for other_sign, other_arm, u, *second in terms(other):
            weight = (sign * other_sign * of_observables(row, other) * (1.0 if arm == other_arm else ARMS)
                      * math.exp(-abs(math.log((t + 3) / (u + 3))) / TIMES)
                      * math.sqrt(growth(t, row.quantity) * growth(u, row.quantity)))
            yield weight, first[0], second[0], first[1], second[1]


def covariance(row, other, a, b):
    """Of the differences between studies in two rows of one study; a: by family."""
    return sum(weight * math.hypot(a[f], b * e) * math.hypot(a[g], b * h) for weight, f, g, e, h in parts(row, other))


def variance(row, a, b):
    """Of a new trial's number: parameters, sampling, studies."""
    return row.p ** 2 + row.s ** 2 + max(covariance(row, row, a, b), 0.0)


def read_rows(source):
    """Every number of a density, a marker or a fracture that some fit has not seen."""
    validation = pathlib.Path(source) / "validation"
    curves = {}
    for row in rows(validation / "results/curves.csv"):
        curves.setdefault((row["case"], row["arm"], row["observable"]), []).append(
            (float(row["months"]), float(row["value"])))
    roles = {row["case"]: row for row in rows(validation / "roles.csv")}
    predictions = rows(validation / "results/predictions.csv")
    unseen = rows(validation / "results/unseen.csv")
    found, published, case = [], [], None
    for predicted, left_out in zip(predictions, unseen, strict=True):
        if case is None or case["case"] != predicted["case"]:
            folder = next(folder for folder in (validation / "trials", validation / "ratios")
                          if (folder / f"{predicted['case']}.csv").exists())
            published = iter(rows(folder / f"{predicted['case']}.csv"))
            scenario = json.loads((folder / f"{predicted['case']}.json").read_text(encoding="utf-8"))
            case = {**roles[predicted["case"]],
                    "agents": {arm["name"]: {item["agent"] for item in arm["interventions"]} for arm in scenario["arms"]}}
        row = next(published)
        if any(row[key] != table[key] for key in ("arm", "months", "observable") for table in (predicted, left_out)):
            raise SystemExit(f"studies.py: {case['case']}: found {predicted}, {left_out}; allowed the rows of the case")
        known = left_out["refit"] or predicted["role"] == "predict"
        if quantity(row["observable"]) and known and predicted["model"]:
            found.append(Row(case, row, predicted, left_out, curves))
    return found
