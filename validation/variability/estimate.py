#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""estimate.py SOURCE_DIR BONESIM: how much women differ, from the spreads that trials published.

Writes into SOURCE_DIR/validation/results: variability.csv (log SD of each factor), errors.csv (what a measurement errs
by), spreads.csv (published and model, row by row), cohort.csv (women drawn, under a few treatments) and uncertainty.csv
(what the uncertainty of the fitted parameters means for a few outputs). validation/README.md says how.
"""
import csv
import io
import json
import math
import pathlib
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy
from scipy import integrate, optimize, stats

MONTH_D = 30.4375
NODES = (0.1, 0.2, 0.4, 0.6, 0.8, 1.0, 1.3, 1.7)  # steps of a factor's logarithm at which the model is run, both ways
MOST = NODES[-1] / math.sqrt(3.0)  # largest log SD that they serve
# Choices, as validation/README.md has them.
PRIOR = 0.3            # log SD between women: half-normal with this SD
PRIOR_ERROR = 0.5      # ln CV of a measurement over months, in trials, around the one that is held or the short-term one
WALK, PRIOR_WALK = 0.015, 0.5  # SD of ln density after a year of a woman's own walk; of its logarithm
BETWEEN_STUDIES = 0.15 # of ln SD: studies differ, figures were read off
OUTLIERS = 0.3         # the same for a range, and for the interval of a mean of ratios
LASTING_MONTHS = 4     # markers of untreated women wander by more than the short-term CV from here on
NONE = 0.05            # a log SD below it is none
DRAWS = 1000
BARS = {"lumbar_spine": "LS", "total_hip": "TH"}


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write(path, header, lines):
    with open(path, "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(lines)


# ---- the library ----

class Model:
    """Runs scenarios with other parameters."""

    def __init__(self, source, bonesim):
        self.source, self.bonesim = source, bonesim
        listed = json.loads(subprocess.run([bonesim, "catalog", "--json"], capture_output=True, check=True).stdout)
        self.parameters = {row["name"]: row for row in listed if row["kind"] == "parameter"}

    def scenario(self, case, arm, months, observables):
        folders = (self.source / "validation/variability", self.source / "validation/trials")
        path = next(folder / f"{case}.json" for folder in folders if (folder / f"{case}.json").exists())
        scenario = json.loads(path.read_text(encoding="utf-8"))
        arms = [row for row in scenario["arms"] if row["name"] == arm]
        days = sorted({0.0} | {month * MONTH_D for month in months})
        return {"schema": scenario["schema"], "patient": scenario["patient"], "arms": arms,
                "horizon_days": max(days[-1], 1.0), "sample_days": days, "observables": sorted(observables)}

    def run(self, scenario, parameters):
        """Values by (month, observable); parameters outside their range stop at its end."""
        held = {name: min(max(value, self.parameters[name]["min"]), self.parameters[name]["max"])
                for name, value in parameters.items()}
        done = subprocess.run([self.bonesim, "run", "-", "--quiet"], capture_output=True, text=True, check=False,
                              input=json.dumps({**scenario, "parameters": held}))
        if done.returncode:
            sys.exit(f"estimate.py: {held}: {done.stderr}")
        return {(round(float(row["time_days"]) / MONTH_D, 2), row["observable"]): float(row["value"])
                for row in csv.DictReader(io.StringIO(done.stdout))}

    def run_all(self, jobs):
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(lambda job: self.run(*job), jobs))


class Factors:
    """Rows of factors.csv: a factor moves the logarithm of each of its parameters by its power."""

    def __init__(self, model, path):
        self.model, self.powers, self.source = model, {}, {}
        for row in rows(path):
            parameter = model.parameters.get(row["power"])
            power = parameter["default"] if parameter else float(row["power"])
            self.powers.setdefault(row["factor"], []).append((row["parameter"], power))
            self.source[row["factor"]] = self.source.get(row["factor"]) or row["source"]

    def parameters(self, steps):
        """Values when the factors' logarithms are moved by these steps."""
        moved = {}
        for factor, step in steps.items():
            for name, power in self.powers[factor]:
                moved[name] = moved.get(name, 0.0) + power * step
        return {name: self.model.parameters[name]["default"] * math.exp(step) for name, step in moved.items()}


# ---- what was published ----

