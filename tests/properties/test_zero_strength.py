"""A lever without strength changes nothing, to the bit: not offered, not felt, or not paid for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from sim.community import Community
from sim.levers import LEVERS
from sim.plan import NoPlan
from sim.run import run
from strategies import STRATEGIES, StrategyPlan
from tests.properties.depths import at_two_depths
from tests.properties.one_world import AnyPlan, Change, Pull, World
from tests.properties.plans import random_strategy_plans
from tests.properties.reading import FLAGS, assert_same_run, counted, identities, ties
from tests.properties.worlds import Size, random_worlds
from tests.strategies.test_conformance import ZERO_STRENGTH

FEW = Size(80, 28, 16.0, growth=4.0)
"""Every lever and strategy is tried on each world, so worlds that grow without end cost minutes."""

UNHEARD = {"belief_fade": 0.0}
"""What is paid of one promise moves the belief in all of them."""

POINTS = {"reward_pull": 0.0, "write_reward": 0.0, "goal_gradient": 0.0, **UNHEARD}

CARRIERS = {
    "points_per_visit": POINTS,
    "points_per_post": POINTS,
    "point_value": POINTS,
    "privilege": {"status_pull": 0.0},
    "access": {"satisfaction_gain": 0.0},
    "service": {"wait_pain": 0.0},
    "visibility": {"feedback_gain": 0.0},
    "push": {"push_pull": 0.0, "fatigue_pull": 0.0},
    "inviter_reward": {"invite_reward": 0.0, "hunter_reward": 0.0, **UNHEARD},
    "invited_reward": {"accept_reward": 0.0, "hunter_reward": 0.0, **UNHEARD},
    "card": {"card_pull": 0.0},
    "discount": {"buy_rate": 0.0},
    "ad_load": {"ad_fatigue": 0.0, "content_pull": 0.0, "satisfaction_gain": 0.0},
    "placement": {"placement_felt": 0.0},
    "welcome": {"reply_pull": 0.0},
    "award": {"award_gain": 0.0},
    "moderation": {"toxicity_rate": 0.0},
    "game": {"game_pull": 0.0},
    "badge": {"badge_pull": 0.0},
    "challenge": {"streak_pull": 0.0},
    "team_discount": {"team_rate": 0.0},
    "symbol": {"symbol_pull": 0.0},
    "exchange": {"exchange_rate": 0.0},
    "exchange_worth": {"exchange_rate": 0.0},
    "token": {"token_pull": 0.0},
    "level_spend": {"goal_gradient": 0.0, **UNHEARD},
    "fee": {"subscribe_rate": 0.0},
    "perks": {"subscribe_rate": 0.0},
    "perk_privilege": {"status_pull": 0.0},
    "perk_access": {"satisfaction_gain": 0.0},
    "perk_service": {"wait_pain": 0.0},
    "perk_visibility": {"feedback_gain": 0.0},
    "shorter_path": {"checkout_steps": 0.0},
    "trust": {"checkout_steps": 0.0},
    "pay": {"write_reward": 0.0},
    "training": {"training_gain": 0.0},
    "stock": {"stock_rate": 0.0},
    "board_first": {"board_first": 0.0},
    "board_near": {"board_near": 0.0},
    "board_far": {"board_far": 0.0},
    "pay_by_reach": {"craft_item": 0.0, "craft_reach": 0.0, "craft_topics": 0.0},
    "commission": {"invite_reward": 0.0},
    "sample": {"adopt_tie": 0.0, "adopt_alone": 0.0},
    "quiet": {"write_rate": 0.0},
    "rooms": {"write_rate": 0.0},
    "gate": {"market_size": 0.0},
    # How lately there was one tells on what the next one sells.
    "event": {"event_pull": 0.0, "event_tire": 0.0, "event_stale": 0.0},
    "onsite": {"buy_rate": 0.0},
}
"""What carries each lever to the members: at these values they do not feel it."""

DEEDS = (
    "visits", "active", "exposures", "supplied", "posts", "writers", "buyers",
    "sold_millionths",
    "invitations", "accepted", "hunters", "joined_organic", "joined_paid", "joined_referred",
    "left", "returned", "questions", "complaints",
)  # fmt: skip

HOLDINGS = {"points", "lifetime_points", "progress", "fatigue", "flags"}
"""Fields of a member in which it holds what a plan gave it."""


def lives(community: Community) -> dict[str, list[Any]]:
    """Return all that members did and became, apart from what a plan gave them."""
    members = community.members
    return {
        **{name: counted(community, name).tolist() for name in DEEDS},
        **{
            name: members[name].view(f"u{members[name].itemsize}").tolist()
            for name in members.dtype.names or ()
            if name not in HOLDINGS
        },
        "flags": (members["flags"] & ~(FLAGS["promised"] | FLAGS["uncounted"])).tolist(),
        "identity": identities(community).tolist(),
        "ties": ties(community).tolist(),
    }


def test_every_lever_has_its_carrier() -> None:
    assert set(CARRIERS) == {lever.name for lever in LEVERS}


def unpulled(plan: AnyPlan) -> AnyPlan:
    """Return the plan with nothing offered; its rules stand as they were."""
    return AnyPlan(rules=plan.rules, changes=tuple(Change(change.day) for change in plan.changes))


def closed(world: World) -> World:
    """Return the world with nobody at its door."""
    return replace(world, spec=replace(world.spec, organic=np.zeros_like(world.spec.organic)))


def unsought(plan: AnyPlan) -> AnyPlan:
    """Return the plan without paid arrivals."""
    return replace(plan, paid_a_day=())


def without(lever: str, plan: AnyPlan) -> AnyPlan:
    """Return the plan with one lever left alone."""

    def others(pulls: tuple[Pull, ...]) -> tuple[Pull, ...]:
        return tuple(pull for pull in pulls if pull.lever != lever)

    changes = tuple(replace(change, pulls=others(change.pulls)) for change in plan.changes)
    return replace(plan, pulls=others(plan.pulls), changes=changes)


@at_two_depths(20, 250, world=random_worlds())
def test_rules_alone_change_nothing(world: World) -> None:
    """Purses, levels, expiry, unlocks and holds over levers at zero are the status quo."""
    empty, quo = replace(world, plan=unpulled(world.plan)), replace(world, plan=AnyPlan())
    assert lives(empty.lived()) == lives(quo.lived())


@at_two_depths(4, 50, world=random_worlds(FEW))
def test_what_nobody_feels_changes_nothing(world: World) -> None:
    """A lever of which members feel nothing takes no draw from them, at any strength.

    Without levels: points would otherwise carry members to levels on which other levers differ.
    """
    flat = replace(world.plan, rules=replace(world.plan.rules, level_thresholds=()))
    for lever, values in CARRIERS.items():
        # Where purchases count, somebody must buy, and where posts do, newcomers write.
        felt = world if not {"buy_rate", "write_rate"} & set(values) else world.counting("visit")
        felt = closed(felt) if lever == "gate" else felt
        numb = replace(felt.valued(**values), plan=flat if lever != "gate" else unsought(flat))
        bare = replace(numb, plan=without(lever, numb.plan))
        mine, theirs = lives(numb.lived()), lives(bare.lived())
        differ = [name for name in mine if mine[name] != theirs[name]]
        assert not differ, f"{lever}: {differ}"


@at_two_depths(10, 120, world=random_worlds(FEW))
def test_a_strategy_without_strength_is_no_plan(world: World) -> None:
    """Each strategy with nothing to give, with and without a budget, leaves record and ledger."""
    quo = run(world.spec, NoPlan(), world.seed)
    for kind, parameters in ZERO_STRENGTH.items():
        for budget in (None, 500.0):
            plan = StrategyPlan((STRATEGIES[kind](**parameters),), budget)
            assert_same_run(run(world.spec, plan, world.seed), quo)


@at_two_depths(
    5,
    200,
    world=random_worlds(FEW),
    plan=random_strategy_plans(),
    kind=st.sampled_from(sorted(ZERO_STRENGTH)),
)
def test_a_strategy_without_strength_disturbs_no_other(
    world: World, plan: StrategyPlan, kind: str
) -> None:
    """Beside other strategies, one with nothing to give is as if it were not there."""
    idle = STRATEGIES[kind](**ZERO_STRENGTH[kind])
    others = tuple(s for s in plan.strategies if s.kind != kind and not s.fixes & idle.fixes)
    free = replace(plan, budget=None, budget_per="plan")
    alone, beside = (replace(free, strategies=one) for one in (others, (*others, idle)))
    assert_same_run(run(world.spec, alone, world.seed), run(world.spec, beside, world.seed))
