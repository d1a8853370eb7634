"""Worlds start from where the history ends, each by what it lacks."""

from __future__ import annotations

import numpy as np
import pytest

from calibration.anchor import NOISE, anchored

CAME = np.array([40.0, 50.0, 50.0, 50.0, 50.0])


def worlds(*levels: float) -> tuple[np.ndarray, np.ndarray]:
    """Return paths that grow by a tenth, and the weeks before them, of worlds at some levels."""
    level = np.array(levels)[:, None]
    return 1.1 * level * np.ones((1, 6)), level * np.ones((1, 5))


def test_worlds_that_miss_the_level_by_far_are_moved_to_it() -> None:
    paths, recent = worlds(90.0, 100.0, 110.0)
    found = anchored(paths, recent, CAME)
    np.testing.assert_allclose(found.mean(axis=0), 55.0, rtol=0.03)
    # What differed by their luck differs less.
    assert found[:, 0].std() < 0.2 * paths[:, 0].std()


def test_a_gap_that_is_no_more_than_chance_is_hardly_closed() -> None:
    paths, recent = worlds(50.0 * float(np.exp(NOISE / 4)), 50.0 * float(np.exp(NOISE / 4)))
    found = anchored(paths, recent, CAME)
    closed = np.log(paths.mean() / found.mean()) / (NOISE / 4)
    assert 0.0 < closed < 0.1


def test_worlds_at_the_level_stay_as_they_are() -> None:
    paths, recent = worlds(50.0, 50.0)
    np.testing.assert_array_equal(anchored(paths, recent, CAME), paths)


@pytest.mark.parametrize("came", [np.zeros(4), np.array([0.0, 0.0, 0.0, 1.0])], ids=str)
def test_silence_gives_no_nonsense(came: np.ndarray) -> None:
    for level in (0.0, 5.0):
        paths, recent = worlds(level, level)
        found = anchored(paths, recent, came)
        assert np.isfinite(found).all()
        assert (found >= 0).all()
