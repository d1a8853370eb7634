"""A stronger lever never does less to anybody on the day that it is pulled.

Draws are thresholds, so on one and the same morning each decision answers one way only, member by
member. From the next day on members meet another community, and only means are monotone
(`test_levers`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import strategies as st

from sim.calendar import Calendar
from sim.community import Community
from sim.compiled.layout import PAID_MONTHS
from sim.levers import LEVER_INDEX, LEVERS
from sim.offers import Offers
from sim.trajectory import COUNT_INDEX
from tests.closed_forms.limits import tied
from tests.communities import community as small_community
from tests.properties.depths import at_two_depths, look_for
from tests.properties.one_world import World
from tests.properties.plans import STRONGEST
from tests.properties.reading import counted, having, identities
from tests.properties.worlds import random_worlds

Answers = Counter[int]
"""How much each member did, by identity; or how much was done, by segment."""


def visits(community: Community, day: int) -> Answers:
    """Return who visited on a day and has not come since."""
    return Counter(identities(community)[community.members["last_visit"] == day].tolist())


def posts(community: Community, day: int) -> Answers:
    """Return the posts of each member since the plan began."""
    return _each(community, "posts")


def invitations(community: Community, day: int) -> Answers:
    """Return the invitations that each member ever sent."""
    return _each(community, "invitations")


def _each(community: Community, field: str) -> Answers:
    amounts = community.members[field].tolist()
    return Counter(dict(zip(identities(community).tolist(), amounts, strict=True)))


def joiners(community: Community, day: int) -> Answers:
    """Return who joined on the morning after a day because a member invited them."""
    won = having(community, "referred") & (community.members["join_day"] == day + 1)
    return Counter(identities(community)[won].tolist())


def hunters(community: Community, day: int) -> Answers:
    """Return those of them who came for the reward alone."""
    won = having(community, "hunter") & (community.members["join_day"] == day + 1)
    return Counter(identities(community)[won].tolist())


def let_in(community: Community, day: int) -> Answers:
    """Return who joined on a day."""
    joined = community.members["join_day"] == day
    return Counter(identities(community)[joined].tolist())


def buyers(community: Community, day: int) -> Answers:
    """Return the buyers of a day by segment."""
    return _by_segment(community, "buyers", day)


def read_items(community: Community, day: int) -> Answers:
    """Return the items read on a day by segment."""
    return _by_segment(community, "exposures", day)


def answered(community: Community, day: int) -> Answers:
    """Return the newcomers whose first post was answered on a day, by segment."""
    return _by_segment(community, "answered", day)


def awarded(community: Community, day: int) -> Answers:
    """Return the writers awarded on a day by segment."""
    return _by_segment(community, "awarded", day)


def adopted(community: Community, day: int) -> Answers:
    """Return who took the practice up, by segment."""
    return _by_segment(community, "adopted", day)


def hurt(community: Community, day: int) -> Answers:
    """Return the writers hurt on a day by segment."""
    return _by_segment(community, "hurt", day)


def team_orders(community: Community, day: int) -> Answers:
    """Return the orders of filled teams on a day by segment."""
    return _by_segment(community, "team_orders", day)


def exchanged(community: Community, day: int) -> Answers:
    """Return the points that went to partners on a day by segment."""
    return _by_segment(community, "points_exchanged", day)


def towards_levels(community: Community, day: int) -> Answers:
    """Return what members have earned towards their next level."""
    points = community.members["lifetime_points"].tolist()
    return Counter(dict(zip(identities(community).tolist(), points, strict=True)))


def paying(community: Community, day: int) -> Answers:
    """Return who is of the paid membership."""
    club = community.columns.club
    if len(club) == 1:
        return Counter()
    return Counter(identities(community)[club[: community.size, PAID_MONTHS] > 0].tolist())


def _by_segment(community: Community, name: str, day: int) -> Answers:
    return Counter(dict(enumerate(counted(community, name)[day].tolist())))


def visits_tomorrow(community: Community, day: int) -> Answers:
    """Return who visited on the day after a day."""
    return visits(community, day + 1)


NO_TEAMS = {"team_outside": 0.0}
"""Whom a team brings are a member's latest friends: with one more invitation they are others."""


class Response(NamedTuple):
    """What members do less or more when a lever is pulled harder for a day."""

    lever: str
    answers: Callable[[Community, int], Answers]
    days: int = 1
    falls: bool = False
    values: Mapping[str, float] = {}


