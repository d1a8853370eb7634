"""Logs beside a history: what members invite and ask, as rates that were measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any, Final

from forerun.drafted_words import word

if TYPE_CHECKING:
    from calibration import Calibration
    from calibration.history import History
    from calibration.history.reading import Language
    from calibration.history.referrals import Referrals
    from calibration.history.tickets import Tickets
    from scenarios import Scenario
    from sim.behaviour.preset import Behaviour

WINDOW_DAYS: Final = 182
"""The last days of the history of which rates are read, as far as a log reaches back."""

LEAST_DAYS: Final = 14
"""Days that a log and the history must share."""

WORLDS: Final = 8
ROUNDS: Final = 2
"""Worlds of which a simulated rate is the mean, and how often rates are moved to the log's."""

COUNTS: Final = {"invite_rate": "invitations", "question_rate": "questions",
                 "complaint_rate": "complaints"}  # fmt: skip
"""Parameters that are rates of a visit, and what of the log they make."""

BUSY: Final = 0.85
"""Share of their time that staff are busy at most, if a time of handling is read off: with more
the queue would only grow, and the log's did not."""

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Window:
    """Days that a log shares with the history, ``start`` to ``end`` (not included)."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.end - self.start).days


@dataclass(frozen=True)
class Beside:
    """Logs that lie beside a history.

    Attributes
    ----------
    past
        The history.
    referrals, tickets
        What was read; None where none was given.
    made
        By parameter what the same days count in the simulation, once rates are settled.
    """

    past: History
    referrals: Referrals | None = None
    tickets: Tickets | None = None
    made: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for log in (self.referrals, self.tickets):
            if log is not None:
                self.window(log)

    def window(self, log: Referrals | Tickets) -> Window:
        """Return the days of which a log's rates are read.

        Raises
        ------
        InputError
            If it shares too few with the history.
        """
        from sim.errors import InputError

        first, last = log.daily["date"][0], log.daily["date"][-1]
        start = max(first, self.past.start, self.past.end - timedelta(days=WINDOW_DAYS))
        end = min(last + timedelta(days=1), self.past.end)
        if (end - start).days < LEAST_DAYS:
            raise InputError(
                f"runs from {first} to {last} and shares {max((end - start).days, 0)} days with "
                f"the last {WINDOW_DAYS} of the history, which ends before {self.past.end}; at "
                f"least {LEAST_DAYS} are needed",
                file=log.reading.source,
            )
        return Window(start, end)

    @property
    def counted(self) -> dict[str, tuple[int, Window]]:
        """By parameter what its log counts, and in which days."""
        found: dict[str, tuple[int, Window]] = {}
        if self.referrals is not None:
            window = self.window(self.referrals)
            found["invite_rate"] = self.referrals.between(window.start, window.end)[0], window
        if self.tickets is not None:
            window = self.window(self.tickets)
            asked = self.tickets.between(window.start, window.end)
            found["question_rate"], found["complaint_rate"] = ((n, window) for n in asked)
        return found

    @property
    def k_factor(self) -> float:
        """Accepted invitations for each who joined, in the window of the referral log."""
        if self.referrals is None:
            return 0.0
        window = self.window(self.referrals)
        first = (window.start - self.past.start).days
        joined = int(self.past.joined[first : first + window.days].sum())
        return self.referrals.between(window.start, window.end)[1] / max(joined, 1)

    def organic(self) -> list[int]:
        """Return the joiners of each day whom no member invited.

        The share of invited ones in the window, taken off everywhere: who is invited comes by
        simulated invitations.
        """
        kept, before, found = 1.0 - min(self.k_factor, 1.0), 0, []
        total = 0.0
        for new in self.past.joined.tolist():
            total += kept * new
            found.append(int(total + 0.5) - before)
            before = int(total + 0.5)
        return found

    def onto(self, fitted: Calibration) -> Calibration:
        """Return a fit with the rates as far as the logs alone tell them."""
        values = self._first()
        fit = {**fitted.fit, "members": sum(self.organic())} if self.referrals else fitted.fit
        return replace(fitted, behaviour=self._measured(fitted.behaviour, values), fit=fit)

    def settled(self, scenario: Scenario, behaviour: Behaviour) -> tuple[Behaviour, Beside]:
        """Return a behaviour whose worlds invite and ask as often as the logs, and what it makes.

        A rate is of a simulated visit, and how much a visit brings hangs on satisfaction and on
        who comes: so the days of the logs are simulated, and rates multiplied by what is missing.
        """
        for _ in range(ROUNDS):
            seen = self.simulated(scenario, behaviour)
            values = {}
            for name, (count, _) in self.counted.items():
                rate = behaviour.values[name] * (count / seen[name] if seen[name] else 1.0)
                values[name] = min(max(rate, 0.0), 1.0)
            behaviour = self._measured(behaviour, values)
        return behaviour, replace(self, made=self.simulated(scenario, behaviour))

    def simulated(self, scenario: Scenario, behaviour: Behaviour) -> dict[str, float]:
        """Return by parameter what the days of its log count in the simulation."""
        from sim.plan import NoPlan
        from sim.run import run

        found = {}
        windows = {window for _, window in self.counted.values()}
        for window in sorted(windows, key=lambda one: (one.start, one.end)):
            spec = scenario.spec(
                start=window.start, horizon_days=window.days, known_until=window.end,
                behaviour=behaviour,
            )  # fmt: skip
            worlds = [run(spec, NoPlan(), seed).trajectory for seed in range(WORLDS)]
            for name, (_, own) in self.counted.items():
                if own == window:
                    found[name] = fmean(float(one.total(COUNTS[name])) for one in worlds)
        return found

    def desk(self, lang: Language = "en") -> list[tuple[str, str]]:
        """Return the lines of the scenario's desk, each with why; none without a ticket log."""
        if self.tickets is None:
            return []
        service, window = self.tickets.service, self.window(self.tickets)
        if service is None:
            return [("desk: {}", word(lang, "desk_unknown", source=self.tickets.source))]
        lines = [
            ("desk:", word(lang, "desk", source=self.tickets.source)),
            (f"  staff: {service.staff}", word(lang, "staff")),
            (f"  shift_start: {service.shift_start}", word(lang, "shift")),
            (f"  shift_end: {service.shift_end}", ""),
            (f"  days_open: [{', '.join(WEEKDAYS[day] for day in service.days_open)}]", ""),
        ]
        if service.handling_minutes:
            asked = sum(self.tickets.between(window.start, window.end)) / window.days
            hours = service.staff * (service.shift_end - service.shift_start)
            able = BUSY * 60 * hours * len(service.days_open) / (7 * max(asked, 1e-9))
            minutes = max(min(service.handling_minutes, able, 1440.0), 0.1)
            why = word(lang, "handling")
            if minutes < service.handling_minutes:
                why = word(lang, "handling_most", minutes=service.handling_minutes)
            lines.append((f"  handling_minutes: {minutes:.3g}", why))
        return lines

    def rates(self) -> list[dict[str, Any]]:
        """Return ``name, log, first, last, count, simulated`` of each rate, as JSON values."""
        return [
            {
                "name": name,
                "log": self._log(name).source,
                "first": window.start.isoformat(),
                "last": (window.end - timedelta(days=1)).isoformat(),
                "count": count,
                "simulated": self.made.get(name),
            }
            for name, (count, window) in self.counted.items()
        ]

    def as_json(self) -> dict[str, Any]:
        """Return the facts: ``rates``, and what only one of the logs tells."""
        found: dict[str, Any] = {"rates": self.rates()}
        if self.referrals is not None:
            window = self.window(self.referrals)
            sent, came = self.referrals.between(window.start, window.end)
            found["referrals"] = {
                "invitations": sent,
                "accepted": came,
                "acceptance": came / sent if sent and self.referrals.knows_acceptance else None,
                "inviters": self.referrals.inviters,
                "invitations_per_member": sent / max(self._joined(window), 1),
                "invitations_per_active_day": sent / max(
                    self._between("active_members", window), 1
                ),
                "k_factor": self.k_factor,
                "k_first": window.start.isoformat(),
                "k_last": (window.end - timedelta(days=1)).isoformat(),
                "notes": self.referrals.reading.as_dict()["notes"],
            }  # fmt: skip
        if self.tickets is not None:
            window = self.window(self.tickets)
            questions, complaints = self.tickets.between(window.start, window.end)
            service = self.tickets.service
            found["tickets"] = {
                "questions": questions,
                "complaints": complaints,
                "per_active_day": (questions + complaints)
                / max(self._between("active_members", window), 1),
                "wait_hours": service and service.wait_hours,
                "handling_minutes": service and service.handling_minutes,
                "staff": service and service.staff,
                "notes": self.tickets.reading.as_dict()["notes"],
            }
        return found

    def _log(self, name: str) -> Referrals | Tickets:
        found = self.referrals if name in ("invite_rate", "accept_rate") else self.tickets
        assert found is not None
        return found

    def _joined(self, window: Window) -> int:
        """Return the members who had joined by a window's end."""
        return int(self.past.joiners[: (window.end - self.past.launch).days].sum())

    def _between(self, column: str, window: Window) -> int:
        first = (window.start - self.past.start).days
        return int(self.past.counts(column)[first : first + window.days].sum())

    def _first(self) -> dict[str, float]:
        """Rates of a day of activity, from which the simulation goes on; and the acceptance."""
        values = {
            name: min(count / max(self._between("active_members", window), 1), 1.0)
            for name, (count, window) in self.counted.items()
        }
        if self.referrals is not None and self.referrals.knows_acceptance:
            window = self.window(self.referrals)
            sent, came = self.referrals.between(window.start, window.end)
            values["accept_rate"] = came / max(sent, 1)
        return values

    def _measured(self, behaviour: Behaviour, values: Mapping[str, float]) -> Behaviour:
        """Return a behaviour with rates as measured, each uncertain by its count alone."""
        spreads = {}
        for name, value in values.items():
            counted = self.counted["invite_rate" if name == "accept_rate" else name]
            count, window = counted
            source = (
                f"{self._log(name).source}, {window.start} to {window.end - timedelta(days=1)}: "
                f"{count:,} {COUNTS.get(name, 'invitations')}"
            )
            behaviour = behaviour.updated({name: value}, "measured", source)
            if count and 0 < value < 1:
                part = value * (1 - value) if name == "accept_rate" else value * value
                spreads[name] = (part / count) ** 0.5
        return replace(behaviour, spreads={**behaviour.spreads, **spreads})


