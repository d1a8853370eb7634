"""A trial that cannot win is stopped: it is tried in one world first, then in two, four, ...

All trials meet the same worlds, so that a few tell much of how two plans differ. A trial is stopped
when a whole trial that ended before its batch leads it by more, in every objective, than what is
still open can make up for, or when it is as sure to break a bound. What is still open is the
difference between the worlds seen and the whole panel, of a size that whole trials have shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, Self, TypeVar

import numpy as np

from planning.proposals.seen import common_of, table_of
from planning.trials import BREAKS, Asked, Notes, Trial, Verdict
from scenarios import Objective
from worlds.executors import Failure
from worlds.statistics import Floats

World = TypeVar("World")

SURE: Final = 2.0
"""Standard deviations by which a trial must lag behind one that it races with: of two equally good
plans one in forty is stopped at a look, and more where there are many rivals and looks."""

LEAST_WHOLE: Final = 4
"""Whole trials from which on anything is known of how worlds differ."""


def looks(worlds: int) -> tuple[int, ...]:
    """Return after how many worlds a trial is looked at: 1, 2, 4, ... and all."""
    found = [1]
    while found[-1] < worlds:
        found.append(min(2 * found[-1], worlds))
    return tuple(found)


@dataclass(frozen=True)
class Field:
    """Those that a trial races with.

    Attributes
    ----------
    worlds
        Of the panel.
    objectives
        Note of each, and 1 where more of it is better, else -1.
    gains
        For each whole trial that keeps every bound its objectives, larger is better, world by
        world: shape ``(trials, objectives, worlds)``.
    spreads
        For each objective by how much worlds differ in the difference of two trials.
    breaks
        By note of a bound by how much worlds differ in by how much it is broken.
    lucky
        By note of a bound by how much less it is broken in the panel than in all worlds that a
        front runner met; 0 where none met more.
    """

    worlds: int
    objectives: tuple[tuple[str, float], ...]
    gains: Floats
    spreads: Floats
    breaks: dict[str, float]
    lucky: dict[str, float]

    @classmethod
    def of(
        cls, trials: Sequence[Trial], objectives: Sequence[Objective], worlds: int
    ) -> Self | None:
        """Return it as some trials make it; None where too little is known to stop anything."""
        signed = tuple((one.column, one.sign) for one in objectives)
        whole = [t for t in trials if t.error is None and not t.stopped and t.worlds >= worlds]
        common = _common(whole, worlds)
        rivals = [t for t in whole if _kept(t, common)]
        if len(whole) < LEAST_WHOLE or not rivals or worlds < 2:
            return None
        rows = np.array([_gains(t.notes, signed)[:, :worlds] for t in rivals])
        # Plans far from the best differ more from world to world, and race with nobody.
        table = np.array([_gains(t.notes, signed)[:, :worlds] for t in whole])
        lag = (rows.mean(axis=2).max(axis=0) - table.mean(axis=2)).max(axis=1)
        table = table[np.argsort(lag, kind="stable")[: max(LEAST_WHOLE, len(table) // 2)]]
        around = table - table.mean(axis=0)
        around -= around.mean(axis=2, keepdims=True)
        degrees = (len(table) - 1) * (worlds - 1)
        # The difference of two trials varies by the luck of both.
        spreads = np.sqrt(2.0 * (around**2).sum(axis=(0, 2)) / degrees)
        breaks = {}
        for name in common:
            own = np.array([t.notes[name][:worlds] for t in whole if name in t.notes])
            breaks[name] = float(np.sqrt(own.var(axis=1, ddof=1).mean()))
        lucky = {name: -float(own[:worlds].mean()) for name, own in common.items()}
        return cls(worlds, signed, rows, spreads, breaks, lucky)

    def lost(self, notes: Notes) -> bool:
        """Return whether a trial cannot win, after as many worlds as its notes hold."""
        own = _gains(notes, self.objectives)
        seen = own.shape[1]
        if seen >= self.worlds:
            return False
        luck = SURE * np.sqrt(1.0 / seen - 1.0 / self.worlds)
        lead = (self.gains[:, :, :seen] - own).mean(axis=2)
        if (lead > luck * self.spreads).all(axis=1).any():
            return True
        return any(
            name in notes and float(np.mean(notes[name])) + self.lucky[name] > luck * spread
            for name, spread in self.breaks.items()
        )


def raced(
    asked: Sequence[Asked],
    field: Field,
    live: Callable[[Sequence[Asked], range], Iterator[World]],
    judge: Callable[[Sequence[World]], Verdict],
) -> list[Verdict]:
    """Return the verdict on each trial, in order, from no more worlds than it takes.

    Parameters
    ----------
    asked
        The trials.
    field
        Those that they race with.
    live
        Yields what some trials, each in turn, leave in some of the panel's worlds.
    judge
        Says what came of a trial from what it left in the first worlds of the panel, or all.
    """
    lived: list[list[World]] = [[] for _ in asked]
    verdicts: dict[int, Verdict] = {}
    done = 0
    for seen in looks(field.worlds):
        racing = [place for place in range(len(asked)) if place not in verdicts]
        outcomes = live([asked[place] for place in racing], range(done, seen))
        for place in racing:
            lived[place] += islice(outcomes, seen - done)
            verdict = judge(lived[place])
            lost = verdict.error is None and field.lost(verdict.notes or {})
            # What is not defined yet may be in the worlds that follow.
            if lost or seen == field.worlds or any(isinstance(w, Failure) for w in lived[place]):
                verdicts[place] = replace(verdict, stopped=lost)
        done = seen
    return [verdicts[place] for place in range(len(asked))]


def _common(whole: Sequence[Trial], worlds: int) -> dict[str, Floats]:
    """Return by note of a bound by how much more each world breaks it, whatever the plan."""
    found = {}
    for name in sorted({name for t in whole for name in t.notes if name.startswith(BREAKS)}):
        own = [np.array(t.notes[name]) for t in whole if name in t.notes]
        own.sort(key=lambda each: abs(float(each[:worlds].mean())))
        found[name] = common_of(table_of(own), worlds)
    return found


def _kept(trial: Trial, common: dict[str, Floats]) -> bool:
    """Whether a trial keeps each bound, but for the luck of the worlds that it met."""
    for name, by in trial.violations.items():
        luck = common.get(f"{BREAKS}{name}")
        if by - (0.0 if luck is None else float(luck[: trial.worlds].mean())) > 0:
            return False
    return True


def _gains(notes: Notes, objectives: Sequence[tuple[str, float]]) -> Floats:
    return np.array([sign * np.array(notes[name]) for name, sign in objectives])
