"""Commerce: what ties are worth, and how much advertising a feed bears (M20, M38)."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from evidence.studies.contract import Figure, Outcome, Study, Values
from evidence.studies.worlds import lift, offered, settled, world
from sim.offers import Offers
from sim.trajectory import COUNT_INDEX


def _social(seed: int, planted: Values) -> Outcome:
    revenue = []
    for values in ({}, {"social_spend": 0.0}):
        spec = world(
            ("repurchase", "social-spend"),
            {"buy_rate": 0.02, **planted, **values},
            members=20000,
            days=180,
            past=30,
        )
        community = settled(spec, seed)
        community.live(spec.days)
        sold = community.tallies.counts[spec.past_days :, :, COUNT_INDEX["sold_millionths"]]
        revenue.append(float(sold.sum()))
    return {"share": 100.0 * (revenue[0] - revenue[1]) / revenue[0]}


SOCIAL = Study(
    name="social-dollars",
    title="Social dollars",
    title_zh="社交消费",
    evidence="M38",
    grade="B",
    source="Customers of a retailer's new community (Manchanda, Packard and Pattabhiramaiah 2015)",
    design="Customers with ties, over 180 days, beside the same world in which ties sell nothing.",
    figures=(
        Figure(
            "share",
            "revenue that is due to ties",
            "归因于社交连接的收入",
            "%",
            19,
            19,
            sets=("social_spend",),
        ),
    ),
    measure=_social,
    seeds=20,
)

_VISITS = COUNT_INDEX["visits"]
_LOADS = (0.0, 0.05, 0.10, 0.15, 0.20, 0.30, 0.40, 0.60, 0.80, 1.0)


def _advertising(load: float) -> Callable[[Offers], None]:
    def advertise(offers: Offers) -> None:
        offers.pull("ad_load", load)

    return advertise


def _ads(seed: int, planted: Values) -> Outcome:
    spec = world((), planted, members=6000, days=240, past=60, arrivals=15)
    before = settled(spec, seed)
    visits = []
    for load in _LOADS:
        community = offered(before, _advertising(load))
        community.live(spec.days)
        visits.append(community.tallies.counts[spec.past_days : spec.days, 0, _VISITS])
    total = np.array([daily.sum() for daily in visits])
    none, fifth = visits[0], visits[4]
    at_first, at_last = (
        1.0 - fifth[days].sum() / none[days].sum() for days in (slice(0, 28), slice(-90, None))
    )
    best = 100.0 * _LOADS[int((np.array(_LOADS) * total).argmax())]
    return {
        "five": lift(total[1], total[0]),
        "ten": lift(total[2], total[0]),
        "twenty": lift(total[4], total[0]),
        "best": best,
        "later": at_last / at_first,
    }


ADS = Study(
    name="ad-load",
    title="Commercial items in the feed",
    title_zh="信息流广告占比",
    evidence="M20, M103",
    grade="C",
    source="Douyin: retention and time fell when more than 10 % of the feed was e-commerce; "
    "a music stream: -2 % of hours for each advertisement more an hour, some 6 % of what is heard, "
    "and three times as much in the long run as in a month",
    design="The same world at ten loads for 240 days; what a load earns is load times visits. "
    "No value of `ad_fatigue` or `fatigue_pull` moves the load that earns most from 100 %.",
    figures=(
        Figure(
            "five",
            "visits at 5 %",
            "占比5%时访问",
            "%",
            -3,
            0,
            "observational",
            sets=("ad_tolerance",),
        ),
        Figure(
            "ten",
            "visits at 10 %",
            "占比10%时访问",
            "%",
            -6,
            0,
            "observational",
            sets=("ad_tolerance",),
        ),
        Figure(
            "twenty",
            "visits at 20 %",
            "占比20%时访问",
            "%",
            -math.inf,
            0,
            "observational",
            sets=("ad_fatigue",),
        ),
        Figure(
            "best",
            "load that earns most",
            "收入最高的占比",
            "%",
            0,
            90,
            "observational",
        ),
        Figure(
            "later",
            "loss at 20 % in the last 90 days, of that in the first 28",
            "占比20%时后90天损失为前28天的倍数",
            "x",
            3,
            3,
        ),
    ),
    measure=_ads,
)

STUDIES = (SOCIAL, ADS)
