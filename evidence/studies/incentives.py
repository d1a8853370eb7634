"""Incentives: coupons, games, goals and prices (M25, M26, M28, M36)."""

from __future__ import annotations

import math
from typing import Final

from evidence.studies.contract import Figure, Outcome, Study, Values
from evidence.studies.worlds import arm, lift, offered, settled, watched, world
from sim.calendar import Calendar
from sim.offers import Offers
from sim.plan import NoPlan
from sim.run import Past, Rehearsal

_CAMPAIGN = 28
_AFTER = slice(_CAMPAIGN + 14, _CAMPAIGN + 44)
_SELDOM: Final = {"visit_base": -3.8}
"""Customers come less often than members of a forum do."""

_COUPON = 0.30
"""Worth of the coupon a visit, currency."""


def _coupon(seed: int, planted: Values) -> Outcome:
    arms = ("control", "coupon", "game")
    spec = world(("game",), {**_SELDOM, **planted}, members=24000, days=72, past=60, arms=arms)

    def campaign(offers: Offers) -> None:
        days = slice(0, _CAMPAIGN)
        offers.pull("points_per_visit", 1, days=days, segments=slice(1, 2))
        offers.pull("point_value", _COUPON, days=days, segments=slice(1, 2))
        offers.rules.reward_points = 1
        offers.pull("game", 1.0, days=days, segments=slice(2, 3))

    before = settled(spec, seed)
    given = offered(before, campaign)
    plain = before.copy()
    groups = [arm(before, index) for index in range(3)]
    with_it, without = (watched(c, 72, before.size).visited for c in (given, plain))

    def change(days: slice, index: int) -> float:
        who = groups[index]
        return lift(with_it[days][:, who].sum(), without[days][:, who].sum())

    during = slice(0, _CAMPAIGN)
    return {
        "coupon": change(during, 1),
        "game": change(during, 2),
        "coupon-after": change(_AFTER, 1),
        "game-after": change(_AFTER, 2),
        "reversal": change(_AFTER, 2) - change(_AFTER, 1),
    }


COUPON_OR_GAME = Study(
    name="coupon-or-game",
    title="Coupons against badges and leaderboards",
    title_zh="优惠券与徽章、排行榜",
    evidence="M28",
    grade="A",
    source="Field experiment in a shopping mall: badges +21.5 %, leaderboards +22.5 %, coupons "
    "+31.7 %",
    design="Arms drawn at random, each beside itself in the world that is offered nothing: for "
    "28 days a coupon of 0.30 a visit (its worth is assumed: none is published), or a "
    "game layer. After: days 15 to 44 after the end.",
    figures=(
        Figure(
            "coupon",
            "visits, coupon, during",
            "优惠券期间访问",
            "%",
            31.7,
            31.7,
            sets=("reward_pull",),
        ),
        Figure("game", "visits, game, during", "游戏化期间访问", "%", 22, 22, sets=("game_pull",)),
        Figure(
            "coupon-after",
            "visits, coupon, after",
            "优惠券结束后访问",
            "%",
            0,
            0,
            confirms=("habit_gain", "habit_pull"),
        ),
        Figure(
            "game-after",
            "visits, game, after",
            "游戏化结束后访问",
            "%",
            0,
            math.inf,
            sets=("game_days",),
        ),
        Figure(
            "reversal",
            "game less coupon, after",
            "结束后游戏化减优惠券",
            "points",
            0,
            math.inf,
            sets=("game_days",),
        ),
    ),
    measure=_coupon,
    seeds=20,
)


def _endowed(seed: int, planted: Values) -> Outcome:
    spec = world(("endowed",), {**_SELDOM, **planted}, members=16000, days=_STAMP_DAYS, past=60)
    before = settled(spec, seed)
    done = {}
    for name, head in (("plain", 0), ("endowed", 2)):

        def card(offers: Offers, head: int = head) -> None:
            offers.pull("points_per_visit", 1)
            offers.rules.level_thresholds = (_STAMPS,)
            # A full card gives plenty.
            offers.pull("privilege", 0.5)
            offers.rules.endowed_points = head

        visits = watched(offered(before, card), _STAMP_DAYS).visited.sum(axis=0)
        done[name] = 100.0 * float((visits >= _STAMPS).mean())
    return {**done, "ratio": done["endowed"] / done["plain"]}


_STAMPS = 8
_STAMP_DAYS = 84

ENDOWED = Study(
    name="endowed-progress",
    title="Endowed progress",
    title_zh="预赠进度",
    evidence="M26",
    grade="A",
    source="Car wash: card of ten stamps with two given, against one of eight (Nunes and Dreze "
    "2006)",
    design="The same world with either card; both need eight visits within 84 days.",
    figures=(
        Figure("plain", "cards completed, eight stamps", "八格卡完成率", "%", 19, 19, level=True),
        Figure(
            "endowed",
            "cards completed, two of ten given",
            "十格赠二卡完成率",
            "%",
            34,
            34,
            sets=("endowed_pull",),
        ),
        Figure("ratio", "ratio", "比值", "x", 1.8, 1.8, sets=("endowed_pull",)),
    ),
    measure=_endowed,
    seeds=20,
)


class _Cut(NoPlan):
    """A discount on every day, which costs nothing but itself."""

    def __init__(self, share: float) -> None:
        self.share = share

    def offers(self, calendar: Calendar, segments: tuple[str, ...]) -> Offers:
        """Return the discount on all days to all."""
        offers = super().offers(calendar, segments)
        offers.pull("discount", self.share)
        return offers


def _price(seed: int, planted: Values) -> Outcome:
    spec = world(("repurchase",), {"buy_rate": 0.05, **planted}, members=80000, days=7, past=60)
    before = Past(settled(spec, seed), None)
    bought, profit = [], []
    for share in (0.0, 0.2):
        rehearsal = Rehearsal(spec, _Cut(share), seed, before)
        rehearsal.live(spec.horizon_days)
        run = rehearsal.result()
        bought.append(run.trajectory.daily("buyers").sum())
        # Visits and posts earn nothing in these worlds: this is sales less goods.
        profit.append(run.ledger.gross_margin())
    return {"units": float(bought[1] / bought[0]), "profit": profit[1] / profit[0]}


PRICE = Study(
    name="price-cut",
    title="A price cut of 20 %",
    title_zh="降价20%",
    evidence="M36",
    grade="A",
    source="1,851 elasticities, mean -2.62 (Bijmolt, van Heerde and Pieters 2005)",
    design="The same world at list price and at 20 % off for a week; gross profit is read off the "
    "run's ledger, where a sale has cost 60 % of the list price.",
    figures=(
        Figure(
            "units",
            "purchases, cut against list",
            "销量比",
            "x",
            1.794,
            1.794,
            sets=("price_elasticity",),
        ),
        Figure(
            "profit",
            "gross profit, cut against list",
            "毛利比",
            "x",
            0.897,
            0.897,
            sets=("price_elasticity",),
        ),
    ),
    measure=_price,
    seeds=10,
)

STUDIES = (COUPON_OR_GAME, ENDOWED, PRICE)
