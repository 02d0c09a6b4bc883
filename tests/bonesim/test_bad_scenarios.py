# SPDX-License-Identifier: Apache-2.0
"""Wrong scenarios: each is refused with status 2 and one line that names the place, what was found and what is allowed."""

import unittest

from bonesim import BASE, FULL, InFolder, run, vary

DRUG = '"dose": 60, "every_days": 182.625, "doses": 2'
INFUSION = '"dose": 10, "start_day": 5, "stop_day": 20'
SAMPLES = '"sample_days": [0, 10, 30]'
OBSERVABLES = '["core.PTH", "core.BMDls"]'
CONDITION = '"observable": "core.P", "below": 1000'
FIRST, SECOND, THIRD = ("arms[1].interventions[%d]" % i for i in range(3))


def drug(new):
    return (DRUG, new)


def infusion(new):
    return (INFUSION, new)


def many(count):
    return ", ".join(f'"x{i}": 1' for i in range(count))


# (change of the base scenario, what the message must hold)
CASES = [
    # JSON text
    (('"title": "A title",', '"title": "A title"'), ["at line 4, column 3", "allowed ','"]),
    (('"horizon_days": 30', '"horizon_days": NaN'), ["horizon_days: found NaN", "allowed a JSON value"]),
    (('"horizon_days": 30', '"horizon_days": Infinity'), ["horizon_days: found Infinity"]),
    (('"horizon_days": 30', '"horizon_days": 1e999'), ["horizon_days: found 1e999", "finite"]),
    (('"horizon_days": 30', '"horizon_days": -1e999'), ["horizon_days: found -1e999"]),
    (('"horizon_days": 30', '"horizon_days": 030'), ["horizon_days: found 030"]),
    (('"horizon_days": 30', '"horizon_days": +30'), ["horizon_days: found +30"]),
    (('"horizon_days": 30', '"horizon_days": .5'), ["horizon_days: found .5"]),
    (('"horizon_days": 30', '"horizon_days": 30.'), ["horizon_days: found 30."]),
    (('"horizon_days": 30', '"horizon_days": 0x1E'), ["horizon_days: found 0x1E"]),
    (('"horizon_days": 30', '"horizon_days": 3e'), ["horizon_days: found 3e"]),
    (('"horizon_days": 30', '"horizon_days": 3' + "0" * 70), ["horizon_days: found 3", "at most 60 characters"]),
    (('"horizon_days": 30', '"horizon_days": True'), ["horizon_days: found True"]),
    (('"horizon_days": 30', '"horizon_days": 30,'), ["found ',' at line 16, column 22"]),
    (('"horizon_days": 30', "'horizon_days': 30"), ["found ''' at line", "double quotes"]),
    (("[0, 10, 30]", "[0, 10, 30,]"), ["sample_days[3]: found ']'"]),
    (("[0, 10, 30]", "[0, 1e999, 30]"), ["sample_days[1]: found 1e999"]),
    (('"A title"', '"A \t title"'), ["title: found byte 0x09"]),
    (('"A title"', '"A \\x title"'), ["title: found '\\'"]),
    (('"A title"', '"A \\u0000 title"'), ["title: found '\\'", "U+0000"]),
    (('"A title"', '"A \\ud800 title"'), ["title: found '\\'"]),
    (('"A title"', '"A \\udc00 title"'), ["title: found '\\'"]),
    (('"A title"', '"A title'), ["title: found byte 0x0A"]),
    (('"A title"', "[" * 100 + "]" * 100), ["title[0][0]", "at most 32 levels"]),
    (('"title"', "/* no */ \"title\""), ["found '/' at line 3"]),
    # keys
    (('"title"', '"titel"'), ["titel: found an unknown key; allowed schema, title"]),
    (('"title": "A title"', '"title": "A", "title": "B"'), ["title: found this key twice"]),
    (('"title": "A title"', '"title": "A", "t\\u0069tle": "B"'), ["title: found this key twice"]),
    (('{ "rtol": 1e-5 }', '{ "rtol": 1e-5, "rtol": 1e-5 }'), ["solver.rtol: found this key twice"]),
    (('{ "core.ESTON": 0 }', '{ "core.ESTON": 0, "core.ESTON": 1 }'), ["parameters.core.ESTON: found this key twice"]),
    (drug('"dose": 60, "dose": 60'), [FIRST + ".dose: found this key twice"]),
    (('{ "rtol": 1e-5 }', '{ "atol": 1e-5 }'), ["solver.atol: found an unknown key; allowed rtol"]),
    (('{ "name": "none" }', '{ "name": "none", "parameters": {} }'),
     ["arms[0].parameters: found an unknown key; allowed name, interventions, patient, title"]),
    (('"A title"', '"A", "bad\\nkey\\u2028": 1'), ["bad\\x0akey", "unknown key"]),
    # head
    (('"bonemodel.scenario/1"', '"bonemodel.scenario/2"'),
     ['schema: found "bonemodel.scenario/2"; allowed "bonemodel.scenario/1"']),
    (('"schema": "bonemodel.scenario/1",', ""), ["schema: found nothing"]),
    (('"A title"', "7"), ["title: found 7; allowed a string"]),
    (('"A title"', "null"), ["title: found null"]),
    (('"model": "core"', '"model": "cores"'), ['model: found "cores"; allowed "full" (the default) or "core"']),
    (('"model": "core"', '"model": null'), ["model: found null"]),
    (('"model": "core"', '"model": "core", "patient": {}'), ["patient: found an empty object; allowed no patient"]),
    (('"model": "core"', '"model": "core", "cohort": {"size": 5}'), ["cohort: found an object; allowed no cohort"]),
    (('{ "name": "none" }', '{ "name": "none", "patient": {} }'), ["arms[0].patient: found an empty object"]),
    (('{ "rtol": 1e-5 }', '{ "rtol": 1e-13 }'), ["solver.rtol: found 1e-13", "1e-12", "0.01"]),
    (('{ "rtol": 1e-5 }', '{ "rtol": 0.02 }'), ["solver.rtol: found 0.02"]),
    (('{ "rtol": 1e-5 }', '{ "rtol": "1e-5" }'), ['solver.rtol: found "1e-5"; allowed a number']),
    (('{ "rtol": 1e-5 }', "null"), ["solver: found null; allowed an object"]),
    (('{ "rtol": 1e-5 }', '{ "max_steps": 0 }'), ["solver.max_steps: found 0; allowed a number of at least 1"]),
    # parameters and initial values
    (('"core.ESTON": 0', '"core.ESTOM": 0'), ['parameters.core.ESTOM: found "core.ESTOM", an unknown parameter']),
    (('"core.ESTON": 0', '"core.S": 0.5'), ['parameters.core.S: found "core.S", an unknown parameter']),
    (('"core.ESTON": 0', '"core.ESTON": true'), ["parameters.core.ESTON: found true; allowed a number"]),
    (('"core.ESTON": 0', '"core.ESTON": null'), ["parameters.core.ESTON: found null"]),
    (('{ "core.ESTON": 0 }', "[]"), ["parameters: found an empty list; allowed an object"]),
    (('"core.S": 0.5', '"core.V1": 14'), ['initial.core.V1: found "core.V1", an unknown initial']),
    (('"core.S": 0.5', '"core.TGFB": 228'), ["initial.core.TGFB: "]),
    (('"core.S": 0.5', '"core.AOH": 126'), ["initial.core.AOH: "]),
    (('"core.S": 0.5', '"core.S": -1'), ["initial.core.S: found -1; allowed"]),
    (('"core.S": 0.5', '"core.S": "half"'), ['initial.core.S: found "half"']),
    # arms
    (('"name": "drugs"', '"name": "none"'), ['arms[1].name: found "none" twice']),
    (('"name": "drugs"', '"name": ""'), ['arms[1].name: found ""']),
    (('"name": "drugs"', '"name": 1'), ["arms[1].name: found 1"]),
    (('"name": "drugs", ', ""), ["arms[1].name: found nothing"]),
    (('{ "name": "none" }', "3"), ["arms[0]: found 3; allowed an object"]),
    (('{ "name": "none" }', '{ "name": "none", "interventions": {} }'), ["arms[0].interventions: found an empty object"]),
    (('{ "name": "none" }', '{ "name": "none", "interventions": null }'), ["arms[0].interventions: found null"]),
    (('{ "name": "none" }', '{ "name": "none", "interventions": [[]] }'), ["arms[0].interventions[0]: found an empty list"]),
    # interventions
    (('"denosumab"', '"letrozol"'), [FIRST + '.agent: found "letrozol", an unknown agent; allowed', "denosumab"]),
    (('"agent": "denosumab", ', ""), [FIRST + ".agent: found nothing"]),
    (drug('"dosee": 60'), [FIRST + ".dosee: found an unknown key; allowed agent, start_day"]),
    (drug('"route": "oral"'), [FIRST + ".route: found an unknown key; allowed agent, start_day"]),
    (drug('"dose": -1'), [FIRST + ".dose: found -1; allowed", "mg"]),
    (drug('"dose": 1e300'), [FIRST + ".dose: found 1e+300"]),
    (drug('"dose": "60"'), [FIRST + '.dose: found "60"; allowed a number']),
    (drug('"dose": null'), [FIRST + ".dose: found null"]),
    (drug('"every_days": 0'), [FIRST + ".every_days: found 0; allowed a number above 0"]),
    (drug('"every_days": 1e-9'), [FIRST + ".every_days: "]),
    (drug('"every_days": 1e9'), [FIRST + ".every_days: "]),
    (drug('"every_days": -1'), [FIRST + ".every_days: found -1"]),
    (drug('"doses": 0'), [FIRST + ".doses: found 0; allowed a whole number"]),
    (drug('"doses": 1.5'), [FIRST + ".doses: found 1.5"]),
    (drug('"doses": 1e10'), [FIRST + ".doses: found 10000000000"]),
    (drug('"adherence": 1.01'), [FIRST + ".adherence: found 1.01; allowed a number of at least 0 and at most 1"]),
    (drug('"adherence": -0.1'), [FIRST + ".adherence: found -0.1"]),
    (drug('"start_day": -1'), [FIRST + ".start_day: found -1; allowed a number of at least 0"]),
    (drug('"start_day": 1e6'), [FIRST + ".start_day: found 1000000"]),
    (infusion('"every_days": 1'), [SECOND + ".every_days: found 1; allowed no every_days"]),
    (infusion('"doses": 1'), [SECOND + ".doses: found 1; allowed no doses"]),
    (infusion('"start_day": 5, "stop_day": 5'), [SECOND + ".stop_day: found 5; allowed a number above 5"]),
    (infusion('"start_day": 5, "stop_day": 4'), [SECOND + ".stop_day: found 4"]),
    (infusion('"dose": 1, "colour": 1'), [SECOND + ".colour: found an unknown key"]),
    # start_when
    (('"all"', '"none"'), [THIRD + ".start_when.none: found an unknown key; allowed any, all"]),
    (('"all": [ { ' + CONDITION + " } ], ", ""), [THIRD + ".start_when: found neither any nor all"]),
    (('"all"', '"any": [{"observable": "core.P", "above": 1}], "all"'), [THIRD + ".start_when: found any and all"]),
    (("{ " + CONDITION + " }", ""), [THIRD + ".start_when.all: found an empty list"]),
    ((CONDITION, '"observable": "core.X", "below": 1'), [THIRD + '.start_when.all[0].observable: found "core.X"']),
    ((CONDITION, '"observable": "core.P"'), [THIRD + ".start_when.all[0]: found neither below nor above"]),
    ((CONDITION, CONDITION + ', "above": 1'), [THIRD + ".start_when.all[0]: found below and above"]),
    ((CONDITION, '"observable": "core.P", "below": "1"'), [THIRD + '.start_when.all[0].below: found "1"']),
    ((', "checked_every_days": 7', ""), [THIRD + ".start_when.checked_every_days: found nothing"]),
    (('"checked_every_days": 7', '"checked_every_days": 0'), [THIRD + ".start_when.checked_every_days: found 0"]),
    (('"checked_every_days": 7', '"checked_every_days": 2e9'), [THIRD + ".start_when.checked_every_days: found 2000000000"]),
    *((('"checked_every_days": 7', f'"checked_every_days": 7, "confirmed_at": {wrong}'),
       [THIRD + ".start_when.confirmed_at: found " + wrong, "allowed a whole number of at least 1"])
      for wrong in ("0", "-1", "1.5", "10000000000", "null", '"2"')),
    # stop_when and again
    (drug('"stop_when": 5'), [FIRST + ".stop_when: found 5; allowed an object"]),
    (drug('"stop_when": {}'), [FIRST + ".stop_when: found neither any nor all"]),
    (drug('"stop_when": { "any": [ {} ], "checked_every_days": 1 }'), [FIRST + ".stop_when.any[0].observable: found nothing"]),
    (drug('"stop_when": { "any": [ { "observable": "core.X", "below": 1 } ], "checked_every_days": 1 }'),
     [FIRST + '.stop_when.any[0].observable: found "core.X", an unknown observable']),
    (drug('"stop_when": { "all": [ { "observable": "core.P", "below": 1 } ] }'),
     [FIRST + ".stop_when.checked_every_days: found nothing"]),
    (drug('"stop_when": { "all": [ { "observable": "core.P", "below": 1 } ], "checked_every_days": 1, "confirmed_at": 0 }'),
     [FIRST + ".stop_when.confirmed_at: found 0"]),
    (('"checked_every_days": 7 }', '"checked_every_days": 7 }, "stop_when": { "any": [ { "observable": "core.P", "below": 1 } ], '
      '"checked_every_days": 14 }'), [THIRD + ".stop_when.checked_every_days: found 14; allowed 7, as in start_when"]),
    (('"checked_every_days": 7 }', '"checked_every_days": 7 }, "again": 1'), [THIRD + ".again: found 1; allowed true or false"]),
    (('"checked_every_days": 7 }', '"checked_every_days": 7 }, "again": true'),
     [THIRD + ".again: found true; allowed only with start_when and stop_when"]),
    # horizon and samples
    (('"horizon_days": 30', '"horizon_days": 0'), ["horizon_days: found 0; allowed a number above 0 and at most 36525"]),
    (('"horizon_days": 30', '"horizon_days": 36525.5'), ["horizon_days: found 36525.5"]),
    (('"horizon_days": 30,', ""), ["horizon_days: found nothing"]),
    (('"horizon_days": 30', '"horizon_days": "30"'), ['horizon_days: found "30"']),
    ((SAMPLES, '"sample_days": [0, 10, 31]'), ["sample_days[2]: found 31; allowed a number above 10 and at most 30"]),
    ((SAMPLES, '"sample_days": [-1, 10]'), ["sample_days[0]: found -1"]),
    ((SAMPLES, '"sample_days": [0, 10, 10]'), ["sample_days[2]: found 10"]),
    ((SAMPLES, '"sample_days": [10, 0]'), ["sample_days[1]: found 0"]),
    ((SAMPLES, '"sample_days": []'), ["sample_days: found an empty list"]),
    ((SAMPLES, '"sample_days": [0, "10"]'), ['sample_days[1]: found "10"']),
    ((SAMPLES, '"sample_days": 10'), ["sample_days: found 10; allowed a list"]),
    ((SAMPLES, '"title2": 1'), ["title2: found an unknown key"]),
    ((SAMPLES + ",", ""), ["sample_days, sample_every_days: found neither"]),
    ((SAMPLES, SAMPLES + ', "sample_every_days": 1'), ["sample_days, sample_every_days: found both"]),
    ((SAMPLES, '"sample_every_days": 0'), ["sample_every_days: found 0; allowed a number above 0"]),
    ((SAMPLES, '"sample_every_days": 1e-9'), ["sample_every_days: found 30000000", "samples", "allowed at most 10000000"]),
    ((SAMPLES, '"sample_every_days": 1e-320'), ["sample_every_days: found inf samples"]),
    # observables
    ((OBSERVABLES, "[]"), ["observables: found an empty list"]),
    ((OBSERVABLES, '"core.PTH"'), ['observables: found "core.PTH"; allowed a list']),
    ((OBSERVABLES, '["core.PTH", "core.XYZ"]'), ['observables[1]: found "core.XYZ", an unknown observable']),
    ((OBSERVABLES, '["core.PTH", "core.P", "core.PTH"]'), ['observables[2]: found "core.PTH" twice']),
    ((OBSERVABLES, '["core.PTH", 3]'), ["observables[1]: found 3"]),
    ((OBSERVABLES, '["bmd.lumbar_spine"]'), ["observables[0]: found"]),
    (('"observables": ["core.PTH", "core.BMDls"]', '"title3": 1'), ["title3: found an unknown key"]),
]

