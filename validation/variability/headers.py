#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""headers.py [--check] SOURCE_DIR: write uncertainty.h and variability.h in lib/cohort/generated from validation/results.

With --check nothing is written: exits 1 unless they are what would be written, the covariance is that of the fitted
values, and the factor as it is rounded gives the SD that it stands for.
"""
import csv
import math
import pathlib
import sys

DECIMALS = 4
WIDTH = 120

UNCERTAINTY = """/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How sure the trials leave the fitted parameters, all together. Do not edit: validation/variability/headers.py writes
 * this file from validation/results/covariance.csv, and calibrate --covariance that.
 *
 * ln(drawn/fitted) of the parameters = L z, z independent standard normal, L lower triangular; a drawn value is held
 * within its range. {held}
 */
#ifndef BM__COHORT_GENERATED_UNCERTAINTY_H
#define BM__COHORT_GENERATED_UNCERTAINTY_H

/* clang-format off */
/* X(parameter), in the order of the rows and columns of L */
#define BM__UNCERTAIN_PARAMETERS(X) {backslash}
{names}

/* L row by row (1 to {count} numbers). Four decimals leave every SD within 0.5 %. */
static const float bm__uncertainty_factor[] = {{
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


def c_float(text):
    return "0" if float(text) == 0.0 else text.rstrip("0") + "f"


def rounded(covariance):
    """L of the parameters that were not held, row by row, as written."""
    free = [row for row in covariance if float(row["log_sd"]) > 0.0]
    names = [row["parameter"] for row in free]
    factor = [[f"{float(row[name]):.{DECIMALS}f}" for name in names[:i + 1]] for i, row in enumerate(free)]
    return free, factor


def uncertainty_header(covariance):
    free, factor = rounded(covariance)
    held = [row["parameter"] for row in covariance if float(row["log_sd"]) == 0.0]
    text = f"Held at an end of their range, without a spread:\n * {', '.join(held)}." if held else ""
    return UNCERTAINTY.format(held=text, names=macro(f'X("{row["parameter"]}")' for row in free), count=len(free),
                              rows=wrapped(c_float(n) for row in factor for n in row), backslash="\\")


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


def faults(results, covariance):
    fitted = {row["parameter"]: row["value"] for row in rows(results / "parameters.csv")}
    if fitted != {row["parameter"]: row["value"] for row in covariance}:
        yield "validation/results/covariance.csv: found values that are not the fitted ones; run calibrate --covariance"
    free, factor = rounded(covariance)
    for row, numbers in zip(free, factor):
        sd = math.hypot(*map(float, numbers))
        if abs(sd / float(row["log_sd"]) - 1.0) > 0.005:
            yield f"lib/cohort/generated/uncertainty.h: found SD {sd:.4g} of ln {row['parameter']}; want {row['log_sd']}"


def main(arguments):
    check = "--check" in arguments
    source = pathlib.Path([a for a in arguments if a != "--check"][0])
    results = source / "validation/results"
    covariance = rows(results / "covariance.csv")
    headers = {"uncertainty.h": uncertainty_header(covariance), "variability.h": variability_header(results)}
    found = list(faults(results, covariance))
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
