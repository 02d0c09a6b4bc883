#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""check.py BONESIM [--rows REGEX] [--write | --fresh] [--folder FOLDER]

Simulates what every row of mechanisms.csv speaks of and compares sign and size. A wrong sign is a failure unless
known.csv names the row and says why (three rows at most); a size outside of its range is shown, and no failure.

A row's arm, observable and time may each be `a - b`, `a + b` or `a / b`; a time is `12 mo` (h, d, mo, y) or `24>60 mo`,
the percent change between the two. Sample days, observables and horizon of a scenario come from its rows.
"""
import argparse
import csv
import json
import math
import operator
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
PAGE = HERE.parents[1] / "docs/mechanisms.md"
COLUMNS = "id,claim,scenario,arm,observable,time,sign,low,high,unit,source,quality".split(",")
DAYS = {"h": 1 / 24, "d": 1, "mo": 30.4375, "y": 365.25}
# In the order in which an expression is taken apart, so that a difference of differences is left to right.
OPERATORS = {" / ": operator.truediv, " + ": operator.add, " - ": operator.sub}
# What may stand in the column sign, and what it means of a ratio.
RATIO_SIGNS = {"": "", "+": "above 1", "-": "below 1", ">=0": "not below 1", "<=0": "not above 1", "0": "1"}
# What a sign must exceed: five times what the solver's tolerance leaves uncertain of an output.
NOISE = {"%": 0.05}
OTHER_NOISE = 0.0005
MOST_KNOWN = 3


def evaluate(arm, observable, time, look_up):
    """The value of an expression and its unit. Each of the three may be `a - b`, `a + b` or `a / b`."""
    for sign, apply in OPERATORS.items():
        for place, text in enumerate((arm, observable, time)):
            if sign in text:
                pair = [list((arm, observable, time)) for _ in range(2)]
                pair[0][place], _, pair[1][place] = text.rpartition(sign)
                (first, unit), (second, other) = (evaluate(*part, look_up) for part in pair)
                if unit != other:
                    raise ValueError(f"{text!r}: {unit} and {other} do not go together")
                return apply(first, second), "1" if sign == " / " else unit
    return leaf(arm, observable, time, look_up)


def leaf(arm, observable, time, look_up):
    """A value at `12 mo`, or the change in percent over `6>12 mo`."""
    match = re.fullmatch(r"(?:([\d.]+)>)?([\d.]+) (h|d|mo|y)", time)
    if not match:
        raise ValueError(f"time {time!r}: allowed `12 mo` or `6>12 mo`, with h, d, mo or y")
    start, end, unit = match.groups()
    value, value_unit = look_up(arm, observable, float(end) * DAYS[unit])
    if start is None:
        return value, value_unit
    before, _ = look_up(arm, observable, float(start) * DAYS[unit])
    whole = 100 if "_change." in observable else 0
    return 100 * ((whole + value) / (whole + before) - 1), "%"


def value_of(row, look_up):
    """The row's value. Whatever is wrong with the row is an error that names it."""
    try:
        value, unit = evaluate(row["arm"], row["observable"], row["time"], look_up)
    except (ValueError, ArithmeticError) as error:
        raise ValueError(f"{row['id']}: {error}") from error
    if unit not in ("", row["unit"]):
        raise ValueError(f"{row['id']}: unit {row['unit']}, but the model's is {unit}")
    return value


