"""What the engine's community and the oracle's must have in common: all, to the bit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.community import Community
from sim.compiled.control import CONTROL
from sim.compiled.layout import MEMORY
from sim.trajectory import COUNTS
from tests.oracle.community import Oracle
from tests.oracle.member import Member
from tests.oracle.memory import Memory

NEVER, NO_DEBUT = -1_000_000, 65535
FLAGS = {"left": 1, "referred": 2, "paid": 4, "hunter": 8, "asked": 16, "complained": 32,
         "promised": 64, "uncounted": 128}  # fmt: skip
NOTES = {"wrote": 1, "answered": 2, "muted": 4, "adopted": 8, "quit": 16,
         "brought": 32, "bought": 128}  # fmt: skip
PAID_OUT = 64
REMEMBERED = MEMORY.names or ()


def record(member: Member) -> dict[str, Any]:
    """Return a member of the oracle in the words of the engine's record."""
    flags = {
        **{name: getattr(member, name) for name in FLAGS if hasattr(member, name)},
        "referred": member.inviter is not None,
        "promised": member.promised_cents is not None,
    }
    return {
        "last_active": NEVER if member.last_active is None else member.last_active,
        "debut": NO_DEBUT if member.debut is None else member.debut,
        "ties": len(member.ties),
        "visits": min(member.visits, 255),
        "flags": sum(FLAGS[name] for name, on in flags.items() if on),
    }


def ties_of(community: Community) -> set[tuple[int, int]]:
    """Return the engine's ties as pairs of rows, lower first."""
    columns = community.columns
    pairs: set[tuple[int, int]] = set()
    for row in range(community.size):
        line = columns.lines[row]
        while True:
            pairs.update((row, int(other)) for other in line[:-1] if row < other)
            if line[-1] < 0:
                break
            line = columns.spill[line[-1]]
    return pairs


def remembered(memory: Memory) -> dict[str, Any]:
    """Return a memory of the oracle in the words of the engine's record."""
    promises = memory.member.promises
    return {
        **{name: getattr(memory, name) for name in REMEMBERED if name not in ("notes", "belief")},
        "belief": promises.belief,
        "notes": sum(bit for name, bit in NOTES.items() if getattr(memory, name))
        + PAID_OUT * promises.paid_out,
    }


def assert_same_members(oracle: Oracle, community: Community) -> None:
    """Compare every field of every member and of its memory, to the bit."""
    lived = community.copy()
    lived.expire_points()
    assert lived.size == len(oracle.roll)
    names, segments = community.audiences, len(community.spec.segments)
    groups = [
        tuple(name for place, name in enumerate(names) if bits >> place & 1)
        for bits in community.combinations
    ]
    assert [(groups[cell // segments], cell % segments) for cell in lived.members["cell"]] == [
        (member.audiences, member.segment) for member in oracle.roll
    ]
    records = [record(member) for member in oracle.roll]
    for name in set(lived.members.dtype.names or ()) - {"cell"}:
        expected = [
            plain[name] if name in plain else getattr(member, name)
            for member, plain in zip(oracle.roll, records, strict=True)
        ]
        _compare(oracle, name, lived.members[name], expected)
    rows = range(lived.size)
    columns = lived.columns
    assert [int(h) for h in columns.identity[rows]] == [m.identity for m in oracle.roll]
    assert [int(r) for r in columns.inviter[rows]] == [
        m.inviter.row if m.inviter else -1 for m in oracle.roll
    ]
    assert _marked(columns.here_yesterday, lived.size) == {m.row for m in oracle.here_yesterday}
    if len(columns.memories) > 1:
        memories = [remembered(member.memory) for member in oracle.roll]
        for name in REMEMBERED:
            expected = [memory[name] for memory in memories]
            _compare(oracle, name, columns.memories[name][: lived.size], expected)
    if len(columns.spent) > 1:
        carried = [member.spent_towards_a_point for member in oracle.roll]
        _compare(oracle, "spent", columns.spent[: lived.size], carried)
    if len(columns.club) > 1:
        _compare(
            oracle, "club", columns.club[: lived.size],
            [(member.paid_months, member.paid_until) for member in oracle.roll],
        )  # fmt: skip
    if oracle.believes:
        assert _marked(columns.paid, lived.size) == {m.row for m in oracle.paid_yesterday}
    if oracle.spreads:
        assert _marked(columns.adopted, lived.size) == {m.row for m in oracle.having}


def _compare(oracle: Oracle, name: str, engine: NDArray[Any], plain: Sequence[Any]) -> None:
    expected = np.array(plain, engine.dtype)
    differ = np.flatnonzero(engine != expected)
    assert differ.size == 0, (
        f"day {oracle.day}, {name} of rows {differ[:5]}: engine "
        f"{engine[differ[:5]]}, oracle {expected[differ[:5]]}"
    )


def _marked(bits: NDArray[np.uint64], size: int) -> set[int]:
    """Return the rows whose bit is set."""
    return {row for row in range(size) if int(bits[row >> 6]) >> (row & 63) & 1}


def assert_same_sums(oracle: Oracle, community: Community) -> None:
    """Compare the counts of all days, the ties, the purses, the rolling actives, the triangle."""
    lived = community.copy()
    lived.expire_points()
    days = range(lived.today)
    segments = range(len(lived.spec.segments))
    tallies = lived.tallies
    counts, population = (
        by_cell[: len(days)].reshape(len(days), -1, len(segments), *by_cell.shape[2:]).sum(axis=1)
        for by_cell in (tallies.counts, tallies.population)
    )
    for index, name in enumerate(COUNTS):
        expected = [[oracle.counts[day, j, name] for j in segments] for day in days]
        assert counts[..., index].tolist() == expected, name
    assert population.tolist() == oracle.population
    assert ties_of(lived) == {
        (member.row, friend.row)
        for member in oracle.roll
        for friend in member.ties
        if member.row < friend.row
    }
    purses = {"points_purse": oracle.purses.points, "rewards_purse": oracle.purses.rewards}
    assert {name: lived.columns.control[CONTROL.index(name)] for name in purses} == purses
    for name, window in (("weekly", 7), ("monthly", 30)):
        rolling = np.cumsum(getattr(tallies, name))[: len(days)]
        assert rolling.tolist() == [len(oracle.distinct(day, window)) for day in days], name
    assert {
        (int(a), int(b)): int(tallies.triangle[a, b]) for a, b in np.argwhere(tallies.triangle)
    } == oracle.triangle()


def assert_same_growth(oracle: Oracle, community: Community) -> None:
    """Compare the growth accounting with its definition by sets of 28-day actives."""
    before: set[Member] = set()
    ever: set[Member] = set()
    tallies = community.tallies
    for day in range(community.today):
        now = oracle.distinct(day, 28)
        newly = now - ever
        expected = (len(newly), len(now - before - newly), len(before - now))
        engine = (tallies.newly[day], tallies.resurrected[day], tallies.churned[day])
        assert engine == expected, day
        before, ever = now, ever | now
