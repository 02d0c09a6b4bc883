# SPDX-License-Identifier: Apache-2.0
"""Agents, their parameters and observables: what a scenario may name, by name alone, and that what it says acts."""

import json
import math
import unittest

from bonesim import InFolder, rows, run

# What every release keeps: agents with their parameters (one allowed value each), and observables.
LOADING = {"sessions_per_week": 2, "minutes_per_session": 40, "intensity": 0.6, "sets": 2, "repetitions": 5,
           "impact_bw": 2, "jumps_per_session": 15, "exercise": "jump"}
SESSIONS = {"sessions_per_week": 2, "minutes_per_session": 40}
AGENTS = {
    **dict.fromkeys(("letrozole", "anastrozole", "exemestane", "goserelin", "tamoxifen", "raloxifene", "estradiol",
                     "zoledronic_acid", "alendronate", "risedronate", "denosumab", "teriparatide", "romosozumab",
                     "calcium", "vitamin_d", "protein", "vitamin_k2", "magnesium", "smoking", "alcohol", "caffeine",
                     "immobilisation"), {}),
    "ibandronate": {"route": 1},
    "trace_minerals": {"zinc": 2, "boron": 0, "manganese": 2},
    **dict.fromkeys(("resistance_training", "weight_bearing_aerobic", "impact_training"), LOADING),
    **dict.fromkeys(("balance_training", "flexibility_training"), {**SESSIONS, "intensity": 0.6}),
    "whole_body_vibration": SESSIONS,
}
HABITS = {"smoking": "cigarettes_per_day", "alcohol": "alcohol_units_day", "caffeine": "caffeine_mg_day"}
EXERCISES = ["squat", "goblet_squat", "deadlift", "weighted_carry", "push_up", "modified_push_up", "jump", "box_jump",
             "walking", "jogging", "hiking", "dancing", "stair_climbing"]
SITES = ("lumbar_spine", "total_hip", "femoral_neck", "distal_radius")
MARKERS = ("s_ctx", "s_ntx", "u_ntx", "s_p1np", "s_bsap", "s_osteocalcin", "s_ucoc")
OBSERVABLES = [
    *(f"{kind}.{site}" for kind in ("bmd", "bmd_change", "t_score", "z_score") for site in SITES),
    *(f"{kind}.{marker}" for kind in ("marker", "marker_change") for marker in MARKERS),
    *("serum." + name for name in ("estradiol", "fsh", "pth", "calcium", "phosphate", "calcidiol", "calcitriol",
                                   "sclerostin", "rankl_opg_ratio")),
    *("cells." + name for name in ("osteoclasts", "osteoblasts", "osteocytes")), "metabolic.insulin_sensitivity",
    *("fracture_risk." + name for name in ("major", "hip", "vertebral")),
    *("fracture_risk_10y." + name for name in ("major", "hip")),
    *("drug." + agent for agent in AGENTS), "doses_given.zoledronic_acid",
]
CATALOG = json.loads(run("catalog", "--json").stdout)
CONTINUOUS = {row["name"]: row for row in CATALOG
              if row["kind"] == "agent" and "continuous" in row["flags"] and "full" in row["models"]}


def scenario(arms, observables=("bmd_change.total_hip",), samples=(0, 30), patient=None, parameters=None):
    """Arms by name: a list of interventions each."""
    return json.dumps({"schema": "bonemodel.scenario/1", "patient": patient or {}, "parameters": parameters or {},
                       "arms": [{"name": name, "interventions": given} for name, given in arms.items()],
                       "horizon_days": samples[-1], "sample_days": list(samples), "observables": list(observables)})


def when(below, every=50, **others):
    """An intervention that starts as soon as the spine's T-score is below a limit."""
    return {**others, "start_when": {"any": [{"observable": "t_score.lumbar_spine", "below": below}],
                                     "checked_every_days": every}}


