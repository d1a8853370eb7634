"""Event: whoever means to come to an event comes the likelier on its days, buys more, and tires.

    pull = event_pull e,   purchases x (1 + event_sale o),   fatigue of a visit + event_tire e

where e is the share of those whom it is for who mean to come (1 for guests who signed up), and o
the same where something is sold at it. Of those who signed up a third to two thirds come (M97), and
events too many leave members tired of all that the operator does, for weeks (`fatigue`). A part of
what an event sells would have been bought later anyway (`pull-forward`, M64, M99).

Differs from the evidence: of a larger audience the mean pull counts, where M97 has some who come
and others who do not; ties that are made at a meeting, and those to absent ones that dissolve
(M98), are not in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.behaviour.curves import Table
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
            "event_tire", 10.0, unit="units/visit", low=0.0, high=100.0, grade="assumed",
            evidence="D",
            source="none published; as much as ten messages, so that an event a day pulls nobody",
            meaning="fatigue that coming to an event leaves", meaning_zh="活动疲劳",
        ),
    ),
)  # fmt: skip


def pull(values: Mapping[str, float], coming: Table) -> Table:
    """Return the pull of an event on a day, logit; `coming` of those it is for mean to come."""
    return values["event_pull"] * coming


def sale(values: Mapping[str, float], onsite: Table) -> Table:
    """Return by what an event multiplies purchases, 1 or more."""
    return 1.0 + values["event_sale"] * onsite


def fatigue(values: Mapping[str, float], coming: Table) -> Table:
    """Return the fatigue that a visit to an event leaves, units."""
    return values["event_tire"] * coming
