"""The model as a Mesa user meets it: steps, flags, seeds, data, and what is refused."""

from __future__ import annotations

import mesa
import numpy as np
import pytest

from sim.errors import InputError
from sim.members import Member
from sim.model import RNG, CommunityModel
from sim.run import run
from tests.communities import Fixed, community, rich


def test_steps_are_days_and_equal_a_run() -> None:
    spec = community(200, 20)
    model = CommunityModel(spec, Fixed(rich), rng=7)
    assert isinstance(model, mesa.Model)
    model.run_model()
    assert model.steps == 20
    expected = run(spec, Fixed(rich), 7).trajectory
    frame = model.datacollector.get_model_vars_dataframe()
    assert frame["day"].tolist() == list(range(1, 21))
    assert np.array_equal(frame["visits"], expected.daily("visits"))
    assert np.array_equal(frame["members"], expected.members)


def test_past_the_end_nothing_happens() -> None:
    model = CommunityModel(community(60, 4), rng=1)
    model.run_model()
    before = model.community.members.copy()
    for _ in range(3):
        model.step()
    assert not model.running
    assert model.steps == 4
    assert len(model.datacollector.get_model_vars_dataframe()) == 4
    assert np.array_equal(model.community.members, before)


def test_the_clock_of_newer_mesa_stops_counting_days_with_the_plan() -> None:
    model = CommunityModel(community(60, 4), rng=1)
    if not hasattr(model, "run_for"):
        pytest.skip("this Mesa has no clock beside its steps")
    model.run_for(3)
    assert (model.steps, model.running) == (3, True)
    model.run_for(7)
    assert (model.steps, model.running) == (4, False)


def test_a_flag_that_the_user_lowers_stays_down() -> None:
    model = CommunityModel(community(60, 5), rng=1)
    model.running = False
    model.step()
    assert (model.steps, model.running) == (1, False)


def test_a_step_of_a_subclass_does_more() -> None:
    class Counting(CommunityModel):
        seen = 0

        def step(self) -> None:
            super().step()
            self.seen += 1

    model = Counting(community(60, 3), rng=1)
    model.run_model()
    assert model.seen == model.steps == 3


class TestSeeds:
    @pytest.mark.parametrize(
        "rng", [3, np.int64(3), [1, 2], np.random.SeedSequence(3), np.random.PCG64(3)]
    )
    def test_seed_makes_the_world(self, rng: RNG) -> None:
        first = CommunityModel(community(50, 5), rng=rng)
        again = CommunityModel(community(50, 5), rng=first.seed)
        for model in (first, again):
            model.run_model()
        assert np.array_equal(first.community.members, again.community.members)

    def test_a_whole_number_is_the_seed(self) -> None:
        assert CommunityModel(community(9, 1), rng=3).seed == 3
        assert CommunityModel(community(9, 1), rng=2**64 - 1).seed == 2**64 - 1

    def test_a_generator_seeds_it_and_stays_the_users(self) -> None:
        rng, twin = np.random.default_rng(3), np.random.default_rng(3)
        model = CommunityModel(community(50, 5), rng=rng)
        assert model.seed == int(twin.integers(2**63))
        assert model.rng is rng
        assert CommunityModel(community(50, 5), rng=rng).seed != model.seed

    def test_without_a_seed_worlds_differ(self) -> None:
        assert len({CommunityModel(community(9, 1)).seed for _ in range(3)}) == 3

    @pytest.mark.parametrize("rng", [-1, 2**64, 1.5, "seven"])
    def test_no_seed(self, rng: RNG) -> None:
        with pytest.raises(InputError, match=r"^rng: .* is no seed"):
            CommunityModel(community(9, 1), rng=rng)

    def test_users_draws_are_seeded_and_change_no_world(self) -> None:
        models = [CommunityModel(community(50, 6), rng=5) for _ in range(2)]
        drawn = [(model.random.random(), model.rng.random()) for model in models]
        assert drawn[0] == drawn[1]
        models[0].random.random()
        models[0].rng.random(1000)
        for model in models:
            model.run_model()
        assert np.array_equal(*(model.community.members for model in models))


class TestData:
    def test_a_collector_of_ones_own(self) -> None:
        class Watched(CommunityModel):
            def __init__(self) -> None:
                super().__init__(community(40, 3), rng=2)
                self.datacollector = mesa.DataCollector(
                    model_reporters={
                        "mood": lambda model: model.agents.agg("satisfaction", np.mean)
                    },
                    agent_reporters={"habit": "habit", "friends": lambda member: member.degree},
                    agenttype_reporters={Member: {"visits": "visits"}},
                )

        model = Watched()
        model.run_model()
        last = model.agents
        mood = model.datacollector.get_model_vars_dataframe()["mood"]
        assert mood.iloc[-1] == np.mean(last.get("satisfaction"))
        frame = model.datacollector.get_agent_vars_dataframe().loc[3]
        assert frame.index.tolist() == last.get("unique_id").tolist()
        assert frame["habit"].tolist() == last.get("habit").tolist()
        assert frame["friends"].tolist() == last.get("degree").tolist()
        visits = model.datacollector.get_agenttype_vars_dataframe(Member).loc[3]["visits"]
        assert visits.tolist() == last.get("visits").tolist()

    def test_types(self) -> None:
        model = CommunityModel(community(40, 3), rng=2)
        model.step()
        assert model.agent_types == [Member]
        assert model.agents_by_type[Member].to_list() == model.agents.to_list()


class TestRefused:
    @pytest.fixture
    def model(self) -> CommunityModel:
        return CommunityModel(community(9, 1), rng=1)

    def test_other_agents(self, model: CommunityModel) -> None:
        with pytest.raises(NotImplementedError, match="takes no others"):
            mesa.Agent(model)
        with pytest.raises(NotImplementedError, match="members join"):
            Member.create_agents(model, 3)

    def test_removing(self, model: CommunityModel) -> None:
        model.step()
        with pytest.raises(NotImplementedError, match="leave by their own decision"):
            model.remove_all_agents()
        with pytest.raises(NotImplementedError, match="leave by their own decision"):
            model.agents[0].remove()

    def test_stepping_one_member(self, model: CommunityModel) -> None:
        model.step()
        with pytest.raises(NotImplementedError, match=r"call model\.step"):
            model.agents.do("step")