CALCIUM = '"dose": 500'
ORAL = '"route": 1'
LATER = '"start_day": -100'
SPINE = '"t_score.lumbar_spine": -0.6'
HIP = '"t_score.total_hip": -1'
HISTORY, ROUTE, WAITING = "arms[0].interventions", "arms[1].interventions[0].route: ", "arms[1].interventions[1]"


def cohort(fields):
    return ('"horizon_days"', '"cohort": ' + fields + ', "horizon_days"')


VARIED = '{"size": 5, "sd": {"age_years": 1, "weight_kg": 5, "height_cm": 3}, '


# (change of the scenario of the full model, what the message must hold)
FULL_CASES = [
    # patient
    (('{ "age_years": 60, "years_since_menopause": 10, ' + SPINE + " }", "null"),
     ["patient: found null; allowed an object"]),
    (('{ "age_years": 60, "years_since_menopause": 10, ' + SPINE + " }", "[60]"), ["patient: found a list"]),
    (('"age_years": 60', '"age_years": null'), ["patient.age_years: found null; allowed a number"]),
    (('"age_years": 60', '"age_years": "60"'), ['patient.age_years: found "60"; allowed a number']),
    (('"age_years": 60', '"age_years": true'), ["patient.age_years: found true; allowed a number"]),
    (('"age_years": 60', '"age_years": 1e999'), ["patient.age_years: found 1e999"]),
    (('"age_years": 60', '"age_years": 1000'), ["patient.age_years: found 1000; allowed", " to "]),
    (('"age_years": 60', '"age_years": -1'), ["patient.age_years: found -1; allowed"]),
    (('"age_years": 60', '"age_years": 60, "age_years": 60'), ["patient.age_years: found this key twice"]),
    (('"age_years": 60', '"age": 60'), ['patient.age: found "age", an unknown covariate; allowed', "age_years"]),
    (('"age_years": 60', '"core.ESTON": 1'), ['patient.core.ESTON: found "core.ESTON", an unknown covariate']),
    (('"age_years": 60', '"prior_fracture": 2'), ["patient.prior_fracture: found 2; allowed 0 to 1"]),
    ((SPINE, '"t_score.lumbar_spine": -50'), ["patient.t_score.lumbar_spine: found -50; allowed"]),
    ((SPINE, SPINE + ', "bmd.lumbar_spine": 1'),
     ["patient.bmd.lumbar_spine: found it beside t_score.lumbar_spine; allowed one of the two"]),
    ((SPINE, '"bmd.lumbar_spine": 1, ' + SPINE), ["patient.t_score.lumbar_spine: found it beside bmd.lumbar_spine"]),
    (('"years_since_menopause": 10', '"years_since_menopause": 50'), ["patient: ", "menopause"]),
    # an arm's patient
    (("{ " + HIP + " }", "null"), ["arms[0].patient: found null; allowed an object"]),
    ((HIP, '"t_score.total_hip": null'), ["arms[0].patient.t_score.total_hip: found null; allowed a number"]),
    ((HIP, '"t_score.total_hip": 50'), ["arms[0].patient.t_score.total_hip: found 50; allowed"]),
    ((HIP, '"t_score.hip": -1'), ['arms[0].patient.t_score.hip: found "t_score.hip", an unknown covariate']),
    ((HIP, HIP + ", " + HIP), ["arms[0].patient.t_score.total_hip: found this key twice"]),
    ((HIP, HIP + ', "bmd.total_hip": 0.8'), ["arms[0].patient.bmd.total_hip: found it beside t_score.total_hip"]),
    ((HIP, '"years_since_menopause": 50'), ["arms[0].patient", "menopause"]),
    # history
    (('"start_day": -365.25', '"start_day": -40000'), [HISTORY + "[0].start_day: found -40000; allowed a number of at least"]),
    (('"start_day": -365.25', '"start_day": -30000'), [HISTORY, "letrozole"]),
    (('"start_day": -365.25', '"start_day": -10, "stop_day": -10'), [HISTORY + "[0].stop_day: found -10; allowed a number above -10"]),
    ((LATER, '"start_day": -182.75'), [WAITING + ".start_day: found -182.75; allowed with start_when at least -182.625"]),
    (("[0, 100, 400]", "[-1, 100, 400]"), ["sample_days[0]: found -1; allowed a number of at least 0"]),
    # agents and their parameters
    ((CALCIUM, CALCIUM + ', "every_days": 1'), [HISTORY + "[1].every_days: found 1; allowed no every_days, for calcium"]),
    ((CALCIUM, CALCIUM + ', "doses": 1'), [HISTORY + "[1].doses: found 1; allowed no doses, for calcium"]),
    ((CALCIUM, '"dose": -1'), [HISTORY + "[1].dose: found -1; allowed 0 to"]),
    (('"agent": "calcium"', '"agent": "pth_infusion"'), [HISTORY + '[1].agent: found "pth_infusion", an unknown agent']),
    (('"agent": "calcium"', '"agent": "chalk", "colour": "white"'), [HISTORY + '[1].agent: found "chalk", an unknown agent']),
    ((ORAL, '"route": 2'), [ROUTE + "found 2; allowed 0 to 1"]),
    ((ORAL, '"route": "oral"'), [ROUTE + 'found "oral"; allowed a number']),
    ((ORAL, '"route": null'), [ROUTE + "found null; allowed a number"]),
    ((ORAL, '"route": [1]'), [ROUTE + "found a list; allowed a number"]),
    ((ORAL, '"way": 1'), [".way: found an unknown key; allowed agent, start_day", "start_when, stop_when, again, route (line"]),
    ((ORAL, '"exercise": "squat"'), [".exercise: found an unknown key; allowed agent, start_day", "route (line"]),
    ((ORAL, '"ibandronate.route": 1'), [".ibandronate.route: found an unknown key", "route (line"]),
    ((CALCIUM, CALCIUM + ', "route": 1'), [HISTORY + "[1].route: found an unknown key; allowed agent", "start_when, stop_when, again (line"]),
    (('"t_score.lumbar_spine", "below": 5', '"t_score.spine", "below": 5'),
     [WAITING + '.start_when.any[0].observable: found "t_score.spine", an unknown observable']),
    (('"horizon_days"', '"parameters": {"ibandronate.route": 1}, "horizon_days"'), ["parameters.ibandronate.route: "]),
    (('"horizon_days"', '"parameters": {"age_years": 60}, "horizon_days"'),
     ['parameters.age_years: found "age_years", an unknown parameter']),
    (('"horizon_days"', '"initial": {"core.S": 0.5}, "horizon_days"'), ['initial: found an object; allowed no initial without "model": "core"']),
    (('"bmd_change.lumbar_spine"', '"bmd_change.spine"'), ['observables[0]: found "bmd_change.spine", an unknown observable']),
    (('"horizon_days"', '"model": "Full", "horizon_days"'), ['model: found "Full"; allowed "full" (the default) or "core"']),
    # cohort
    (cohort("null"), ["cohort: found null; allowed an object"]),
    (cohort("{}"), ["cohort.size: found nothing; allowed a number of at least 1"]),
    (cohort('{"size": 0}'), ["cohort.size: found 0"]),
    (cohort('{"size": 1000000, "uncertainty": 200}'),
     ["cohort.size: found 1000000 members x (1 + 200 draws) = 201000000 runs; allowed at most 10000000",
      "solver.max_member_runs"]),
    (cohort('{"size": 1.5}'), ["cohort.size: found 1.5; allowed a whole number"]),
    (cohort('{"size": "5"}'), ['cohort.size: found "5"']),
    (cohort('{"size": 1e300}'), ["cohort.size: found 1e+300"]),
    (cohort('{"size": 5, "sizes": 5}'), ["cohort.sizes: found an unknown key; allowed size, seed, sd"]),
    (cohort('{"size": 5, "seed": -1}'), ["cohort.seed: found -1"]),
    (cohort('{"size": 5, "seed": 0.5}'), ["cohort.seed: found 0.5; allowed a whole number"]),
    (cohort('{"size": 5, "seed": null}'), ["cohort.seed: found null"]),
    (cohort('{"size": 5, "sd": []}'), ["cohort.sd: found an empty list; allowed an object"]),
    (cohort('{"size": 5, "sd": {"age": 1}}'), ['cohort.sd.age: found "age", an unknown covariate']),
    (cohort('{"size": 5, "sd": {"age_years": -1}}'), ["cohort.sd.age_years: found -1; allowed a number of at least 0"]),
    (cohort('{"size": 5, "sd": {"age_years": null}}'), ["cohort.sd.age_years: found null"]),
    (cohort('{"size": 5, "sd": {"age_years": 1, "age_years": 1}}'), ["cohort.sd.age_years: found this key twice"]),
    (cohort('{"size": 5, "sd": {"prior_fracture": 0.5}}'), ["cohort.sd.prior_fracture: found a covariate that is 0 or 1"]),
    (cohort('{"size": 5, "range": {"age_years": 60}}'), ["cohort.range.age_years: found 60; allowed a list of two"]),
    (cohort('{"size": 5, "range": {"age_years": [50]}}'), ["cohort.range.age_years: found a list; allowed a list of two"]),
    (cohort('{"size": 5, "range": {"age_years": [60, 50]}}'), ["cohort.range.age_years[1]: found 50; allowed a number above 60"]),
    (cohort('{"size": 5, "range": {"age_years": [50, 1000]}}'), ["cohort.range.age_years[1]: found 1000"]),
    (cohort('{"size": 5, "range": {"age_years": [-1, 60]}}'), ["cohort.range.age_years[0]: found -1"]),
    (cohort('{"size": 5, "correlation": 0.5}'), ["cohort.correlation: found 0.5; allowed an object"]),
    (cohort('{"size": 5, "correlation": {"age_years": 0.5}}'), ["cohort.correlation.age_years: found 0.5; allowed an object"]),
    (cohort('{"size": 5, "correlation": {"age_years": {"weight_kg": 1.1}}}'),
     ["cohort.correlation.age_years.weight_kg: found 1.1; allowed a number above -1 and below 1"]),
    (cohort('{"size": 5, "correlation": {"age_years": {"weight_kg": 0.1}}}'),
     ['cohort.correlation.age_years: found "age_years", which does not vary; allowed a covariate of cohort.sd: there is none']),
    (cohort('{"size": 5, "sd": {"age_years": 1, "height_cm": 1}, "correlation": {"age_years": {"weight_kg": 0.1}}}'),
     ['cohort.correlation.age_years.weight_kg: found "weight_kg", which does not vary; allowed a covariate of cohort.sd: '
      'age_years, height_cm']),
    (cohort(VARIED + '"correlation": {"age_years": {"weight_kg": -1}}}'), ["age_years.weight_kg: found -1; allowed"]),
    (cohort(VARIED + '"correlation": {"age_years": {"weight_kg": "0.1"}}}'), ['age_years.weight_kg: found "0.1"; allowed']),
    (cohort(VARIED + '"correlation": {"age_years": {"age_years": 0.1}}}'),
     ["cohort.correlation.age_years.age_years: found a covariate with itself; allowed two different ones"]),
    (cohort(VARIED + '"correlation": {"age_years": {"weight_kg": 0.1}, "weight_kg": {"age_years": 0.2}}}'),
     ["cohort.correlation.weight_kg.age_years: found 0.2; allowed 0.1, as in age_years.weight_kg"]),
    (cohort(VARIED + '"correlation": {"age_years": {"weight_kg": 0.9, "height_cm": 0.9}, "height_cm": {"weight_kg": -0.9}}}'),
     ["cohort.correlation", "contradict", "allowed"]),
    (cohort('{"size": 5, "sd": {"age_years": 1}, "range": {"weight_kg": [50, 80]}}'),
     ['cohort.range.weight_kg: found "weight_kg", which does not vary; allowed a covariate of cohort.sd: age_years']),
    (cohort('{"size": 5, "sd": {"age_years": 1}, "range": {"age_years": [64, 80]}}'),
     ["cohort.range.age_years: ", "the range 64 to 80 lies 4 from the profile's 60; allowed is at most 3 SD"]),
    (cohort('{"size": 5, "sd": {"age_years": 0}, "range": {"age_years": [61, 80]}}'), ["cohort.range.age_years: "]),
    (cohort('{"size": 5, "sd": {"bmd.lumbar_spine": 0.1}}'), ["cohort.sd.bmd.lumbar_spine: ", "allowed is one of them"]),
    (cohort('{"size": 5, "sd": {"t_score.total_hip": 1, "bmd.total_hip": 0.1}}'), ["cohort.sd.bmd.total_hip: "]),
    *((cohort('{"size": 5, "measurement_error": ' + wrong + '}'),
       [f"cohort.measurement_error: found {wrong}; allowed true or false"]) for wrong in ("1", "null", '"true"')),
    *((cohort('{"size": 5, "uncertainty": ' + wrong + '}'), [f"cohort.uncertainty: found {wrong}; allowed a "])
      for wrong in ("-1", "201", "1.5", "true", '"5"', "null")),
    (cohort('{"size": 5, "correlation": {"age_years": {"weight": 0.1}}}'), ['weight: found "weight", an unknown covariate']),
    (cohort('{"size": 5, "variability": 0}'), ["cohort.variability: found 0; allowed true or false"]),
]

