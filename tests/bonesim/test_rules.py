# SPDX-License-Identifier: Apache-2.0
"""Rules: what starts, stops and starts again by what is observed, against the rules' own words.

Each arm is sampled at every visit, where a sample stands before what happens there, and half a day later. From what
was observed at the visits a few lines of Python say when the course runs; what she was given must agree."""

import json
import os
import unittest

from bonesim import InFolder, rows, run

TRIALS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "validation", "trials")
SCENARIOS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "examples", "scenarios")
LATER = 0.5
LETROZOLE = {"agent": "letrozole"}
SPINE, CTX = "t_score.lumbar_spine", "marker_change.s_ctx"


def rule(observable, side, limit, every, **more):
    return {"any": [{"observable": observable, side: limit}], "checked_every_days": every, **more}


def simulate(interventions, observables, days, patient=None):
    """Values by observable and day, of one arm."""
    text = json.dumps({"schema": "bonemodel.scenario/1", "patient": patient or {"age_years": 61},
                       "arms": [{"name": "she", "interventions": interventions}],
                       "horizon_days": days[-1], "sample_days": days, "observables": sorted(set(observables))})
    result = run("run", "-", "--quiet", stdin=text.encode())
    assert (result.returncode, result.stderr) == (0, ""), result.stderr
    values = {}
    for row in rows(result.stdout):
        values.setdefault(row["observable"], {})[float(row["time_days"])] = float(row["value"])
    return values


def holds(when, values, day):
    met = [values[c["observable"]][day] < c["below"] if "below" in c else values[c["observable"]][day] > c["above"]
           for c in when.get("all", when.get("any"))]
    return all(met) if "all" in when else any(met)


def courses(intervention, values, horizon):
    """[start, stop] of each course, by the words of the documentation; and the visits at which something was checked."""
    start, start_when = intervention.get("start_day", 0), intervention.get("start_when")
    stop_when, again = intervention.get("stop_when"), intervention.get("again", False)
    end = intervention.get("stop_day", 1e9)
    every = (start_when or stop_when)["checked_every_days"]
    found = [] if start_when else [[start, end]]
    visits, held, k = [], 0, 1
    running, over = not start_when, False
    while start + k * every < min(horizon, end) and not over:
        day = start + k * every
        k += 1
        if day < 0:
            continue
        visits.append(day)
        when = stop_when if running else start_when
        held = held + 1 if holds(when, values, day) else 0
        if held < when.get("confirmed_at", 1):
            continue
        held = 0
        if running:
            found[-1][1] = day
            running, over = False, not again
        else:
            found.append([day, end])
            running, over = True, not stop_when
    return found, visits


