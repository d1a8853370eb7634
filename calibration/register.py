"""A dated register of predictions: what was foretold, of which history, and how it came out."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from calibration.backtest import or_none, weighted_error
from calibration.forecasts.product import Product
from calibration.history import History
from calibration.observation import weekly
from scenarios.forecasts.names import NAIVE, PRODUCT, SIMULATION
from sim.errors import InputError
from sim.files import open_file, refuse_special

MAX_BYTES: Final = 64 << 20
"""A register may be so long: tens of thousands of predictions."""

MOST: Final = 1e12
"""No community has more actives."""

WHAT: Final = {1: "daily_active", 7: "weekly_active"}
"""What a week's figure is: the mean of its days' actives, or the actives of the week."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A prediction and the weeks of it that have come.

    Attributes
    ----------
    made
        When it was made.
    first
        First day foretold.
    weeks
        Weeks foretold.
    observed
        Those that have come, shape ``(weeks come,)``.
    paths
        Forecasts by name, each of the same shape.
    inside
        Weeks that lay within each band, by its per cent.
    over
        How many of these weeks were over when it was made: who wrote it down could have known
        them.
    """

    made: str
    first: date
    weeks: int
    observed: NDArray[np.float64]
    paths: Mapping[str, NDArray[np.float64]]
    inside: Mapping[str, int]
    over: int

    def error(self, name: str) -> float | None:
        """Return the sum of absolute errors over the sum of actuals; None where nobody came."""
        return or_none(weighted_error(self.paths[name], self.observed))

    def as_dict(self) -> dict[str, Any]:
        """Return the facts."""
        return {
            "made": self.made,
            "first": self.first.isoformat(),
            "weeks": self.weeks,
            "weeks_come": len(self.observed),
            "weeks_over_when_made": self.over,
            "observed": self.observed.tolist(),
            "error": {name: self.error(name) for name in self.paths},
            "coverage": {name: n / len(self.observed) for name, n in self.inside.items()},
        }


@dataclass(frozen=True, slots=True)
class Scores:
    """What a register's predictions came to.

    Attributes
    ----------
    scored
        Those of this history of which a week has come, in the order of the register.
    waiting
        How many of this history's have none yet.
    others
        How many are of another history.
    """

    scored: Sequence[Scored]
    waiting: int
    others: int

    def as_dict(self) -> dict[str, Any]:
        """Return ``{"scored", "error", "coverage", "waiting", "others", "late"}``.

        Error and coverage are over all weeks, of the forecasts and bands that every prediction has:
        one of an earlier version, or of a young history, may lack some.
        """
        names = _common([one.paths for one in self.scored])
        weeks = sum(len(one.observed) for one in self.scored)
        came = np.concatenate([np.zeros(0), *(one.observed for one in self.scored)])
        error = {}
        for name in names:
            told = np.concatenate([one.paths[name] for one in self.scored])
            error[name] = or_none(weighted_error(told, came))
        levels = _common([one.inside for one in self.scored])
        return {
            "scored": [one.as_dict() for one in self.scored],
            "error": error,
            "coverage": {
                level: sum(one.inside[level] for one in self.scored) / weeks for level in levels
            },
            "waiting": self.waiting,
            "others": self.others,
            "late": self.late,
        }

    @property
    def late(self) -> int:
        """How many of those scored were made when weeks of theirs were over."""
        return sum(one.over > 0 for one in self.scored)


def _common(parts: Sequence[Mapping[str, object]]) -> list[str]:
    """Return the names that all have, in the order of the first."""
    return [name for name in parts[0] if all(name in each for each in parts)] if parts else []


def digest(history: History) -> str:
    """Return the SHA-256 of what a prediction was made from: the days, actives and joiners."""
    text = json.dumps(
        [
            history.start.isoformat(),
            history.step,
            history.active.tolist(),
            history.counts("new_members").tolist(),
        ]
    )
    return hashlib.sha256(text.encode()).hexdigest()


def append(
    path: Path,
    history: History,
    product: Product,
    simulation: NDArray[np.float64],
    now: datetime,
) -> None:
    """Add the forecast of the weeks after a history to a register, made if absent.

    Parameters
    ----------
    path
        A file of JSON lines.
    history
        What was known.
    product
        The forecast.
    simulation
        That of the worlds alone.
    now
        When it is made.

    Raises
    ------
    InputError
        If it cannot be written, or is no register.
    """
    if path.exists():
        read(path)
    simple = {name: each.tolist() for name, each in product.simple.items() if each is not None}
    entry = {
        "made": now.isoformat(timespec="seconds"),
        "what": WHAT[history.step],
        "history": digest(history),
        "source": Path(history.source).name,
        "first": history.end.isoformat(),
        "weeks": len(product.path),
        "forecast": {PRODUCT: product.path.tolist(), SIMULATION: simulation.tolist(), **simple},
        "bands": product.as_dict()["bands"],
        "weights": dict(product.weights),
    }
    refuse_special(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+b") as file:
            # One write, so that two commands do not mix their lines.
            file.write((_line_end(file) + json.dumps(entry, ensure_ascii=False) + "\n").encode())
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", file=str(path)) from None


def _line_end(file: BinaryIO) -> str:
    """Return what ends the last line, which an editor may have left without an end."""
    if not file.seek(0, os.SEEK_END):
        return ""
    file.seek(-1, os.SEEK_END)
    return "" if file.read() == b"\n" else "\n"


def read(path: Path) -> list[dict[str, Any]]:
    """Read the predictions of a register, in their order.

    Raises
    ------
    InputError
        If there is no such file, or a line is no prediction; with the line.
    """
    with open_file(path) as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise InputError(f"is larger than {MAX_BYTES >> 20} MB", file=str(path))
    found = []
    for number, line in enumerate(content.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            found.append(_checked(json.loads(line)))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise InputError(
                "is no prediction as forerun backtest writes it", file=str(path), line=number
            ) from None
    return found


def score(path: Path, history: History) -> Scores:
    """Hold the predictions of a register against a longer history.

    A prediction is of this history if what was known when it was made is how it begins. The same
    prediction, made again of the same history, counts once.

    Parameters
    ----------
    path
        The register.
    history
        What came.
    """
    scored: list[Scored] = []
    waiting = others = 0
    seen = set[str]()
    known = cache(lambda first: digest(history.until(first)))
    for entry in read(path):
        first = date.fromisoformat(entry["first"])
        if not _begins(history, first, entry, known):
            others += 1
            continue
        told = json.dumps([entry["first"], entry["forecast"]])
        if told in seen:
            continue
        seen.add(told)
        weeks = min((history.end - first).days // 7, entry["weeks"])
        if weeks < 1:
            waiting += 1
            continue
        until = history.until(first + timedelta(weeks=weeks))
        came = weekly(until)[-weeks:]
        made = datetime.fromisoformat(entry["made"]).date()
        scored.append(
            Scored(
                made=entry["made"],
                first=first,
                weeks=entry["weeks"],
                observed=came,
                paths={name: np.array(each[:weeks]) for name, each in entry["forecast"].items()},
                inside={
                    level: sum(
                        low <= here <= high
                        for here, low, high in zip(
                            came.tolist(), band["low"], band["high"], strict=False
                        )
                    )
                    for level, band in entry["bands"].items()
                },
                over=min(max((made - first).days // 7, 0), weeks),
            )
        )
    return Scores(scored, waiting, others)


def _begins(
    history: History, first: date, entry: Mapping[str, Any], known: Callable[[date], str]
) -> bool:
    if entry["what"] != WHAT[history.step] or not history.start < first <= history.end:
        return False
    return bool(known(first) == entry["history"])


def _checked(entry: Any) -> dict[str, Any]:
    """Return a line's content if it has all that a score needs, each of its own kind."""
    date.fromisoformat(entry["first"])
    datetime.fromisoformat(entry["made"])
    weeks, forecast, bands = entry["weeks"], entry["forecast"], entry["bands"]
    ends = [each for band in bands.values() for each in (band["low"], band["high"])]
    good = (
        type(weeks) is int
        and weeks >= 1
        and {PRODUCT, NAIVE} <= set(forecast)
        and "80" in bands
        and all(_is_path(path, weeks) for path in (*forecast.values(), *ends))
        and isinstance(entry["history"], str)
        and isinstance(entry["what"], str)
    )
    if not good:
        raise ValueError
    return dict(entry)


def _is_path(path: object, weeks: int) -> bool:
    """Return whether it is a number of actives, and nothing else, for each week."""
    return (
        isinstance(path, list)
        and len(path) == weeks
        and all(type(each) in (int, float) and 0 <= each <= MOST for each in path)
    )
