"""What the alerts of a plan let run, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.offers import Offers
from sim.trajectory import Trajectory
from strategies.alerts.alert import Alert
from strategies.alerts.firing import acts_on, firings
from strategies.alerts.watched import WATCHED
from strategies.base import Strategy
from strategies.delivery import Alarm, Delivery, Foreseen, Stop

Acting = Mapping[str, NDArray[np.bool_]]
"""By strategy, the days on which alerts let it run; who is not there runs without them."""


def check_alerts(alerts: Mapping[str, Alert], strategies: Iterable[Strategy]) -> None:
    """Raise `InputError` if an alert's action is not there, or cannot run on some days alone."""
    by_name = {one.called: one for one in strategies}
    for name, alert in alerts.items():
        if alert.action is None:
            continue
        field = f"alerts.{name}.action"
        if alert.action not in by_name:
            there = ", ".join(by_name) or "none"
            raise InputError(
                f"the plan has no strategy {alert.action!r}; there are {there}", field=field
            )
        if (why := by_name[alert.action].refuses_alerts) is not None:
            raise InputError(why, field=field)


def of_those(alerts: Mapping[str, Alert], kept: Iterable[Strategy]) -> dict[str, Alert]:
    """Return the alerts whose action is among some strategies, and those that only watch."""
    names = {one.called for one in kept}
    return {key: one for key, one in alerts.items() if one.action is None or one.action in names}


def asleep(alerts: Mapping[str, Alert], days: int) -> Acting:
    """Return how it is before the first day: nothing has fired."""
    return {one.action: np.zeros(days, np.bool_) for one in alerts.values() if one.action}


def awake(alerts: Mapping[str, Alert], seen: Trajectory, until: int) -> Acting:
    """Return the days on which alerts let strategies run, by those fired up to a morning."""
    found: dict[str, NDArray[np.bool_]] = {}
    for alert in alerts.values():
        if alert.action is None:
            continue
        own = acts_on(alert, firings(alert, seen, until), seen.calendar.days)
        before = found.get(alert.action, np.zeros(0, np.bool_))
        both = np.zeros(max(len(own), len(before)), np.bool_)
        both[: len(own)] |= own
        both[: len(before)] |= before
        found[alert.action] = both
    return found


def just_fired(alerts: Mapping[str, Alert], seen: Trajectory, today: int) -> frozenset[str]:
    """Return the actions of the alerts that fire this morning."""
    return frozenset(
        one.action
        for one in alerts.values()
        if one.action and today in firings(one, seen, today)[-1:]
    )


def with_alarms(own: Delivery, alerts: Mapping[str, Alert], seen: Trajectory) -> Delivery:
    """Return what a strategy did, with when the alerts that begin it fired over a whole record."""
    alarms = tuple(
        Alarm(name, firings(one, seen, seen.calendar.days - 1))
        for name, one in alerts.items()
        if one.action == own.strategy
    )
    return replace(own, alarms=alarms) if alarms else own


def unseen(alerts: Mapping[str, Alert], absent: frozenset[str]) -> tuple[Foreseen, ...]:
    """Return the alerts that never fire, as a community lacks what they watch."""
    return tuple(
        Foreseen(name, Stop("unseen"))
        for name, one in alerts.items()
        if WATCHED[one.metric].needs in absent
    )


def put_on(offers: Offers, fresh: Offers, names: Iterable[str], today: int) -> None:
    """Write what some offer apart from today on, as it was made anew, and all that is published.

    Parameters
    ----------
    offers
        What is offered; its days before today stay.
    fresh
        The same made anew.
    names
        Of those who offer apart.
    today
        Day of the plan.
    """
    for name in names:
        offers.layers[name].table[today:] = fresh.layers[name].table[today:]
        offers.layers[name].pinned[today:] = fresh.layers[name].pinned[today:]
    offers.supply[today:] = fresh.supply[today:]
    offers.hooks[today:] = fresh.hooks[today:]
