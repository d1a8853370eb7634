"""When a message is sent: no hour does better than none said, and an empty one does worse."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from sim.calendar import Calendar
from sim.desk import Desk
from sim.errors import InputError
from sim.hours import HOURLY, check_hours, response
from sim.levers import LEVER_INDEX
from sim.spec import DeskSpec
from strategies import StrategyPlan, search_space, with_values
from strategies.messages import Messages
from tests.communities import community
from tests.worlds.small import small

PUSH = LEVER_INDEX["push"]
OFFICE = (0.0,) * 9 + (1.0,) * 8 + (0.0,) * 7


def pulled(hours: tuple[float, ...] = (), **parameters: object) -> float:
    """Return what a message a day by push pulls on a day."""
    plan = StrategyPlan((Messages.model_validate({"per_day": 1.0, **parameters}),))
    offers = plan.offers(Calendar(date(2024, 1, 1), 9, 0, hours), ("general",))
    return float(offers.composed((0,))[4, 0, 0, PUSH])


def test_by_hand() -> None:
    """At three in the morning 7 come of the 80 at nine in the evening."""
    assert response(3, 0.5) == pytest.approx(1 - 0.5 * (1 - 7 / 80))
    assert response(20, 0.5, OFFICE) == 0.5
    assert response(9, 0.5, OFFICE) == 1.0
    assert pulled(hour=3, hour_loss=0.5) == pytest.approx(0.66 * (1 - 0.5 * 73 / 80), rel=1e-6)


def test_no_search_wins_by_an_hour() -> None:
    """Free lunch: the best hour is that of who says none, to the bit, whatever the loss."""
    for loss in (0.0, 0.3, 1.0):
        for hours in ((), OFFICE):
            each = [pulled(hours, hour=hour, hour_loss=loss) for hour in range(24)]
            assert max(each) == pulled(hours)
            assert loss == 0 or min(each) < pulled(hours)


def test_an_hour_is_searched_where_one_is_given() -> None:
    assert "messages.hour" not in {one.path for one in search_space(StrategyPlan((Messages(),)))}
    plan = StrategyPlan((Messages(hour=8),))
    (one,) = [one for one in search_space(plan) if one.path == "messages.hour"]
    assert (one.low, one.high, one.step, one.current) == (0, 23, 1, 8)
    assert with_values(plan, {"messages.hour": 21.0}).strategies[0].model_dump()["hour"] == 21


def test_a_scenario_says_when_members_come() -> None:
    said = small(hours=f"segments: -> hours: {list(OFFICE)}\n  segments:")
    assert said.spec().calendar.hours == OFFICE
    assert small().spec().calendar.hours == ()
    with pytest.raises(InputError, match="23 hours; give 24"):
        small(hours=f"segments: -> hours: {list(OFFICE[1:])}\n  segments:")
    with pytest.raises(InputError, match="above 0"):
        check_hours((0.0,) * 24, "hours")


def test_a_desk_is_asked_when_members_come() -> None:
    """All ask in office hours, when it is open: nobody waits for the morning."""
    spec = DeskSpec(staff=30, shift_end=18.0, days_open=(0, 1, 2, 3, 4, 5, 6))
    asked = np.array([[90, 0]] * 5)
    usual = Desk(spec, 0, 3).serve(asked).waits_hours[:, 0].mean()
    office = Desk(spec, 0, 3, hours=OFFICE).serve(asked).waits_hours[:, 0].mean()
    assert usual > 2
    assert office < 0.2
    told = Desk(spec, 0, 3, hours=tuple(map(float, HOURLY))).serve(asked).waits_hours[:, 0]
    assert told.tolist() == Desk(spec, 0, 3).serve(asked).waits_hours[:, 0].tolist()


def test_a_community_without_hours_is_as_it_was() -> None:
    with pytest.raises(InputError, match="hours: 2 hours"):
        replace(community(), hours=(1.0, 2.0))
