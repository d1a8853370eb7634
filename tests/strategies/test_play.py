"""Badges, challenges, quests: what they book, whom they move, where they wear off and backfire."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.compiled.layout import LEFT
from sim.errors import InputError
from sim.ledger import Ledger
from sim.levers import LEVER_INDEX
from sim.run import Rehearsal, Run
from strategies import Points, Stop, Strategy, StrategyPlan
from strategies.audiences import Definition, Ranked
from strategies.badge import Badge
from strategies.checkin import CheckIn
from strategies.game import FRESH_DAYS, Game
from tests.free_lunch.ground import Ground, alone
from tests.strategies.test_limits import gain, ground, rise, runs
from tests.strategies.test_metered import DAYS, START, seen_of, told

Bools = NDArray[np.bool_]

MONTH: Final = slice(0, 28)
LAST_MONTH: Final = slice(-28, None)


# by hand


def test_quests_are_set_up_made_and_paid_for() -> None:
    """Half an effort on 10 visits a day is 5 quests; 50 for 25 days of new ones are 2 a day."""
    game = Game(effort=0.5, setup_cost=60, renew_days=0, quest_cost=1)
    seen, ledger = seen_of(visits=[10] * DAYS), Ledger(DAYS)
    plan = StrategyPlan((game,))
    plan.settle(seen, ledger)
    fresh = np.exp(-np.arange(DAYS) / FRESH_DAYS)
    assert ledger.balance("grant") == 3000
    assert ledger.balance("redemption") == pytest.approx(100 * 5 * fresh.sum(), abs=1)
    renewed = Game(renew_days=25, renewal_cost=50, setup_cost=0, quest_cost=0)
    assert told(renewed, seen).spent_cents == 200 * DAYS


def test_a_game_is_as_strong_as_its_quests_are_new() -> None:
    offers = StrategyPlan((Game(effort=np.log(5), renew_days=20, from_day=10),)).offers(
        Calendar(START, DAYS), ("general",)
    )
    pulled = offers.composed((0,))[:, 0, 0, LEVER_INDEX["game"]]
    assert not pulled[:10].any()
    assert pulled[[10, 30, 50]] == pytest.approx(0.8)
    assert pulled[29] == pytest.approx(0.8 * np.exp(-19 / FRESH_DAYS))


def test_badges_are_paid_as_they_are_won() -> None:
    won = [0] * 10 + [3] * 10 + [0] * 40
    found = told(Badge(badge_cost=2, setup_cost=5), seen_of(badges=won, posts=[60] * DAYS))
    assert (found.reached, found.unit) == (30, "badges")
    assert (found.spent_cents, found.owed_cents) == (6500, 0)


def test_who_is_on_the_way_at_the_end_is_owed() -> None:
    """Two rewards a day: in the 20 days after the plan 40 more are won by those on their way."""
    seen = seen_of(challenges=[2] * DAYS, visits=[50] * DAYS)
    found = told(CheckIn(days=21, reward=3, setup_cost=10), seen)
    assert (found.reached, found.unit) == (2 * DAYS, "rewards")
    assert found.spent_cents == 1000 + 600 * DAYS
    assert found.owed_cents == found.owed_in_full_cents == 40 * 300
    assert told(CheckIn(to_day=DAYS - 1), seen).owed_cents == 0, "it has ended, and is not won"
    assert told(CheckIn(to_day=DAYS), seen).owed_cents == 0, "nobody wins after its last day"
    five = CheckIn(days=21, reward=3, to_day=DAYS + 5)
    assert told(five, seen).owed_cents == 5 * 2 * 300
    late = CheckIn(days=21, reward=3, from_day=DAYS - 5)
    assert told(late, seen).owed_cents == 40 * 300, "as many a day as on the five that it ran"
    short = told(CheckIn(days=21, reward=3, setup_cost=10), seen, 400)
    assert short.spent_cents + short.owed_in_full_cents <= 40_000


def test_a_challenge_is_as_much_as_its_days_are_worth() -> None:
    assert CheckIn(days=21, reward=2.1).depth == pytest.approx(1 - np.exp(-1))
    assert CheckIn(days=210, reward=2.1).depth == pytest.approx(1 - np.exp(-0.1))
    with pytest.raises(InputError, match="usual"):
        CheckIn(reward=1e-6, usual=1e-9)
    plan = StrategyPlan((CheckIn(),), money_unit=150)
    (yen,) = plan.strategies
    assert isinstance(yen, CheckIn)
    assert yen.reward == 300
    assert yen.depth == CheckIn().depth


@pytest.mark.parametrize("kind", [Badge, CheckIn, Game])
def test_what_cannot_be_set_up_never_runs(kind: type[Badge | CheckIn | Game]) -> None:
    seen = seen_of(posts=[60] * DAYS, visits=[50] * DAYS)
    found = told(kind(setup_cost=200), seen, 150)
    assert (found.days, found.spent_cents, found.stop) == (0, 0, Stop("set-up"))
    assert told(kind(setup_cost=20), seen, 150).days > 0


def test_a_rush_on_an_easy_badge_is_reckoned_with() -> None:
    """Sixty posts a day may win sixty badges for one post each, which 40 do not cover."""
    seen = seen_of(posts=[60] * DAYS)
    assert told(Badge(posts=1, badge_cost=1, setup_cost=0), seen, 40).days == 0
    assert told(Badge(posts=20, badge_cost=1, setup_cost=0), seen, 40).days > 0


def test_a_plan_holds_one_badge() -> None:
    with pytest.raises(InputError, match="'a' and 'b' each set badge_posts; a plan holds one"):
        StrategyPlan((Badge(name="a"), Badge(name="b")))
    offers = StrategyPlan((Badge(posts=7), Points())).offers(
        Calendar(date(2024, 1, 1), DAYS), ("general",)
    )
    assert offers.rules.badge_posts == 7


def test_a_game_is_for_everybody() -> None:
    """Its custom is kept by audience, so that whoever changed audiences would take on another's."""
    with pytest.raises(InputError, match="game reaches everybody; it cannot be for 'new'"):
        Game(audience="new")


