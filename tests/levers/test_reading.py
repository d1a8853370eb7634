"""What was read of the operator's items: conserved, in a form's own unit, by the items' worth."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.calendar import Calendar
from sim.offers import Offers
from sim.reading import Reading
from sim.rules import FORMATS, SOURCES
from sim.run import run
from strategies import Content, StrategyPlan
from strategies.audiences import Arm
from tests.closed_forms.limits import play, world
from tests.communities import Fixed

QUIET = {
    "visit_base": 0.0, "write_rate": 0.0, "satiation": 0.0, "text_finish": 0.68,
    "video_finish": 0.42, "live_minutes": 15.0, "quality_professional": 0.75,
}  # fmt: skip
"""Half of all come every day and write nothing: what there is to read is the operator's."""

DAYS = 20


def read(**values: object) -> Reading:
    """Return what was read of a calendar where nothing else is to be read."""
    plan = StrategyPlan((Content.model_validate(values),))
    found = play(world(500, DAYS, **QUIET), 3, plan).trajectory.reading
    assert found is not None
    return found


def test_all_that_is_read_is_the_operators_where_nobody_writes() -> None:
    found = read(items_per_day=4, sources={"professional": 1}, formats={"text": 3, "video": 1})
    assert found.opened.sum(axis=1) == pytest.approx(found.exposures.sum(axis=1))
    by_form = dict(zip(FORMATS, found.opened.sum(axis=0) / found.opened.sum(), strict=True))
    assert by_form == pytest.approx({"text": 0.75, "video": 0.25, "live": 0.0})


def test_each_form_has_its_own_unit() -> None:
    found = read(
        items_per_day=3, sources={"professional": 1}, formats={"text": 1, "video": 1, "live": 1}
    )
    text, video, live = found.opened.sum(axis=0)
    finished, minutes = found.finished.sum(axis=0), found.minutes.sum(axis=0)
    assert finished[0] / text == pytest.approx(0.68)
    assert finished[1] / video == pytest.approx(0.42 * 1.05), "a video is worth 5 % more"
    assert finished[2] == 0.0, "a session has no end to reach"
    assert minutes[2] / live == pytest.approx(15 * 1.1)


def test_what_is_worth_less_is_read_less_far() -> None:
    staff = read(items_per_day=3, sources={"professional": 1}, formats={"text": 1})
    machine = read(items_per_day=3, sources={"ai": 1}, formats={"text": 1})
    assert machine.finished.sum() < 0.6 * staff.finished.sum()
    assert machine.lost.sum() / machine.fresh.sum() == pytest.approx(1 - np.exp(-0.7))
    assert staff.lost.sum() == pytest.approx(0.0)
    assert staff.good_items == pytest.approx(np.full(DAYS, 3.0))
    assert not machine.good_items.any()


def test_items_for_some_are_read_by_them_alone() -> None:
    plan = StrategyPlan(
        (
            Content.model_validate(
                {
                    "for": "half", "items_per_day": 2, "sources": {"professional": 1},
                    "formats": {"text": 1},
                }
            ),
        ),
        audiences={"half": Arm(share=0.5)},
    )  # fmt: skip
    found = play(world(500, DAYS, **QUIET), 3, plan).trajectory.reading
    assert found is not None
    per_day = found.opened.sum(axis=1)[1:]
    # Two of the eight that one reads; nothing else is there, and those outside read nothing.
    seen = found.exposures[1:]
    assert (seen[:, found.pinned[1] == 0] == 0).all()
    assert per_day == pytest.approx(found.pinned.max() * seen.sum(axis=1))
    assert found.pinned.max() == pytest.approx(0.25)


def test_nothing_published_is_nothing_read() -> None:
    found = play(world(500, DAYS, **{**QUIET, "write_rate": 0.3}), 3).trajectory.reading
    assert found is not None
    assert not found.opened.any()
    assert not found.minutes.any()
    assert not found.items.any()
    assert found.fresh.sum() > 0


def test_worked_out_posts_are_those_that_the_day_read() -> None:
    """With novelty, what there was to read is what the day counted, to the rounding."""

    def offer(offers: Offers) -> None:
        offers.supply[:, 0, SOURCES.index("kol"), 0] = 3.0

    month = {"start": date(2024, 1, 31), "horizon_days": 30}
    spec = world(800, 60, spec=month, visit_base=-0.5, write_rate=0.3, novelty_days=2.0)
    assert spec.past_days == 30
    lived = run(spec, Fixed(offer), 5).trajectory
    assert lived.reading is not None
    there = lived.reading.stock.sum(axis=1) + 3.0
    assert lived.daily("supplied") == pytest.approx(there, abs=0.51)


def test_of_an_unknown_calendar_nothing_is_told() -> None:
    from tests.metrics.recorded import trajectory

    assert trajectory(date(2024, 1, 1), 5).reading is None
    assert Calendar(date(2024, 1, 1), 5).days == 5
