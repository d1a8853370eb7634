"""Events for nothing: one a day, for all, without a price, announced and not held."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import numpy as np
import pytest

from strategies.event import Event
from strategies.messages import Messages
from tests.free_lunch.ground import Ground, Size, Tried, alone
from tests.free_lunch.test_responses import doings

SIZE: Final = Size(members=600, past=90, days=120)
GIFT: Final[dict[str, Any]] = {
    "costs": {"venue": 0, "host": 0, "production": 0, "promotion": 0, "staff": 0, "prizes": 0},
    "day_cost": 0, "seat_cost": 0, "guest_cost": 0, "invites": 0, "thanks": 0,
    "warm_up_days": 0, "return_days": 0,
}  # fmt: skip
"""An operator who says that it has all that an event takes already."""

PRESETS: Final = ("forum", "shop", "brand")


@cache
def ground(preset: str) -> Ground:
    return Ground(preset, SIZE, range(4), ("weekly_active", "visits", "gain"))


def tried(preset: str, *events: Event) -> Tried:
    return ground(preset).tried(alone(*events))


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("interest", [0.1, 1.0])
def test_an_event_a_day_is_no_event(preset: str, interest: float) -> None:
    """It draws whom it drew on the first days, and tires: over four months next to nobody."""
    found = tried(preset, Event(**GIFT, days=120, interest=interest))
    assert found.given.max() == 0
    assert found.mean("weekly_active") < 0.02
    assert found.mean("visits") < 0.02


@pytest.mark.parametrize("preset", PRESETS)
def test_one_a_week_for_whoever_wants_is_within_what_was_published(preset: str) -> None:
    """M28, M85: the best programmes bring +22 to +32 %, though all of them would come for it."""
    found = tried(preset, Event(**GIFT, days=1, every_days=7, interest=1.0))
    assert 0.0 < found.mean("weekly_active") < 0.22


def test_many_events_under_other_names_are_no_more_than_as_many_of_one() -> None:
    names = [
        Event(**GIFT, name=f"day{k}", days=1, every_days=7, interest=1.0, from_day=k, seats=10**6)
        for k in range(4)
    ]
    assert tried("brand", *names).mean("weekly_active") < 0.04
    same = [Event(**GIFT, name=f"copy{k}", days=3, from_day=30) for k in range(5)]
    here = ground("brand")
    one, many = here.run(alone(same[0]), 0), here.run(alone(*same), 0)
    assert np.array_equal(doings(one), doings(many)), "on one day one event is as good as five"


def test_announced_and_not_held_is_not_announced() -> None:
    """Beyond the plan, or where the money is short by a cent: not a message is sent."""
    here = ground("shop")
    late = Event(from_day=115, warm_up_days=7)
    assert np.array_equal(doings(here.run(alone(late), 0)), doings(here.without(0)))
    short = here.run(alone(Event(from_day=10), budget=299.99), 0)
    assert np.array_equal(doings(short), doings(here.without(0)))
    assert short.ledger.cost("event") == 0


def test_a_hollow_event_is_worth_its_messages() -> None:
    """Nobody cares for it and nothing is sold: what it does is what its invitations do."""
    here = ground("forum")
    hollow = Event(**{**GIFT, "warm_up_days": 7}, days=1, interest=0, sells=False)
    hollow = hollow.model_copy(update={"invites": 0.3})
    only = Messages(per_day=0.3, to_day=7)
    assert np.array_equal(doings(here.run(alone(hollow), 0)), doings(here.run(alone(only), 0)))


def test_a_trace_of_interest_brings_a_trace() -> None:
    trace, usual = (tried("brand", Event(**GIFT, days=3, interest=x)) for x in (1e-4, 0.3))
    assert abs(trace.mean("visits")) < 0.05 * usual.mean("visits") + 1e-4


def test_a_seat_for_one_moves_nobody_else() -> None:
    found = tried("brand", Event(**GIFT, days=3, seats=1, interest=1.0))
    assert abs(found.mean("weekly_active")) < 0.002
