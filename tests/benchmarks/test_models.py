"""The benchmark compares like with like: every rival lives the engine's day.

The three Mesa models agree draw for draw. Mesa and NumPy agree in every member's probabilities, to
the last bits of a 32-bit number. Both agree with the engine in the mean daily counts, within
`GRAPHS`, which their other graphs may do, and four standard errors over communities.
"""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from statistics import mean, stdev

import numpy as np
import pytest

pytest.importorskip("scipy")

from benchmarks.suite.mesa_cached import CachedModel
from benchmarks.suite.mesa_day import CommunityModel
from benchmarks.suite.mesa_grid import GridModel
from benchmarks.suite.mesa_idiomatic import NetworkModel
from benchmarks.suite.numpy_scipy import NumpyCommunity
from benchmarks.suite.worlds import World, counted
from sim.community import Community

LIVELY = {
    "leave_rate": 0.006, "return_rate": 0.05, "contagion": 1.5, "invite_rate": 0.1,
    "accept_rate": 0.6, "hunter_share": 0.4, "referred_stay": 1.0, "invite_satisfaction": 4.0,
    "peer_pull": 1.5, "content_pull": 1.5, "habit_pull": 3.0, "habit_gain": 0.15,
    "habit_decay": 0.15, "satisfaction_gain": 0.4, "satisfaction_pull": 2.0, "expectation": 0.4,
    "weekend_pull": 0.3, "write_spread": 1.0,
}  # fmt: skip
"""Everything happens often, so that a difference anywhere shows."""

DAYS = 50
GRAPHS = 0.06
"""The rivals' founders tie by the plain model of Holme and Kim, the engine's also by likeness and
in its own order: where contagion is strong, that alone moves leaving by some per cent."""

COUNTS = ("active", "posts", "writers", "exposures", "invitations", "joined", "left", "returned")


def lively(members: int) -> World:
    return World(members, visit_base=-2.5, changes=LIVELY)


def lived(kind: type[CommunityModel], days: int) -> CommunityModel:
    model = kind(lively(300), seed=5)
    for _ in range(days):
        model.step()
    return model


def test_the_mesa_models_differ_in_nothing_but_where_friends_are_kept() -> None:
    models = [lived(kind, 20) for kind in (NetworkModel, GridModel, CachedModel)]
    first, *rest = [model.datacollector.model_vars for model in models]
    assert len(models[0].people) > 330, "nobody was invited, so nothing is compared"
    assert sum(first["returned"]) > 0
    for other in rest:
        assert other == first


def test_mesa_goes_on_from_numpy_with_the_same_probabilities() -> None:
    world = lively(400)
    columns = NumpyCommunity(world, seed=2)
    columns.live(33)
    columns.c.fatigue[:] = np.random.default_rng(1).random(len(columns.c.fatigue), np.float32)
    model = CachedModel(world, 3, columns.state())
    model.day = columns.day
    model.compose_feed()
    now = columns.now()
    logit = columns.visit_logit(now, columns.given(*columns.feed()))
    come = 1.0 / (1.0 + np.exp(-logit.astype(float)))
    theirs = [member.visit_probability() for member in model.people]
    np.testing.assert_allclose(come, theirs, rtol=2e-5)
    hazard = columns.hazard(now)
    assert now.loss.max() > 0.5, "nobody mourns, so contagion is not compared"
    theirs = [member.leave_probability() for member in model.people]
    np.testing.assert_allclose(hazard[~now.left], np.array(theirs)[~now.left], rtol=2e-5)
    left = [member.left for member in model.people]
    assert left == now.left.tolist()
    assert 0 < sum(left) < len(left)


def engine_means(world: World, seed: int) -> dict[str, float]:
    community = Community(world.spec(DAYS), seed)
    community.live(DAYS)
    means = {name: counted(community, name, 0, DAYS) / DAYS for name in COUNTS if name != "joined"}
    return {**means, "joined": (community.size - world.members) / DAYS}


def numpy_means(world: World, seed: int) -> dict[str, float]:
    columns = NumpyCommunity(world, seed)
    columns.live(DAYS)
    means = {name: sum(columns.history[name]) / DAYS for name in COUNTS}
    return {**means, "joined": (columns.size - world.members) / DAYS}


def mesa_means(world: World, seed: int) -> dict[str, float]:
    model = CachedModel(world, seed)
    for _ in range(DAYS):
        model.step()
    seen = model.datacollector.model_vars
    means = {name: float(np.mean(seen[name])) for name in COUNTS if name != "joined"}
    return {**means, "joined": (len(model.people) - world.members) / DAYS}


@pytest.mark.parametrize(
    ("means", "members", "seeds"),
    [(numpy_means, 4000, 12), pytest.param(mesa_means, 1200, 6, marks=pytest.mark.slow)],
)
def test_a_rival_lives_the_engines_days(
    means: Callable[[World, int], dict[str, float]], members: int, seeds: int
) -> None:
    world = lively(members)
    ours = [engine_means(world, seed) for seed in range(seeds)]
    theirs = [means(world, seed) for seed in range(seeds)]
    for name in COUNTS:
        a, b = [row[name] for row in ours], [row[name] for row in theirs]
        error = sqrt((stdev(a) ** 2 + stdev(b) ** 2) / seeds)
        assert abs(mean(b) - mean(a)) <= GRAPHS * mean(a) + 4 * error, name
        assert 4 * error <= 0.25 * mean(a), f"{name}: too few communities to tell"