def expected_range(n):
    """Of n standard normal numbers."""
    return integrate.quad(lambda x: 1.0 - stats.norm.cdf(x) ** n - stats.norm.sf(x) ** n, -12.0, 12.0)[0]


def table_row(source, spread):
    keys = {"ai_trials": ("trial", "arm", "site_or_marker", "months"),
            "time_courses": ("study", "", "quantity", "months"),
            "drug_lifestyle": ("study", "arm", "quantity", "months")}[spread["table"]]
    wanted = ("study", "study_arm", "quantity", "study_months")
    found = [row for row in rows(source / f"validation/data/{spread['table']}.csv")
             if all(not key or row[key] == spread[name] for key, name in zip(keys, wanted))]
    if len(found) != 1:
        sys.exit(f"estimate.py: found {len(found)} rows of {spread['table']} for {spread}")
    return found[0]


def between(text, pattern):
    return [float(part) for part in re.search(pattern, text).groups()]


NUMBER = r"(-?[\d.]+)"


def read_spread(source, spread):
    """SD between women as published (of the logarithm where the measure says log), the SD of its logarithm, and n."""
    measure, quartiles, interval = spread["measure"], 2.0 * stats.norm.ppf(0.75), 2.0 * stats.norm.ppf(0.975)
    row = table_row(source, spread) if spread["table"] else spread
    n = int(spread["n"] or re.match(r"\d*", row.get("n", "")).group() or 0)
    more = OUTLIERS if measure in ("log_mean95", "range") else BETWEEN_STUDIES
    known = lambda relative: math.hypot(relative, more)
    sampling = 1.0 / math.sqrt(2.0 * (n - 1)) if n > 1 else 0.0
    low, high = (row.get("lo95") or row.get("low") or None), (row.get("hi95") or row.get("high") or None)
    if low and high:
        low, high = float(low), float(high)
    if measure == "sd":
        return between(row["notes"], f"SD {NUMBER}")[0], known(sampling), n
    if measure == "mean95":
        return (high - low) / interval * math.sqrt(n), known(sampling), n
    if measure == "log_mean95":
        return math.log((100.0 + high) / (100.0 + low)) / interval * math.sqrt(n), known(sampling), n
    if measure == "quartiles":
        low, high = between(row["sd_or_se"], f"IQR {NUMBER} to {NUMBER}")
        return (high - low) / quartiles, known(1.17 / math.sqrt(n)), n
    if measure == "log_quartiles":
        return math.log(high / low) / quartiles, known(1.17 / math.sqrt(n)), n
    if measure == "range":
        site = BARS[spread["observable"].split(".")[1]]
        low, high = between(row["sd_or_se"], rf"{site} {NUMBER}\.\.{NUMBER}")
        return (high - low) / expected_range(n), known(0.9 / math.sqrt(n)), n
    if measure == "log_interval95":
        return math.log(high / low) / interval, known(sampling), n
    if measure == "log_sd_of_level":
        cv = between(row["sd_or_se"], f"SD {NUMBER}")[0] / float(row["value_percent"])
        return math.sqrt(math.log(1.0 + cv * cv)), known(sampling), n
    if measure == "recalled_sd":  # counts a quarter, as rows that were recalled do in the calibration
        return math.sqrt(low * high), 2.0 * known(math.log(high / low) / 2.0), 0
    sys.exit(f"estimate.py: found measure {measure}")


def read_errors(source):
    """ln CV by the precision that was published (geometric mean); which observables are taken as another; rows."""
    data = rows(source / "validation/data/drug_lifestyle.csv")
    published, same, last = {}, {}, {}
    for row in rows(source / "validation/variability/errors.csv"):
        name = row["observable"]
        last[name] = row
        if not row["study"]:
            same[name] = row["quantity"]
            continue
        found = [r for r in data if (r["study"], r["quantity"]) == (row["study"], row["quantity"])]
        if len(found) != 1:
            sys.exit(f"estimate.py: found {len(found)} rows for {row}")
        published.setdefault(name, []).append(float(found[0]["value"]) / float(row["divisor"]) / 100.0)
    return {name: numpy.mean(numpy.log(values)) for name, values in published.items()}, same, last


# ---- spreads by the model ----

def transform(spread, value):
    """What the SD is of: percent points, or the logarithm."""
    if not spread["measure"].startswith("log_"):
        return value
    return math.log1p(value / 100.0) if spread["observable"].startswith("marker_change.") else math.log(value)