# quests in a world


def test_a_game_brings_visits_and_what_stays_is_what_became_a_custom() -> None:
    """M28: some of it outlasts a game of two months; a game of a day leaves nothing."""
    here = ground("forum")
    day, months = Game(effort=5, to_day=1), Game(effort=5, to_day=60)
    assert 0.05 < rise(here, months, "visits", MONTH) < 0.27
    assert rise(here, months, "visits", slice(65, 90)) > 0.03
    assert abs(rise(here, day, "visits", slice(7, 90))) < 0.01


def test_old_quests_pull_less_and_new_ones_cost() -> None:
    here = ground("forum")
    old, new = Game(effort=5, renew_days=0), Game(effort=5, renew_days=14)
    assert rise(here, old, "visits", LAST_MONTH) < 0.8 * rise(here, new, "visits", LAST_MONTH)
    paid = [sum(one.ledger.balance("grant") for one in runs(here, game)) for game in (old, new)]
    assert paid[0] < paid[1]


def test_quests_pay_those_who_would_have_come_anyway() -> None:
    """Most of what it costs goes to visits that it did not cause: dear quests lose money."""
    here = ground("forum")
    assert gain(here, Game(effort=5, quest_cost=0.5)) < gain(here, Game(effort=0.2)) < 0.1
    caused = rise(here, Game(effort=5, quest_cost=0.5), "visits")
    assert caused / (1 + caused) < 0.25, "share of the paid quests that would not be there"


def test_light_members_are_lifted_and_heavy_ones_paid() -> None:
    """P15: of the fifth who came most and of all others, as they were on the first day."""
    here = ground("forum")
    sets: dict[str, Definition] = {
        "heavy": Ranked(top=0.2, by="visits"),
        "light": Ranked(top=1.0, after=0.2, by="visits"),
    }
    visits = {}
    for name, strategies in (("game", (Game(effort=5, quest_cost=0.1),)), ("quo", ())):
        plan = StrategyPlan(strategies, audiences=sets, watched=tuple(sets), first=tuple(sets))
        seen = [here.run(plan, seed).trajectory for seed in here.seeds]
        for of in sets:
            visits[name, of] = sum(one.among(of, first=True).total("visits") for one in seen)
    lift = {of: visits["game", of] / visits["quo", of] - 1 for of in sets}
    assert lift["light"] > lift["heavy"] > 0
    # Each visit is a quest and paid.
    assert visits["game", "heavy"] > visits["game", "light"]


def test_money_moves_more_while_it_is_paid_and_a_game_more_afterwards() -> None:
    """P10: thirty points of a cent for each visit, and a game, for 28 days."""
    here = ground("forum")
    paid = Points(
        per_visit=30, per_post=0, levels=(), privilege=0, reward_points=30, expiry_days=0,
        to_day=28,
    )  # fmt: skip
    game = Game(effort=5, renew_days=0, to_day=28)
    after = slice(42, 72)
    assert rise(here, paid, "visits", MONTH) > rise(here, game, "visits", MONTH)
    assert rise(here, game, "visits", after) > rise(here, paid, "visits", after) + 0.005


# badges in a world


def winners(one: Run, posts: int) -> int:
    return int((one.trajectory.posts_by_member >= posts).sum())


def test_a_badge_pulls_until_it_is_won_and_takes_from_inviting() -> None:
    """M27: posting rises at first, falls back when most who could have won; invitations fall."""
    here = ground("forum", badge_pull=1.5, invite_rate=0.05)
    badge = Badge(posts=5)
    early, late = (rise(here, badge, "posts", days) for days in (slice(0, 30), slice(60, 90)))
    assert early > 0.02
    assert late < 0.7 * early
    assert rise(here, badge, "invitations") < 0


def test_an_easy_badge_moves_least_and_costs_most() -> None:
    here = ground("forum")
    easy, fair = Badge(posts=1), Badge(posts=10)
    assert rise(here, easy, "posts") < 0.002 < rise(here, fair, "posts")
    paid = [sum(one.ledger.balance("redemption") for one in runs(here, b)) for b in (easy, fair)]
    assert paid[0] > 2 * paid[1]
    assert gain(here, easy) < gain(here, fair)


