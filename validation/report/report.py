#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""report.py SOURCE_DIR: write docs/validation.md and docs/pictures/validation/*.svg from validation/results, with gnuplot.

Beside this file: validation.md.in, the page around the tables; pictures.csv, the panels of each picture; misfits.csv,
written explanations of single misfits.
"""
import collections
import csv
import json
import math
import pathlib
import re
import subprocess
import sys
import textwrap

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "variability"))
import studies as between  # noqa: E402
TITLES = {
    "ai": "Aromatase inhibitors, alone and with bone drugs",
    "antiresorptives": "Bisphosphonates, estradiol and its modulators",
    "denosumab": "Denosumab, and what follows it",
    "anabolics": "Teriparatide and romosozumab",
    "menopause": "Menopause and ageing",
    "markers": "Markers of turnover",
    "lifestyle": "Training, food and habits",
}
GROUPS = {"bmd_change": "bone density", "bmd": "bone density", "t_score": "bone density",
          "marker_change": "markers", "marker": "markers", "serum": "serum levels",
          "fracture_risk": "fractures", "fracture_risk_10y": "fractures", "falls": "fractures"}
AI = {"anastrozole", "letrozole", "exemestane"}
ANABOLIC = {"teriparatide", "romosozumab"}
ANTIRESORPTIVE = {"denosumab", "zoledronic_acid", "alendronate", "risedronate", "ibandronate"}
ESTROGENS = {"estradiol", "tamoxifen", "raloxifene", "goserelin"}
FAMILIES = {"ai": "AI alone", "ai_and_bone_drug": "AI and bone drug", "anabolic": "anabolic",
            "antiresorptive": "antiresorptive", "lifestyle": "lifestyle", "untreated": "untreated, estrogen, SERM"}
QUANTITIES = {"density": "density, points", "marker": "markers, ln", "fracture_trial": "fractures, ln",
              "fracture_table": "ten-year tables, ln"}
EXERCISE_IN_CANCER = {"baker_vibration", "brex", "exercise_meta_bc", "powir_2011"}
COLOURS = ["#555555", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8C6D31"]
CAVEAT = "bonemodel: simulated against published means; research and education, not medical advice"
# Later lines are thinner and broken, so that those they cover are seen.
STROKES = ["3.4 dashtype solid", "2.4 dashtype solid", "2.2 dashtype (14,6)", "2.2 dashtype (5,4)",
           "2.2 dashtype (16,4,3,4)", "2.2 dashtype (3,3)"]
COLUMNS, PANEL_WIDTH, PANEL_HEIGHT, FOOT = 2, 480, 340, 34
WORDS = {"bmd": "density", "bmd_change": "density, change", "t_score": "T-score", "marker": "", "marker_change": "change",
         "lumbar_spine": "lumbar spine", "total_hip": "total hip", "femoral_neck": "femoral neck",
         "distal_radius": "one-third radius", "s_ctx": "CTX", "s_ntx": "NTX in serum", "u_ntx": "NTX in urine",
         "s_p1np": "P1NP", "s_bsap": "BSAP", "s_osteocalcin": "osteocalcin", "s_ucoc": "undercarboxylated osteocalcin"}


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def number(text):
    return float(text) if text else math.nan


def table(head, rows, right=()):
    marks = ["---:" if i in right else ":---" for i in range(len(head))]
    return "\n".join("| " + " | ".join(map(str, row)) + " |" for row in [head, marks, *rows])


def family(scenario, arm):
    """Which family a row belongs to, by what its arms have that the other one has not."""
    agents = {row["name"]: {item["agent"] for item in row["interventions"]} for row in scenario["arms"]}
    sets = [agents[name] for name in re.split(" [-/] ", arm)]
    given = set.union(*sets)
    apart = given - set.intersection(*sets) if len(sets) > 1 else given - {"calcium", "vitamin_d"}
    drugs = AI | ANABOLIC | ANTIRESORPTIVE | ESTROGENS
    if len(sets) > 1 and not apart & drugs or apart and not given & drugs:
        return "lifestyle"
    if given & AI:
        return "AI and bone drug" if given & (ANABOLIC | ANTIRESORPTIVE) else "AI alone"
    if given & ANABOLIC:
        return "anabolic"
    return "antiresorptive" if given & ANTIRESORPTIVE else "untreated, estrogen, SERM"


def trial_title(path):
    """'ATAC bone (Eastell 2006, 2008, 2011)': what the case is, and who published its numbers when, from its files."""
    what = json.loads(path.read_text(encoding="utf-8"))["title"].split(":")[0].split(" (assumed")[0]
    years = collections.defaultdict(set)
    for row in read(path.with_suffix(".csv")):
        for author, journal, year in re.findall(r"\b([A-Z][\w'-]+(?: [A-Z][\w'-]+)?)((?: [A-Z]\w+)*) ((?:19|20)\d\d)\b",
                                                row["source"]):
            words = author.split()
            if len(words) == 2 and not re.match(r"Van |De |Von ", author):
                words = words[:1]
            if not words[0].isupper() and "-PFT" not in words[0] and words[0] not in ("Bone", "Month"):
                years[" ".join(words)].add(year)
    who = "; ".join(f"{author} {', '.join(sorted(found))}" for author, found in years.items())
    return f"{what} ({who})" if who else what


class Results:
    def __init__(self, source):
        validation = source / "validation"
        self.rows = read(validation / "results/predictions.csv")
        ledger = (validation / "trials/LEDGER-lifestyle.md").read_text(encoding="utf-8")
        lifestyle = set(re.findall(r"case `(\w+)`", ledger)) | EXERCISE_IN_CANCER
        self.roles = read(validation / "roles.csv")
        self.parameters = read(validation / "results/parameters.csv")
        self.titles = {path.stem: trial_title(path) for path in sorted((validation / "trials").glob("*.json"))}
        self.fit = {row["name"]: row["value"] for row in read(validation / "results/fit.csv")}
        self.curves = collections.defaultdict(list)
        for row in read(validation / "results/curves.csv"):
            self.curves[row["case"], row["arm"], row["observable"]].append((int(row["months"]), float(row["value"])))
        self.explanations = {tuple(row[key] for key in ("case", "arm", "months", "observable")): row["explanation"]
                             for row in read(HERE / "misfits.csv")}
        study = {row["case"]: row["study"] for row in self.roles}
        self.reference = {row["study"]: row["reference"] for row in reversed(self.roles)}
        self.starts = read(validation / "results/starts.csv") if (validation / "results/starts.csv").exists() else []
        self.ends = {row["parameter"]: row["why"] for row in read(validation / "ends.csv")}
        self.between = {(row["quantity"], row["family"]): row
                        for row in read(validation / "results/between_studies.csv")}
        self.bands = read(validation / "results/scores.csv")
        unseen = read(validation / "results/unseen.csv")
        self.scenarios = scenarios = {
            path.stem: json.loads(path.read_text(encoding="utf-8"))
            for folder in ("trials", "ratios") for path in (validation / folder).glob("*.json")}
        for row, refit in zip(self.rows, unseen, strict=True):
            row["one_step"], row["loo"] = row["loo"], refit["refit"]
            row["study"] = study[row["case"]]
            row["group"] = GROUPS.get(row["observable"].split(".")[0], "other")
            if row["group"] == "bone density" and row["case"] in lifestyle:
                row["group"] = "bone density: training, food, habits"
            row["family"] = family(scenarios[row["case"]], row["arm"])
            for key in ("value", "tolerance", "sd", "model", "loo", "one_step"):
                row[key] = number(row[key])
            # A number that the model could not give counts as missed.
            row["error"] = self.error(row, "model")
            row["left_out_error"] = self.error(row, "loo")

    @staticmethod
    def error(row, key):
        return (row[key] - row["value"]) / row["tolerance"]

    def of_role(self, role):
        return [row for row in self.rows if row["role"] == role]

    def studies(self, role):
        return len({row["study"] for row in self.of_role(role)})


def score(errors):
    """'41 of 50 (82 %), 0.71' of a list of error / tolerance."""
    if not errors:
        return "-"
    within = sum(abs(error) <= 1 for error in errors)
    finite = [error for error in errors if math.isfinite(error)]
    rms = f"{math.sqrt(sum(error * error for error in finite) / len(finite)):.2f}" if finite else "-"
    return f"{within} of {len(errors)} ({100 * within / len(errors):.0f} %), {rms}"


def three_scores(rows):
    fit = [row for row in rows if row["role"] == "fit"]
    left_out = [row["left_out_error"] for row in fit if math.isfinite(row["loo"])]
    predicted = [row["error"] for row in rows if row["role"] == "predict"]
    return [score([row["error"] for row in fit]), score(left_out), score(predicted)]


def scores(results):
    groups = sorted({row["group"] for row in results.rows})
    lines = [[group, *three_scores([row for row in results.rows if row["group"] == group])] for group in groups]
    lines.append(["**all**", *three_scores(results.rows)])
    return table(["", "fitted", "left out", "predicted"], lines)


def z_of(results, row, key):
    """Error over the SD of what a new trial like this one would find: its own, and how much studies differ."""
    between = next(results.between["density", name] for name, title in FAMILIES.items() if title == row["family"])
    months = [float(month) for month in row["months"].split(">")]
    growth = min(max((months[-1] - (months[0] if len(months) > 1 else 0)) / 24, 0.25), 2.5)
    variance = row["sd"] ** 2 + (float(between["a"]) ** 2 + (float(between["b"]) * row[key]) ** 2) * growth
    return (row[key] - row["value"]) / math.sqrt(variance)


def mean_z(results, rows, key):
    """Mean over studies of a study's mean z, and their number."""
    by_study = collections.defaultdict(list)
    for row in rows:
        if math.isfinite(row[key]):
            by_study[row["study"]].append(z_of(results, row, key))
    means = [sum(values) / len(values) for values in by_study.values()]
    return (sum(means) / len(means) if means else math.nan), len(means)