def scenarios(model, spreads):
    """What each arm has to be run for: the spreads that stand in it."""
    groups = {}
    for i, spread in enumerate(spreads):
        groups.setdefault((spread["case"], spread["arm"]), []).append(i)
    for (case, arm), members in groups.items():
        yield members, model.scenario(case, arm, {float(spreads[i]["months"]) for i in members},
                                      {spreads[i]["observable"] for i in members})


def drawn(factors, log_sd, count):
    """Parameters of women, always the same ones."""
    for z in numpy.random.default_rng(1).standard_normal((count, len(log_sd))):
        yield factors.parameters(dict(zip(factors.powers, z * log_sd)))


def responses(model, factors, spreads):
    """Of each spread and factor, the output at NODES both ways; and the output of the typical woman."""
    typical, table = numpy.zeros(len(spreads)), numpy.zeros((len(spreads), len(factors.powers), 2 * len(NODES) + 1))
    steps = [-node for node in reversed(NODES)] + [0.0] + list(NODES)
    jobs, places = [], []
    for members, scenario in scenarios(model, spreads):
        for j, factor in enumerate(factors.powers):
            for k, step in enumerate(steps):
                jobs.append((scenario, factors.parameters({factor: step})))
                places.append((members, j, k))
    for (members, j, k), values in zip(places, model.run_all(jobs)):
        for i in members:
            value = values[round(float(spreads[i]["months"]), 2), spreads[i]["observable"]]
            table[i, j, k] = transform(spreads[i], value)
            if steps[k] == 0.0:
                typical[i] = value
    return numpy.array(steps), table, typical


def factor_variances(steps, table, log_sd):
    """Of each spread by each factor alone: Gauss and Hermite's three points."""
    out = numpy.zeros(table.shape[:2])
    for j, sd in enumerate(log_sd):
        for i in range(table.shape[0]):
            low, middle, high = numpy.interp([-math.sqrt(3.0) * sd, 0.0, math.sqrt(3.0) * sd], steps, table[i, j])
            mean = (low + 4.0 * middle + high) / 6.0
            out[i, j] = ((low - mean) ** 2 + 4.0 * (middle - mean) ** 2 + (high - mean) ** 2) / 6.0
    return out


