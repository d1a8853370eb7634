"""A run that was saved and one that was never disturbed are the same, to the bit."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import checkpoint
from sim.errors import InputError
from sim.run import Rehearsal, live_past, run
from strategies import STRATEGIES, StrategyPlan
from tests.checkpoint.saved import (
    DAYS,
    DESKS,
    LIMITED,
    PLANS,
    assert_same_run,
    assert_same_state,
    cohorts_wait,
    end_of,
    lived,
    lived_until,
    much_under_way,
    spec,
)


@settings(max_examples=12, deadline=None)
@given(
    desk=st.sampled_from(sorted(DESKS)), plan=st.sampled_from(sorted(PLANS)),
    seed=st.integers(0, 2**63), day=st.integers(0, DAYS),
)  # fmt: skip
def test_saved_on_any_day(desk: str, plan: str, seed: int, day: int) -> None:
    of, offered = spec(desk), PLANS[plan]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "run.npz"
        undisturbed = lived(of, offered, seed, day)
        checkpoint.save(undisturbed, path)
        gone_on = checkpoint.load(path, of, offered, seed=seed)
        assert_same_state(gone_on, undisturbed)
        assert end_of(gone_on, path) == end_of(undisturbed, path)
    assert_same_run(gone_on.result(), undisturbed.result())


def test_goes_on_in_another_process(tmp_path: Path) -> None:
    undisturbed = lived_until(much_under_way)
    checkpoint.save(undisturbed, tmp_path / "run.npz")
    program = """
from pathlib import Path
from sim import checkpoint
from tests.checkpoint.saved import LIMITED, end_of, spec
end_of(checkpoint.load("run.npz", spec("a late desk"), LIMITED), Path("end.npz"))
"""
    subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert (tmp_path / "end.npz").read_bytes() == end_of(undisturbed, tmp_path / "same.npz")


def test_saving_every_day_changes_nothing(tmp_path: Path) -> None:
    of, path = spec("a late desk"), tmp_path / "run.npz"
    saved = checkpoint.run(of, LIMITED, 7, path, every_days=1)
    assert_same_run(saved, run(of, LIMITED, 7))
    assert checkpoint.saved_day(path) == DAYS
    assert_same_run(checkpoint.run(of, LIMITED, 7, path), saved)


@pytest.mark.parametrize("when", [much_under_way, cohorts_wait])
def test_saved_with_much_under_way(when: Callable[[Rehearsal], bool], tmp_path: Path) -> None:
    undisturbed = lived_until(when)
    of, path = undisturbed.spec, tmp_path / "run.npz"
    checkpoint.save(undisturbed, path)
    gone_on = checkpoint.load(path, of, LIMITED)
    assert end_of(gone_on, path) == end_of(undisturbed, path)
    result = gone_on.result()
    assert_same_run(result, undisturbed.result())
    assert_same_run(result, run(of, LIMITED, 5))
    # The purses were worth saving: they run dry, and the plan has seen it.
    first = LIMITED.offers(result.trajectory.calendar, of.segments)
    assert 0 <= first.rules.points_purse - result.trajectory.total("points_issued") < 5
    assert not gone_on.standing.offers.equals(first)


def test_points_that_were_there_before_the_plan(tmp_path: Path) -> None:
    of, path = spec(), tmp_path / "run.npz"
    past = live_past(of, 1)
    past.community.members["points"] = 3
    rehearsal = Rehearsal(of, LIMITED, 1, past)
    checkpoint.save(rehearsal, path)
    gone_on = checkpoint.load(path, of, LIMITED)
    assert gone_on.trajectory().opening_points == 3 * past.community.size
    assert_same_run(gone_on.result(), rehearsal.result())


def test_a_shop_goes_on_with_what_it_has_in_stock(tmp_path: Path) -> None:
    """What was wanted on a day is settled in its evening; what is left on the shelf stays."""
    values = {"stock_rate": 0.01, "buy_rate": 0.3}
    behaviour = spec().behaviour.updated(values, "assumed", "made up for a test")
    of, path = replace(spec(), behaviour=behaviour), tmp_path / "run.npz"
    plan = StrategyPlan((STRATEGIES["stock"](orders=200, from_day=10, to_day=40),))
    undisturbed = lived(of, plan, 3, 24)
    checkpoint.save(undisturbed, path)
    gone_on = checkpoint.load(path, of, plan)
    assert end_of(gone_on, path) == end_of(undisturbed, path)
    result = gone_on.result()
    assert_same_run(result, run(of, plan, 3))
    assert result.trajectory.total("lost_orders") > 0


@pytest.mark.parametrize("kind", STRATEGIES)
def test_strategies_remember_nothing(kind: str, tmp_path: Path) -> None:
    """A plan made anew goes on as the one that began: what it knows stands in the offers."""

    def plan() -> StrategyPlan:
        return StrategyPlan((STRATEGIES[kind](),), 300)

    of, path = replace(spec(), deeds=True), tmp_path / "run.npz"
    checkpoint.save(lived(of, plan(), 2, 24), path)
    gone_on = checkpoint.load(path, of, plan())
    gone_on.live(DAYS)
    assert_same_run(gone_on.result(), run(of, plan(), 2))


def test_room_that_is_not_used_is_not_stored(tmp_path: Path) -> None:
    of = spec()
    sizes = []
    for day in (1, 30):
        rehearsal = lived(of, PLANS["none"], 4, day)
        checkpoint.save(rehearsal, tmp_path / "run.npz")
        community = rehearsal.community
        room = sum(column.nbytes for column in community.columns)
        used = room * community.size / len(community.columns.members)
        sizes.append((tmp_path / "run.npz").stat().st_size)
        assert sizes[-1] < 1.3 * used + 64_000
    with np.load(tmp_path / "run.npz", allow_pickle=False) as archive:
        assert len(archive["columns.members"]) == community.size + 1


def test_a_checkpoint_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "run.npz"
    rehearsal = lived(spec(), PLANS["none"], 4, 3)
    checkpoint.save(rehearsal, path)
    before = path.read_bytes()
    rehearsal.live(6)

    def full(file: object, **arrays: object) -> None:
        file.write(b"half of it")  # type: ignore[attr-defined]
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(InputError, match=r"cannot save here: No space left on device$"):
        checkpoint.save(rehearsal, path)
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["run.npz"]


def test_a_rehearsal_stands_where_it_stood() -> None:
    of = spec()
    one = lived(of, LIMITED, 3, 10)
    other = Rehearsal.at(of, LIMITED, 3, one.standing)
    assert other.today == 10
    assert other.community is one.community
