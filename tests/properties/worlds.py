"""Random worlds: any community that the register allows, under any plan that the levers allow."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args

import numpy as np
from hypothesis import strategies as st

from sim.behaviour.preset import PRESETS, Behaviour
from sim.behaviour.register import BELONGS, FURTHER, PARAMETERS
from sim.graph import StartGraph
from sim.graph.start import Degrees
from sim.ranges import MAX_ATTRIBUTES, SPREADS
from sim.spec import (
    Activity,
    Attribute,
    CommunitySpec,
    DeskSpec,
    EconomySpec,
    GivenTies,
    GraphSpec,
    Shock,
)
from tests.properties.dials import Dials
from tests.properties.one_world import AnyPlan, World
from tests.properties.plans import any_plan

NAMES = ("north", "south", "east", "west")
DIALS = 1400


@dataclass(frozen=True)
class Size:
    """How large random worlds may be.

    Parameters
    ----------
    founders, days, ties
        Most founders, days of the plan, and mean ties.
    growth
        Factor by which invitations may multiply the members over a run.
    generated_ties
        Whether the founders' ties may be generated to measure.
    """

    founders: int = 120
    days: int = 40
    ties: float = 60.0
    growth: float = 200.0
    generated_ties: bool = True


SMALL = Size()


def random_worlds(size: Size = SMALL) -> st.SearchStrategy[World]:
    """Return worlds: behaviour over the register's whole ranges, every option, any plan."""
    return st.binary(min_size=DIALS, max_size=DIALS).map(lambda dials: _world(Dials(dials), size))


def _world(dials: Dials, size: Size) -> World:
    seed = sum(dials.whole(0, 255) << 8 * place for place in range(8)) >> 1
    past, horizon = dials.whole(0, 12), dials.whole(1, size.days)
    days, founders = past + horizon, round(dials.number(0, size.founders))
    shares, attributes = _shares(dials), _attributes(dials)
    plan = any_plan(dials, horizon, len(shares))
    known = dials.whole(0, days)
    organic = np.full(days, dials.number(0, 4))
    organic[:known] = dials.whole(0, 3)
    organic[:known:2] = dials.whole(0, 5)
    launch = date(2024, 1, 1) + timedelta(days=dials.whole(0, 255))
    spec = CommunitySpec(
        behaviour=_behaviour(dials, plan, days, size.growth),
        launch=launch,
        start=launch + timedelta(days=past),
        horizon_days=horizon,
        founders=founders,
        organic=organic,
        organic_known=np.arange(days) < known,
        segments=NAMES[: len(shares)],
        segment_shares=shares,
        attributes=attributes,
        graph=_graph(dials, founders, len(shares), 1 + len(attributes), size),
        economy=EconomySpec(dials.number(0, 1), dials.number(0, 5), dials.number(0, 1)),
        desk=_desk(dials) if dials.flag() else None,
        activity=dials.one_of(*get_args(Activity)),
        deeds=True,  # Some strategies ask for them.
        shocks=tuple(
            Shock(dials.whole(0, days - 1), dials.number(0, 1)) for _ in range(dials.whole(0, 2))
        ),
    )
    return World(spec, plan, seed)


def _shares(dials: Dials) -> tuple[float, ...]:
    weights = [1 + dials.whole(0, 4), *(dials.whole(0, 5) for _ in range(dials.whole(0, 3)))]
    return tuple(weight / sum(weights) for weight in weights)


def _attributes(dials: Dials) -> tuple[Attribute, ...]:
    shares = [_shares(dials) for _ in range(dials.whole(0, MAX_ATTRIBUTES))]
    return tuple(
        Attribute(f"kind {n}", NAMES[: len(values)], values, dials.number(0, 1))
        for n, values in enumerate(shares)
    )


STRONG = {
    "leave_rate",
    "return_rate",
    "write_rate",
    "attention",
    "invite_satisfaction",
    "stock_rate",
}
"""What, at large, ends or drowns a community in days, or limits nothing: mostly drawn small."""