def simulate(bonesim, folder, name, rows):
    """Everything that the rows need of one scenario: {(arm, observable, day): (value, unit)}."""
    scenario = json.loads((folder / "scenarios" / f"{name}.json").read_text(encoding="utf-8"))
    needed = set()

    def note(arm, observable, day):
        needed.add((arm, observable, day))
        return math.nan, ""

    for row in rows:
        value_of(row, note)
    arms, observables, days = (set(part) for part in zip(*needed))
    unknown = arms - {arm["name"] for arm in scenario["arms"]}
    if unknown:
        raise ValueError(f"{name}: no arm {', '.join(sorted(unknown))}")
    scenario["arms"] = [arm for arm in scenario["arms"] if arm["name"] in arms]
    scenario["observables"] = sorted(observables)
    scenario["sample_days"] = sorted(days | {0.0})
    scenario["horizon_days"] = max(days | {1.0})
    done = subprocess.run([bonesim, "run", "-", "--quiet"], input=json.dumps(scenario), text=True, capture_output=True,
                          check=False)
    if done.returncode:
        raise ValueError(f"{name}: {done.stderr.strip()}")
    return {(line["arm"], line["observable"], float(line["time_days"])): (float(line["value"]), line["unit"])
            for line in csv.DictReader(done.stdout.splitlines())}


def sign_is_right(row):
    value, noise = row["value"] - is_ratio(row), NOISE.get(row["unit"], OTHER_NOISE)
    return {"": True, "+": value > noise, "-": value < -noise, ">=0": value > -noise, "<=0": value < noise,
            "0": row["size"] == "inside"}[row["sign"]]


def limits(row):
    return float(row["low"] or -math.inf), float(row["high"] or math.inf)


def size_of(row):
    if not row["low"] and not row["high"]:
        return ""
    low, high = limits(row)
    return "below" if row["value"] < low else "above" if row["value"] > high else "inside"


def judge(bonesim, folder, rows):
    """Add value, size and wrong to every row."""
    for name in dict.fromkeys(row["scenario"] for row in rows):
        own = [row for row in rows if row["scenario"] == name]
        values = simulate(bonesim, folder, name, own)
        for row in own:
            row["value"] = value_of(row, lambda *key: values[key])
            row["size"] = size_of(row)
            row["wrong"] = not sign_is_right(row)


def read(folder, pattern):
    """The rows that match, and {id: reason} of the known wrong signs among them."""
    with open(folder / "mechanisms.csv", newline="", encoding="utf-8") as file:
        table = csv.DictReader(file)
        rows = list(table)
    if table.fieldnames != COLUMNS:
        raise ValueError(f"mechanisms.csv: header {table.fieldnames}; allowed {COLUMNS}")
    ids = [row["id"] for row in rows]
    for row in rows:
        fault = ("id" if ids.count(row["id"]) > 1 else "sign" if row["sign"] not in RATIO_SIGNS else
                 "range" if not operator.lt(*limits(row)) or (row["sign"] == "0" and math.inf in map(abs, limits(row))) else
                 "source" if not row["source"] else "quality" if row["quality"] not in ("seen", "memory") else None)
        if fault:
            raise ValueError(f"{row['id']}: its {fault} is not allowed")
    with open(folder / "known.csv", newline="", encoding="utf-8") as file:
        known = {row["id"]: row["reason"] for row in csv.DictReader(file)}
    if len(known) > MOST_KNOWN or not set(known) <= set(ids) or not all(known.values()):
        raise ValueError(f"known.csv: allowed {MOST_KNOWN} rows of the table at most, each with a reason")
    return [row for row in rows if re.search(pattern, row["id"])], known


def is_ratio(row):
    return any(" / " in row[key] for key in ("arm", "observable", "time"))


def unit_of(row):
    return "" if row["unit"] == "1" else f" {row['unit']}"


def published(row):
    """'+, 30 to 100 %', 'above 1, at least 0.5' and the like."""
    sign = RATIO_SIGNS[row["sign"]]
    if not is_ratio(row):
        sign = row["sign"] if row["sign"] in ("+", "-") else sign.replace("1", "0")
    unit = unit_of(row)
    size = {(True, True): f"{row['low']} to {row['high']}{unit}", (True, False): f"at least {row['low']}{unit}",
            (False, True): f"at most {row['high']}{unit}", (False, False): ""}[bool(row["low"]), bool(row["high"])]
    return ", ".join(part for part in (sign, size) if part)


