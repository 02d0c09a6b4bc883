#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""headers.py [--check] SOURCE_DIR: write draws.h, variability.h and between_studies.h in lib/cohort/generated from
validation/results.

With --check nothing is written: exits 1 unless they are what would be written, the draws are of the fitted values, and
docs/cohorts.md tells the spreads as they are.
"""
import csv
import math
import pathlib
import re
import sys

WIDTH = 120
MOST = 32767  # of an int16

DRAWS = """/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How sure the trials leave the fitted parameters, all together: draws that agree with the trials. Do not edit:
 * validation/variability/headers.py writes this file from validation/results/draws.csv, and calibrate --draws that.
 *
 * ln(drawn/fitted) = scale x number; draws 2 k and 2 k + 1 are a pair, on both sides of the fit.{held}
 */
#ifndef BM__COHORT_GENERATED_DRAWS_H
#define BM__COHORT_GENERATED_DRAWS_H

#include <stdint.h>

#define BM__N_DRAWS {count}

/* clang-format off */
/* X(parameter, scale), in the order of the rows below */
#define BM__UNCERTAIN_PARAMETERS(X) {backslash}
{names}

static const int16_t bm__draws[][BM__N_DRAWS] = {{
{rows}
}};
/* clang-format on */

#endif
"""

VARIABILITY = """/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How women differ, how their densities walk, and what a measurement errs by. Do not edit:
 * validation/variability/headers.py writes this file from validation/results/variability.csv and errors.csv, and
 * validation/variability/estimate.py those.
 */
#ifndef BM__COHORT_GENERATED_VARIABILITY_H
#define BM__COHORT_GENERATED_VARIABILITY_H

/* clang-format off */
/* X(factor, parameter, log SD, source): the parameter is multiplied by exp(log SD x the factor's standard normal draw).
 * Rows of one factor share its draw; those of a parameter add up. In brackets, how far the factor's log SD is known. */
#define BM__VARIABILITY(X) {backslash}
{factors}

/* X(site, SD, source): of the logarithm of density after one year of a woman's own walk */
#define BM__WALKS(X) {backslash}
{walks}

/* X(observable, CV, source): error of one reading, over months in many hands */
#define BM__MEASUREMENTS(X) {backslash}
{errors}
/* clang-format on */