def families(results):
    lines = []
    for name in FAMILIES.values():
        rows = [row for row in results.rows if row["family"] == name and row["observable"].startswith("bmd_change.")]
        fit = [row for row in rows if row["role"] == "fit"]
        unseen = [dict(row, unseen=row["loo"] if row["role"] == "fit" else row["model"]) for row in rows]
        z, studies_fit = mean_z(results, fit, "model")
        z_unseen, studies_unseen = mean_z(results, unseen, "unseen")
        lines.append([name, studies_fit, f"{z:+.2f}", f"{max(0.35, 2 / math.sqrt(max(studies_fit, 1))):.2f}",
                      studies_unseen, f"{z_unseen:+.2f}", *three_scores(rows)])
    return table(["family", "studies", "mean z", "wanted below", "studies", "mean z, left out or predicted", "fitted",
                  "left out", "predicted"], lines, right=range(1, 6))


def one_step(results):
    """How far the quick way of leaving a study out, one step, lies from a refit: rms and 95th percentile over numbers, of the
    distance over the tolerance."""
    apart = sorted(abs(row["one_step"] - row["loo"]) / row["tolerance"] for row in results.rows
                   if math.isfinite(row["one_step"]) and math.isfinite(row["loo"]))
    if not apart:
        return ""
    rms = math.sqrt(sum(x * x for x in apart) / len(apart))
    return f"{rms:.2f} tolerances (rms; half of the numbers within {apart[len(apart) // 2]:.2f})"


