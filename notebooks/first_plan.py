# ---
# jupyter:
#   jupytext:
#     formats: py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A first plan
#
# A travel question-and-answer community wants its newcomers to come back. We fit its members'
# behaviour to six years of its history, rehearse a plan, look for a better one, and write a report.
#
# Everything here is small, so that the notebook runs in a minute: a real study would use 60 trials
# to calibrate, 20 worlds to compare and some hundred trials to search.

# %%
from tempfile import mkdtemp

import forerun as fr

# %% [markdown]
# ## The question
#
# A **scenario** holds what nobody controls, a **plan** what the operator controls. The library has
# ready ones; `fr.load("mine.yaml")` reads your own.

# %%
scenario = fr.load("travel-questions")
print(scenario.story)
print(scenario.plan_names, scenario.start, scenario.horizon_days, "days")

# %% [markdown]
# ## The history
#
# Calibration fits the levels of behaviour to the history and holds back the last quarter. On that
# quarter it is compared with the naive forecast, the mean of the last four weeks. `error` is the
# mean absolute percentage error, as a share.
#
# With your own event log (`member,timestamp,event`) you would write
# `fr.calibrate(scenario, history="events.csv")`.

# %%
fitted = fr.calibrate(scenario, holdout="13w", trials=20)
holdout = fitted.as_json()["holdout"]
{name: holdout[name] for name in ("weeks", "error", "naive_error")}

# %% [markdown]
# What the history could not tell stays published or merely assumed, and every report says so.

# %%
fr.assumptions(fitted.scenario)["grade"].value_counts(sort=True)

# %% [markdown]
# ## The plan
#
# Both plans meet the same worlds, draw for draw, so that a difference is caused and not luck. `a`
# is the status quo, `b` the plan; `low` and `high` are the 90 % interval of the difference.

# %%
effect = fr.compare(fitted.scenario, ["status-quo", "welcome-and-invite"], seeds=4)
table = effect.table()
table.filter(table["measure"].is_in(scenario.measures))

# %%
effect.plot.difference("weekly_active")

# %%
effect.plot.daily()

# %% [markdown]
# ## A better plan
#
# The search tries parameters of the plan within its budget, in a few fixed worlds; the winner is
# then tested in fresh worlds, beside the status quo and an equal split of the budget.

# %%
best = fr.search(fitted.scenario, trials=8, seeds=4)
for path, value in best.parameters.items():
    print(f"{path:30} {value:10.4g}")

# %%
best.plot.difference("weekly_active")

# %% [markdown]
# ## The report
#
# Results on one scenario gather in one folder, from which one page is drawn that opens offline.

# %%
folder = mkdtemp(prefix="first-plan-")
for result in (fitted, effect, best):
    result.save(folder)
fr.report(folder)
