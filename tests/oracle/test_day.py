"""The engine's day equals the oracle's, draw for draw."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.community import Community
from sim.kernel.layout import CONTROL
from sim.spec import CommunitySpec
from sim.trajectory import COUNTS
from tests.oracle import worlds
from tests.oracle.community import Oracle
from tests.oracle.member import Member

NEVER, NO_COHORT = -1_000_000, 65535
FLAGS = {"left": 1, "referred": 2, "paid": 4, "hunter": 8, "asked": 16, "complained": 32,
         "promised": 64}  # fmt: skip

Worlds = tuple[Oracle, Community]


def record(member: Member) -> dict[str, Any]:
    """Return a member of the oracle in the words of the engine's record."""
    flags = {
        **{name: getattr(member, name) for name in FLAGS if hasattr(member, name)},
        "referred": member.inviter is not None,
        "promised": member.promised_cents is not None,
    }
    return {
        "last_active": NEVER if member.last_active is None else member.last_active,
        "cohort": NO_COHORT if member.cohort is None else member.cohort,
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


def assert_same_members(oracle: Oracle, community: Community) -> None:
    """Compare every field of every member, to the bit."""
    lived = community.copy()
    lived.expire_points()
    assert lived.size == len(oracle.roll)
    records = [record(member) for member in oracle.roll]
    for name in lived.members.dtype.names or ():
        values = [
            plain[name] if name in plain else getattr(member, name)
            for member, plain in zip(oracle.roll, records, strict=True)
        ]
        expected = np.array(values, lived.members.dtype[name])
        differ = np.flatnonzero(lived.members[name] != expected)
        assert differ.size == 0, (
            f"day {oracle.day}, {name} of rows {differ[:5]}: engine "
            f"{lived.members[name][differ[:5]]}, oracle {expected[differ[:5]]}"
        )
    rows = range(lived.size)
    assert [int(h) for h in lived.columns.identity[rows]] == [m.identity for m in oracle.roll]
    assert [int(r) for r in lived.columns.inviter[rows]] == [
        m.inviter.row if m.inviter else -1 for m in oracle.roll
    ]
    here = lived.columns.here_yesterday
    assert {row for row in rows if here[row >> 6] >> np.uint64(row & 63) & np.uint64(1)} == {
        member.row for member in oracle.here_yesterday
    }


def assert_same_sums(oracle: Oracle, community: Community) -> None:
    """Compare the counts of all days, the ties, the purses, the rolling actives, the triangle."""
    lived = community.copy()
    lived.expire_points()
    days = range(lived.today)
    segments = range(len(lived.spec.segments))
    tallies = lived.tallies
    for index, name in enumerate(COUNTS):
        expected = [[oracle.counts[day, j, name] for j in segments] for day in days]
        assert tallies.counts[: len(days), :, index].tolist() == expected, name
    assert tallies.population[: len(days)].tolist() == oracle.population
    assert ties_of(lived) == {
        (member.row, friend.row)
        for member in oracle.roll
        for friend in member.ties
        if member.row < friend.row
    }
    purses = {"points_purse": oracle.points_purse, "rewards_purse": oracle.rewards_purse}
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


def live_both(oracle: Oracle, community: Community, days: int) -> None:
    """Live days in both, comparing the members after each."""
    for _ in range(days):
        oracle.step()
        community.live(oracle.day + 1)
        assert_same_members(oracle, community)


def launch(activity: str, lively: bool, seed: int, spec: CommunitySpec | None = None) -> Worlds:
    """Live the past of a world in both."""
    spec = spec or worlds.spec(activity, lively)  # type: ignore[arg-type]
    waits = worlds.waits(spec.days)
    community = Community(spec, seed)
    community.days.waits[:] = waits
    oracle = Oracle(spec, seed, waits, order=seed)
    live_both(oracle, community, worlds.PAST_DAYS)
    return oracle, community


def begin(oracle: Oracle, community: Community, offers: Any) -> None:
    """Put a plan in force in both, as `sim.run` does."""
    community.offer(offers, worlds.PAST_DAYS)
    community.members["posts"] = 0
    oracle.offer(offers)


def total(oracle: Oracle, name: str) -> int:
    """Return a count over all days and segments."""
    return sum(amount for (_, _, what), amount in oracle.counts.items() if what == name)


@pytest.mark.parametrize(("activity", "seed"), [("visit", 1), ("visit", 2), ("contribution", 3)])
def test_day_with_every_lever(activity: str, seed: int) -> None:
    oracle, community = launch(activity, True, seed)
    offers = worlds.all_levers()
    begin(oracle, community, offers)
    live_both(oracle, community, 35)
    offers = worlds.revised(offers, 35)
    community.revise(offers, worlds.PAST_DAYS)
    oracle.revise(offers)
    live_both(oracle, community, worlds.PLAN_DAYS - 35)
    assert_same_sums(oracle, community)
    assert_same_growth(oracle, community)
    silent = {name for name in COUNTS if not total(oracle, name)}
    assert silent <= {"points_clawed_back"}, "the world must exercise everything"
    assert oracle.refusals["points"] > 0
    assert oracle.refusals["rewards"] > 0
    assert max(len(member.ties) for member in oracle.roll) > 30, "ties must spill over two lines"


@pytest.mark.parametrize(("activity", "seed"), [("visit", 4), ("contribution", 5)])
def test_day_without_a_plan(activity: str, seed: int) -> None:
    oracle, community = launch(activity, False, seed)
    begin(oracle, community, worlds.no_offers())
    live_both(oracle, community, worlds.PLAN_DAYS)
    assert_same_sums(oracle, community)
    assert_same_growth(oracle, community)


def test_day_with_purses_that_have_no_limit() -> None:
    oracle, community = launch("visit", True, 6)
    begin(oracle, community, worlds.all_levers(points_purse=-1, rewards_purse_cents=-1))
    live_both(oracle, community, worlds.PLAN_DAYS)
    assert_same_sums(oracle, community)
    assert_same_growth(oracle, community)
    assert not oracle.refusals


def test_day_with_given_ties_attributes_and_groups() -> None:
    oracle, community = launch("visit", True, 7, worlds.tied())
    begin(oracle, community, worlds.all_levers())
    live_both(oracle, community, worlds.PLAN_DAYS)
    assert_same_sums(oracle, community)
    columns = community.columns
    values = columns.attributes[: community.size]
    assert [(int(v) & 15, int(v) >> 4) for v in values] == [m.attributes for m in oracle.roll]
    groups = {group: number for number, group in enumerate(oracle.groups)}
    assert columns.group[: community.size].tolist() == [
        groups[m.group] if m.group else -1 for m in oracle.roll
    ]
    sizes = [len(group.members) for group in oracle.groups]
    assert columns.group_size[: len(sizes)].tolist() == sizes
    assert max(sizes) == 40, "a group must fill up"
    assert total(oracle, "returned") > 20
