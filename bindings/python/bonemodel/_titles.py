# SPDX-License-Identifier: Apache-2.0
"""What pictures and tables for people call an observable, in the words of bonesim's pictures."""
from __future__ import annotations

_SITES = {"distal_radius": "one-third radius"}
_MARKERS = {"s_ctx": "CTX in serum", "s_ntx": "NTX in serum", "u_ntx": "NTX in urine", "s_p1np": "P1NP in serum",
            "s_bsap": "BSAP in serum", "s_osteocalcin": "osteocalcin in serum",
            "s_ucoc": "undercarboxylated osteocalcin in serum"}
_FAMILIES = {"bmd": "{} density", "bmd_change": "{} density, change", "t_score": "T-score, {}", "z_score": "Z-score, {}",
             "loading": "load on the {}", "marker": "{}", "marker_change": "{}, change",
             "fracture_risk": "{} fracture so far, probability",
             "fracture_risk_10y": "{} fracture in the next ten years, probability", "drug": "level of {}",
             "doses_given": "doses of {} so far", "probability_below": "probability of a low {}",
             "probability_ever_below": "probability of a low {} until then"}

#: Levels that readers look for.
REFERENCES = {"bmd_change": (0.0,), "marker_change": (0.0,), "z_score": (0.0,), "t_score": (-1.0, -2.5)}


def family(observable: str) -> str:
    """What stands before the dot."""
    return observable.split(".")[0]


def title(observable: str, unit: str) -> str:
    """Plain words, and the unit."""
    before, _, after = observable.partition(".")
    words = _SITES.get(after) or _MARKERS.get(after) or after.replace("_", " ")
    text = _FAMILIES.get(before, observable).format(words)
    return text[:1].upper() + text[1:] + (f" [{unit}]" if unit != "1" else "")