class Spreads:
    """Everything that least squares needs: parameters are log SD of the factors, ln CV, log SD of lasting drift, and ln
    SD of the walks."""

    def __init__(self, source, model, factors):
        self.spreads = rows(source / "validation/variability/spreads.csv")
        self.factors = list(factors.powers)
        self.short_term, self.same, self.error_rows = read_errors(source)
        self.errors = list(self.short_term)
        self.prior_cv = {name: math.log(float(self.error_rows[name]["cv_percent"]) / 100.0)
                         if self.error_rows[name]["cv_percent"] else self.short_term[name] for name in self.errors}
        self.walk_rows = rows(source / "validation/variability/walk.csv")
        self.walks = [row["observable"] for row in self.walk_rows if not row["as"]]
        self.drifts = ["marker.s_ctx", "marker.s_p1np"]
        published = [read_spread(source, spread) for spread in self.spreads]
        self.times = numpy.array([float(spread["times"]) for spread in self.spreads])
        self.sd = numpy.array([sd for sd, _, _ in published])
        self.log_se = numpy.array([se for _, se, _ in published])
        self.n = [n for _, _, n in published]
        series = [(s["case"], s["arm"], s["observable"]) for s in self.spreads]
        self.fitted = numpy.array([spread["use"] == "fit" for spread in self.spreads])
        self.weight = numpy.array([1.0 / math.sqrt(series.count(name)) for name in series])
        self.steps, self.table, self.typical = responses(model, factors, self.spreads)
        self.together = numpy.ones(len(self.spreads))  # SD of women drawn, over that by factors one at a time

    def draw_together(self, model, factors, x):
        """Factors multiply each other's effects: measures by how much, with women drawn at x."""
        log_sd = self.split(x)[0]
        alone = numpy.sqrt(factor_variances(self.steps, self.table, log_sd).sum(axis=1))
        women = list(drawn(factors, log_sd, DRAWS))
        for members, scenario in scenarios(model, self.spreads):
            done = model.run_all([(scenario, parameters) for parameters in women])
            for i in members:
                key = (round(float(self.spreads[i]["months"]), 2), self.spreads[i]["observable"])
                self.together[i] = numpy.std([transform(self.spreads[i], woman[key]) for woman in done]) / alone[i]

    def split(self, x):
        n, m = len(self.factors), len(self.errors)
        k = n + m + len(self.drifts)
        return x[:n], x[n:n + m], x[n + m:k], x[k:]

    def start(self):
        return numpy.concatenate([numpy.full(len(self.factors), 0.2), [self.prior_cv[name] for name in self.errors],
                                  numpy.full(len(self.drifts), 0.2), numpy.full(len(self.walks), math.log(WALK))])

    def bounds(self):
        n, m, k, w = len(self.factors), len(self.errors), len(self.drifts), len(self.walks)
        return ([0.0] * n + [-10.0] * m + [0.0] * k + [-10.0] * w, [MOST] * n + [0.0] * m + [1.0] * k + [0.0] * w)

    def walk(self, ln_walk):
        """SD of ln density after a year, by observable."""
        return {row["observable"]: math.exp(ln_walk[self.walks.index(row["as"] or row["observable"])])
                for row in self.walk_rows}

    def walk_variances(self, ln_walk):
        """Of changes of density, in percent points, by the walk of her own."""
        walk, out = self.walk(ln_walk), numpy.zeros(len(self.spreads))
        for i, spread in enumerate(self.spreads):
            kind, _, site = spread["observable"].partition(".")
            if kind == "bmd_change":
                level, years = 1.0 + self.typical[i] / 100.0, float(spread["months"]) / 12.0
                out[i] = (100.0 * level) ** 2 * math.expm1(walk[f"bmd.{site}"] ** 2 * years)
        return out

    def error_variance(self, i, ln_cv, drift):
        spread = self.spreads[i]
        kind, _, site = spread["observable"].partition(".")
        name = {"bmd_change": "bmd.", "marker_change": "marker.", "marker": "marker.", "serum": "serum."}[kind] + site
        name = self.same.get(name, name)
        if name not in self.errors:  # estradiol: its assay is in the published SD
            return 0.0
        one = math.exp(2.0 * ln_cv[self.errors.index(name)])
        two = 2.0 * one
        drifting = "marker.s_ctx" if name.endswith("ntx") else name
        if drifting in self.drifts and float(spread["months"]) > LASTING_MONTHS:
            two += drift[self.drifts.index(drifting)] ** 2
        level = 1.0 + self.typical[i] / 100.0
        return one if kind == "marker" else two if spread["measure"].startswith("log_") else two * (100.0 * level) ** 2

    def model(self, x):
        """SD of each spread, with measurement error, and what factors and walk make without it."""
        log_sd, ln_cv, drift, ln_walk = self.split(x)
        women = factor_variances(self.steps, self.table, log_sd).sum(axis=1) * self.together ** 2
        women += self.walk_variances(ln_walk)
        error = numpy.array([self.error_variance(i, ln_cv, drift) for i in range(len(self.spreads))])
        return numpy.sqrt(women + error), numpy.sqrt(women)

    def residuals(self, x):
        log_sd, ln_cv, _, ln_walk = self.split(x)
        sd, _ = self.model(x)
        data = numpy.log(sd / (self.sd * self.times)) / self.log_se * numpy.sqrt(self.weight * self.fitted)
        prior_cv = [self.prior_cv[name] for name in self.errors]
        return numpy.concatenate([data, log_sd / PRIOR, (ln_cv - prior_cv) / PRIOR_ERROR,
                                  (ln_walk - math.log(WALK)) / PRIOR_WALK])

    def fit(self, held=None, start=None):
        """held: index and value of a parameter that stays there."""
        low, high = (numpy.array(b) for b in self.bounds())
        start = self.start() if start is None else start
        free = numpy.array([i for i in range(len(start)) if held is None or i != held[0]])
        whole = start.copy()
        if held:
            whole[held[0]] = held[1]

        def of(part):
            whole[free] = part
            return self.residuals(whole)

        inner = numpy.clip(start[free], low[free] + 1e-6, high[free] - 1e-6)
        done = optimize.least_squares(of, inner, bounds=(low[free], high[free]), diff_step=1e-3)
        whole[free] = done.x
        return whole.copy(), 2.0 * done.cost

    def interval(self, i, best, cost, ends_of_range):
        """Where the penalty is at most one above the least, along parameter i with the others fitted."""
        def above(value):
            return self.fit((i, value), best)[1] - cost - 1.0

        ends = []
        for end in ends_of_range:
            ends.append(optimize.brentq(above, best[i], end, xtol=1e-3) if above(end) > 0.0 else end)
        return ends


