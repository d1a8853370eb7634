"""A trial in simulated worlds: what is counted, among whom, and through what a lever acts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import forerun as fr
from calibration.experiments import Asked, learn
from calibration.experiments.arms import Arms
from calibration.experiments.levers import _moved, acting
from calibration.experiments.outcomes import OUTCOMES
from calibration.experiments.simulate import Counted, Tried, count
from calibration.experiments.trial import Effect, Trial
from scenarios import Scenario
from sim.behaviour.preset import Behaviour
from tests.cli import tiny
from tests.experiments import made


def _tried(tested: Scenario, outcome: str, audience: str | None = None) -> Tried:
    plans = tuple(tested.plan(name) for name in ("status-quo", "both"))
    spec = tested.spec(horizon_days=made.DAYS)
    return Tried(spec, plans, outcome, (audience,), tested.audiences, 3)


def test_outcomes_fit_together(tmp_path: Path) -> None:
    """Shares are of the members, no more did it than did it often, and orders cost the basket."""
    tested = made.scenario(tmp_path)
    found: dict[str, Counted] = {name: count(_tried(tested, name)) for name in OUTCOMES}
    size = found["visited"].sizes[0]
    sums = {name: one.sums[:, 0] for name, one in found.items()}
    for name, outcome in OUTCOMES.items():
        assert (sums[name] >= 0).all(), name
        if outcome.kind == "share":
            assert (sums[name] <= size).all(), name
        else:
            assert sums[name].any(), name
    assert (sums["retained"] <= sums["visited"]).all()
    assert (sums["posted"] <= sums["posts"]).all()
    assert (sums["invited"] <= sums["invitations"]).all()
    assert (sums["visited"] < sums["visits"]).all()
    assert (sums["bought"] < sums["orders"]).all()
    assert sums["bought"] == pytest.approx(sums["orders"], rel=sums["orders"].max() / size)
    assert sums["stayed"][0] > 0.9 * size
    basket = tested.behaviour.draw(3).values["basket"]
    assert sums["spend"][0] == pytest.approx(sums["orders"][0] * basket, rel=1e-4)


def test_the_morning_is_that_of_a_plan(tmp_path: Path) -> None:
    """Posts since the plan began: nobody has any yet."""
    tested = made.scenario(tmp_path)
    text = (tmp_path / "tiny.yaml").read_text(encoding="utf-8")
    (tmp_path / "tiny.yaml").write_text(text.replace("{recent:", "{posters: posts > 0, recent:"))
    again = fr.load(tmp_path / "tiny.yaml")
    assert count(_tried(again, "visited", "posters")).sizes[0] == 0
    assert count(_tried(again, "visited", "recent")).sizes[0] > 0
    assert tested.audiences.keys() < again.audiences.keys()


@pytest.mark.slow
def test_a_lever_acts_through_few_parameters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of all that is uncertain, those of the points' own pull; others have a small part."""
    tested = made.scenario(tmp_path)
    plans = ("status-quo", "points")
    task = replace(_tried(tested, "visited"), plans=tuple(map(tested.plan, plans)))
    effects = (Effect("points", None, "", "odds", 0.1, 0.01),)
    trial = Trial("t", "visited", made.DAYS, effects)

    def names() -> tuple[str, ...]:
        return acting(task, trial, Arms(plans, ((0, 1),)), tested.behaviour.uncertain)

    few = names()
    assert "reward_pull" in few
    assert len(few) <= 5
    monkeypatch.setattr("calibration.experiments.levers.LEAST", 0.0)
    assert set(few) < set(names())


def test_no_move_switches_a_mechanism_off() -> None:
    """Where there is room on neither side but at the switch's neutral value."""
    usual = Behaviour.preset("forum").updated({"push_pull": 2.0}, "assumed", "test")
    assert _moved(usual, "push_pull", 1.0).values["push_pull"] == 1.0
    assert _moved(usual, "push_pull", 0.1).values["push_pull"] == pytest.approx(1.8)
    low = usual.updated({"push_pull": 0.5}, "assumed", "test")
    assert _moved(low, "push_pull", 0.1).values["push_pull"] == pytest.approx(0.7)


@pytest.mark.slow
def test_a_fit_keeps_what_a_trial_taught(tmp_path: Path) -> None:
    """Levels of the history in every world, and the lever's draws beside them."""
    tested = made.scenario(tmp_path)
    taught = learn(
        tested, made.table(tmp_path, 0.7, 0.74, 5000), Asked("visited", made.DAYS), worlds=32
    )
    (tmp_path / "log.csv").write_text(tiny.log(), encoding="utf-8")
    fitted = fr.calibrate(taught.scenario, tmp_path / "log.csv", "0d", trials=4)
    behaviour = fitted.scenario.behaviour
    assert behaviour.deviation("reward_pull") == pytest.approx(
        taught.behaviour.deviation("reward_pull")
    )
    assert behaviour.priors == taught.behaviour.priors
    drawn = np.array([behaviour.draw(seed).values["reward_pull"] for seed in range(50)])
    assert drawn.std() > 0
    assert all("visit_base" in draw for draw in behaviour.posterior)