def verdict(row, known):
    if row["wrong"]:
        return "known wrong sign" if row["id"] in known else "WRONG SIGN"
    return row["size"] if row["size"] in ("below", "above") else ""


def summary(rows, known):
    signs, sizes = [row for row in rows if row["sign"]], [row for row in rows if row["size"]]
    wrong, inside = sum(row["wrong"] for row in rows), sum(row["size"] == "inside" for row in rows)
    listed = sum(row["wrong"] and row["id"] in known for row in rows)
    return (f"{len(rows)} rows. Of {len(signs)} signs {wrong} are wrong, {listed} of them known. "
            f"Of {len(sizes)} sizes {inside} are inside of their range.")


def tables(folder, rows, known):
    parts = []
    for name in dict.fromkeys(row["scenario"] for row in rows):
        scenario = json.loads((folder / "scenarios" / f"{name}.json").read_text(encoding="utf-8"))
        lines = [f"### {scenario['title']}", "",
                 "| | of | published | model | | source |", "| :--- | :--- | :--- | ---: | :--- | :--- |"]
        for row in rows:
            if row["scenario"] == name:
                source = row["source"] + (" (recalled)" if row["quality"] == "memory" else "")
                what = f"`{row['arm']}`: `{row['observable']}`, {row['time']}"
                cells = (row["claim"], what, published(row), f"{row['value']:.3g}{unit_of(row)}", verdict(row, known), source)
                lines.append(f"| {' | '.join(cells)} |")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def results(folder, rows, known):
    """{path: text} of what is written from the rows."""
    lines = ["id,value,sign,size"]
    for row in rows:
        sign = "" if not row["sign"] else "wrong" if row["wrong"] else "right"
        lines.append(f"{row['id']},{row['value']:.4g},{sign},{row['size']}")
    page = (folder / "mechanisms.md.in").read_text(encoding="utf-8")
    reasons = "\n".join(f"- {row['claim']}: {known[row['id']]}" for row in rows if row["id"] in known) or "None."
    for key, text in (("summary", summary(rows, known)), ("tables", tables(folder, rows, known)), ("known", reasons)):
        page = page.replace(f"@{key}@", text)
    return {folder / "results.csv": "\n".join(lines) + "\n", PAGE: page}


def faults_of(rows, known):
    for row in rows:
        if row["wrong"] and row["id"] not in known:
            yield f"{row['id']}: {row['value']:.4g}{unit_of(row)}, but published is {published(row)}"
        if not row["wrong"] and row["id"] in known:
            yield f"{row['id']}: known.csv lists it, but its sign is right"


def show(rows, known):
    for row in rows:
        print(f"{row['id']:38} {row['value']:>10.4g}{unit_of(row):8} {published(row):26} {verdict(row, known)}".rstrip())
    print(summary(rows, known))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bonesim")
    parser.add_argument("--rows", default="", metavar="REGEX", help="only rows whose id matches")
    parser.add_argument("--folder", type=pathlib.Path, default=HERE, help="where mechanisms.csv and the rest lie")
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--write", action="store_true", help="write results.csv and docs/mechanisms.md")
    output.add_argument("--fresh", action="store_true", help="fail, too, if these are not what the program says")
    options = parser.parse_args()
    if options.rows and (options.write or options.fresh):
        parser.error("--rows leaves rows out, so nothing can be written or compared")
    rows, known = read(options.folder, options.rows)
    judge(options.bonesim, options.folder, rows)
    show(rows, known)
    faults = list(faults_of(rows, known))
    if options.write:
        for path, text in results(options.folder, rows, known).items():
            path.write_text(text, encoding="utf-8")
    if options.fresh:
        faults += [f"{path.name}: not what the program says; see validation/README.md"
                   for path, text in results(options.folder, rows, known).items()
                   if not path.exists() or path.read_text(encoding="utf-8") != text]
    for fault in faults:
        print(f"check.py: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (ValueError, KeyError, ArithmeticError, OSError) as error:
        sys.exit(f"check.py: {error}")
