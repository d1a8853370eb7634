"""Worlds of every kind are saved and gone on with: what is sound is not refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sim import checkpoint
from sim.plan import Plan
from sim.spec import CommunitySpec
from tests.checkpoint.saved import LIMITED, PLANS, assert_same_run, assert_same_state, lived
from tests.oracle import worlds


def from_the_first_day(spec: CommunitySpec) -> CommunitySpec:
    """Return a community without a past: the plan begins before anything was lived."""
    return replace(spec, start=spec.launch, horizon_days=spec.days)


WORLDS: dict[str, Callable[[], CommunitySpec]] = {
    "everything": worlds.everything,
    "quiet": worlds.quiet,
    "tied": worlds.tied,
    "contributions": lambda: worlds.spec("contribution", True),
}


@pytest.mark.parametrize(
    "plan", [PLANS["none"], PLANS["changing"], LIMITED], ids=["none", "changing", "limited"]
)
@pytest.mark.parametrize("past", [True, False], ids=["past", "no past"])
@pytest.mark.parametrize("world", WORLDS)
def test_saved_in_any_world(world: str, past: bool, plan: Plan, tmp_path: Path) -> None:
    of, path = WORLDS[world](), tmp_path / "run.npz"
    of = of if past else from_the_first_day(of)
    undisturbed = lived(of, plan, 3, 0)
    for day in (0, 1, 13, 40, of.horizon_days):
        undisturbed.live(day)
        checkpoint.save(undisturbed, path)
        gone_on = checkpoint.load(path, of, plan)
        assert_same_state(gone_on, undisturbed)
        gone_on.live(day + 9)
        undisturbed.live(day + 9)
        assert_same_state(gone_on, undisturbed)
    assert_same_run(gone_on.result(), undisturbed.result())
