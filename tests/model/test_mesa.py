"""The community as a Mesa user meets it."""

from __future__ import annotations

import mesa
import numpy as np

from sim.model import CommunityModel, Member
from sim.run import run
from tests.worlds import Fixed, community, rich


def test_steps_are_days_and_equal_a_run() -> None:
    spec = community(200, 20)
    model = CommunityModel(spec, Fixed(rich), rng=7)
    assert isinstance(model, mesa.Model)
    while model.running:
        model.step()
    assert model.steps == 20
    model.step()
    assert not model.running
    expected = run(spec, Fixed(rich), 7).trajectory
    frame = model.datacollector.get_model_vars_dataframe()
    assert np.array_equal(frame["visits"], expected.daily("visits"))
    assert np.array_equal(frame["members"], expected.members)


def test_agents_are_views() -> None:
    model = CommunityModel(community(200, 20), rng=7)
    model.step()
    agents = model.agents
    first = agents[0]
    assert isinstance(first, Member)
    assert isinstance(first, mesa.Agent)
    first.satisfaction = 0.25
    assert model.community.members["satisfaction"][0] == np.float32(0.25)
    assert model.agents[0] == first
    assert len(agents.select(lambda member: member.satisfaction == 0.25)) == 1
    assert agents.get("ties").sum() > 0
    for friend in first.ties:
        assert first in friend.ties
    seen: list[int] = []
    agents[:5].do(lambda member: seen.append(member.unique_id))
    assert len(set(seen)) == 5


def test_a_generator_seeds_it() -> None:
    models = [CommunityModel(community(50, 5), rng=np.random.default_rng(3)) for _ in range(2)]
    for model in models:
        model.step()
    assert np.array_equal(models[0].community.members, models[1].community.members)
