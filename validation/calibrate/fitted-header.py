#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""fitted-header.py [--check] SOURCE_DIR: write the headers of fitted values from validation/results/parameters.csv:
lib/body/generated/fitted_body.h and lib/agents/generated/fitted_agents.h.

A parameter of validation/priors.csv that was never fitted stands at its prior's centre. With --check nothing is written:
exits 1 unless the header is what would be written, every trial case has its role, and validation/ends.csv says of every
parameter at an end of its range why it is there.
"""
import csv
import pathlib
import sys

HEADER = """/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * {provenance}
 */
#ifndef {guard}
#define {guard}

{lines}

#endif
"""


# The groups of parameters that are the body's; the others are agents.
BODY = {"estradiol", "estrogen", "remodelling", "osteocyte", "skeleton", "nutrition", "markers", "loading",
        "habits", "fracture", "vitamin_d"}


def rows(path):
    if not path.exists():
        return []
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def c_number(text):
    value = f"{float(text):.4g}"
    return value if any(c in value for c in ".e") else value + ".0"


def header(validation, part):
    fitted = {row["parameter"]: row["value"] for row in rows(validation / "results/parameters.csv")}
    fit = {row["name"]: row["value"] for row in rows(validation / "results/fit.csv")}
    values = {row["parameter"]: fitted.get(row["parameter"], row["centre"]) for row in rows(validation / "priors.csv")}
    unfitted = sum(name not in fitted for name in values)
    values = {name: value for name, value in values.items() if (name.split(".")[0] in BODY) == (part == "body")}
    provenance = "Not fitted yet: the centres of the priors."
    if fit:
        provenance = f"{fit['rows']} published numbers, chi2 {fit['chi2']}"
        provenance += f"; {unfitted} parameters still at their prior's centre." if unfitted else "."
    names = {name: "BM__FITTED_" + name.replace(".", "_") for name in values}
    width = max(map(len, names.values()), default=0)
    lines = [f"#define {names[name]:{width}} {c_number(value)}" for name, value in values.items()]
    return HEADER.format(guard=f"BM__{part.upper()}_GENERATED_FITTED_{part.upper()}_H", provenance=provenance, lines="\n".join(lines))


def role_faults(validation):
    roles = [row["case"] for row in rows(validation / "roles.csv")]
    cases = {path.stem for folder in ("trials", "ratios") for path in (validation / folder).glob("*.json")}
    for name in sorted(cases ^ set(roles)):
        yield f"validation/roles.csv: found {'no role for' if name in cases else 'an unknown case'} {name}"
    if len(set(roles)) < len(roles):
        yield "validation/roles.csv: found a case twice"


def end_faults(validation):
    """A parameter at an end of its range needs a sentence why."""
    ends = {row["parameter"]: row for row in rows(validation / "ends.csv")}
    found = {row["parameter"]: row.get("end") for row in rows(validation / "results/parameters.csv") if row.get("end")}
    for name, end in found.items():
        if not ends.get(name, {}).get("why") or ends[name]["end"] != end:
            yield f"validation/ends.csv: found no sentence why {name} is at its {end}"
    for name in ends.keys() - found.keys():
        yield f"validation/ends.csv: found {name}, which is at no end"


def main(arguments):
    check = "--check" in arguments
    source = pathlib.Path([a for a in arguments if a != "--check"][0])
    validation, faults = source / "validation", []
    for part in "body", "agents":
        path = source / "lib" / part / "generated" / f"fitted_{part}.h"
        if not check:
            path.write_text(header(validation, part), encoding="utf-8")
        elif path.read_text(encoding="utf-8") != header(validation, part):
            faults.append(f"{path.relative_to(source)}: found values that are not those of validation/results; "
                          "run validation/calibrate/fitted-header.py")
    if not check:
        return 0
    faults += role_faults(validation)
    faults += end_faults(validation)
    print("\n".join(faults) or "as fitted")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