def bands(results):
    """Of each quantity, for numbers that the fit has not seen: what the stated intervals cover, before and after."""
    lines = []
    for row in results.bands:
        if row["family"] == "all":
            lines.append([QUANTITIES[row["quantity"]], row["numbers"], f"{row['n']}; {row['studies']}",
                          "parameters" if row["bands"] == "parameters" else "**and studies**",
                          f"{row['in50']}, {row['in80']}, {row['in95']}", row["in80_by_study"], row["crps"], row["crps_ceiling"],
                          row["mean_z"], row["within"]])
    return table(["quantity", "numbers", "n; studies", "the band has sampling,", "% in its 50, 80, 95 %", "80 %, mean over studies",
                  "CRPS", "ceiling", "mean z", "% within tolerance"], lines, right=range(5, 10))


def differences(results):
    """By how much studies of a family differ, and what the bands make of its unseen numbers."""
    lines = []
    for (quantity, name), row in results.between.items():
        if quantity == "shared":
            continue
        of = next((band for band in results.bands if band["quantity"] == quantity and band["family"] == name
                   and band["bands"] == "studies" and band["numbers"] == "both"), None)
        lines.append([QUANTITIES[quantity], FAMILIES.get(name, name), row["a"], row["b"], f"{row['rows']}; {row['studies']}",
                      *([f"{of['n']}; {of['studies']}", f"{of['in50']}, {of['in80']}, {of['in95']}", of["mean_z"]] if of
                        else ["", "", ""])])
    return table(["quantity", "family", "a", "b", "from n; studies", "unseen n; studies", "% in 50, 80, 95 %", "mean z"],
                 lines, right=(2, 3, 7))


