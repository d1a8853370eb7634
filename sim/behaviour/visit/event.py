"""Event: whoever means to come to an event comes the likelier on its days, buys more, and tires.

    pull = event_pull e f,   purchases x (1 + event_sale o f),   fatigue of a visit + event_tire e
    f = exp(-event_stale S),   S = sum of min(e_s / e_t, 1) exp(-(t - s) / event_days), s < t

where e is the share of those whom it is for who mean to come (1 for guests who signed up), o the
same where something is sold at it, and S the events to which those who mean to come came lately:
one is an occasion, one a day is what there always is and draws next to nobody (M85: of programmes
of four weeks half do nothing). Of those who signed up a third to two thirds come (M97); coming
tires of all that the operator does, for weeks (`fatigue`). A part of what an event sells would have
been bought later anyway (`pull-forward`, M64, M99).

Differs from the evidence: of a larger audience the mean pull counts, where M97 has some who come
and others who do not; what lies longer ago than `LONGEST` times `event_days` is forgotten; ties
that are made at a meeting, and those to absent ones that dissolve (M98), are not in it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.curves import Table, each
from sim.behaviour.mechanism import Mechanism, Parameter

MECHANISM: Final = Mechanism(
    "event",
    title="events",
    title_zh="活动",
    switches=("event_pull", "event_sale"),
    needs="a plan's `event` lever",
    parameters=(
        Parameter(
            "event_pull", 1.5, unit="logit", low=0.0, high=5.0, neutral=0.0, grade="assumed",
            evidence="C",
            source="M97: of those who signed up 32 % to 67 % come, practitioners' figures; who "
                   "would come on one day in six then comes with 47 %",
            meaning="pull of an event's day on whoever signed up", meaning_zh="活动对报名者的吸引",
        ),
        Parameter(
            "event_sale", 0.5, unit="1", low=0.0, high=5.0, neutral=0.0, grade="assumed",
            evidence="D",
            source="M96: live selling +21.8 % to +107 % of revenue, of sellers who chose it; "
                   "vendors' 19 % on site is of those who chose to come",
            meaning="rise of purchases of those who come, where something is sold",
            meaning_zh="活动现场转化增幅",
        ),
        Parameter(
            "event_stale", 0.1, unit="1/day", low=0.0, high=2.0, grade="assumed", evidence="C",
            source="M85: of 54 programmes of four weeks 45 % did something, 8 % anything after; "
                   "no size for events published",
            meaning="pull lost for each day of an event lately", meaning_zh="活动频繁导致的乏味",
        ),
        Parameter(
            "event_days", 28.0, unit="days", low=1.0, high=365.0, grade="assumed", evidence="D",
            source="none published; a month",
            meaning="days in which an event is forgotten to 37 %", meaning_zh="活动新鲜感恢复天数",
        ),
        Parameter(
            "event_tire", 10.0, unit="units/visit", low=0.0, high=100.0, grade="assumed",
            evidence="D",
            source="none published; as much as ten messages",
            meaning="fatigue that coming to an event leaves", meaning_zh="活动疲劳",
        ),
    ),
)  # fmt: skip


LONGEST: Final = 3.0
"""Times `event_days` after which an event is forgotten: 5 % would be left of it."""


def fresh(values: Mapping[str, float], coming: Table) -> Table:
    """Return how much of an occasion an event is on each day, above 0 to 1.

    Parameters
    ----------
    values
        Of the behaviour.
    coming
        Share of those it is for who mean to come, days first.
    """
    lately = np.zeros_like(coming)
    held = np.flatnonzero(coming.reshape(len(coming), -1).any(axis=1)).tolist()
    for place, day in enumerate(held):
        now = coming[day]
        for before in held[:place]:
            if (ago := day - before) <= LONGEST * values["event_days"]:
                also = np.minimum(coming[before], now)
                part = np.divide(also, now, out=np.zeros_like(now), where=now > 0)
                lately[day] += math.exp(-ago / values["event_days"]) * part
    return each(math.exp, -values["event_stale"] * lately)


def pull(values: Mapping[str, float], coming: Table, occasion: Table) -> Table:
    """Return the pull of an event on a day, logit.

    Parameters
    ----------
    values
        Of the behaviour.
    coming
        Share of those it is for who mean to come.
    occasion
        How much of an occasion it is (`fresh`).
    """
    return values["event_pull"] * coming * occasion


def sale(values: Mapping[str, float], onsite: Table, occasion: Table) -> Table:
    """Return by what an event multiplies purchases, 1 or more."""
    return 1.0 + values["event_sale"] * onsite * occasion


def fatigue(values: Mapping[str, float], coming: Table) -> Table:
    """Return the fatigue that a visit to an event leaves, units."""
    return values["event_tire"] * coming
