"""Fits of figures without a triangle: level, trend and posts are met, retention is left alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from calibration import sold
from calibration.fit import Calibration, calibrate
from calibration.history import History, weeks
from calibration.observation import Observation, actives
from calibration.space import SHOWN
from calibration.targets import END_LEVEL, POSTS, Targets
from calibration.world import World
from sim.errors import InputError
from sim.plan import NoPlan
from sim.run import run
from tests.calibration import made

STEPS = (1, 7)


def panel(
    step: int, days: int = 182, earlier: int = 0, other: Mapping[str, float] | None = None
) -> History:
    """What the true community shows by day or by week, and to nobody who came again."""
    joiners = np.full(days, 6)
    bare = dataclasses.replace(
        made.history(56),
        daily=pl.DataFrame(
            {
                "date": pl.date_range(
                    made.START, interval="1d", eager=True,
                    end=pl.Series([made.START]).dt.offset_by(f"{days - 1}d")[0],
                ),
                "active_members": joiners,
                "new_members": joiners,
            }
        ),
        triangle=None,
        earlier=np.full(earlier, 6),
    )  # fmt: skip
    behaviour = made.scenario().behaviour.updated(
        {**made.TRUTH, **(other or {})}, "assumed", "truth"
    )
    seen = run(World(made.scenario(), bare).past(behaviour), NoPlan(), 7).trajectory
    daily = bare.daily.with_columns(
        active_members=pl.Series(seen.daily("active")), contributions=pl.Series(seen.daily("posts"))
    )
    if step == 1:
        return dataclasses.replace(bare, daily=daily)
    weekly = actives(seen, 7).astype(np.int64)
    return dataclasses.replace(bare, daily=daily.drop("active_members"), weekly=weekly)


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_the_season_is_fitted_from_two_years_and_a_quarter_on(step: int) -> None:
    """Of actives, as it is of a triangle; a shorter history keeps the preset's."""
    season = {"season_pull": 0.6, "season_peak": 200.0}
    past = panel(step, 7 * 160, other=season)
    fitted = calibrate(made.scenario(), past, holdout_days=0, trials=40, seed=1)
    assert fitted.behaviour.values["season_pull"] == pytest.approx(0.6, abs=0.15)
    assert fitted.behaviour.values["season_peak"] == pytest.approx(200.0, abs=15.0)
    assert fitted.behaviour.grade("season_pull") == "measured"
    assert fitted.fit["errors"]["rhythm"] < 0.1
    short = past.until(past.start + timedelta(weeks=116))
    assert "season_pull" not in calibrate(
        made.scenario(), short, holdout_days=0, trials=1, seed=1
    ).fit["values"]  # fmt: skip


@pytest.fixture(scope="module", params=STEPS)
def history(request: pytest.FixtureRequest) -> History:
    return panel(request.param)


@pytest.fixture(scope="module")
def fitted(history: History) -> Calibration:
    return calibrate(made.scenario(), history, holdout_days=28, trials=60, seed=1)


def test_a_run_reads_as_the_figures_that_it_made(history: History) -> None:
    targets = Targets.of(history)
    names = {target.name for target in targets.targets}
    assert {END_LEVEL[history.step], POSTS[history.step]} <= names
    assert not {target.group for target in targets.targets} & {"retention"}
    behaviour = made.scenario().behaviour.updated(made.TRUTH, "assumed", "truth")
    same = World(made.scenario(), history).observe(behaviour, 7)
    np.testing.assert_array_equal(targets.vector(same), targets.values)
    np.testing.assert_array_equal(same.by_week(), history.by_week())


def test_level_and_posts_are_met_and_the_holdout_is_foretold(fitted: Calibration) -> None:
    assert fitted.fit["errors"]["level"] < 0.10
    assert fitted.fit["errors"]["posting"] < 0.15
    assert fitted.holdout["error"] < 0.10 < fitted.holdout["naive_error"]
    assert len(fitted.holdout["forecast"]) == len(fitted.holdout["observed"]) == 4
    assert np.mean(fitted.holdout["forecast"]) == pytest.approx(
        np.mean(fitted.holdout["observed"]), rel=0.10
    )