# Whole files.
TEXTS = [
    (b"", ["found the end of the text at line 1, column 1"]),
    (b" \n ", ["found the end of the text at line 2, column 2"]),
    (b"[]", ["found '['", "a JSON object"]),
    (b"null", ["found null"]),
    (b"{", ["found the end of the text"]),
    (b"{}", ["schema: found nothing"]),
    (BASE.encode() + b"{}", ["found '{' at line 20, column 1; allowed nothing after"]),
    (BASE.encode() + b"\0", ["found byte 0x00 at line 20, column 1; allowed nothing after"]),
    (BASE.encode().replace(b"A title", b"A \0 title"), ["title: found byte 0x00"]),
    (BASE.encode().replace(b"A title", b"A \xff title"), ["title: found byte 0xFF", "UTF-8"]),
    (BASE.encode().replace(b"A title", b"A \xc0\xaf title"), ["title: found byte 0xC0"]),
    (BASE.encode().replace(b"A title", b"A \xed\xa0\x80 title"), ["title: found byte 0xED"]),
    (BASE.encode().replace(b'"arms": [', b'"arms": [], "x": ['), ["x: found an unknown key"]),
    (b'{"a":' * 100000, ["at most 32 levels"]),
    (BASE.encode()[:-3], ["found the end of the text"]),
]

