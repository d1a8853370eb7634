"""Members as agents: views of rows, and sets that work on columns as Mesa's do on objects."""

from __future__ import annotations

import copy

import mesa
import numpy as np
import pytest

from sim.community import Community
from sim.errors import InputError
from sim.members import SETTABLE, Member, Members
from sim.model import CommunityModel
from tests.communities import community

RESTLESS = {"leave_rate": 0.05, "return_rate": 0.0, "invite_rate": 0.05, "accept_rate": 0.5}


@pytest.fixture
def model() -> CommunityModel:
    model = CommunityModel(community(200, 20, values=RESTLESS), rng=7)
    for _ in range(10):
        model.step()
    return model


class TestView:
    def test_is_an_agent(self, model: CommunityModel) -> None:
        first = model.agents[0]
        assert isinstance(first, mesa.Agent)
        assert first.model is model
        assert first.pos is None
        assert first.random is model.random
        assert first.unique_id == int(model.community.columns.identity[first.row])
        assert {"habit", "degree", "ties"} <= set(dir(first))
        assert copy.copy(first) == first
        assert repr(first) == f"<Member {first.unique_id:016x}>"

    def test_equal_when_of_one_row_and_model(self, model: CommunityModel) -> None:
        other = CommunityModel(community(200, 20), rng=7)
        assert model.agents[3] == model.agents[3]
        assert len({model.agents[3], model.agents[3], model.agents[4]}) == 2
        assert Member(other, 3) != Member(model, 3)
        assert Member(other, 3) not in model.agents

    def test_ties_are_mutual_and_counted(self, model: CommunityModel) -> None:
        tied = 0
        for member in model.agents[:50]:
            tied += len(member.ties)
            assert member.degree == len(member.ties)
            assert all(member in friend.ties for friend in member.ties)
        assert tied > 50

    def test_inviter_is_tied(self, model: CommunityModel) -> None:
        invited = [member for member in model.agents if member.inviter is not None]
        assert len(invited) > 3
        assert all(member.inviter in member.ties for member in invited)
        assert model.agents[0].inviter is None

    def test_whoever_left_keeps_a_view_and_is_no_agent(self, model: CommunityModel) -> None:
        before = model.agents
        assert not any(member.has_left for member in before)
        habit = {member: member.habit for member in before}
        model.run_model()
        gone = [member for member in before if member.has_left]
        assert len(gone) > 5
        assert not set(gone) & set(model.agents)
        assert gone[0] in before
        assert gone[0] not in model.agents
        assert model.everyone.select(lambda member: member.has_left).to_list() == [
            member for member in model.everyone if member not in model.agents
        ]
        assert len(model.everyone) == model.community.size
        assert any(member.habit != habit[member] for member in before if not member.has_left)

    def test_outlives_the_growth_of_the_columns(self) -> None:
        values = {"invite_rate": 0.5, "accept_rate": 0.9}
        model = CommunityModel(community(64, 20, arrivals=0.0, values=values), rng=3)
        model.step()
        first, capacity = model.agents[0], len(model.community.columns.members)
        model.run_model()
        assert len(model.community.columns.members) > capacity
        first.satisfaction = 0.125
        assert model.community.members["satisfaction"][0] == np.float32(0.125)