#endif
"""


BETWEEN_STUDIES = """/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much studies differ: the mean of a new trial lies around what the model says by more than sampling. Do not edit:
 * validation/variability/headers.py writes this file from validation/results/between_studies.csv, and
 * validation/variability/between_studies.py that.
 *
 * The difference of a study is normal, on a scale of the quantity's own:
 *   density         points of change; a level or a T-score by what a point is of it
 *   marker          natural logarithm of the level over that of day 0
 *   fracture_trial  natural logarithm of a risk (fracture_risk)
 *   fracture_table  natural logarithm of a ten-year probability (fracture_risk_10y)
 * With m what the model says of an arm at t months, on that scale, its variance is
 *   density         (a^2 + b^2 m^2) growth(t), growth = t/24 within 0.25 and 2.5; 0.25 t in the first month
 *   marker          (a^2 + b^2 m^2) min(t, 1)
 *   fractures       a^2
 * The differences of two arms of a study have the correlation BM__STUDY_ARMS, of two sites of density BM__STUDY_SITES,
 * of two markers BM__STUDY_MARKERS, of two times exp(-|ln((t + 3)/(t' + 3))|/BM__STUDY_TIMES); these multiply.
 * Different quantities share nothing.
 *
 * The family of an arm follows from what is prescribed in it, by the first of these that holds:
 *   anabolic          teriparatide or romosozumab
 *   ai_and_bone_drug  an aromatase inhibitor, and denosumab or a bisphosphonate
 *   ai                an aromatase inhibitor
 *   antiresorptive    denosumab or a bisphosphonate
 *   untreated         estradiol, goserelin, a SERM, or nothing but calcium and vitamin D
 *   lifestyle         anything else: training, food, habits
 * Fractures have one a for all families.
 */
#ifndef BM__COHORT_GENERATED_BETWEEN_STUDIES_H
#define BM__COHORT_GENERATED_BETWEEN_STUDIES_H

/* clang-format off */
/* X(quantity, family, a, b); of how many studies and numbers they were estimated */
#define BM__BETWEEN_STUDIES(X) {backslash}
{rows}

{shared}
/* clang-format on */

#endif
"""


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def macro(lines):
    return " \\\n".join(f"    {line}" for line in lines)


def entry(start, source):
    """X(start, "source"), on two lines if one is too short."""
    line = f'X({start}, "{source}")'
    return line if len(line) + 6 <= WIDTH else f'X({start}, \\\n      "{source}")'


def wrapped(numbers):
    lines, line = [], "   "
    for number in numbers:
        if len(line) + len(number) + 2 > WIDTH:
            lines.append(line)
            line = "   "
        line += f" {number},"
    return "\n".join(lines + [line])


def draws_header(draws):
    """Of every parameter the logarithms of the draws over the fit, as 16-bit numbers times a scale of its own."""
    fit, *drawn = draws
    held, names, lines = [], [], []
    for name in list(fit)[2:]:
        logs = [math.log(float(draw[name]) / float(fit[name])) for draw in drawn]
        scale = float(f"{max(map(abs, logs)) / MOST:.4g}")
        if scale == 0.0:
            held.append(name)
            continue
        names.append(f'X("{name}", {scale:.4g})')
        lines.append("    {\n" + wrapped([str(max(-MOST, min(MOST, round(log / scale)))) for log in logs]) + "},")
    text = f"\n * Without a spread: {', '.join(held)}." if held else ""
    return DRAWS.format(held=text, count=len(drawn), names=macro(names), rows="\n".join(lines), backslash="\\")


def variability_header(results):
    women = rows(results / "variability.csv")
    factors = [entry(f'{row["factor"]}, "{row["parameter"]}", {row["log_sd"]}',
                     f'{row["source"]} ({row["low"]} to {row["high"]})')
               for row in women if row["factor"] != "walk" and float(row["log_sd"]) != 0.0]
    walks = [entry(f'{row["parameter"].removeprefix("bmd.")}, {row["log_sd"]}',
                   f'{row["source"]} ({row["low"]} to {row["high"]})')
             for row in women if row["factor"] == "walk"]
    errors = []
    for row in rows(results / "errors.csv"):
        cv, in_trials, short = (float(row[name]) for name in ("cv", "in_trials", "short_term_cv"))
        known = f"{100 * short:.2g} % over a short term, {row['source']}"
        if cv != in_trials:
            known = f"assumed for one clinic; {100 * in_trials:.2g} % in trials; {known}"
        elif abs(math.log(cv / short)) > 0.02:
            known = f"spread of changes in trials; {known}"
        errors.append(entry(f'"{row["observable"]}", {cv}', known))
    return VARIABILITY.format(factors=macro(factors), walks=macro(walks), errors=macro(errors), backslash="\\")


def between_studies_header(results):
    found = rows(results / "between_studies.csv")
    lines = [f'X({row["quantity"]}, {row["family"]}, {row["a"]}, {float(row["b"]):g}) /* {row["studies"]}, {row["rows"]} */'
             for row in found if row["quantity"] != "shared"]
    shared = [f'#define BM__STUDY_{row["family"].upper()} {row["a"]}' for row in found if row["quantity"] == "shared"]
    return BETWEEN_STUDIES.format(rows=macro(lines), shared="\n".join(shared), backslash="\\")


def page_faults(page, results):
    """Does the table of factors in docs/cohorts.md say what was estimated?"""
    told = dict(re.findall(r"^\| `(\w+)` \|.*?\| (0\.\d\d \(.*?\)) \|", page, re.MULTILINE))
    for row in rows(results / "variability.csv"):
        name, size = row["factor"], float(row["factor_log_sd"])
        found = f'{size:.2f} ({float(row["low"]):.2f} to {float(row["high"]):.2f})' if size and name != "walk" else None
        if told.get(name) != found:
            yield f"docs/cohorts.md: found {told.get(name)} for the factor {name}, estimated is {found}"


def faults(results, draws):
    fitted = {row["parameter"]: float(row["value"]) for row in rows(results / "parameters.csv")}
    if fitted != {name: float(value) for name, value in list(draws[0].items())[2:]}:
        yield "validation/results/draws.csv: found draws around values that are not the fitted ones; run calibrate --draws"


def main(arguments):
    check = "--check" in arguments
    source = pathlib.Path([a for a in arguments if a != "--check"][0])
    results = source / "validation/results"
    draws = rows(results / "draws.csv")
    headers = {"draws.h": draws_header(draws), "variability.h": variability_header(results),
               "between_studies.h": between_studies_header(results)}
    found = list(faults(results, draws))
    found += dict.fromkeys(page_faults((source / "docs/cohorts.md").read_text(encoding="utf-8"), results))
    for name, text in headers.items():
        path = source / "lib/cohort/generated" / name
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            found.append(f"lib/cohort/generated/{name}: found what validation/results do not say; "
                         "run validation/variability/headers.py")
    print("\n".join(found) or "as estimated")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