def test_a_badge_counts_its_winners() -> None:
    """While it is on offer from the first day on, all who reach it win it, once."""
    here = ground("forum")
    for one in runs(here, Badge(posts=10)):
        assert one.trajectory.total("badges") == winners(one, 10) > 0
        assert one.deliveries[0].as_dict()["reached"] == one.trajectory.total("badges")
    assert not here.without(0).trajectory.total("badges")


def test_winners_look_far_better_than_the_badge_is() -> None:
    """P16: winners write twice and more what others do; nearly all would have won without it."""
    here, badge = ground("forum"), Badge(posts=10)
    naive, caused, anyway = [], rise(here, badge, "posts"), []
    for one in runs(here, badge):
        posts = one.trajectory.posts_by_member
        naive.append(posts[posts >= 10].mean() / posts[posts < 10].mean() - 1)
        anyway.append(winners(here.without(one.seed), 10) / winners(one, 10))
    assert min(naive) > 2 * caused
    assert min(naive) > 1.0
    assert np.mean(anyway) > 0.8


def test_a_badge_for_newcomers_is_won_by_them_alone() -> None:
    here = ground("forum")
    plan = StrategyPlan(
        (Badge(posts=2, audience="new"),), audiences={"new": "days_since_joining <= 30"}
    )
    seen = here.run(plan, 0).trajectory
    assert 0 < seen.among("new").total("badges") == seen.total("badges")


# challenges in a world


def test_a_challenge_brings_those_who_are_on_their_way() -> None:
    here = ground("knowledge")
    assert 0.002 < rise(here, CheckIn(days=7), "visits") < 0.27


def test_a_far_challenge_moves_nobody_and_an_easy_one_pays_for_nothing() -> None:
    """V47: a year in a row is nobody's; two days are everybody's, and moves fewer for more."""
    here = ground("knowledge")
    far, fair, easy = (CheckIn(days=days, reward=days / 10) for days in (365, 7, 2))
    assert abs(rise(here, far, "visits")) < 0.002
    paid = [sum(one.ledger.cost("checkin") for one in runs(here, c)) for c in (fair, easy)]
    moved = [rise(here, c, "visits") for c in (fair, easy)]
    assert moved[1] / paid[1] < moved[0] / paid[0]
    assert gain(here, easy) < 0


UNFELT: Final = CheckIn(days=7, usual=1000)
"""A challenge that is run and paid like another, and that nobody feels."""


def test_most_rewards_are_won_by_those_who_come_anyway() -> None:
    here = ground("knowledge")
    won, anyway = (
        sum(one.trajectory.total("challenges") for one in runs(here, c))
        for c in (CheckIn(days=7), UNFELT)
    )
    assert 0.5 < anyway / won < 1


def test_completers_look_far_better_than_the_challenge_is() -> None:
    """P16, M29: the last month of those who won before, against all others, and what it caused."""
    here = ground("knowledge")
    came, done = visited_and_won(here, CheckIn(days=7))
    late = came[LAST_MONTH].sum(axis=0)
    naive = late[done].mean() / late[~done].mean() - 1
    assert naive > 1.0
    assert naive > 10 * rise(here, CheckIn(days=7), "visits", LAST_MONTH)


def visited_and_won(here: Ground, challenge: CheckIn) -> tuple[Bools, Bools]:
    """Return who came on each day, and who had won before the last month, of the first members."""
    rehearsal = Rehearsal(here.spec, alone(challenge), 0)
    there = np.flatnonzero((rehearsal.community.members["flags"] & LEFT) == 0)
    came, done = [], np.zeros(len(there), np.bool_)
    for day in range(here.size.days):
        rehearsal.live(day + 1)
        community = rehearsal.community
        came.append(community.members["last_visit"][there] == here.size.past + day)
        if day < here.size.days - 28:
            done |= community.columns.memories["streak"][there] >= challenge.days
    return np.array(came), done


@pytest.mark.parametrize(
    ("strategy", "budget"),
    [
        (Badge(posts=2, badge_cost=5, setup_cost=20), 300.0),
        (Game(effort=5, quest_cost=0.1, setup_cost=20, renew_days=0), 300.0),
        (CheckIn(days=3, reward=2, setup_cost=20), 300.0),
    ],
    ids=lambda value: getattr(value, "kind", None),
)
def test_a_budget_is_spent_and_never_exceeded(strategy: Strategy, budget: float) -> None:
    here = ground("knowledge")
    whole = here.run(alone(strategy), 0).ledger.cash(strategy.kind)
    lived = here.run(alone(strategy, budget=budget), 0)
    paid = lived.ledger.cash(strategy.kind) + lived.ledger.owed_in_full(strategy.kind)
    assert whole > 130 * budget, "or it would not bind"
    assert 65 * budget < paid <= 100 * budget
    assert lived.deliveries[0].as_dict()["stop"]["reason"] == "money"
