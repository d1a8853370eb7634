"""Harm: toxic comments and crises (M58, M60)."""

from __future__ import annotations

import numpy as np

from evidence.studies.contract import Figure, Outcome, Study, Values
from evidence.studies.worlds import settled, watched, world
from sim.spec import Shock
from sim.trajectory import COUNT_INDEX

_DAYS = 120
_WINDOW = 30


def _toxicity(seed: int, planted: Values) -> Outcome:
    base = {"invite_rate": 0.0, "leave_rate": 0.004, **planted}
    rough, calm = (
        settled(world((), values, members=3000, days=_DAYS, past=30, arrivals=400), seed)
        for values in (base, {**base, "toxicity_rate": 0.0})
    )
    start = rough.today
    log, other = watched(rough, _DAYS), watched(calm, _DAYS)
    memory = rough.columns.memories[: rough.size]
    hurt = memory["hurt"] > 0.0
    comments = rough.tallies.counts[start:, :, COUNT_INDEX["hurt"]].sum()
    lost = other.visited[:, hurt].sum() - log.visited[:, hurt].sum()
    wrote = log.posts > 0
    first = wrote.argmax(axis=0)
    newcomer = wrote.any(axis=0) & (rough.members["join_day"] >= start) & (first + _WINDOW < _DAYS)
    at_once = hurt & (memory["hurt_day"] == first + start)
    end = np.minimum(first + _WINDOW, _DAYS - 1)
    left = ~log.present[end, np.arange(rough.size)]
    return {
        "days": float(lost / comments),
        "leave": float(left[newcomer & at_once].mean() / left[newcomer & ~at_once].mean()),
    }


TOXICITY = Study(
    name="toxicity",
    title="Toxic comments",
    title_zh="毒性评论",
    evidence="M58",
    grade="B",
    source="Wikipedia's editors (Smirnov, Oprea and Strohmaier 2023)",
    design="A community with toxic comments and the same world without, 120 days. Newcomers: "
    "leave within 30 days of their first post, which met with one or did not.",
    figures=(
        Figure(
            "days",
            "active days lost a comment",
            "每条毒性评论损失活跃天数",
            "days",
            0.5,
            2,
            "observational",
            sets=("toxicity_pull",),
        ),
        Figure(
            "leave",
            "newcomers leave, met with one at once against others",
            "新人遭遇后退出比",
            "x",
            1.8,
            1.8,
            "observational",
            sets=("toxicity_leave", "toxicity_early"),
        ),
    ),
    measure=_toxicity,
    seeds=20,
)

_BRANDS = 30
_SEVERITY = 0.8
_SOON = 30
"""Days after a shock that count as the short run."""


def _crisis(seed: int, planted: Values) -> Outcome:
    lasting = soon = 0
    for brand in range(_BRANDS):
        visits = []
        for severity in (_SEVERITY, 0.0):
            spec = world(
                ("trust",),
                planted,
                members=400,
                days=150,
                past=60,
                arrivals=2,
                shocks=(Shock(60, severity),),
            )
            community = settled(spec, 1000 * seed + brand)
            community.live(spec.days)
            visits.append(community.tallies.counts[60:, 0, COUNT_INDEX["visits"]])
        hit, calm = visits
        soon += bool(hit[:_SOON].sum() < 0.95 * calm[:_SOON].sum())
        lasting += bool(hit[90:].sum() < 0.95 * calm[90:].sum())
    return {"soon": 100.0 * soon / _BRANDS, "lasting": 100.0 * lasting / _BRANDS}


CRISIS = Study(
    name="crisis",
    title="Firestorms",
    title_zh="舆论危机",
    evidence="M60",
    grade="B",
    source="Online firestorms of brands (Hansen, Kupfer and Hennig-Thurau 2018)",
    design="Thirty brands, each struck once (severity 0.8) beside itself unstruck; at first: more "
    "than 5 % of visits lost in the first 30 days; for long: the same in days 90 to 150. A "
    "shock here always costs trust at first; which firestorms do no harm is not modelled.",
    figures=(
        Figure(
            "soon",
            "brands that lose at first",
            "短期受损品牌",
            "%",
            58,
            58,
            "observational",
        ),
        Figure(
            "lasting",
            "brands that lose for long",
            "长期受损品牌",
            "%",
            40,
            40,
            "observational",
            sets=("scar_share",),
        ),
    ),
    measure=_crisis,
    seeds=20,
)

STUDIES = (TOXICITY, CRISIS)
