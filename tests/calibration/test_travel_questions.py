"""The shipped figures: equal to the published facts, by two roads, and computed again."""

from __future__ import annotations

import importlib.util
import json
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import numpy as np
import polars as pl
import pytest

from calibration import history
from calibration.history import measure
from calibration.history.log import member_days
from tests.calibration.logs import LIBRARY, real_data


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("travel_compute", LIBRARY / "compute.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_shipped_figures_agree_with_each_other() -> None:
    shipped = history.read(LIBRARY / "figures.csv")
    assert shipped.days == 2260
    assert shipped.weeks == 323
    assert np.diag(shipped.triangle).sum() == shipped.counts("new_members").sum() == 21030
    assert np.tril(shipped.triangle, -1).sum() == 0


def test_figures_equal_the_facts_of_the_data() -> None:
    facts = json.loads((real_data("travel_se") / "facts.json").read_text())
    shipped = history.read(LIBRARY / "figures.csv")
    active = shipped.counts("active_members")
    assert shipped.counts("contributions").sum() == facts["events"] == facts["posts"]
    assert shipped.counts("new_members").sum() == facts["members"]
    assert shipped.counts("registrations").sum() == facts["registered_members"]
    assert shipped.counts("bounties").sum() == facts["bounties_started"]
    assert shipped.days == facts["days"]
    assert str(shipped.start) == facts["first_day"] == facts["first_join"]
    assert str(shipped.end - timedelta(days=1)) == facts["last_day"]
    assert round(float(active.mean()), 2) == facts["dau_mean"]
    assert active.max() == facts["dau_max"]
    assert (active > 0).sum() == facts["days_with_activity"]
    assert float(np.median(active)) == facts["dau_median_active_days"]


def test_daily_figures_equal_the_data_day_by_day() -> None:
    daily = pl.read_csv(real_data("travel_se") / "daily.csv")
    shipped = history.read(LIBRARY / "figures.csv")
    for ours, theirs in (
        ("active_members", "dau"),
        ("new_members", "new_members"),
        ("contributions", "events"),
        ("bounties", "bounties_started"),
    ):
        np.testing.assert_array_equal(shipped.counts(ours), daily[theirs].to_numpy())


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An event log made of the raw tables, as a user would send one."""
    source = real_data("travel_se")
    script = _script()
    acts = script.contributions(source)
    joined = script.registrations(source, acts)
    path = tmp_path_factory.mktemp("travel") / "events.csv"
    pl.concat(
        [
            acts.select("member", timestamp="ts", event="kind"),
            joined.select("member", timestamp="ts", event=pl.lit("registration")),
        ]
    ).sort("timestamp").write_csv(path)
    return path


def test_the_two_roads_agree(log: Path) -> None:
    shipped, read = history.read(LIBRARY / "figures.csv"), history.read(log, last_day="keep")
    same = [name for name in shipped.daily.columns if name != "bounties"]
    assert read.daily.select(same).equals(shipped.daily.select(same))
    np.testing.assert_array_equal(read.triangle, shipped.triangle)
    assert read.windows is not None
    assert shipped.windows is not None
    assert read.windows["until"].equals(shipped.windows["until"])
    np.testing.assert_allclose(
        read.windows.drop("until").to_numpy().astype(float),
        shipped.windows.drop("until").to_numpy().astype(float),
        atol=1e-6,
    )


def test_retention_and_concentration_equal_the_facts(log: Path) -> None:
    facts = json.loads((real_data("travel_se") / "facts.json").read_text())
    table = pl.read_csv(log, try_parse_dates=True).with_columns(
        pl.col("event").cast(pl.Categorical), day=pl.col("timestamp").dt.date()
    )
    days = member_days(table, "contribution")
    shipped = history.read(LIBRARY / "figures.csv")
    whole = measure.window(days, shipped.start, shipped.end)
    for ours, theirs in (
        ("d1", "D1"),
        ("d7", "D7"),
        ("w1", "W1_days7_13"),
        ("w4", "W4_days28_34"),
        ("top1_share", "share_top1pct"),
        ("top10_share", "share_top10pct"),
    ):
        assert round(float(str(whole[ours])), 4) == facts[theirs], ours
    assert whole["contributors"] == facts["posters"]


def test_the_script_makes_the_shipped_files(tmp_path: Path) -> None:
    _script().main(real_data("travel_se"), tmp_path)
    for name in ("figures.csv", "triangle.csv", "windows.csv"):
        assert (tmp_path / name).read_bytes() == (LIBRARY / name).read_bytes(), name