def starts(results):
    lines = [[row["start"], row["penalty"], f"`{row['farthest_determined']}` {row['its_distance_sd']}"
              if row["farthest_determined"] else "", row["predictions_rms"], row["agrees"]] for row in results.starts]
    return table(["start", "penalty", "determined parameter farthest from the best, SD", "predictions apart, rms / "
                  "tolerance", "agrees"], lines, right=(1, 3))


def ends(results):
    lines = [[f"`{row['parameter']}`", row["value"], row["end"], results.ends.get(row["parameter"], "not explained yet")]
             for row in results.parameters if row.get("end")]
    return table(["parameter", "value", "end", "why"], lines) if lines else "None."


def studies(results):
    by_study = collections.defaultdict(list)
    for row in results.rows:
        by_study[row["study"]].append(row)
    lines = []
    for name, rows in sorted(by_study.items()):
        worst = max(rows, key=lambda row: abs(row["error"]) if math.isfinite(row["error"]) else math.inf)
        fitted, left_out, predicted = three_scores(rows)
        lines.append([f"`{name}`", results.reference[name], fitted, left_out, predicted,
                      f"`{worst['observable']}` {worst['arm']}, month {worst['months']}: {worst['error']:+.1f}"])
    return table(["study", "reference", "fitted", "left out", "predicted", "worst error / tolerance"], lines)


def worst(results):
    rows = sorted(results.rows, key=lambda row: -abs(row["error"]) if math.isfinite(row["error"]) else -math.inf)[:10]
    lines = []
    for row in rows:
        key = tuple(row[name] for name in ("case", "arm", "months", "observable"))
        lines.append([f"`{row['case']}`", row["role"], row["arm"], row["months"], f"`{row['observable']}`",
                      f"{row['value']:.3g}", f"{row['tolerance']:.3g}", f"{row['model']:.3g}", f"{row['error']:+.1f}",
                      results.explanations.get(key, "not explained yet")])
    head = ["case", "role", "arm", "months", "observable", "published", "tolerance", "model", "error / tolerance", "why"]
    return table(head, lines, right=range(5, 9))


def parameters(results):
    lines = [[f"`{row['parameter']}`", row["value"], row["centre"], row["log_sd"], row["posterior_log_sd"],
              row["verdict"], f"`{row['partner']}` {row['correlation']}"] for row in results.parameters]
    head = ["parameter", "value", "prior centre", "prior log sd", "log sd after the fit", "verdict", "partner"]
    counts = collections.Counter(row["verdict"] for row in results.parameters)
    summary = ", ".join(f"{counts[name]} {name}" for name in ("determined", "partly", "not"))
    return f"In all: {summary}.\n\n{table(head, lines, right=range(1, 5))}"


