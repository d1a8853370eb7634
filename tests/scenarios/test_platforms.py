"""Platforms and types set settings that exist, each of which does something."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scenarios import load, parse
from scenarios.behaviour import behaviour_of
from scenarios.behaviour_file import write
from scenarios.community_types import TYPES
from scenarios.platforms import PLATFORMS, settings
from scenarios.scenario import Scenario
from sim.behaviour.preset import Behaviour
from sim.errors import InputError
from sim.run import run

TEXT = """\
name: Place
start: 2025-03-03
horizon_days: 42
community:
  {own}
  launch: 2025-01-06
  members: 900
  arrivals: {{organic_per_day: 8}}
plans:
  busy:
    strategies:
      - content: {{items_per_day: 6}}
      - invite: {{unlock_after: 1, inviter_reward: 20, invited_reward: 10}}
"""


def placed(own: str) -> Scenario:
    return parse(TEXT.format(own=own))


def counts(scenario: Scenario, behaviour: Behaviour | None = None) -> bytes:
    spec = scenario.spec(behaviour=behaviour)
    lived = [run(spec, scenario.plan("busy"), seed).trajectory.counts for seed in range(3)]
    return b"".join(np.ascontiguousarray(counts).tobytes() for counts in lived)


@pytest.mark.parametrize("name", PLATFORMS)
@pytest.mark.parametrize("preset", ["forum", "chat"])
def test_each_setting_of_a_platform_does_something(name: str, preset: str) -> None:
    """Put back alone to what the preset has, each changes what happens in a crowded place."""
    scenario = placed(f"preset: {preset}\n  platform: {name}")
    crowded = {"congestion_cap": 3.0 * PLATFORMS[name].channels}
    behaviour = scenario.behaviour.updated(crowded, "assumed", "made up for a test")
    before = Behaviour.preset(preset)
    set_here = settings(before, PLATFORMS[name])
    with_all = counts(scenario, behaviour)
    moved = [key for key in set_here if set_here[key] != before.values[key]]
    assert len(moved) >= 3
    for key in moved:
        old = crowded[key] / PLATFORMS[name].channels if key in crowded else before.values[key]
        back = behaviour.updated({key: old}, "assumed", "made up for a test")
        assert counts(scenario, back) != with_all, key


@pytest.mark.parametrize("name", [name for name, own in PLATFORMS.items() if own.cap])
def test_the_cap_of_groups_does_something_and_a_given_one_goes_before_it(name: str) -> None:
    scenario = placed(f"platform: {name}")
    spec = scenario.spec()
    assert spec.graph.group_cap == PLATFORMS[name].cap
    free = replace(spec, graph=replace(spec.graph, group_cap=0))
    plan = scenario.plan("busy")
    with_groups, without = (
        np.ascontiguousarray(run(each, plan, 3).trajectory.counts) for each in (spec, free)
    )
    assert (with_groups != without).any()
    given = placed(f"platform: {name}\n  graph: {{groups: {{cap: 40}}}}")
    assert given.spec().graph.group_cap == 40


def test_no_platform_and_no_type_change_nothing() -> None:
    plain = placed("preset: forum")
    assert placed("type: interest").behaviour.values == plain.behaviour.values
    assert plain.behaviour.values == Behaviour.preset("forum").values


def test_platforms_are_ordered_by_reach_and_friction() -> None:
    reach = {name: own.reach for name, own in PLATFORMS.items()}
    assert min(reach, key=lambda name: reach[name]) == "wechat-group"
    assert max(reach, key=lambda name: reach[name]) == "douyin"
    assert {own.shows for own in PLATFORMS.values()} == {"feed", "chat"}
    assert len({own.title_zh for own in PLATFORMS.values()}) == len(PLATFORMS)


def test_what_is_given_by_hand_goes_before_platform_and_type() -> None:
    own = "type: industry\n  platform: douyin\n  mechanisms: {rank: off}\n"
    scenario = placed(own + "  overrides: {write_rate: 0.9, visit_base: -2}")
    values = scenario.behaviour.values
    assert (values["write_rate"], values["visit_base"], values["rank_decay"]) == (0.9, -2.0, 0.0)
    assert values["reach_most"] == PLATFORMS["douyin"].reach
    assert values["weekend_pull"] == TYPES["industry"].values["weekend_pull"]


def test_what_a_platform_sets_is_assumed_and_stays_uncertain() -> None:
    behaviour = placed("platform: wechat-group").behaviour
    assert behaviour.grade("accept_rate") == "assumed"
    assert behaviour.source("accept_rate") == "preset of platform wechat-group"
    assert behaviour.spread("accept_rate") > 0
    assert behaviour.spread("silence") > 0


@pytest.mark.parametrize("name", list(TYPES))
def test_a_type_is_its_preset_and_what_differs(name: str) -> None:
    scenario, own = placed(f"type: {name}"), TYPES[name]
    before = Behaviour.preset(own.preset).values
    assert {**before, **own.values} == dict(scenario.behaviour.values)
    assert all(before[key] != value for key, value in own.values.items())
    assert behaviour_of(scenario.community, scenario._folder, 1.0).values


def test_a_fit_keeps_type_and_platform(tmp_path: Path) -> None:
    """What a behaviour file keeps is read again as it was; of the platform only the cap is set."""
    scenario = placed("type: brand\n  platform: wechat-group")
    write(tmp_path / "b.json", scenario.behaviour, {"preset": scenario.community.base})
    (tmp_path / "s.yaml").write_text(
        TEXT.format(own="behaviour: b.json\n  platform: wechat-group"), encoding="utf-8"
    )
    again = load(tmp_path / "s.yaml")
    assert dict(again.behaviour.values) == dict(scenario.behaviour.values)
    assert again.spec().graph.group_cap == 500


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ("platform: wechat", "platform: no platform 'wechat'; did you mean 'wechat-group'?"),
        ("platform: zzz", "no platform 'zzz'; there are wechat-group, wecom"),
        ("type: knowlege", "type: no type 'knowlege'; did you mean 'knowledge'?"),
        ("preset: shop\n  type: brand", "a type has its preset; keep one of the two"),
        ("behaviour: b.json\n  type: brand", "take type out"),
    ],
)
def test_a_slip_is_told_in_one_line(own: str, told: str) -> None:
    with pytest.raises(InputError) as error:
        placed(own)
    assert told in str(error.value)
    assert "\n" not in str(error.value)
