#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""check-cases.py [FOLDER ...]: check the trial cases (NAME.json with NAME.csv) of each folder, by default trials/ and ratios/
beside this file.

Prints one line per fault and exits 1, or a count and exits 0. The scenario itself is checked by `bonesim check`.
Only in a folder of the name ratios may the arm of a row be a ratio.
"""
import csv
import json
import math
import pathlib
import re
import sys

DAYS_PER_MONTH = 30.4375
HEADER = "arm,months,observable,value,lo95,hi95,tolerance,source,n".split(",")


def unique(pairs):
    keys = [key for key, _ in pairs]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"key {key!r} twice")
    return dict(pairs)


def number(text):
    """The finite number that the text is; ValueError otherwise."""
    value = float(text)
    if not math.isfinite(value) or text != text.strip():
        raise ValueError(text)
    return value


def months_of(text):
    """The one or two months of `12` or `60>84`; ValueError otherwise."""
    months = [number(part) for part in text.split(">")]
    if len(months) > 2 or months[0] < 0 or months != sorted(set(months)):
        raise ValueError(text)
    return months


def same_months(text):
    """What two spellings of the same months have in common."""
    try:
        return months_of(text)[-1], months_of(text)[0]
    except ValueError:
        return text


def is_sampled(months, scenario):
    day = round(months * DAYS_PER_MONTH, 2)
    if "sample_days" in scenario:
        return any(round(sample, 2) == day for sample in scenario["sample_days"])
    step = scenario["sample_every_days"]
    return day <= round(scenario["horizon_days"], 2) and round(round(day / step) * step, 2) == day


def check_row(row, scenario, may_be_ratio):
    """Yield what is wrong with one row of published numbers."""
    arms = re.split(" [-/] " if may_be_ratio else " - ", row["arm"])
    names = [arm["name"] for arm in scenario["arms"]]
    if len(arms) > 2 or len(set(arms)) < len(arms):
        pair = "difference or ratio" if may_be_ratio else "difference"
        yield f"arm: found {row['arm']!r}; allowed an arm or a {pair} of two"
    for arm in arms:
        if arm not in names:
            yield f"arm: found {arm!r}; allowed {', '.join(names)}"

    if row["observable"] not in scenario["observables"]:
        yield f"observable: found {row['observable']!r}; allowed one of the scenario's observables"

    try:
        for months in months_of(row["months"]):
            if not is_sampled(months, scenario):
                yield f"months: found {months:g} (day {months * DAYS_PER_MONTH:g}); allowed a sample of the scenario"
        if ">" in row["months"] and "_change." not in row["observable"]:
            yield f"months: found a span for {row['observable']!r}; allowed for a percent change only"
    except ValueError:
        yield f"months: found {row['months']!r}; allowed months from 0, or a span such as 60>84"

    values = {}
    for key in ("value", "lo95", "hi95", "tolerance"):
        if row[key] == "" and key in ("lo95", "hi95"):
            continue
        try:
            values[key] = number(row[key])
        except ValueError:
            yield f"{key}: found {row[key]!r}; allowed a finite number"
    if values.get("tolerance", 1) <= 0:
        yield f"tolerance: found {row['tolerance']}; allowed a number above 0"
    value = values.get("value")
    if value is not None and not values.get("lo95", value) <= value <= values.get("hi95", value):
        yield f"value: found {row['value']}; allowed from {row['lo95']} to {row['hi95']}, its own interval"
    if value is not None and value <= 0 and may_be_ratio and " / " in row["arm"]:
        yield f"value: found {row['value']}; allowed a number above 0, as a ratio is"

    if row["n"] and not re.fullmatch(r"[1-9]\d*" + (r"/[1-9]\d*" if len(arms) > 1 else ""), row["n"]):
        yield f"n: found {row['n']!r}; allowed nothing, or women measured in the arm (n1/n2 in two)"
    if not row["source"].strip():
        yield "source: found nothing; allowed a text"


def check_scenario(scenario):
    """Yield what is wrong with the scenario as a trial case."""
    names = [arm["name"] for arm in scenario["arms"]]
    for name in names:
        if not name or any(c.isspace() for c in name) or names.count(name) > 1:
            yield f"arm {name!r}: allowed a name without spaces, once"
    if ("sample_days" in scenario) == ("sample_every_days" in scenario):
        yield "allowed exactly one of sample_days and sample_every_days"
    elif "sample_days" in scenario and 0 not in scenario["sample_days"]:
        yield "sample_days: found no 0; allowed a list that starts at 0"


def check_case(path):
    """Return the faults of one case as (place, fault) and its number of rows."""
    table = path.with_suffix(".csv")
    scenario = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=unique)
    faults = [(path.name, fault) for fault in check_scenario(scenario)]
    if faults:
        return faults, 0
    if not table.exists():
        return [(path.name, f"found no {table.name} beside it")], 0

    with open(table, newline="", encoding="utf-8") as file:
        lines = list(csv.reader(file))
    if not lines or lines[0] != HEADER:
        return [(f"{table.name}:1", f"found another header; allowed {','.join(HEADER)}")], 0
    if len(lines) == 1:
        return [(table.name, "found no rows; allowed one or more")], 0

    seen = {}
    for index, fields in enumerate(lines[1:], 2):
        place = f"{table.name}:{index}"
        if len(fields) != len(HEADER):
            faults.append((place, f"found {len(fields)} fields; allowed {len(HEADER)}"))
            continue
        row = dict(zip(HEADER, fields))
        faults += [(place, fault) for fault in check_row(row, scenario, path.resolve().parent.name == "ratios")]
        key = (row["arm"], same_months(row["months"]), row["observable"])
        if key in seen:
            faults.append((place, f"found the arm, months and observable of line {seen[key]} again; allowed once"))
        seen.setdefault(key, index)
    return faults, len(lines) - 1


def main(folders):
    faults, cases, rows = [], 0, 0
    for folder in folders:
        scenarios = sorted(folder.glob("*.json"))
        if not scenarios:
            faults.append((folder, "found no cases; allowed one or more NAME.json"))
        for path in scenarios:
            try:
                found, count = check_case(path)
            except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, OSError, csv.Error) as error:
                found, count = [(path.name, f"cannot be read as a case ({error!r})")], 0
            faults += [(folder / place, fault) for place, fault in found]
            cases, rows = cases + 1, rows + count
        for table in sorted(folder.glob("*.csv")):
            if not table.with_suffix(".json").exists():
                faults.append((table, "found no scenario beside it"))
    for place, fault in faults:
        print(f"{place}: {fault}")
    if not faults:
        print(f"{cases} cases, {rows} published numbers")
    return 1 if faults else 0


if __name__ == "__main__":
    here = pathlib.Path(__file__).parent
    sys.exit(main([pathlib.Path(a) for a in sys.argv[1:]] or [here / "trials", here / "ratios"]))