def fit_summary(results):
    fit = results.fit
    if not fit:
        return ""
    return (f"The fit: {fit['chi2']} of misfit over {fit['rows']} numbers, and {fit['priors']} of the priors; "
            f"{fit['agreeing']} of {fit['starts']} starts agree with the best one.")


def ten_years(results):
    """Ten-year probabilities by age and T-score of the femoral neck, published and the model's."""
    cells = {}
    for row in results.rows:
        if row["case"] == "kanis_2008_density":
            age, t_score = row["arm"].split("_T")
            cells[row["observable"].rsplit(".", 1)[1], age, t_score] = row
    tables = []
    for kind, title in (("hip", "Hip"), ("major", "Major")):
        ages = sorted({age for which, age, _ in cells if which == kind})
        t_scores = sorted({t_score for which, _, t_score in cells if which == kind}, key=float, reverse=True)
        lines = []
        for t_score in t_scores:
            rows = [cells.get((kind, age, t_score)) for age in ages]
            lines.append([f"{title}, T {t_score}", *(f"{100 * row['value']:.1f}: {100 * row['model']:.1f}" if row else ""
                                                     for row in rows)])
        tables.append(table(["published: model, %", *(f"{age} years" for age in ages)], lines,
                            right=range(1, len(ages) + 1)))
    return "\n\n".join(tables)


def not_run(results):
    rows = [f"`{row['case']}` ({row['why']})" for row in results.roles if row["role"] == "none"]
    ran = {row["case"] for row in results.rows}
    rows += [f"`{row['case']}` (this release cannot run it)" for row in results.roles
             if row["role"] != "none" and row["case"] not in ran]
    return f"Not simulated: {', '.join(rows)}." if rows else ""


# ---- pictures ----


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def block(name, points):
    return f"${name} << END\n" + "".join(" ".join(f"{x:.6g}" for x in point) + "\n" for point in points) + "END\n"


def curve_of(results, case, arm, observable):
    """The model's curve of an arm, or of the difference or ratio of two."""
    curves = [results.curves.get((case, name, observable), []) for name in re.split(" [-/] ", arm)]
    if len(curves) == 1:
        return curves[0]
    if " / " in arm:
        return [(month, value / other) for (month, value), (_, other) in zip(*curves) if other]
    return [(month, value - other) for (month, value), (_, other) in zip(*curves)]


def band_of(results, case, arm, observable, curve):
    """Where nine of ten new trials would lie: (month, low, high), by differences between studies alone."""
    names, quantity = re.split(" [-/] ", arm), between.quantity(observable)
    if not quantity or len(names) > 1:
        return []
    agents = {row["name"]: {item["agent"] for item in row["interventions"]} for row in results.scenarios[case]["arms"]}
    group = between.family(agents[names[0]])
    row = results.between[quantity, group if quantity in ("density", "marker") else "all"]
    points = []
    for month, value in curve:
        change = {"bmd_change": value, "marker_change": 100.0 * math.log1p(max(value, -99.0) / 100.0)}.get(
            observable.split(".")[0], 0.0) / (1.0 if quantity == "density" else 100.0)
        half = 1.645 * math.hypot(float(row["a"]), float(row["b"]) * change) * math.sqrt(between.growth(month, quantity))
        if observable.startswith("bmd_change"):
            low, high = value - half, value + half
        elif observable.startswith("marker_change"):
            low, high = ((100.0 + value) * math.exp(sign * half) - 100.0 for sign in (-1, 1))
        elif quantity == "density":  # a level, of which a point is a hundredth; or a score by such
            mean, sd = between.YOUNG[observable.split(".")[1]]
            unit = (mean + sd * value) / sd / 100.0 if observable.startswith("t_score") else value / 100.0
            low, high = value - half * unit, value + half * unit
        else:
            low, high = value * math.exp(-half), min(value * math.exp(half), 1.0)
        points.append((month, low, high))
    return points