# ---- checks ----

def check_ranges(model, factors, log_sd):
    """Says which parameters leave the catalogue's range within three SD of all their factors."""
    variance = {}
    for factor, value in zip(factors.powers, log_sd):
        for name, power in factors.powers[factor]:
            variance[name] = variance.get(name, 0.0) + (power * value) ** 2
    for name, value in variance.items():
        row, reach = model.parameters[name], math.exp(3.0 * math.sqrt(value))
        if row["default"] / reach < row["min"] or row["default"] * reach > row["max"]:
            print(f"{name}: three SD leave the range {row['min']} to {row['max']}")


def walked(values, sd, years, random):
    """Changes in percent, with walks beside them."""
    return (100.0 + values) * numpy.exp(sd * math.sqrt(years) * random.standard_normal(len(values))
                                        - sd * sd * years / 2.0) - 100.0


def cohort(model, factors, log_sd, walk):
    """Women drawn: five years of letrozole, and others."""
    random = numpy.random.default_rng(2)
    woman = {"age_years": 61, "years_since_menopause": 11}
    plans = {"untreated": [], "letrozole": [{"agent": "letrozole"}],
             "letrozole_zoledronic_acid": [{"agent": "letrozole"},
                                           {"agent": "zoledronic_acid", "dose": 4, "every_days": 182.625}],
             "denosumab": [{"agent": "denosumab"}]}
    observables = ["bmd_change.lumbar_spine", "bmd_change.total_hip", "marker_change.s_ctx"]
    months = [12, 24, 36, 60]
    for arm, plan in plans.items():
        scenario = {"schema": "bonemodel.scenario/1", "patient": woman, "arms": [{"name": arm, "interventions": plan}],
                    "horizon_days": 1826.25, "sample_days": [0] + [m * MONTH_D for m in months],
                    "observables": observables}
        jobs = [(scenario, {})] + [(scenario, parameters) for parameters in drawn(factors, log_sd, DRAWS)]
        typical, *women = model.run_all(jobs)
        for month in months:
            drawn_values = {name: numpy.array([woman[month, name] for woman in women]) for name in observables}
            sites = [name for name in observables if name.startswith("bmd_change.")]
            without = numpy.corrcoef(*(drawn_values[name] for name in sites))[0, 1]
            for name in sites:
                sd = walk[name.replace("bmd_change.", "bmd.")]
                drawn_values[name] = walked(drawn_values[name], sd, month / 12.0, random)
            correlation = numpy.corrcoef(*(drawn_values[name] for name in sites))[0, 1]
            for observable, values in drawn_values.items():
                yield [arm, month, observable, f"{typical[month, observable]:.3g}", f"{values.mean():.3g}",
                       f"{values.std(ddof=1):.3g}", *(f"{p:.3g}" for p in numpy.percentile(values, [5, 95])),
                       f"{correlation:.2f}", f"{without:.2f}"]


def uncertainty(model, source):
    """SD of a few outputs by the uncertainty of the fitted parameters, linearised."""
    covariance = rows(source / "validation/results/covariance.csv")
    names = [row["parameter"] for row in covariance]
    factor = numpy.array([[float(row[name] or 0.0) for name in names] for row in covariance])
    woman = {"age_years": 61, "years_since_menopause": 11}
    outputs = [("letrozole", 24, "bmd_change.lumbar_spine", [{"agent": "letrozole"}]),
               ("letrozole", 60, "bmd_change.total_hip", [{"agent": "letrozole"}]),
               ("denosumab", 36, "bmd_change.lumbar_spine", [{"agent": "denosumab"}]),
               ("zoledronic_acid", 36, "bmd_change.total_hip", [{"agent": "zoledronic_acid", "dose": 5,
                                                                  "every_days": 365.25}]),
               ("denosumab", 12, "marker_change.s_ctx", [{"agent": "denosumab"}])]
    for arm, month, observable, plan in outputs:
        scenario = {"schema": "bonemodel.scenario/1", "patient": woman, "arms": [{"name": arm, "interventions": plan}],
                    "horizon_days": month * MONTH_D, "sample_days": [0, month * MONTH_D], "observables": [observable],
                    "solver": {"rtol": 1e-7}}
        step, jobs = 0.02, [(scenario, {})]
        for name in names:
            for sign in (-1.0, 1.0):
                jobs.append((scenario, {name: model.parameters[name]["default"] * math.exp(sign * step)}))
        values = [done[month, observable] for done in model.run_all(jobs)]
        slopes = (numpy.array(values[2::2]) - numpy.array(values[1::2])) / (2.0 * step)
        yield [arm, month, observable, f"{values[0]:.3g}", f"{numpy.linalg.norm(factor.T @ slopes):.3g}"]