class Agents(InFolder):
    def results(self, *arguments, **options):
        """Values by arm, observable and day."""
        result = run("run", "-", "--quiet", stdin=scenario(*arguments, **options).encode())
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        return {(row["arm"], row["observable"], float(row["time_days"])): float(row["value"])
                for row in rows(result.stdout)}

    def check_both(self, text, *fragments):
        """Refused as wrong by check and by run alike."""
        for command in ("check", "run"):
            self.check_error(run(command, "-", stdin=text.encode()), 2, *fragments)

    def test_every_agent_by_its_name(self):
        names = {row["name"] for row in CATALOG if row["kind"] == "agent" and "full" in row["models"]}
        self.assertEqual(names, set(AGENTS))
        values = self.results({agent: [{"agent": agent}] for agent in AGENTS},
                              ["bmd_change.total_hip"] + ["drug." + agent for agent in AGENTS], samples=(0, 30.5))
        self.assertTrue(all(math.isfinite(value) for value in values.values()))
        # by its label dose, each does what it does: but a habit's label is none, and vibration loads no bone
        for agent in set(AGENTS) - {"smoking", "alcohol", "caffeine", "whole_body_vibration"}:
            with self.subTest(agent=agent):
                self.assertGreater(values[agent, "drug." + agent, 30.5], values["smoking", "drug." + agent, 30.5])
        self.assertEqual(values["caffeine", "drug.caffeine", 30.5], 0)
        self.assertGreater(values["letrozole", "drug.caffeine", 30.5], 0)

    def test_every_parameter_of_every_agent(self):
        named = {row["name"]: row for row in CATALOG if row["kind"] == "agent_parameter"}
        arms = {f"{agent} {name}": [{"agent": agent, name: value}] for agent in AGENTS
                for name, value in AGENTS[agent].items()}
        self.assertLessEqual({arm.replace(" ", ".") for arm in arms}, set(named))
        self.results({**arms, **{agent: [{"agent": agent, **AGENTS[agent]}] for agent in AGENTS}})
        for name in named:  # beyond its range, or no number
            agent, parameter = name.split(".")
            for wrong, found in ((1e6, "found 1000000; allowed"), (None, "found null; allowed"),
                                 ([1], "found a list; allowed")):
                self.check_both(scenario({"a": [{"agent": agent, parameter: wrong}]}),
                                f"arms[0].interventions[0].{parameter}: {found}")

    def test_every_observable(self):
        values = self.results({"a": [{"agent": "letrozole"}]}, OBSERVABLES)
        self.assertEqual({key[1] for key in values}, set(OBSERVABLES))
        self.assertTrue(all(math.isfinite(value) for value in values.values()))
        for name in ("fracture_risk.major", "fracture_risk.hip", "fracture_risk.vertebral"):
            self.assertEqual(values["a", name, 0], 0)
            self.assertTrue(0 < values["a", name, 30] < 1)

    # ---- continuous agents ----

    def test_no_doses_of_continuous_agents(self):
        self.assertEqual(len(CONTINUOUS), 16)
        for agent in CONTINUOUS:
            for key, value in (("every_days", 1), ("doses", 3)):
                with self.subTest(agent=agent, key=key):
                    given = [{"agent": "letrozole"}, {"agent": agent, key: value}]
                    self.check_both(scenario({"a": [], "b": given}), f"arms[1].interventions[1].{key}: "
                                    f"found {value}; allowed no {key}, for {agent} acts")

    def test_dates_and_adherence_of_continuous_agents(self):
        for agent, row in CONTINUOUS.items():
            given = {"agent": agent, "dose": row["default"] or 0.1 * row["max"], "stop_day": 60}
            values = self.results({"later": [{**given, "start_day": 30}], "history": [{**given, "start_day": -30}],
                                   "half": [{**given, "start_day": 30, "adherence": 0.5}],
                                   "never": [{**given, "adherence": 0}], "none": []},
                                  ["drug." + agent], samples=(0, 29, 59, 100),
                                  patient={HABITS[agent]: 0} if agent in HABITS else {},
                                  parameters={"whole_body_vibration.load": 0.1})  # which is 0
            at = {(arm, day): value for (arm, _, day), value in values.items()}
            full = at["later", 59]
            with self.subTest(agent=agent):
                self.assertGreater(full, 0)
                self.assertEqual([at["later", day] for day in (0, 29)], [0, 0])
                self.assertLess(at["later", 100], 1e-6 * full)
                for day in (0, 29, 59):
                    self.assertAlmostEqual(at["history", day] / full, 1, places=6)
                self.assertLess(at["history", 100], 1e-6 * full)
                self.assertEqual([at["none", day] for day in (0, 29, 59, 100)], [0] * 4)
                if agent in HABITS:  # nothing of it taken is the habit given up, which was none
                    self.assertEqual(at["never", 59], 0)
                # training prevents falls by factors
                falls = agent in ("balance_training", "flexibility_training")
                self.assertAlmostEqual(at["half", 59], 1 - math.sqrt(1 - full) if falls else full / 2,
                                       delta=1e-6 * full)

    def test_training_through_time(self):
        """In history, by the calendar, by what is observed: the hip is loaded and densest where it should be."""
        training = {"agent": "resistance_training", "exercise": "squat"}
        letrozole = {"agent": "letrozole"}
        hip, load = "bmd_change.total_hip", "loading.total_hip"
        values = self.results({"none": [letrozole], "now": [letrozole, training],
                               "for years": [letrozole, {**training, "start_day": -1826.25}],
                               "a year": [letrozole, {**training, "stop_day": 365.25}],
                               "half": [letrozole, {**training, "adherence": 0.5}],
                               "when low": [letrozole, when(5, every=182.625, **training)],
                               "on day 182.625": [letrozole, {**training, "start_day": 182.625}],
                               "never low": [letrozole, when(-6, **training)]},
                              [hip, load, "bmd.total_hip"], samples=(0, 100, 365.25, 730.5))

        def at(arm, observable, day):
            return values[arm, observable, day]
        for day in (0, 100, 365.25, 730.5):
            self.assertEqual(at("none", load, day), 1)
            self.assertAlmostEqual(at("never low", hip, day), at("none", hip, day), delta=1e-3)
            self.assertAlmostEqual(at("when low", hip, day), at("on day 182.625", hip, day), delta=1e-3)
        def loaded(arm, days):
            return [at(arm, load, day) > 1.001 for day in days]
        self.assertEqual(loaded("when low", (0, 100, 365.25)), [False, False, True])
        self.assertEqual(loaded("for years", (0, 100, 730.5)), [True] * 3)
        self.assertEqual(loaded("a year", (100, 730.5)), [True, False])
        self.assertTrue(1.001 < at("half", load, 100) < at("now", load, 100) - 0.001)
        # more is more, and what she has got used to adds less than what is new
        self.assertGreater(at("now", hip, 365.25), at("half", hip, 365.25))
        self.assertGreater(at("half", hip, 365.25), at("none", hip, 365.25))
        self.assertGreater(at("now", hip, 365.25), at("for years", hip, 365.25))
        self.assertGreater(at("now", hip, 730.5), at("a year", hip, 730.5))
        # she measures the same on day 0, whatever she did before
        self.assertAlmostEqual(at("for years", "bmd.total_hip", 0), at("none", "bmd.total_hip", 0), places=9)

    # ---- exercises by name ----

    def test_exercises_by_name(self):
        self.assertEqual([row["name"] for row in CATALOG if row["kind"] == "exercise"], EXERCISES)
        agents = ("resistance_training", "weight_bearing_aerobic", "impact_training")
        loads = ["loading." + site for site in SITES]
        values = self.results({f"{agent} {name}": [{"agent": agent, "exercise": name}] for agent in agents
                               for name in EXERCISES} | {"general": [{"agent": agents[0]}]}, loads)

        def load(name, site, agent=agents[0]):
            return values[f"{agent} {name}", "loading." + site, 30]
        for name in EXERCISES:  # the exercise says all, whichever agent it stands with
            self.assertEqual({tuple(load(name, site, agent) for site in SITES) for agent in agents},
                             {tuple(load(name, site) for site in SITES)})
        self.assertEqual(len({tuple(load(name, site) for site in SITES) for name in EXERCISES}), len(EXERCISES))
        self.assertGreater(load("squat", "total_hip"), load("push_up", "total_hip"))
        self.assertGreater(load("push_up", "distal_radius"), load("squat", "distal_radius"))
        self.assertGreater(load("jump", "total_hip"), load("walking", "total_hip"))
        self.assertNotIn([values["general", name, 30] for name in loads],
                         [[load(name, site) for site in SITES] for name in EXERCISES])

    def test_wrong_exercises(self):
        place = "arms[0].interventions[1].exercise: "
        for wrong, found in (("squats", 'found "squats", an unknown exercise; allowed '), ("", 'found ""'),
                             ("Squat", 'found "Squat"'), ("resistance_training", 'found "resistance_training"'),
                             (1, "found 1; allowed a name: "), (0, "found 0; allowed a name: "), (None, "found null"),
                             (True, "found true"), (["squat"], "found a list")):
            with self.subTest(wrong=wrong):
                given = [{"agent": "calcium"}, {"agent": "resistance_training", "exercise": wrong}]
                self.check_both(scenario({"a": given}), place + found, ", ".join(EXERCISES))
        for parameter, value in (("sets", "3"), ("intensity", "high"), ("sessions_per_week", "squat")):
            given = [{"agent": "impact_training", parameter: value}]
            self.check_both(scenario({"a": given}),
                            f'arms[0].interventions[0].{parameter}: found "{value}"; allowed a number: ')
        self.check_both(scenario({"a": [{"agent": "balance_training", "exercise": "squat"}]}),
                        "arms[0].interventions[0].exercise: found an unknown key; allowed agent, start_day")

    # ---- habits, one at a time ----

    def test_overlapping_habits(self):
        for agent in HABITS:
            first, second = {"agent": agent, "dose": 2, "stop_day": 200}, {"agent": agent, "dose": 1}
            overlap = f"arms[1].interventions[2]: prescribe {agent}: "
            with self.subTest(agent=agent):
                for start in (-10, 0, 199):
                    given = [first, {"agent": "letrozole"}, {**second, "start_day": start}]
                    self.check_both(scenario({"none": [], "both": given}, samples=(0, 100)), overlap, "overlap")
                self.results({"one after the other": [first, {**second, "start_day": 200}],
                              "the other way round": [{**second, "start_day": 200}, first],
                              "two habits": [first, {"agent": "letrozole"},
                                             {"agent": "alcohol" if agent == "smoking" else "smoking"}]})

    def test_overlapping_habits_by_what_is_observed(self):
        place, why = "arms[1].interventions[2]: ", "prescribe smoking: "
        first, second = {"agent": "smoking", "dose": 10}, {"agent": "smoking", "dose": 0}

        def both(one, other):
            return scenario({"none": [], "both": [one, {"agent": "letrozole"}, other]}, samples=(0, 400))

        def check_run_alone(text):
            """It depends on her whether they overlap, so only the run can tell."""
            result = run("check", "-", stdin=text.encode())
            self.assertEqual((result.returncode, result.stdout), (0, "ok\n"), result.stderr)
            self.check_error(run("run", "-", stdin=text.encode()), 1, place, why, "overlap")
        # whenever it starts: seen before anything is simulated
        self.check_both(both(first, when(5, **second)), place + why, "overlap")
        self.check_both(both(first, when(-6, **second)), place + why, "overlap")
        self.check_both(both({**first, "start_day": 390}, when(5, **second)), place + why, "overlap")
        self.check_both(both({**first, "stop_day": 351}, when(5, **second)), place + why, "overlap")
        # when it starts too early
        check_run_alone(both({**first, "stop_day": 350}, when(5, **second)))
        check_run_alone(both(when(5, **first), when(5, **second)))
        check_run_alone(both(when(5, **first), when(5, every=90, **second)))
        # a rule may stop the first in time, or not
        stops = {"stop_when": {"any": [{"observable": "t_score.lumbar_spine", "below": 5}], "checked_every_days": 50}}
        check_run_alone(both({**first, "stop_when": {**stops["stop_when"], "checked_every_days": 75}}, when(5, **second)))
        self.check_error(run("run", "-", stdin=both(when(5, **first), when(5, **second, **stops)).encode()), 1, place, why)
        # never together
        for one, other in (({**first, "stop_day": 50}, when(5, **second)),
                           ({**first, "stop_day": 350}, when(-6, **second)),
                           ({**first, "start_day": 300}, when(5, **{**second, "stop_day": 300})),
                           (when(5, **first), when(-6, **second)), ({**first, **stops}, when(5, **second)),
                           (first, when(5, every=500, **second, stop_day=450))):
            result = run("run", "-", "--quiet", stdin=both(one, other).encode())
            self.assertEqual((result.returncode, result.stderr), (0, ""), (one, other))


if __name__ == "__main__":
    unittest.main()