def observable_title(name):
    """'Lumbar spine density, change [%]' of bmd_change.lumbar_spine."""
    family, _, of = name.partition(".")
    words = f"{WORDS.get(of, of.replace('_', ' '))} {WORDS.get(family, family.replace('_', ' '))}".strip()
    if family == "marker_change":
        words = words.replace(" change", ", change")
    unit = {"bmd_change": " [%]", "marker_change": " [%]", "bmd": " [g/cm\u00b2]"}.get(family, "")
    return words[0].upper() + words[1:] + unit


def panel(results, case, observable, index):
    """gnuplot's commands for one panel: a line and points for every arm that has numbers."""
    rows = [row for row in results.rows if row["case"] == case and row["observable"] == observable]
    if not rows:
        return ""
    left, top = index % COLUMNS, index // COLUMNS
    script, plots, behind = "", [], []
    for i, arm in enumerate(dict.fromkeys(row["arm"] for row in rows)):
        colour, name = COLOURS[i % len(COLOURS)], f"p{index}_{i}"
        points = [(float(row["months"]), row["value"], row["tolerance"]) for row in rows
                  if row["arm"] == arm and ">" not in row["months"]]
        curve = curve_of(results, case, arm, observable)
        if curve:
            band = band_of(results, case, arm, observable, curve)
            if band:
                script += block(name + "b", band)
                behind.append(f"${name}b with filledcurves fillcolor rgb '{colour}' fillstyle transparent solid 0.12 noborder "
                              "notitle")
            script += block(name + "c", curve)
            plots.append(f"${name}c with lines linecolor rgb '{colour}' linewidth {STROKES[i % len(STROKES)]} "
                         f"title {quoted(arm.replace('_', ' '))}")
        if points:
            script += block(name, points)
            plots.append(f"${name} with yerrorbars linecolor rgb '{colour}' linewidth 1.4 "
                         f"pointtype {7 if rows[0]['role'] == 'fit' else 6} pointsize 0.6 notitle")
    if not plots:
        return ""
    last = max([float(month) for row in rows for month in row["months"].split(">")] + [3])
    step = next(step for step in (1, 3, 6, 12, 24, 60, 120) if last / step <= 7 or step == 120)
    lines = textwrap.wrap(results.titles[case], 52)
    title = "\\n".join([*lines, observable_title(observable)]).replace('"', "'")
    return script + (f"set xtics {step}\nset xrange [0:{1.03 * last:g}]\n"
                     f"set origin {left / COLUMNS:.5f}, ORIGIN_{top}\nset title \"{title}\"\n"
                     "plot " + ", \\\n ".join(behind + plots) + "\n")


def draw(results, name, panels, path):
    height = math.ceil(len(panels) / COLUMNS) * PANEL_HEIGHT + FOOT
    script = (f"set terminal svg noenhanced size {COLUMNS * PANEL_WIDTH},{height} font 'sans-serif,14' "
              f"background '#ffffff'\nset output {quoted(str(path))}\nset encoding utf8\nset multiplot\n"
              f"set size {1 / COLUMNS:.5f}, {PANEL_HEIGHT / height:.5f}\n"
              "set border 3 linecolor '#666666'\nset tics nomirror textcolor '#222222'\n"
              "set grid linecolor '#dddddd' linetype 1 linewidth 0.7\nset rmargin 2\n"
              "set key bmargin center horizontal samplen 2 spacing 1 font ',13'\nset bars 0.4\n"
              "set xlabel 'months' offset 0,0.9\n"
              f"set label 1 {quoted(CAVEAT)} at screen 0.02, screen {0.35 * FOOT / height:.5f} left\n")
    for index, (case, observable) in enumerate(panels):
        script += panel(results, case, observable, index).replace(
            f"ORIGIN_{index // COLUMNS}", f"{1 - (index // COLUMNS + 1) * PANEL_HEIGHT / height:.5f}")
        script += "unset label 1\n" # drawn once
    subprocess.run(["gnuplot"], input=script + "unset multiplot\nunset output\n", text=True, check=True)
    # Half of what gnuplot writes are empty groups.
    path.write_text(re.sub(r"<g [^>]*>\s*</g>\n", "", path.read_text(encoding="utf-8")), encoding="utf-8")


