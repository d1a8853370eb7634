"""Ready sets of audiences: pyramids, lifecycle bands, layers and RFM tiers that operators use.

A scenario names the sets that it wants (``ready_audiences: [lifecycle, rfm_tiers]``); their
audiences are then there beside its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sim.errors import InputError
from strategies.audiences.definition import Definition, Ranked


@dataclass(frozen=True, slots=True)
class Ready:
    """A set of audiences.

    Attributes
    ----------
    title, title_zh
        What it is.
    audiences
        What is said of each, by name, in order.
    """

    title: str
    title_zh: str
    audiences: Mapping[str, Definition]


def _pyramid(by: str, *parts: tuple[str, float]) -> dict[str, Definition]:
    """Return the parts of a ranking, from the top down; shares in percent."""
    found: dict[str, Definition] = {}
    end = 0.0
    for name, share in parts:
        begin, end = end, end + share
        found[name] = Ranked(top=round(end / 100, 6), after=round(begin / 100, 6), by=by)
    return found


READY: Final[dict[str, Ready]] = {
    "pyramid_1_20_79": Ready(
        "pyramid of leaders 1 %, core 20 %, base 79 %, by the relation density",
        "金字塔：头部1%、中坚20%、基础79%（按关系密度）",
        _pyramid("relation_density", ("leaders", 1.0), ("backbone", 20.0), ("base", 79.0)),
    ),
    "split_5_30_65": Ready(
        "core 5 %, active 30 %, potential 65 %, by the relation density",
        "核心5%、活跃30%、潜在65%（按关系密度）",
        _pyramid("relation_density", ("core_5", 5.0), ("active_30", 30.0), ("potential_65", 65.0)),
    ),
    "matrix_5_25_70": Ready(
        "communication matrix of core 5 %, potential 25 %, mass 70 %, by the value density",
        "沟通矩阵：核心5%、潜力25%、大众70%（按价值密度）",
        _pyramid("value_density", ("core_value", 5.0), ("potential_25", 25.0), ("mass_70", 70.0)),
    ),
    "five_levels": Ready(
        "five levels of 1, 4, 15, 30 and 50 %, by the relation density",
        "五级金字塔：1%、4%、15%、30%、50%（按关系密度）",
        _pyramid(
            "relation_density",
            *(("level_5", 1.0), ("level_4", 4.0), ("level_3", 15.0)),
            *(("level_2", 30.0), ("level_1", 50.0)),
        ),
    ),
    "lifecycle": Ready(
        "new to 7 days, active from 7 to 30, settled beyond",
        "生命周期：7天内新人、7至30天活跃、30天以上沉淀",
        {
            "new_7": "days_since_joining <= 7",
            "active_7_30": "days_since_joining > 7 and days_since_joining <= 30",
            "settled_30": "days_since_joining > 30",
        },
    ),
    "layers": Ready(
        "core, potential, dormant and warned, which exclude each other",
        "四层：核心、潜力、休眠、流失预警（互斥）",
        {
            "dormant": "days_since_visit >= 30",
            "warned": "churn_risk >= 0.9 and not dormant",
            "core": "relation_density >= 0.9 and not dormant and not warned",
            "potential": "not core and not dormant and not warned",
        },
    ),
    "rfm_tiers": Ready(
        "five tiers of the RFM score: 13 to 15, 10 to 12, 7 to 9, 3 to 6, never ordered",
        "RFM五级：13–15、10–12、7–9、3–6、未购",
        {
            "rfm_5": "rfm >= 13",
            "rfm_4": "rfm >= 10 and rfm < 13",
            "rfm_3": "rfm >= 7 and rfm < 10",
            "rfm_2": "rfm >= 3 and rfm < 7",
            "rfm_1": "rfm == 0",
        },
    ),
    "rfm_by_value": Ready(
        "RFM score against the predicted value, above and below 9 and the mean order a year",
        "RFM与预测价值二维分层",
        {
            "now_and_later": "rfm >= 9 and predicted_orders >= 1",
            "now_only": "rfm >= 9 and predicted_orders < 1",
            "later_only": "rfm > 0 and rfm < 9 and predicted_orders >= 1",
            "neither": "rfm < 9 and predicted_orders < 1",
        },
    ),
}
"""Ready sets by name."""


def with_ready(own: Mapping[str, Definition], sets: Iterable[str]) -> dict[str, Definition]:
    """Return the audiences of ready sets, and behind them a scenario's own.

    Raises
    ------
    InputError
        If there is no such set, or two audiences have one name.
    """
    found: dict[str, Definition] = {}
    for name in sets:
        if name not in READY:
            raise InputError(
                f"there is no ready set {name!r}; there are {', '.join(READY)}",
                field="ready_audiences",
            )
        for audience, definition in READY[name].audiences.items():
            if audience in own or found.get(audience, definition) != definition:
                raise InputError(
                    f"the set {name!r} has an audience {audience!r} too; take another name",
                    field="audiences",
                )
            found[audience] = definition
    return {**found, **own}