NO_LEVEL = {"goal_gradient": 0.0, "endowed_pull": 0.0}
"""Without these nobody comes for the level ahead."""

UNCROWDED = {"crowding_ties": 0.0}
"""Without it money makes the well connected post less (M34)."""

UNLIMITED = {"stock_rate": 0.0}
"""Without a limit nobody goes without for others who came."""

RESPONSES = {
    "points for visits bring visits": Response("points_per_visit", visits),
    "points for visits bring posts": Response("points_per_visit", posts, values=UNCROWDED),
    "points for posts bring visits": Response("points_per_post", visits),
    "points for posts bring posts": Response("points_per_post", posts, values=UNCROWDED),
    # Where all have more of it, the next level adds less, and is gone for less.
    "dearer points bring visits": Response("point_value", visits, values=NO_LEVEL),
    "dearer points bring posts": Response("point_value", posts, values=UNCROWDED | NO_LEVEL),
    "privileges bring visits": Response("privilege", visits),
    "access satisfies": Response("access", visits_tomorrow, days=2),
    "service satisfies": Response("service", visits_tomorrow, days=2),
    "visibility spoils no post": Response("visibility", posts),
    "push brings visits": Response("push", visits, values={"fatigue_pull": 0.0}),
    "push tires": Response("push", visits, falls=True, values={"push_pull": 0.0}),
    "a reward brings invitations": Response("inviter_reward", invitations),
    "an inviter's reward brings hunters": Response("inviter_reward", hunters, days=2),
    "an inviter's reward brings joiners": Response("inviter_reward", joiners, days=2),
    "an invited reward brings joiners": Response("invited_reward", joiners, days=2),
    "an invited reward brings hunters": Response("invited_reward", hunters, days=2),
    "a card brings joiners": Response("card", joiners, days=2),
    "a discount brings buyers": Response("discount", buyers, values=UNLIMITED),
    "advertising tires by tomorrow": Response(
        "ad_load",
        visits_tomorrow,
        days=2,
        falls=True,
        # It takes room today too, and who stays away today is less tired tomorrow; who leaves for
        # want of something to read may be back.
        values={"optout_rate": 0.0, "content_pull": 0.0, "satisfaction_gain": 0.0},
    ),
    "brands woven in tire by tomorrow": Response(
        "placement",
        visits_tomorrow,
        days=2,
        falls=True,
        # It takes room today too, and who stays away today is less tired tomorrow; who leaves for
        # want of something to read may be back.
        values={"optout_rate": 0.0, "content_pull": 0.0, "satisfaction_gain": 0.0},
    ),
    "training brings posts": Response("training", posts),
    # Among the well tied money takes posts.
    "pay brings posts": Response("pay", posts, values={"crowding_ties": 0.0}),
    "a place on a board brings visits": Response("board_first", visits),
    "a board within reach brings visits": Response("board_near", visits),
    "a board out of reach takes visits": Response("board_far", visits, falls=True),
    # What all flock to is nearer to most, and further from some.
    "pay by readers brings better posts": Response(
        "pay_by_reach", visits_tomorrow, days=2, values={"craft_topics": 0.0}
    ),
    "a commission brings invitations": Response("commission", invitations),
    "samples are tried": Response("sample", adopted),
    "a welcome brings answers": Response("welcome", answered),
    "awards are given": Response("award", awarded),
    "moderation spares writers": Response("moderation", hurt, falls=True),
    "a badge ahead brings posts": Response("badge", posts),
    "a challenge brings visits": Response("challenge", visits),
    "a game brings visits": Response("game", visits),
    # What more wear is worth less: tests/closed_forms.
    "a sign brings visits": Response("symbol", visits, values={"symbol_inflation": 0.0}),
    "a partner takes points": Response("exchange", exchanged),
    "a good partner takes points": Response("exchange_worth", exchanged),
    "tokens bring visits": Response("token", visits),
    "an offer for teams brings orders": Response("team_discount", team_orders, values=UNLIMITED),
    # Of a purse others have what one gets who comes for the level.
    "spending brings levels nearer": Response(
        "level_spend", towards_levels, values=NO_LEVEL | UNLIMITED
    ),
    # Three days have one morning at most on which anybody joins.
    "a dearer membership has fewer members": Response(
        "fee", paying, days=3, falls=True, values={"member_spend": 0.0}
    ),
    "perks that are worth more have more members": Response("perks", paying, days=3),
    "standing of a perk brings visits": Response("perk_privilege", visits),
    "access of a perk satisfies": Response("perk_access", visits_tomorrow, days=2),
    "service of a perk satisfies": Response("perk_service", visits_tomorrow, days=2),
    "visibility of a perk spoils no post": Response("perk_visibility", posts),
    "an event brings visits": Response("event", visits, values={"event_tire": 0.0}),
    "what is sold at an event brings buyers": Response("onsite", buyers, values=UNLIMITED),
    # Who would then buy without the cut may have what was bought ahead.
    "a shorter path brings buyers": Response(
        "shorter_path", buyers, values={"pull_forward": 0.0} | UNLIMITED
    ),
    "signs of trust bring buyers": Response(
        "trust", buyers, values={"pull_forward": 0.0} | UNLIMITED
    ),
    # A team that is served whole may leave nothing for those behind it.
    "stock is sold": Response("stock", buyers, values={"team_rate": 0.0}),
    "a speaking limit keeps posts back": Response("quiet", posts, falls=True),
    "a gate turns newcomers away": Response("gate", let_in, falls=True),
    "rooms have less to read": Response(
        "rooms", read_items, falls=True, values={"content_pull": 0.0}
    ),
    "content is read": Response("content", read_items, values={"content_pull": 0.0}),
}