def draw_pit(results, path):
    """Where unseen numbers fell in their predictive distributions, in ten parts: flat when these are true."""
    script = (f"set terminal svg noenhanced size {COLUMNS * PANEL_WIDTH},{PANEL_HEIGHT} font 'sans-serif,14' background "
              f"'#ffffff'\nset output {quoted(str(path))}\nset multiplot layout 1,3\nset border 3 linecolor '#666666'\n"
              "set tics nomirror\nset style fill solid 0.7 noborder\nset boxwidth 0.09\nset yrange [0:*]\nunset key\n"
              "set xlabel 'part of its distribution below'\nset ylabel 'numbers, % of a tenth'\n")
    for quantity in ("density", "marker", "fracture_trial"):
        row = next(row for row in results.bands if (row["quantity"], row["family"], row["numbers"], row["bands"]) ==
                   (quantity, "all", "both", "studies"))
        counts = [int(row[f"pit{i}"]) for i in range(10)]
        script += block(quantity, [(0.1 * i + 0.05, 1000.0 * count / sum(counts)) for i, count in enumerate(counts)])
        script += (f"set title {quoted(QUANTITIES[quantity].split(',')[0])}\n"
                   f"plot [0:1] ${quantity} with boxes linecolor rgb '{COLOURS[1]}', 100 linecolor rgb '{COLOURS[0]}'\n")
    subprocess.run(["gnuplot"], input=script + "unset multiplot\nunset output\n", text=True, check=True)
    path.write_text(re.sub(r"<g [^>]*>\s*</g>\n", "", path.read_text(encoding="utf-8")), encoding="utf-8")


def pictures(results, directory):
    panels = collections.defaultdict(list)
    cases = {(row["case"], row["observable"]) for row in results.rows}
    for row in read(HERE / "pictures.csv"):
        if (row["case"], row["observable"]) in cases:
            panels[row["picture"]].append((row["case"], row["observable"]))
    directory.mkdir(parents=True, exist_ok=True)
    lines = []
    for name, wanted in panels.items():
        draw(results, name, wanted, directory / f"validation_{name}.svg")
        lines.append(f"### {TITLES[name]}\n\n![{TITLES[name]}](pictures/validation/validation_{name}.svg)")
    draw_pit(results, directory / "validation_pit.svg")
    return "\n\n".join(lines)


def main(source):
    results = Results(source)
    parts = {
        "fit_rows": len(results.of_role("fit")), "fit_studies": results.studies("fit"),
        "predict_rows": len(results.of_role("predict")), "predict_studies": results.studies("predict"),
        "parameters": len(results.parameters), "fit_summary": fit_summary(results), "scores": scores(results),
        "one_step": one_step(results), "bands": bands(results), "differences": differences(results),
        "families": families(results), "starts": starts(results), "ends": ends(results),
        "not_run": not_run(results), "pictures": pictures(results, source / "docs/pictures/validation"),
        "ten_years": ten_years(results), "worst": worst(results), "studies": studies(results), "parameter_table": parameters(results),
    }
    page = (HERE / "validation.md.in").read_text(encoding="utf-8")
    for name, text in parts.items():
        page = page.replace(f"@{name}@", str(text))
    (source / "docs/validation.md").write_text(page, encoding="utf-8")
    print(f"fitted, left out, predicted: {'; '.join(three_scores(results.rows))}")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
