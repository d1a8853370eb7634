"""The engine's day equals the oracle's where a part of what is offered is for some members."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.community import Community
from sim.offers import Offers
from sim.rules import FORMATS, SOURCES
from strategies.audiences import Arm, Audiences
from tests.oracle import addresses as at
from tests.oracle import worlds
from tests.oracle.community import Oracle
from tests.oracle.compare import assert_same_growth, assert_same_sums
from tests.oracle.member import Member
from tests.oracle.side_by_side import begin, launch, live_both, revise, total

SEED = 11

AUDIENCES = Audiences(
    {
        "fresh": "days_since_joining <= 9",
        "quiet": "days_since_visit >= 4 and not fresh and ties < 6",
        "arm": Arm(share=0.5, of="quiet"),
        "levelled": "level >= 1 or points > 20",
    },
    ("fresh", "arm", "levelled"),
)

DEEDS = Audiences(
    {
        "fresh": "visits_7d >= 2 and posts_28d < 2",
        "arm": "orders_28d > 0 and spend_28d < 60 and days_since_order <= 20",
        "levelled": "orders == 0 and days_since_post >= 5",
    },
    ("fresh", "arm", "levelled"),
)


def _within(deeds: list[tuple[int, int]], day: int, days: int) -> list[int]:
    return [amount for on, amount in deeds if on >= day - days]


def _since(deeds: list[tuple[int, int]], member: Member, day: int) -> int:
    return day - max((on for on, _ in deeds), default=member.join_day - 1)


def _has_lapsed(member: Member, day: int) -> bool:
    orders = _within(member.orders, day, 28)
    spent = sum(orders) / 1e6 * float(member.model.spec.behaviour.values["basket"])
    return bool(orders) and spent < 60 and _since(member.orders, member, day) <= 20


DEEDS_HOLD = {
    "fresh": lambda member, day: (
        len(_within(member.visited, day, 7)) >= 2 and sum(_within(member.visited, day, 28)) < 2
    ),
    "arm": _has_lapsed,
    "levelled": lambda member, day: (
        not member.orders and _since([one for one in member.visited if one[1]], member, day) >= 5
    ),
}


def _is_quiet(member: Member, day: int) -> bool:
    away = day - member.last_visit >= 4
    return away and day - member.join_day > 9 and len(member.ties) < 6


def _is_in_arm(member: Member, day: int) -> bool:
    drawn = at.unit(at.mix(member.identity ^ at.key(SEED, "arm arm", 0)))
    consented = member.lasting("consent") < member.model.theta["consent_share"]
    return bool(drawn < 0.5 and consented) and _is_quiet(member, day)


HOLDS = {
    "fresh": lambda member, day: day - member.join_day <= 9,
    "arm": _is_in_arm,
    "levelled": lambda member, day: member.level() >= 1 or member.points > 20,
}


def aimed(everybody: Offers, audiences: Audiences) -> Offers:
    """Return offers with more for each audience."""
    offers = Offers(everybody.calendar, everybody.segments, audiences, rules=everybody.rules)
    offers.table[:] = everybody.table
    offers.supply[:] = everybody.supply
    offers.hooks[:] = everybody.hooks
    offers.paid_arrivals[:] = everybody.paid_arrivals
    offers.apart("fresh", "fresh").pinned[3:, 1, SOURCES.index("professional")] = 0.6
    offers.apart("arm", "arm").pinned[:, 0, SOURCES.index("ai"), FORMATS.index("live")] = 1.5
    offers.apart("levelled", "levelled").pinned[9:, 2, SOURCES.index("kol"), 0] = 2.0
    offers.apart("fresh", "fresh").pull("push", 0.6)
    offers.apart("fresh", "fresh").pull("welcome", 0.9)
    offers.apart("arm", "arm").pull("push", 0.3, days=slice(10, None))
    offers.apart("arm", "arm").pull("discount", 0.4, segments=slice(0, 2))
    offers.apart("levelled", "levelled").pull("ad_load", 0.2)
    offers.apart("levelled", "levelled").pull("inviter_reward", 4.0)
    offers.apart("fresh", "fresh").pull("invited_reward", 2.0)
    offers.apart("fresh", "fresh").pull("perk_visibility", 1.5, days=slice(5, None))
    offers.apart("levelled", "levelled").pull("sample", 0.5)
    offers.apart("fresh", "fresh").pull("inviter_reward", 3.0)
    return offers


@pytest.mark.parametrize(
    "further", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["core", "all"]
)
def test_day_with_audiences(further: bool) -> None:
    oracle, community = launch(worlds.everything() if further else worlds.spec("visit", True), SEED)
    oracle.holds = dict(HOLDS)
    live_with(
        oracle, community, aimed(
            worlds.further_levers() if further else worlds.all_levers(), AUDIENCES
        ),
    )  # fmt: skip
    assert len(community.combinations) >= 5


@pytest.mark.slow
def test_day_with_audiences_of_deeds() -> None:
    """The windows are of whole weeks on the days of a refresh; teams count for who opens them."""
    spec = replace(worlds.everything(), deeds=True)
    oracle, community = launch(spec, SEED)
    oracle.holds = dict(DEEDS_HOLD)
    live_with(oracle, community, aimed(worlds.further_levers(), DEEDS))
    assert len(community.combinations) >= 4


def live_with(oracle: Oracle, community: Community, offers: Offers) -> None:
    """Live a month with offers that are revised once, and compare all counts."""
    begin(oracle, community, offers)
    live_both(oracle, community, 18)
    revise(oracle, community, worlds.revised(offers, 18))
    live_both(oracle, community, 12)
    assert_same_sums(oracle, community)
    assert_same_growth(oracle, community)
    assert total(oracle, "pushes") > 0