def test_what_figures_do_not_show_stays_the_presets(fitted: Calibration) -> None:
    before, after = made.scenario().behaviour, fitted.behaviour
    changed = {name for name in after.values if after.values[name] != before.values[name]}
    assert {"visit_base", "write_rate"} <= changed <= {*SHOWN, "weekend_pull"}
    assert set(fitted.fit["values"]) <= {*SHOWN, "weekend_pull"}
    for name in ("newcomer_pull", "habit_pull", "visit_spread"):
        assert after.grade(name) == before.grade(name)
    assert fitted.retention == []


def test_a_week_is_no_day(history: History) -> None:
    """The planted error: the truth is far off where weekly actives are taken for those of days."""
    if history.weekly is None:
        pytest.skip("of weekly figures")
    days = np.repeat(history.weekly, 7)
    misread = dataclasses.replace(
        history, weekly=None, daily=history.daily.with_columns(active_members=pl.Series(days))
    )
    truth = made.scenario().behaviour.updated(made.TRUTH, "assumed", "truth")
    right, wrong = (
        Targets.of(past).loss(
            Targets.of(past).vector(World(made.scenario(), past).observe(truth, 8))
        )
        for past in (history, misread)
    )
    assert right < 20 < 500 < wrong


def test_a_holdout_of_weekly_figures_is_of_whole_weeks(history: History) -> None:
    if history.weekly is not None:
        with pytest.raises(InputError, match="whole weeks"):
            calibrate(made.scenario(), history, holdout_days=30, trials=1)


@pytest.mark.parametrize("step", STEPS)
def test_members_from_before_are_lived_and_not_observed(step: int) -> None:
    past = panel(step, 84, earlier=364)
    spec = World(made.scenario(), past).past(made.scenario().behaviour)
    assert (spec.launch, spec.start, spec.horizon_days) == (past.launch, past.start, 84)
    assert spec.organic.sum() == 6 * (364 + 84)
    assert Observation.of_history(past).active.sum() == past.active.sum()
    fit = calibrate(made.scenario(), past, holdout_days=0, trials=1, seed=1).fit
    assert (fit["from"], fit["members"]) == (str(past.launch), 6 * (364 + 84))


def sales(step: int, active: int, orders: int) -> History:
    """Figures of a shop or a brand: so many actives and orders in every row."""
    rows = 84 // step
    table = pl.DataFrame(
        {
            "date": [made.START] * rows,
            "active_members": [active] * rows,
            "new_members": [active] + [0] * (rows - 1),
            "event_purchase": [orders] * rows,
            "revenue": [12.5 * orders] * rows,
        }
    )
    bare = dataclasses.replace(made.history(84), triangle=None)
    if step == 7:
        daily = weeks.spread(table)
        return dataclasses.replace(bare, daily=daily, weekly=table["active_members"].to_numpy())
    return dataclasses.replace(bare, daily=table.with_columns(date=bare.daily["date"]))


@pytest.mark.parametrize("step", STEPS)
def test_what_sums_of_purchases_say(step: int) -> None:
    behaviour = made.scenario().behaviour
    shop = sold.read_off(sales(step, 80, 100), behaviour, "purchase")
    assert shop is not None
    assert shop.values["basket"].value == pytest.approx(12.5)
    # A hundred orders of eighty buyers: of a day twenty ordered again; of a week nobody knows.
    assert shop.first["order_again"] == pytest.approx(0.2)
    assert ("order_again" in shop.told) == (step == 7)
    brand = sold.read_off(sales(step, 80, 20), behaviour, "visit")
    assert brand is not None
    assert brand.told == ("buy_rate",)
    assert brand.first["buy_rate"] == pytest.approx(0.25 if step == 1 else 0.25 * 4 / 7)
    assert "order_again" not in brand.values
    assert sold.read_off(sales(step, 80, 0), behaviour, "visit") is None
    # A log knows who bought, and what few buyers did is not read off their sums instead.
    few = dataclasses.replace(sales(step, 80, 20), purchases=pl.DataFrame())
    assert sold.read_off(few, behaviour, "visit") is None
