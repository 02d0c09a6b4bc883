# SPDX-License-Identifier: Apache-2.0
"""A study: whom to protect when an aromatase inhibitor starts? Nobody, women below a T-score of -2.5, below -2, or all:
five years of letrozole, zoledronic acid every six months beside it, and five years after.

    python3 policy.py FOLDER [--women 100000] [--draws 20] [--shards 20]

Writes policy.csv (all arms, every year), prevented.csv (what each policy prevents, with bands) and policy.png (needs
matplotlib) into FOLDER; run again, it goes on where it stopped. The women are policy.json's. The same women are in every
arm, so that a difference of two arms has no error of sampling two groups. Its band is how sure the trials leave the
model's parameters: the middle nine tenths of draws of them, each for the same 500 women. No medical advice: see
docs/populations.md for what this leaves out.
"""
import argparse
import concurrent.futures
import csv
import json
import os
import pathlib
import subprocess

import numpy as np

import bonemodel as bm
import shards

HERE = pathlib.Path(__file__).resolve().parent
END_D = 3652.5
RISKS = ["fracture_risk.major", "fracture_risk.hip"]
IN_DRAWS = 500  # women


def variant(folder, name, **cohort):
    """The scenario with another cohort; its file, written only when it is another one."""
    scenario = json.loads((HERE / "policy.json").read_text(encoding="utf-8"))
    scenario["cohort"].update(cohort)
    text, file = json.dumps(scenario, indent=1), folder / name
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        for old in folder.glob("*.bms"):
            old.unlink()  # of other women
        file.write_text(text, encoding="utf-8")
    return file, scenario


def simulate(scenario, folder, women, n_shards):
    """All women in all arms, a shard for each processor at a time."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        files = list(pool.map(lambda part: shards.simulate(scenario, folder, *part), shards.cut(women, n_shards)))
    shards.merge(files, folder / "policy.csv")
    with open(folder / "policy.csv", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def draw_means(folder, draws):
    """The mean of each risk at the end, by arm, draw and risk; less that of the fitted parameters, of the same women."""
    scenario, read = variant(folder / "draws", "draws.json", size=IN_DRAWS, uncertainty=draws)
    file = folder / "draws" / "draws.bms"
    if not file.exists():
        subprocess.run([shards.BONESIM, "run", str(scenario), "--summary", str(file), "--quiet"], check=True,
                       stdout=subprocess.DEVNULL)
    summaries = bm.read_shards(file)
    return np.array([[[summary.draw_mean(draw, END_D, risk) - summary.read(END_D, risk).mean for risk in RISKS]
                      for draw in range(1, draws + 1)] for summary in summaries])


def prevented(rows, means, arms):
    """For each policy and risk, of 1000 women: fractures with nothing, prevented by the policy, and its band."""
    def risk_of(arm, risk):
        return next(float(row["value"]) for row in rows
                    if (row["arm"], row["observable"], float(row["time_days"])) == (arm, risk, END_D))

    for k, arm in enumerate(arms[1:], 1):
        for j, risk in enumerate(RISKS):
            nothing = 1000 * risk_of(arms[0], risk)
            fewer = nothing - 1000 * risk_of(arm, risk)
            low, high = fewer + np.percentile(1000 * (means[0, :, j] - means[k, :, j]), [5, 95])
            doses = next(float(row["value"]) for row in rows if row["arm"] == arm and float(row["time_days"]) == END_D
                         and row["observable"] == "doses_given.zoledronic_acid")
            yield [arm, risk, f"{doses:.2f}", f"{nothing:.1f}", f"{fewer:.1f}", f"{low:.1f}", f"{high:.1f}"]


def draw_fans(rows, arms, file):
    """Fan charts: the middle nine tenths of women, and the median, of each arm."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        return
    names = {"bmd_change.lumbar_spine": "Spine density, % from the start", "fracture_risk.major": "Major fracture, risk so far"}
    figure = Figure(figsize=(12, 6), layout="constrained")
    axes = figure.subplots(len(names), len(arms), sharex=True, sharey="row")
    for line, (name, title) in zip(axes, names.items()):
        for axis, arm in zip(line, arms):
            mine = [row for row in rows if row["arm"] == arm and row["observable"] == name]
            years, low, middle, high = ([float(row[key]) / (365.25 if key == "time_days" else 1) for row in mine]
                                        for key in ("time_days", "p05", "p50", "p95"))
            axis.fill_between(years, low, high, alpha=0.3)
            axis.plot(years, middle)
            axis.axvline(5, linestyle=":", color="grey")
            axis.set_title(arm)
        line[0].set_ylabel(title)
    figure.supxlabel("Years; the aromatase inhibitor stops after five. Bands: the middle nine tenths of women.")
    figure.savefig(file, dpi=110)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--women", type=int, default=100000)
    parser.add_argument("--draws", type=int, default=20)
    parser.add_argument("--shards", type=int, default=20)
    given = parser.parse_args()
    (given.folder / "draws").mkdir(parents=True, exist_ok=True)
    file, scenario = variant(given.folder, "women.json", size=given.women)
    arms = [arm["name"] for arm in scenario["arms"]]
    rows = simulate(file, given.folder, given.women, given.shards)
    table = list(prevented(rows, draw_means(given.folder, given.draws), arms))
    with open(given.folder / "prevented.csv", "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["policy", "risk", "doses_per_woman", "fractures_per_1000_with_nothing", "prevented_per_1000",
                         "p05", "p95"])
        writer.writerows(table)
    for policy, risk, doses, nothing, fewer, low, high in table:
        print(f"{policy}: {risk} in ten years, of 1000 women: {nothing} with nothing, {fewer} prevented ({low} to {high}), "
              f"{doses} doses a woman")
    draw_fans(rows, arms, given.folder / "policy.png")


if __name__ == "__main__":
    main()
