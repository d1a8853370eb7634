"""One community as it lives: its columns, its days, its counts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.draws import DAILY, LASTING, decision_key, mix, poisson, uniform53
from sim.kernel.layout import (
    BLOCK,
    CONTROL,
    EVENT,
    EXPIRY_DAYS,
    MEMBER,
    ORGANICS,
    POINTS_PURSE,
    REWARDS_PURSE,
    Columns,
    Days,
    Tallies,
)
from sim.offers import Offers
from sim.response import (
    birth_shift,
    day_shift,
    effects_table,
    neutral_effects,
    rules_array,
    supply_table,
)
from sim.spec import CommunitySpec
from sim.trajectory import COUNTS

_SPAN = 32
"""Days by which the rolling counts reach beyond the last day: the longest window and one."""


class Community:
    """A community from its launch on, lived in stretches of days.

    Parameters
    ----------
    spec
        The community; its behaviour is used as it stands (see `Behaviour.draw`).
    seed
        Seed of every draw, 0 or more.

    Attributes
    ----------
    columns, days, tallies
        The arrays of `sim.kernel.layout`.
    """

    def __init__(self, spec: CommunitySpec, seed: int) -> None:
        self.spec = spec
        self.seed = seed
        self._theta = spec.behaviour.pack()
        graph = spec.graph
        self._graph = np.array([graph.mean_ties / 2, graph.closure, graph.homophily], np.float32)
        self.days = self._make_days()
        self.tallies = _make_tallies(spec, int(self.days.week[-1]) + 1)
        joiners = spec.founders + int(self.days.organic.sum())
        # Room for invited members too: growing copies every column.
        self.columns = _make_columns(max(joiners * 9 // 8, 64), spec)

    @property
    def today(self) -> int:
        """The next day to live, counted from the launch."""
        return int(self.columns.control[CONTROL.index("day")])

    @property
    def size(self) -> int:
        """Members who ever joined."""
        return int(self.columns.control[CONTROL.index("members")])

    @property
    def members(self) -> NDArray[np.void]:
        """The records of all who ever joined (`sim.kernel.layout.MEMBER`), shape ``(size,)``."""
        return self.columns.members[: self.size]

    def live(self, until: int, *, screened: bool = True) -> None:
        """Live the days up to `until` (not included), counted from the launch."""
        from sim.kernel.live import live

        control = self.columns.control
        while self.today < until:
            control[CONTROL.index("full")] = 0
            live(
                self.columns, self._theta, self._graph, self.days, self.tallies,
                np.uint64(self.seed), until, screened,
            )  # fmt: skip
            if control[CONTROL.index("full")]:
                self._grow()
                control = self.columns.control

    def offer(self, offers: Offers, effects_day: int) -> None:
        """Put offers in force; their first day is `effects_day`, counted from the launch.

        The purses are filled as the rules say; later changes go through `revise`.
        """
        self.columns.control[POINTS_PURSE] = offers.rules.points_purse
        self.columns.control[REWARDS_PURSE] = offers.rules.unlocks_purse_cents
        limited = offers.rules.points_purse >= 0 or offers.rules.unlocks_purse_cents >= 0
        if limited and len(self.columns.claims) == 1:
            self.columns = self.columns._replace(**_claim_columns(len(self.columns.members)))
        paid = self.days.paid.copy()
        key = int(decision_key(self.seed, "paid arrivals", 0))
        for index, mean in enumerate(offers.paid_arrivals[: len(paid) - effects_day]):
            day = effects_day + index
            paid[day] = poisson(float(mean), uniform53(mix(day + 1), key))
        self.days = self.days._replace(paid=paid)
        self.revise(offers, effects_day)

    def revise(self, offers: Offers, effects_day: int) -> None:
        """Put changed offers in force without refilling the purses."""
        self.days = self.days._replace(
            effects=effects_table(self.spec, offers),
            supply=supply_table(self.spec.behaviour, offers),
            rules=rules_array(self.spec, offers, effects_day),
        )

    def expire_points(self) -> None:
        """Book the points that have lapsed by today and whose owners have not come since."""
        limit = int(self.days.rules[EXPIRY_DAYS])
        if limit <= 0:
            return
        members = self.members
        due = (members["points"] > 0) & (self.today - 1 - members["last_visit"] > limit)
        day = members["last_visit"][due] + limit + 1
        expired = self.tallies.counts[:, :, COUNTS.index("points_expired")]
        np.add.at(expired, (day, members["segment"][due]), members["points"][due].astype(np.int64))
        members["points"][due] = 0

    def copy(self) -> Community:
        """Return an independent copy: several plans start from one past."""
        twin = object.__new__(Community)
        twin.spec, twin.seed = self.spec, self.seed
        twin._theta, twin._graph = self._theta, self._graph
        twin.days = Days._make(array.copy() for array in self.days)
        columns = Columns._make(array.copy() for array in self.columns)
        twin.columns = columns._replace(passed_words=columns.passed.view(np.uint64))
        twin.tallies = Tallies._make(array.copy() for array in self.tallies)
        return twin

    def _make_days(self) -> Days:
        spec = self.spec
        organic = np.zeros(spec.days, np.int32)
        key = int(decision_key(self.seed, "organic arrivals", 0))
        for day in range(spec.days):
            mean = float(spec.organic[day])
            known = bool(spec.organic_known[day])
            count = round(mean) if known else poisson(mean, uniform53(mix(day + 1), key))
            organic[day] = count
        monday = spec.launch - timedelta(days=spec.launch.weekday())
        offset = (spec.launch - monday).days
        segments = len(spec.segments)
        return Days(
            shift=day_shift(spec),
            birth_shift=birth_shift(spec),
            organic=organic,
            paid=np.zeros(spec.days, np.int32),
            week=((np.arange(spec.days) + offset) // 7).astype(np.int32),
            waits=np.zeros((spec.days, 2), np.float32),
            effects=neutral_effects(spec),
            supply=np.zeros((1, segments, 2), np.float32),
            segment_edges=np.cumsum(spec.segment_shares).astype(np.float32),
            rules=rules_array(spec, None, 0),
        )

    def _grow(self) -> None:
        from sim.kernel.births import joiners

        old = self.columns
        wanted = self.size + int(joiners(old, self.days, self.today))
        capacity = len(old.members)
        while capacity < wanted:
            capacity *= 2
        new = _make_columns(capacity, self.spec, spill=2 * len(old.spill))
        for name in Columns._fields:
            before: NDArray[Any] = getattr(old, name)
            after: NDArray[Any] = getattr(new, name)
            shared = min(len(before), len(after))
            after[:shared] = before[:shared]
        # The members won by a plan stand at the end of the roster, and the end has moved.
        others = self.size - int(old.control[ORGANICS])
        if others:
            new.roster[len(old.roster) - others :] = 0
            new.roster[-others:] = old.roster[-others:]
        if len(old.claims) > 1:
            new = new._replace(**_claim_columns(len(new.members)))
        self.columns = new


def _claim_columns(capacity: int) -> dict[str, NDArray[Any]]:
    """Return the columns that only a limited purse needs."""
    return {
        "claimants": np.zeros(capacity, np.int32),
        "claims": np.zeros(capacity, np.int64),
        "order": np.zeros(capacity, np.int64),
        "priority": np.zeros(capacity, np.uint64),
    }


def _make_columns(capacity: int, spec: CommunitySpec, spill: int | None = None) -> Columns:
    capacity = (capacity + 63) // 64 * 64
    if spill is None:
        spill = max(64, int(capacity * (spec.graph.mean_ties + 4) / 15))
    passed = np.zeros(BLOCK, np.uint8)
    control = np.zeros(len(CONTROL), np.int64)
    control[POINTS_PURSE] = control[REWARDS_PURSE] = -1
    return Columns(
        members=np.zeros(capacity, MEMBER),
        identity=np.zeros(capacity, np.uint64),
        visit_bound=np.zeros(capacity, np.uint8),
        leave_bound=np.zeros(capacity, np.uint8),
        inviter=np.full(capacity, -1, np.int32),
        roster=np.zeros(capacity, np.int32),
        lines=np.full((capacity, 16), -1, np.int32),
        spill=np.full((spill, 16), -1, np.int32),
        here_yesterday=np.zeros(capacity // 64, np.uint64),
        here_today=np.zeros(capacity // 64, np.uint64),
        events=np.zeros(capacity, EVENT),
        leavers=np.zeros(capacity, np.int32),
        passed=passed,
        passed_words=passed.view(np.uint64),
        rows=np.zeros(BLOCK, np.int32),
        keys=np.zeros(len(DAILY) + len(LASTING), np.uint64),
        feeds=np.zeros(len(spec.segments), np.float32),
        caps=np.zeros(2, np.float32),
        posts=np.zeros(len(spec.segments), np.int64),
        **_claim_columns(1),
        born=np.zeros(spec.days + 1, np.int64),
        population=np.zeros(len(spec.segments), np.int64),
        control=control,
    )


def _make_tallies(spec: CommunitySpec, weeks: int) -> Tallies:
    days, segments = spec.days, len(spec.segments)

    def change() -> NDArray[np.int64]:
        return np.zeros(days + _SPAN, np.int64)

    return Tallies(
        counts=np.zeros((days + 1, segments, len(COUNTS)), np.int64),
        weekly=change(),
        monthly=change(),
        newly=change(),
        resurrected=change(),
        churned=change(),
        triangle=np.zeros((weeks, weeks), np.int32),
        population=np.zeros((days, segments), np.int64),
    )