def parted(
    columns: Mapping[str, str], *, referrals: bool, tickets: bool
) -> tuple[dict[str, str], dict[str, str]]:
    """Return headings by role of the history, and those of the logs that are given beside it.

    A role of a log that is not given stays with the history's, whose reader knows it not and says
    so.
    """
    from calibration.history import referrals as of_referrals
    from calibration.history import tickets as of_tickets

    own = {*(of_referrals.FORM.words if referrals else ())}
    own |= {*(of_tickets.FORM.words if tickets else ())}
    beside = {role: heading for role, heading in columns.items() if role in own}
    return {role: columns[role] for role in columns if role not in own}, beside


def beside(
    past: History,
    referrals: str | Path | None,
    tickets: str | Path | None,
    reading: Mapping[str, Any],
    columns: Mapping[str, str] | None = None,
    command: str | None = None,
) -> Beside | None:
    """Read the logs beside a history; None where there are none.

    Parameters
    ----------
    past
        The history.
    referrals, tickets
        Files or URLs of tables.
    reading
        Options of `calibration.read` of the history; the zone and the order of dates hold here
        too.
    columns
        Heading by role, of both logs.
    command
        What reads, for the audit file.

    Raises
    ------
    InputError
        If a log has a fault, or shares too few days with the history.
    """
    from calibration.history.referrals import read_referrals
    from calibration.history.rules import Rules
    from calibration.history.tickets import read_tickets

    if referrals is None and tickets is None:
        return None
    how = {name: reading[name] for name in ("timezone", "day_first") if name in reading}
    rules = Rules(**how, columns=columns or {})
    return Beside(
        past,
        None if referrals is None else read_referrals(referrals, rules, command),
        None if tickets is None else read_tickets(tickets, rules, command),
    )
