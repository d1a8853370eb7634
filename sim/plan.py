"""What the simulation knows of a plan: four questions it asks."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

from sim.calendar import Calendar
from sim.ledger import Ledger
from sim.offers import Offers
from sim.trajectory import Trajectory


class Plan(Protocol):
    """An operator's plan, as the run sees it.

    A plan remembers nothing between two questions: what it has decided stands in the offers, what
    has happened in the trajectory. So one plan serves many runs, and a run can be saved and gone
    on with without it.
    """

    def offers(self, calendar: Calendar, segments: tuple[str, ...]) -> Offers:
        """Return what is offered over the calendar, before the run."""
        ...

    def next_decision(self, today: int) -> int | None:
        """Return the first day after ``today`` on which the plan wants to think, or None."""
        ...

    def adapt(self, seen: Trajectory, today: int, offers: Offers) -> Offers:
        """Return the offers from ``today`` on, given what was seen until yesterday."""
        ...

    def settle(self, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book what the plan cost, from the recorded counts."""
        ...


@runtime_checkable
class Described(Protocol):
    """What can say what it is: a plan, so that it is told apart from another with equal offers."""

    def as_dict(self) -> dict[str, Any]:
        """Return all that it is as JSON values."""
        ...


@runtime_checkable
class Accountable(Protocol):
    """A plan that can tell what each of its strategies did."""

    def account(self, trajectory: Trajectory, ledger: Ledger) -> tuple[Described, ...]:
        """Return what each did, from the record and the settled books."""
        ...


class NoPlan:
    """The status quo: nothing is offered, nothing is spent."""

    def offers(self, calendar: Calendar, segments: tuple[str, ...]) -> Offers:
        """Return an empty table."""
        return Offers(calendar, len(segments))

    def next_decision(self, today: int) -> int | None:
        """Never."""
        return None

    def adapt(self, seen: Trajectory, today: int, offers: Offers) -> Offers:
        """Return the offers unchanged."""
        return offers

    def settle(self, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book nothing."""
