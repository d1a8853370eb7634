"""A lever pulled beyond its documented range is refused, not cut in silence."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.calendar import Calendar
from sim.checks import check_offers
from sim.errors import InputError
from sim.levers import LEVERS, Lever
from sim.offers import Offers

RANGED = [lever for lever in LEVERS if lever.high is not None]


def offered(lever: Lever, value: float) -> Offers:
    offers = Offers(Calendar(date(2024, 1, 1), 3), 1)
    offers.pull(lever.name, value, days=slice(1, 2))
    return offers


@pytest.mark.parametrize("lever", RANGED, ids=lambda lever: lever.name)
def test_the_end_is_allowed_and_more_is_not(lever: Lever) -> None:
    assert lever.high is not None
    check_offers(offered(lever, lever.high), 1)
    next_one = float(np.nextafter(np.float32(lever.high), np.float32(np.inf)))
    with pytest.raises(InputError) as told:
        check_offers(offered(lever, max(lever.high + 0.01, next_one)), 1)
    assert told.value.field == lever.name


def test_shares_have_a_range() -> None:
    assert {lever.name for lever in RANGED} >= {
        lever.name for lever in LEVERS if lever.unit.startswith("share")
    }