# The place stays readable and the message one line, whatever the names.
LONG = '"' + "x" * 100000 + '"'


class BadScenarios(InFolder):
    def check_cases(self, cases, base):
        for change, fragments in cases:
            with self.subTest(change=change):
                path = self.write("bad.json", vary(change, base=base))
                self.check_error(run("run", path, "--out", self.path("out.csv")), 2, path + ": ", *fragments)
                self.check_error(run("check", path), 2, path + ": ", *fragments)

    def test_changes(self):
        self.check_cases(CASES, BASE)

    def test_changes_of_full_model(self):
        result = run("check", self.write("good.json", FULL))
        self.assertEqual((result.returncode, result.stdout), (0, "ok\n"), result.stderr)
        self.check_cases(FULL_CASES, FULL)

    def test_texts(self):
        for text, fragments in TEXTS:
            with self.subTest(text=text[:40]):
                path = self.write("bad.json", text)
                self.check_error(run("run", path), 2, path + ": ", *fragments)

    def test_no_arms(self):
        start, end = BASE.index('"arms": ['), BASE.index('"horizon_days"')
        for arms, found in (('"arms": [], ', "an empty list"), ("", "nothing"), ('"arms": {}, ', "an empty object")):
            path = self.write("bad.json", BASE[:start] + arms + BASE[end:])
            self.check_error(run("check", path), 2, f"arms: found {found}; allowed a list of arms, at least one")

    def test_long_names(self):
        for change in (('"title"', LONG), ('"drugs"', '"none", ' + LONG + ": 1"), ('"core.PTH"', LONG),
                       ('"denosumab"', LONG), ('"core.ESTON"', LONG), ('"dose": 60', LONG + ": 60")):
            result = run("check", self.write("bad.json", vary(change)))
            self.check_error(result, 2, "xxx...")
            self.assertLess(len(result.stderr), 2000)

    def test_many_keys(self):
        path = self.write("bad.json", vary(('"core.ESTON": 0', many(20000))))
        self.check_error(run("check", path), 2, "parameters.x0: ")
        path = self.write("bad.json", vary(('"core.ESTON": 0', many(20000) + ', "x7": 1')))
        self.check_error(run("check", path), 2, "parameters.x7: found this key twice")

    def test_many_values(self):
        arms = ", ".join(f'{{"name": "a{i}"}}' for i in range(2000))
        path = self.write("bad.json", vary(('{ "name": "none" }', arms), ("[0, 10, 30]", str(list(range(3000))))
                                           ).replace('"horizon_days": 30', '"horizon_days": 3000'))
        self.check_error(run("check", path), 2, "sample_days: found 3000 samples x 2 observables x 2001 arms")


if __name__ == "__main__":
    unittest.main()
