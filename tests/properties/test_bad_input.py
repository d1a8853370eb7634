"""What compiled code would take as a place or a count is refused before, in one line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from sim.calendar import Calendar
from sim.community import Community
from sim.errors import InputError
from sim.levers import LEVER_INDEX
from sim.offers import Offers
from sim.spec import Attribute, CommunitySpec, GraphSpec, Shock
from tests.communities import community

DAYS = 20


def small() -> CommunitySpec:
    return community(50, DAYS, segments=("all",), segment_shares=(1.0,))


def attribute(**fields: Any) -> tuple[Attribute, ...]:
    given = {"name": "region", "values": ("north", "south"), "shares": (0.5, 0.5), **fields}
    return (Attribute(**given),)


SPECS: dict[str, tuple[Callable[[CommunitySpec], dict[str, Any]], str]] = {
    "a longer horizon": (lambda _: {"horizon_days": DAYS + 1}, "organic: 20 days"),
    "no day": (lambda _: {"horizon_days": 0}, "horizon_days: 0 is outside 1"),
    "an earlier launch": (lambda s: {"launch": s.launch - timedelta(days=60)}, "organic: 20 days"),
    "a start before the launch": (lambda s: {"start": s.start - timedelta(days=1)}, "start: "),
    "negative founders": (lambda _: {"founders": -1}, "founders: -1 is outside 0"),
    "negative joiners": (lambda s: {"organic": s.organic - 100}, "organic: "),
    "joiners that are no number": (lambda s: {"organic": s.organic * np.nan}, "organic: nan"),
    "too few known days": (lambda s: {"organic_known": s.organic_known[1:]}, "organic_known: 19"),
    "more shares than segments": (lambda _: {"segment_shares": (0.5, 0.5)}, "segment_shares: 2"),
    "shares short of 1": (lambda _: {"segment_shares": (0.9,)}, "segment_shares: they add up"),
    "a negative share": (
        lambda _: {"segments": ("a", "b"), "segment_shares": (1.5, -0.5)},
        "segment_shares: 1.5 is outside",
    ),
    "too many segments": (
        lambda _: {"segments": ("s",) * 300, "segment_shares": (1 / 300,) * 300},
        "segments: 300 is outside 1 to 255",
    ),
    "negative ties": (lambda _: {"graph": GraphSpec(mean_ties=-4)}, "graph.mean_ties: -4"),
    "a closure above 1": (lambda _: {"graph": GraphSpec(closure=2)}, "graph.closure: 2"),
    "groups of one": (lambda _: {"graph": GraphSpec(group_cap=1)}, "graph.group_cap: 1"),
    "negative groups": (lambda _: {"graph": GraphSpec(group_cap=-3)}, "graph.group_cap: -3"),
    "three attributes": (lambda _: {"attributes": attribute() * 3}, "attributes: 3 is outside"),
    "an attribute's shares": (
        lambda _: {"attributes": attribute(shares=(1.0,))},
        "attributes.region.shares: 1 shares for 2 names",
    ),
    "a shock before the launch": (lambda _: {"shocks": (Shock(-1, 0.5),)}, "shocks.day: -1"),
}


@pytest.mark.parametrize("case", SPECS)
def test_a_community_that_cannot_be_lived_is_refused(case: str) -> None:
    changes, told = SPECS[case]
    spec = small()
    with pytest.raises(InputError) as found:
        replace(spec, **changes(spec))
    assert str(found.value).startswith(told)
    assert "\n" not in str(found.value)


def rule(name: str, value: Any) -> Callable[[Offers], None]:
    return lambda offers: setattr(offers.rules, name, value)


def lever(name: str, value: float) -> Callable[[Offers], None]:
    return lambda offers: offers.pull(name, value)


OFFERS: dict[str, tuple[Callable[[Offers], None], str]] = {
    "a negative hold": (rule("hold_days", -3), "rules.hold_days: -3 is outside 0"),
    "eight levels": (rule("level_thresholds", tuple(range(1, 9))), "rules.level_thresholds: 8"),
    "levels that fall": (rule("level_thresholds", (5, 3)), "rules.level_thresholds: (5, 3)"),
    "a team of nobody": (rule("team_size", 0), "rules.team_size: 0 is outside 2"),
    "an unlock that is out of reach": (rule("unlock_after", 300), "rules.unlock_after: 300"),
    "a push that is no number": (lever("push", np.nan), "push: nan is outside"),
    "more points than can be kept": (lever("points_per_visit", 1e12), "points_per_visit: 1e+12"),
    "a negative discount": (
        lambda offers: offers.table[..., LEVER_INDEX["discount"]].fill(-1.0), "discount: -1",
    ),
    "items that are no number": (
        lambda offers: offers.supply.__setitem__(Ellipsis, np.nan), "supply: nan",
    ),
    "negative arrivals": (
        lambda offers: offers.paid_arrivals.__setitem__(Ellipsis, -1.0), "paid_arrivals: -1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", OFFERS)
def test_an_offer_that_cannot_be_kept_is_refused(case: str) -> None:
    change, told = OFFERS[case]
    spec = small()
    one = Community(spec, 0)
    offers = Offers(Calendar(spec.launch, DAYS), 1)
    change(offers)
    with pytest.raises(InputError) as found:
        one.offer(offers, 0)
    assert str(found.value).startswith(told)


def test_an_offer_to_other_segments_is_refused() -> None:
    spec = small()
    with pytest.raises(InputError, match="plan: made for 2 segments; there are 1"):
        Community(spec, 0).offer(Offers(Calendar(spec.launch, DAYS), 2), 0)


@pytest.mark.parametrize("day", [-1, DAYS])
def test_an_offer_from_a_day_that_is_not_lived_is_refused(day: int) -> None:
    spec = small()
    with pytest.raises(InputError, match="start: "):
        Community(spec, 0).offer(Offers(Calendar(spec.launch, DAYS), 1), day)


@pytest.mark.parametrize("name", ["hold_days", "unlock_after"])
def test_what_a_referral_was_promised_stands(name: str) -> None:
    spec = small()
    one = Community(spec, 0)
    offers = Offers(Calendar(spec.launch, DAYS), 1)
    offers.rules.hold_days = offers.rules.unlock_after = 3
    one.offer(offers, 0)
    setattr(offers.rules, name, 4)
    with pytest.raises(InputError, match=f"rules.{name}: 4; the plan began with 3"):
        one.revise(offers, 0)