def main(arguments):
    source, bonesim = pathlib.Path(arguments[0]), arguments[1]
    results = source / "validation/results"
    model = Model(source, bonesim)
    factors = Factors(model, source / "validation/variability/factors.csv")
    spreads = Spreads(source, model, factors)
    spreads.draw_together(model, factors, spreads.fit()[0])
    best, cost = spreads.fit()
    log_sd, ln_cv, drift, ln_walk = spreads.split(best)
    free = spreads.residuals(best)
    print(f"{len(spreads.spreads)} spreads, penalty {cost:.1f} (data {(free[:len(spreads.spreads)] ** 2).sum():.1f})")
    intervals = [spreads.interval(i, best, cost, (1e-3, MOST)) for i in range(len(log_sd))]
    first, walk = len(best) - len(ln_walk), spreads.walk(ln_walk)
    walk_intervals = {name: numpy.exp(spreads.interval(first + i, best, cost, (math.log(1e-4), math.log(0.1))))
                      for i, name in enumerate(spreads.walks)}
    sd, women = spreads.model(best)
    write(results / "spreads.csv", ["case", "arm", "months", "observable", "use", "measure", "n", "published", "log_se",
                                    "model", "without_error", "typical"],
          [[s["case"], s["arm"], s["months"], s["observable"], s["use"], s["measure"], spreads.n[i] or "",
            f"{spreads.sd[i] * spreads.times[i]:.3g}", f"{spreads.log_se[i]:.2g}", f"{sd[i]:.3g}", f"{women[i]:.3g}",
            f"{spreads.typical[i]:.3g}"] for i, s in enumerate(spreads.spreads)])
    write(results / "variability.csv", ["factor", "parameter", "log_sd", "factor_log_sd", "low", "high", "source"],
          [[factor, name, f"{power * value:.3g}" if value > NONE else "0", f"{value:.3g}" if value > NONE else "0",
            f"{low:.2g}" if low > NONE else "0", f"{high:.2g}", factors.source[factor]]
           for factor, value, (low, high) in zip(factors.powers, log_sd, intervals)
           for name, power in factors.powers[factor]] +
          [["walk", row["observable"], *[f"{walk[row['observable']]:.3g}"] * 2,
            *(f"{end:.2g}" for end in walk_intervals[row["as"] or row["observable"]]), row["source"]]
           for row in spreads.walk_rows])
    check_ranges(model, factors, log_sd)
    fitted = dict(zip(spreads.errors, ln_cv))
    lines = []
    for name, row in spreads.error_rows.items():
        same = spreads.same.get(name, name)
        in_trials = f"{math.exp(fitted[same]):.3g}"
        lines.append([name, f"{float(row['cv_percent']) / 100.0:.3g}" if row["cv_percent"] else in_trials, in_trials,
                      f"{math.exp(spreads.short_term[same]):.3g}", row["source"]])
    write(results / "errors.csv", ["observable", "cv", "in_trials", "short_term_cv", "source"], lines)
    print("drift over months beyond the error, log SD:", dict(zip(spreads.drifts, (round(d, 3) for d in drift))))
    for factor, value, interval in zip(factors.powers, log_sd, intervals):
        print(f"{factor:18} {value:.3f}  ({interval[0]:.2f} to {interval[1]:.2f})")
    for name, interval in walk_intervals.items():
        print(f"walk {name:18} {walk[name]:.4f}  ({interval[0]:.4f} to {interval[1]:.4f})")
    write(results / "cohort.csv", ["arm", "months", "observable", "typical", "mean", "sd", "p05", "p95",
                                   "spine_hip_correlation", "without_walk"],
          cohort(model, factors, log_sd, walk))
    write(results / "uncertainty.csv", ["arm", "months", "observable", "model", "sd"], uncertainty(model, source))


if __name__ == "__main__":
    main(sys.argv[1:])