class TestSetting:
    @pytest.mark.parametrize("name", SETTABLE)
    def test_traits_and_moods(self, model: CommunityModel, name: str) -> None:
        setattr(model.agents[0], name, 0.25)
        assert model.agents[0].__getattr__(name) == 0.25
        some = model.agents[5:8].set(name, [0.5, 0.75, 1.0])
        assert some.get(name).tolist() == [0.5, 0.75, 1.0]
        assert model.agents.set(name, 0.5).get(name).tolist() == [0.5] * len(model.agents)

    @pytest.mark.parametrize("name", ["points", "segment", "unique_id", "ties", "pos", "mood"])
    def test_books_cannot(self, model: CommunityModel, name: str) -> None:
        with pytest.raises(AttributeError, match="cannot be set, only visit_trait"):
            setattr(model.agents[0], name, 1)
        with pytest.raises(AttributeError, match="cannot be set, only visit_trait"):
            model.agents.set(name, 1)

    @pytest.mark.parametrize(("name", "value"), [
        ("habit", 1.01), ("satisfaction", -0.1), ("fatigue", float("nan")),
        ("visit_trait", float("inf")), ("write_trait", -1), ("habit", "high"),
        ("habit", [0.1, 0.2]),
    ])  # fmt: skip
    def test_bad_numbers_change_nothing(
        self, model: CommunityModel, name: str, value: float
    ) -> None:
        before = model.community.members.copy()
        with pytest.raises(InputError, match=name):
            model.agents.set(name, value)
        assert np.array_equal(model.community.members, before)

    @pytest.mark.parametrize(("name", "value", "counted"), [
        ("visit_trait", 1.5, "visits"), ("satisfaction", 0.0, "left"),
    ])  # fmt: skip
    def test_what_is_set_is_lived_exactly(self, name: str, value: float, counted: str) -> None:
        # Members whom the screen would dismiss by what they were must come, or go, as they are.
        values = {
            "visit_base": -6.0, "visit_spread": 0.2, "leave_rate": 0.01, "leave_satisfaction": 6.0,
        }  # fmt: skip
        spec = community(400, 8, arrivals=0.0, values=values)
        model = CommunityModel(spec, rng=5)
        plain = Community(spec, 5)
        for _ in range(4):
            model.step()
        plain.live(4)
        some = model.agents[:300].set(name, value)
        plain.members[name][[member.row for member in some]] = value
        model.run_model()
        plain.live(8, screened=False)
        assert np.array_equal(model.community.members, plain.members)
        daily = model.datacollector.get_model_vars_dataframe()[counted]
        assert daily[4] > 3 * daily[3]