_FURTHER = {mechanism.name for mechanism in FURTHER} - {"season", "ageing"}
CORE = tuple(p for p in PARAMETERS if BELONGS[p.name] not in _FURTHER)
"""Parameters of what every preset has, and of the season and age that it may be given."""


def _behaviour(dials: Dials, plan: AnyPlan, days: int, growth: float) -> Behaviour:
    values = {
        p.name: dials.number(p.low, p.high, power=4 if p.name in STRONG else 1) for p in PARAMETERS
    }
    # A market of millions would fill the machine.
    values["market_size"] = dials.number(0, 400)
    preset = Behaviour.preset(dials.one_of(*PRESETS))
    drawn = PARAMETERS if dials.flag() else CORE
    kept = {p.name: values[p.name] for p in drawn if dials.flag()}
    kept["accept_reward"] = kept.get("accept_reward", preset.values["accept_reward"])
    rewards = sum(pull.value for pull in plan.all_pulls if pull.lever == "invited_reward")
    # A strategy that is drawn beside may promise as much as a search looks for.
    rewards = max(rewards, 30.0)
    kept["accept_rate"] = _acceptance(
        values["accept_rate"], kept["accept_reward"] * math.log1p(rewards), days, growth
    )
    if plan.rules.team_recruits:
        # Nor may those whom teams bring outgrow it: of each team all but one, one team a day.
        most = (math.exp(math.log(growth) / days) - 1) / (plan.rules.team_size - 1)
        kept["team_rate"] = min(kept.get("team_rate", preset.values["team_rate"]), most)
    return preset.updated(kept, "measured", "drawn")


def _acceptance(rate: float, pull: float, days: int, growth: float) -> float:
    """Return the acceptance rate, cut so that invitations multiply members by `growth` at most.

    Nobody sends more than one invitation a day, so a community grows by no more than the
    acceptance, rewards included, a day.
    """
    ceiling = math.exp(math.log(growth) / days) - 1
    if ceiling >= 1:
        return rate
    return min(rate, 1 / (1 + math.exp(pull) * (1 - ceiling) / ceiling))


def _graph(dials: Dials, founders: int, segments: int, kinds: int, size: Size) -> GraphSpec:
    start: StartGraph | GivenTies | None = None
    if founders and dials.flag():
        if size.generated_ties and dials.flag():
            start = _start_graph(dials, kinds)
        else:
            start = _given_ties(dials, founders, segments)
    return GraphSpec(
        mean_ties=dials.number(0, size.ties, power=2),
        closure=dials.number(0, 1),
        homophily=dials.number(0, 1),
        group_cap=dials.whole(2, 40) if dials.flag() else 0,
        group_ties=dials.number(0, 1),
        start=start,
    )


def _start_graph(dials: Dials, kinds: int) -> StartGraph:
    degrees = dials.one_of(*get_args(Degrees))
    return StartGraph(
        degrees,
        mean_ties=dials.number(1, 20, power=2),
        spread=dials.number(*SPREADS.get(degrees, (0.0, 0.0))),
        clustering=dials.number(0, 1),
        homophily=tuple(dials.number(0, 1) for _ in range(kinds)),
    )


def _given_ties(dials: Dials, founders: int, segments: int) -> GivenTies:
    generator = np.random.default_rng(dials.whole(0, 255))
    pairs = np.sort(generator.integers(0, founders, (dials.whole(0, 255), 2)), axis=1)
    pairs = np.unique(pairs[pairs[:, 0] < pairs[:, 1]], axis=0)
    seats = generator.integers(0, segments, founders).astype(np.uint8)
    return GivenTies(pairs.astype(np.int32), seats if dials.flag() else None)


def _desk(dials: Dials) -> DeskSpec:
    return DeskSpec(
        staff=dials.whole(1, 3),
        shift_start=dials.number(0, 12),
        shift_end=dials.number(13, 24),
        days_open=tuple(sorted({dials.whole(0, 6) for _ in range(dials.whole(1, 7))})),
        handling_minutes=dials.number(1, 200),
        wage_per_hour=dials.number(0, 50),
        cohort_hours=dials.one_of(24, 12, 8, 6, 4, 3, 2, 1),
    )