def test_every_lever_is_asked() -> None:
    assert {r.lever for r in RESPONSES.values()} == {lever.name for lever in LEVERS} | {"content"}


def pulled(offers: Offers, lever: str, since: int, strength: float) -> Offers:
    """Return offers with one lever pulled harder from a day of the plan on, by 0 to 1."""
    stronger = offers.copy()
    if lever == "content":
        stronger.supply[since:] += np.float32(20 * strength)
        return stronger
    cells = stronger.table[since:, ..., LEVER_INDEX[lever]]
    cells += np.float32(STRONGEST[lever] * strength)
    most = LEVERS[LEVER_INDEX[lever]].high
    if most is not None:
        np.minimum(cells, np.float32(most), out=cells)
    return stronger


def both(world: World, response: Response, place: int, strength: float) -> tuple[Answers, Answers]:
    """Return the answers of one morning's community to its plan, and to one lever pulled harder."""
    spec = world.spec
    day = spec.past_days + place % spec.horizon_days
    until = day + response.days
    if until > spec.days:
        return Counter(), Counter()
    world = world.valued(**(NO_TEAMS if response.days > 1 else {}), **response.values)
    weak = world.lived(day)
    strong = weak.copy()
    since = day - spec.past_days
    strong.revise(pulled(world.offers_on(day), response.lever, since, strength), spec.past_days)
    for community in (weak, strong):
        community.live(until)
    answers = response.answers(weak, day), response.answers(strong, day)
    return answers[::-1] if response.falls else answers


PLACES = st.integers(0, 39)
STRENGTHS = st.sampled_from([0.01, 0.1, 0.3, 1.0])


@at_two_depths(6, 100, world=random_worlds(), place=PLACES, strength=STRENGTHS)
def test_first_day(world: World, place: int, strength: float) -> None:
    """Whoever answers the weaker offer answers the stronger one at least as much."""
    for name, response in RESPONSES.items():
        weak, strong = both(world, response, place, strength)
        assert weak <= strong, f"{name}: {weak - strong}"


LATE = {"visibility of a perk spoils no post"}
"""Who joined on a weekly morning is read for weeks before it tells: tests/levers/test_traces."""


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in RESPONSES if name not in LATE])
def test_somebody_answers(name: str) -> None:
    """Some world answers the stronger offer more: or the property above would say nothing."""

    def answers(world: World) -> bool:
        weak, strong = both(world, RESPONSES[name], 5, 1.0)
        return weak != strong

    look_for(random_worlds(), answers)


def test_founders_with_given_ties_may_all_claim_points_on_their_first_day() -> None:
    """They are in before the first morning, which must still make room for their claims."""
    founders = 1500
    spec = small_community(founders, 1, arrivals=0.0, graph=tied(np.array([[0, 1]])))
    one = Community(spec, 1)
    offers = Offers(Calendar(spec.start, 1), len(spec.segments))
    offers.pull("points_per_visit", 1.0)
    offers.rules.points_purse = 10 * founders
    one.offer(offers, 0)
    one.live(1)
    assert len(one.columns.queue) >= founders
    assert one.tallies.counts[0, :, COUNT_INDEX["points_issued"]].sum() == founders
