"""An override may be a mean with a standard deviation: each world draws its own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from scenarios import Scenario, behaviour_file, load
from sim.errors import InputError
from tests.cli import tiny

OVERRIDE = "buy_rate: 0.05"


def _loaded(folder: Path, value: str) -> Scenario:
    path = folder / "tiny.yaml"
    path.write_text(tiny.SCENARIO.replace(OVERRIDE, f"buy_rate: {value}"), encoding="utf-8")
    return load(path)


def test_worlds_draw_it_as_it_was_given(tmp_path: Path) -> None:
    """A mean alone holds in every world; nothing else is drawn otherwise for it."""
    sure = _loaded(tmp_path, "0.05").behaviour
    given = _loaded(tmp_path, "{mean: 0.05, sd: 0.01}").behaviour
    drawn = np.array([given.draw(seed).values["buy_rate"] for seed in range(600)])
    assert {sure.draw(seed).values["buy_rate"] for seed in range(5)} == {0.05}
    assert drawn.mean() == pytest.approx(0.05, abs=5 * 0.01 / 600**0.5)
    assert drawn.std() == pytest.approx(0.01, rel=0.1)
    for seed in range(5):
        one, other = dict(sure.draw(seed).values), dict(given.draw(seed).values)
        del one["buy_rate"], other["buy_rate"]
        assert one == other


def test_it_is_cut_at_the_range_and_counts_in_the_digest(tmp_path: Path) -> None:
    """The same mean with another deviation is another scenario."""
    wide = _loaded(tmp_path, "{mean: 0.05, sd: 0.4}")
    drawn = [wide.behaviour.draw(seed).values["buy_rate"] for seed in range(100)]
    assert min(drawn) == 0.0
    assert 0.5 < max(drawn) <= 1.0
    digests = {
        _loaded(tmp_path, value).digest
        for value in ("0.05", "{mean: 0.05, sd: 0.01}", "{mean: 0.05, sd: 0.02}")
    }
    assert len(digests) == 3


def test_a_behaviour_file_keeps_deviation_and_prior(tmp_path: Path) -> None:
    """Until the value is replaced."""
    from dataclasses import replace

    given = _loaded(tmp_path, "{mean: 0.05, sd: 0.01}").behaviour
    taught = replace(given, priors={"buy_rate": (0.04, 0.02)})
    behaviour_file.write(tmp_path / "behaviour.json", taught, {"preset": "shop"})
    again = behaviour_file.read(tmp_path / "behaviour.json")
    assert again.spread("buy_rate") == 0.01
    assert again.priors == {"buy_rate": (0.04, 0.02)}
    replaced = again.updated({"buy_rate": 0.06}, "measured", "shop.csv")
    assert replaced.spread("buy_rate") == 0.0
    assert replaced.priors == {}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("{mean: 0.05}", "must be a number, or {mean: ..., sd: ...}"),
        ("{mean: 0.05, sd: 0}", "0 is no standard deviation"),
        ("{mean: 0.05, sd: .inf}", "is not a finite number"),
        ("{mean: 0.05, sd: wide}", "'wide' is no standard deviation"),
        ("{mean: 5, sd: 1}", "5 is not allowed; it should be at most 1"),
    ],
)
def test_bad_ones_are_told_with_their_line(tmp_path: Path, value: str, told: str) -> None:
    """In one line."""
    with pytest.raises(InputError) as caught:
        _loaded(tmp_path, value)
    assert told in str(caught.value)
    assert ":7: community.overrides.buy_rate" in str(caught.value)
