# SPDX-License-Identifier: Apache-2.0
# %% [markdown]
# # Z-FAST: zoledronic acid at once, or when it is needed
#
# 500 women start letrozole. In one arm they get zoledronic acid at once, in the other when a T-score has fallen below -2.
# The scenario is bonesim's, `examples/scenarios/z_fast.json`; the table has bonesim's columns and numbers. It writes
# `z_fast.svg`.

# %%
import pathlib

import bonemodel as bm

# %%
# [read]
path = pathlib.Path(__file__).resolve().parents[3] / "examples" / "scenarios" / "z_fast.json"
scenario = bm.Scenario.from_json(path)
scenario.validate()
result = scenario.run()
# [read]

# %%
# [table]
table = result.to_pandas()
year = table[table.time_days == 365.25]
print(year[["arm", "observable", "value", "p05", "p95", "n"]].round(2).to_string(index=False))
# [table]

# %% [markdown]
# ## How many needed it?
#
# Each woman decides by her own T-score. Her prescriptions are read back from her.

# %%
# [members]
delayed = scenario.make_cohort("when needed", threads=2)
delayed.advance_to(1825)
treated = [any(rx.agent == "zoledronic_acid" for rx in delayed.member(number).prescriptions())
           for number in range(len(delayed))]
print(f"zoledronic acid in {sum(treated)} of {len(treated)} women of that arm within five years")
# [members]

# %%
# [plot]
result.plot().savefig("z_fast.svg")
# [plot]