class Rules(InFolder):
    def follow(self, intervention, others, horizon, patient=None):
        """Simulates a continuous agent under its rule; returns its courses, which are as its words say."""
        level = "drug." + intervention["agent"]
        names = [level] + [c["observable"] for key in ("start_when", "stop_when") if key in intervention
                           for c in intervention[key].get("any", []) + intervention[key].get("all", [])]
        every = (intervention.get("start_when") or intervention["stop_when"])["checked_every_days"]
        start = intervention.get("start_day", 0)
        visits = [start + k * every for k in range(int((horizon - start) / every) + 1)]
        days = sorted({day for visit in visits for day in (visit, visit + LATER) if 0 <= day <= horizon} | {horizon})
        values = simulate([*others, intervention], names, days, patient)
        expected, _ = courses(intervention, values, horizon)
        for day in days:
            if day % 1 == LATER or day - LATER in days:  # not at an instant of change
                running = any(begin <= day < end for begin, end in expected)
                self.assertAlmostEqual(values[level][day], intervention["dose"] if running else 0, places=6,
                                       msg=f"day {day}, courses {expected}")
        return expected

    def test_delayed_start(self):
        """Z-FAST's delayed arm starts at the first half-yearly visit with a T-score below -2."""
        with open(os.path.join(TRIALS, "z_fast.json"), encoding="utf-8") as file:
            trial = json.load(file)
        delayed = next(arm for arm in trial["arms"] if arm["name"] == "delayed")["interventions"]
        zoledronic = next(item for item in delayed if item["agent"] == "zoledronic_acid")
        visits = [k * 182.625 for k in range(11)]
        days = sorted(day for visit in visits for day in (visit, visit + LATER))
        given = "doses_given.zoledronic_acid"
        started = set()
        for t_score in (-0.6, -1.4, -1.6, -1.65, -1.7, -1.8, -1.85, -1.95, -2.05):
            values = simulate(delayed, [SPINE, "t_score.total_hip", given], days,
                              {**trial["patient"], SPINE: t_score})
            expected, _ = courses(zoledronic, values, days[-1])
            begin = expected[0][0] if expected else 1e9
            started.add(begin)
            for day in days:  # a dose every half year from there on, none before; a sample stands before its dose
                self.assertEqual(values[given][day], sum(begin <= visit < day for visit in visits), (t_score, day))
            for visit in visits[1:]:
                low = min(values[name][visit] for name in (SPINE, "t_score.total_hip"))
                if visit < begin:
                    self.assertGreaterEqual(low, -2)
                elif visit == begin:
                    self.assertLess(low, -2)
        self.assertIn(182.625, started)  # below -2 on day 0 already, but the first visit is after half a year
        self.assertIn(1e9, started)
        self.assertGreaterEqual(len(started), 4)

    def test_stop(self):
        calcium = {"agent": "calcium", "dose": 700}
        stops = {"stop_when": rule(SPINE, "below", -1.2, 60)}
        found = self.follow({**calcium, **stops}, [LETROZOLE], 1500, {SPINE: -1})
        self.assertTrue(60 < found[0][1] < 1500, found)
        # from history on: no visit before day 0
        found = self.follow({**calcium, "start_day": -400, "stop_when": rule(SPINE, "below", 5, 150)}, [], 300)
        self.assertEqual(found, [[-400, 50]])
        # neither the start nor what stops anyway is a visit
        found = self.follow({**calcium, "start_day": 100, "stop_when": rule(SPINE, "below", 5, 60)}, [], 300)
        self.assertEqual(found, [[100, 160]])
        found = self.follow({**calcium, "stop_day": 160, "stop_when": rule(SPINE, "below", 5, 160)}, [], 300)
        self.assertEqual(found, [[0, 160]])

    def test_confirmed(self):
        """Denosumab makes CTX go up and down, so that conditions come and go."""
        denosumab = {"agent": "denosumab"}
        calcium = {"agent": "calcium", "dose": 700}
        starts = []
        for confirmed in (1, 2, 3, 9):
            when = rule(CTX, "below", -88, 20, confirmed_at=confirmed)
            found = self.follow({**calcium, "start_when": when}, [denosumab], 900)
            starts.append(found[0][0] if found else 1e9)
        self.assertEqual(starts, sorted(starts))
        self.assertEqual(starts[1] - starts[0], 20)
        self.assertEqual(starts[3], 1e9)
        when = {"all": [{"observable": CTX, "below": -60}, {"observable": CTX, "above": -80}],
                "checked_every_days": 20, "confirmed_at": 2}
        self.follow({**calcium, "start_when": when}, [denosumab], 900)
        for confirmed, stop in ((1, 160), (2, 180), (3, 1e9)):
            when = rule(CTX, "above", -88, 20, confirmed_at=confirmed)
            self.assertEqual(self.follow({**calcium, "stop_when": when}, [denosumab], 900), [[0, stop]])

    def test_again(self):
        """On and off, as often as the rules say."""
        denosumab = {"agent": "denosumab"}
        calcium = {"agent": "calcium", "dose": 700, "start_when": rule(CTX, "above", -80, 15)}
        back = {"stop_when": rule(CTX, "below", -82, 15)}
        found = self.follow({**calcium, **back, "again": True}, [denosumab], 1400)
        self.assertGreater(len(found), 3)
        self.assertEqual(len(self.follow({**calcium, **back}, [denosumab], 1400)), 1)
        self.assertEqual(len(self.follow({**calcium, **back, "again": False}, [denosumab], 1400)), 1)
        ended = self.follow({**calcium, **back, "again": True, "stop_day": 700}, [denosumab], 1400)
        self.assertEqual(ended, [[start, min(stop, 700)] for start, stop in found if start < 700])
        # at one visit it starts or it stops, never both
        always = {"start_when": rule(SPINE, "below", 5, 100), "stop_when": rule(SPINE, "below", 5, 100), "again": True}
        found = self.follow({"agent": "calcium", "dose": 700, **always}, [], 650)
        self.assertEqual(found, [[100, 200], [300, 400], [500, 600]])
        twice = {key: {**value, "confirmed_at": 2} if key != "again" else value for key, value in always.items()}
        found = self.follow({"agent": "calcium", "dose": 700, **twice}, [], 650)
        self.assertEqual(found, [[200, 400], [600, 1e9]])

    def test_doses_of_each_course(self):
        """A course that starts again has its doses, and its schedule, from there on."""
        given = "doses_given.denosumab"
        always = {"start_when": rule(SPINE, "below", 5, 100), "stop_when": rule(SPINE, "below", 5, 100), "again": True}
        days = [float(day) for day in range(0, 500, 5)] + [500.0]
        values = simulate([{"agent": "denosumab", "every_days": 30, "doses": 2, **always}], [given], days)[given]
        for day in days:
            doses = [dose for start in (100, 300) for dose in (start, start + 30)]
            self.assertEqual(values[day], sum(dose < day for dose in doses), day)
        values = simulate([{"agent": "denosumab", "every_days": 30, **always}], [given], days)[given]
        for day in days:  # on day 100, 130, 160, 190, and not on day 220
            doses = [start + dose for start in (100, 300) for dose in (0, 30, 60, 90)]
            self.assertEqual(values[day], sum(dose < day for dose in doses), day)

    def test_switch(self):
        """One agent's stop_when and another's start_when, at the same visit; also of one habit."""
        drugs = ("teriparatide", "alendronate")
        every, years = 365.25, [k * 365.25 + later for k in range(5) for later in (0, 40)]
        limit = {"observable": SPINE, "above": -2.7}
        first = {"agent": drugs[0], "stop_when": {"any": [limit], "checked_every_days": every}}
        second = {"agent": drugs[1], "start_when": {"any": [limit], "checked_every_days": every}}
        levels = ["doses_given." + drug for drug in drugs]
        values = simulate([first, second], [SPINE, *levels], years, {"age_years": 70, SPINE: -3.2})
        switch = next(k * every for k in range(1, 5) if values[SPINE][k * every] > -2.7)
        for day, following in zip(years, years[1:]):
            grows = [values[level][following] > values[level][day] for level in levels]
            self.assertEqual(grows, [day < switch, day >= switch], day)
        # the habit that stops and the one that starts do not overlap
        stop = {"agent": "smoking", "dose": 10, "stop_when": rule(SPINE, "below", 5, 50)}
        start = {"agent": "smoking", "dose": 3, "start_when": rule(SPINE, "below", 5, 50)}
        values = simulate([stop, start], ["drug.smoking"], [0, 49, 51, 100])["drug.smoking"]
        self.assertEqual([values[day] for day in (49, 51, 100)], [10, 3, 3])

    def test_shipped(self):
        """The scenarios that show rules: tablets are taken between two samples exactly while a course runs."""
        seen = {}
        for name, arm in (("treat_to_target", "to target"), ("drug_holiday", "holiday")):
            with open(os.path.join(SCENARIOS, name + ".json"), encoding="utf-8") as file:
                scenario = json.load(file)
            given = next(item for item in scenario["arms"] if item["name"] == arm)["interventions"]
            every, horizon = scenario["sample_every_days"], scenario["horizon_days"]
            days = [k * every for k in range(round(horizon / every) + 1)]
            values = simulate(given, scenario["observables"], days, scenario["patient"])
            alendronate = next(item for item in given if item["agent"] == "alendronate")
            seen[arm], _ = courses(alendronate, values, horizon)
            doses = values["doses_given.alendronate"]
            for day, following in zip(days, days[1:]):
                running = any(begin <= day < end for begin, end in seen[arm])
                self.assertEqual(doses[following] > doses[day], running, (arm, day, seen[arm]))
        self.assertEqual([len(found) for found in seen.values()], [4, 3])
        self.assertEqual([found[0][0] for found in seen.values()], [0, 0])
        self.assertEqual(seen["holiday"][0][1], 5 * 365.25)
        # denosumab ends only with zoledronic acid, on the day of its next dose
        arm = next(item for item in scenario["arms"] if item["name"].startswith("denosumab"))["interventions"]
        last = 10 * 182.625
        values = simulate(arm, scenario["observables"], [0, last - 1, last, last + 1, horizon], scenario["patient"])
        self.assertEqual(list(values["doses_given.denosumab"].values()), [0, 10, 10, 10, 10])
        self.assertEqual(list(values["doses_given.zoledronic_acid"].values()), [0, 0, 0, 1, 1])

    def test_samples_change_nothing(self):
        given = [LETROZOLE, {"agent": "alendronate", "start_when": rule(SPINE, "below", -1.3, 100),
                             "stop_when": rule(SPINE, "above", -1.25, 100), "again": True}]
        few = simulate(given, [SPINE, CTX], [0, 1000, 2500], {SPINE: -1.1})
        many = simulate(given, [SPINE, CTX], [0, *range(7, 2500, 13), 2500], {SPINE: -1.1})
        both = simulate(given, [SPINE, CTX], sorted({0, *range(7, 2500, 13), 1000, 2500}), {SPINE: -1.1})
        for name in (SPINE, CTX):
            self.assertEqual(few[name], {day: both[name][day] for day in few[name]})
            self.assertEqual(many[name], {day: both[name][day] for day in many[name]})

    def test_each_arm_has_its_own(self):
        """The same rule in several arms, and threads that take them at the same time."""
        given = [LETROZOLE, {"agent": "calcium", "dose": 500, "start_when": rule(SPINE, "below", -1.3, 30)}]
        arms = [{"name": f"{k}", "patient": {SPINE: -0.9 - 0.05 * k}, "interventions": given} for k in range(8)]
        text = json.dumps({"schema": "bonemodel.scenario/1", "arms": arms, "horizon_days": 900,
                           "sample_every_days": 10, "observables": ["drug.calcium"]}).encode()
        alone, together = (run("run", "-", "--quiet", "--threads", threads, stdin=text) for threads in ("1", "4"))
        self.assertEqual(alone.returncode, 0, alone.stderr)
        self.assertEqual(alone.stdout, together.stdout)
        starts = [min((float(row["time_days"]) for row in rows(alone.stdout)
                       if row["arm"] == arm["name"] and float(row["value"]) > 0), default=1e9) for arm in arms]
        self.assertEqual(starts, sorted(starts, reverse=True))
        self.assertGreater(len(set(starts)), 3)

    def test_too_many(self):
        """A patient takes 64 decisions."""
        many = [{"agent": "calcium", "dose": 1, "start_when": rule(SPINE, "below", 5, 100)}] * 65
        text = {"schema": "bonemodel.scenario/1", "arms": [{"name": "she", "interventions": many}],
                "horizon_days": 200, "sample_days": [200], "observables": ["drug.calcium"]}
        result = run("run", "-", stdin=json.dumps(text).encode())
        self.check_error(result, 1, "arms[0].interventions[64]: decide: the patient has 64 decisions")
        text["arms"][0]["interventions"] = many[:64]
        result = run("run", "-", "--quiet", stdin=json.dumps(text).encode())
        self.assertEqual([float(row["value"]) for row in rows(result.stdout)], [64], result.stderr)


if __name__ == "__main__":
    unittest.main()
