"""Money for posts: what is lost when it ends, and whom it moves (M33, M34)."""

from __future__ import annotations

import math

import numpy as np

from evidence.studies.contract import Figure, Outcome, Study, Values
from evidence.studies.worlds import Bools, arm, lift, offered, settled, watched, world
from sim.offers import Offers
from worlds.statistics import Floats

_BEFORE_DAYS = 28
_PAID_DAYS = 56
_FREE_DAYS = 28


def _crowding(seed: int, planted: Values) -> Outcome:
    # Each was alone in the laboratory: how ties turn the effect of money is not asked here.
    alone = {"crowding_ties": 0.0, **planted}
    days = _BEFORE_DAYS + _PAID_DAYS + _FREE_DAYS
    paying = slice(_BEFORE_DAYS, _BEFORE_DAYS + _PAID_DAYS)
    spec = world(("crowding",), alone, members=40000, days=days, past=60, arms=("control", "paid"))

    def pay(offers: Offers) -> None:
        offers.pull("points_per_post", 1, days=paying, segments=slice(1, 2))
        offers.pull("point_value", 0.95, days=paying, segments=slice(1, 2))
        offers.rules.reward_points = 1

    community = settled(spec, seed)
    paid = arm(community, 1)
    with_pay, without = (
        watched(each, days, community.size) for each in (offered(community, pay), community.copy())
    )
    during, after = (
        [log.posts[period][:, paid].sum() for log in (with_pay, without)]
        for period in (paying, slice(paying.stop, None))
    )
    # As in the laboratory: those who like it, once they have the choice again.
    choice = with_pay.posts[paying.stop :].sum(axis=0)
    visits = with_pay.visited[paying.stop :].sum(axis=0)
    keen = (with_pay.posts[: paying.start].sum(axis=0) >= 4) & (visits > 0)
    rate = np.log((choice[keen] + 0.5) / visits[keen])
    return {
        "d": _standardised(rate[paid[keen]], rate[~paid[keen]]),
        "during": lift(*during),
        "after": lift(*after),
    }


def _standardised(treated: Floats, control: Floats) -> float:
    """Return the difference of two means in standard deviations within arms."""
    spread = math.sqrt((treated.var(ddof=1) + control.var(ddof=1)) / 2)
    return float(treated.mean() - control.mean()) / spread


CROWDING = Study(
    name="crowding-out",
    title="Pay for posts, then stop",
    title_zh="先付费后停止",
    evidence="M33",
    grade="A",
    source="128 experiments, pay for completion (Deci, Koestner and Ryan 1999); contested",
    design="Two arms drawn at random, one paid 1.00 a post for 56 days; the free choice of the "
    "28 days after, of those who wrote four posts or more in the 28 days before. During "
    "and after: the paid arm beside itself in the unpaid world. `crowding_ties` is 0: in the "
    "laboratory nobody's friends look on.",
    figures=(
        Figure(
            "d",
            "posts a visit, standardised difference",
            "标准化差异",
            "d",
            -0.36,
            -0.36,
            sets=("crowding", "crowding_most"),
        ),
        Figure(
            "during",
            "posts while paid",
            "付费期间发帖",
            "%",
            0,
            math.inf,
            confirms=("write_reward",),
        ),
        Figure(
            "after", "posts after", "付费结束后发帖", "%", -math.inf, 0, sets=("crowding_most",)
        ),
    ),
    measure=_crowding,
    seeds=20,
)


def _connected(seed: int, planted: Values) -> Outcome:
    spec = world(("crowding",), planted, members=40000, days=28, past=60, arms=("control", "paid"))

    def pay(offers: Offers) -> None:
        offers.pull("points_per_post", 1, segments=slice(1, 2))
        offers.pull("point_value", 1.0, segments=slice(1, 2))
        offers.rules.reward_points = 1

    before = settled(spec, seed)
    group = arm(before, 1)
    ties = before.members["ties"]
    few, many = np.quantile(ties, [0.10, 0.99])
    with_pay, without = (
        watched(community, 28, before.size).posts.sum(axis=0)
        for community in (offered(before, pay), before.copy())
    )

    def change(who: Bools) -> float:
        chosen = group & who
        return lift(float(with_pay[chosen].sum()), float(without[chosen].sum()))

    return {
        "few": change(ties <= few),
        "many": change(ties >= many),
        "total": change(ties >= 0),
    }


CONNECTED = Study(
    name="paid-reviews",
    title="Pay for posts among friends",
    title_zh="社交圈中的付费发帖",
    evidence="M34",
    grade="B",
    source="Paid reviews in a social shopping community (Sun, Dong and McIntyre 2017)",
    design="1.00 a post for 28 days in the paid arm, beside the same members in the unpaid "
    "world; fewest ties: lowest tenth, most ties: highest hundredth. `crowding_ties` has the "
    "signs from here; its size is held so low that pay brings posts at the usual number of "
    "ties (M13, M35).",
    figures=(
        Figure(
            "few",
            "posts of those with few ties",
            "社交连接少者发帖",
            "%",
            1400,
            1400,
            sets=("crowding_ties",),
        ),
        Figure(
            "many",
            "posts of those with many ties",
            "社交连接多者发帖",
            "%",
            -90,
            -90,
            sets=("crowding_ties",),
        ),
        Figure("total", "all posts", "总发帖量", "%", -math.inf, 0, sets=("crowding_ties",)),
    ),
    measure=_connected,
    seeds=20,
)

STUDIES = (CROWDING, CONNECTED)