class TestSet:
    def test_is_a_sequence(self, model: CommunityModel) -> None:
        agents = model.agents
        assert len(agents) == len(list(agents)) == len(agents.to_list())
        assert agents[-1] == agents.to_list()[-1]
        assert agents[2:5].to_list() == agents.to_list()[2:5]
        assert agents[0] in agents
        assert agents[0] not in agents[1:]
        assert "somebody" not in agents
        with pytest.raises(IndexError):
            agents[len(agents)]
        assert repr(agents[:3]) == "<3 members>"
        assert not agents[:0]

    def test_select(self, model: CommunityModel) -> None:
        agents = model.agents
        expected = [member for member in agents if member.habit > 0.2]
        assert 5 < len(expected) < len(agents)
        assert agents.select().to_list() == agents.to_list()
        assert agents.select(lambda member: member.habit > 0.2).to_list() == expected
        assert agents.select(agents.get("habit") > 0.2).to_list() == expected
        assert agents.select(agents.get("habit") > 0.2, at_most=4).to_list() == expected[:4]
        asked: list[Member] = []
        found = agents.select(lambda member: bool(asked.append(member)) or True, at_most=4)
        assert found.to_list() == asked == agents.to_list()[:4]
        assert len(agents.select(at_most=0.5)) == len(agents) // 2
        assert len(agents.select(at_most=1.0)) == len(agents)
        assert len(agents.select(at_most=1)) == 1
        assert len(agents.select(agent_type=Member)) == len(agents)
        assert len(agents.select(agent_type=mesa.Agent)) == len(agents)
        assert len(agents.select(agent_type=int)) == 0

    @pytest.mark.parametrize("mask", [np.ones(3, bool), np.ones(1), np.arange(200)])
    def test_no_mask(self, model: CommunityModel, mask: np.ndarray) -> None:
        with pytest.raises(InputError, match="one bool for each"):
            model.agents.select(mask)

    def test_get(self, model: CommunityModel) -> None:
        agents = model.agents
        for name in ("habit", "points", "segment", "unique_id", "degree", "has_left"):
            assert agents.get(name).tolist() == [getattr(member, name) for member in agents]
        assert agents[:9].get("ties")[3].to_list() == agents[3].ties.to_list()
        assert agents[:9].get("pos") == [None] * 9
        both = agents.get(["unique_id", "habit"])
        assert both == [[member.unique_id, member.habit] for member in agents]
        assert agents[:2].get("wealth", "default", 4) == [4, 4]
        assert agents[:1].get(["segment", "wealth"], "default") == [[agents[0].segment, None]]
        with pytest.raises(AttributeError, match="no 'wealth'"):
            agents.get("wealth")
        with pytest.raises(InputError, match="handle_missing='skip'"):
            agents.get("habit", "skip")  # type: ignore[arg-type]

    def test_what_is_got_is_a_copy(self, model: CommunityModel) -> None:
        model.agents.get("habit")[:] = 9.0
        assert model.agents.get("habit").max() <= 1.0

    def test_do_and_map(self, model: CommunityModel) -> None:
        agents, seen = model.agents[:5], []
        assert agents.do(lambda member, a, b: seen.append((member, a, b)), 1, b=2) is agents
        assert seen == [(member, 1, 2) for member in agents]
        assert agents.map(lambda member: member.row) == [member.row for member in agents]
        assert agents.map("__repr__") == [repr(member) for member in agents]

    def test_agg(self, model: CommunityModel) -> None:
        agents = model.agents
        assert agents.agg("degree", np.sum) == sum(member.degree for member in agents)
        assert agents.agg("degree", [min, max]) == [
            min(agents.get("degree")), max(agents.get("degree")),
        ]  # fmt: skip

    @pytest.mark.parametrize("ascending", [True, False])
    @pytest.mark.parametrize("name", ["segment", "habit", "unique_id"])
    def test_sort(self, model: CommunityModel, name: str, ascending: bool) -> None:
        def key(member: Member) -> float:
            return float(getattr(member, name)) if name == "habit" else getattr(member, name)

        expected = sorted(model.agents, key=key, reverse=not ascending)
        assert model.agents.sort(name, ascending).to_list() == expected
        assert model.agents.sort(key, ascending=ascending).to_list() == expected

    def test_shuffle(self, model: CommunityModel) -> None:
        agents = model.agents
        mixed = agents.shuffle()
        assert mixed.to_list() != agents.to_list()
        assert mixed.sort(lambda member: member.row, ascending=True).to_list() == agents.to_list()
        assert agents.shuffle().to_list() != mixed.to_list()

    def test_groupby(self, model: CommunityModel) -> None:
        agents = model.agents
        by_name, by_call = agents.groupby("segment"), agents.groupby(lambda member: member.segment)
        assert list(by_name.groups) == list(dict.fromkeys(agents.get("segment").tolist()))
        assert [(key, group.to_list()) for key, group in by_name] == [
            (key, group.to_list()) for key, group in by_call
        ]
        assert len(by_name) == 4
        assert sum(by_name.count().values()) == len(agents)
        assert by_name.count() == by_name.map(len) == by_name.map("__len__")
        for key, group in by_name:
            assert set(group.get("segment")) == {key}
        assert by_name.agg("habit", np.max)[0] == by_name.groups[0].get("habit").max()
        by_name.do("set", "satisfaction", 0.5)
        assert set(agents.get("satisfaction")) == {0.5}

    @pytest.mark.parametrize("name", ["shuffle_do", "add", "discard", "remove", "size"])
    def test_what_a_set_does_not_have_says_why(self, model: CommunityModel, name: str) -> None:
        reason = {"shuffle_do": "no draw depends on the order", "size": "docs/mesa.md"}
        assert not hasattr(model.agents, name)
        with pytest.raises(AttributeError, match=reason.get(name, r"use select\(\)")):
            getattr(model.agents, name)

    def test_nobody(self, model: CommunityModel) -> None:
        nobody = model.agents[:0]
        assert isinstance(nobody.select(lambda member: True), Members)
        assert nobody.get("habit").shape == (0,)
        assert nobody.get(["habit", "row"]) == []
        assert len(nobody.groupby("segment")) == 0
        assert nobody.sort("habit").to_list() == nobody.shuffle().to_list() == []
