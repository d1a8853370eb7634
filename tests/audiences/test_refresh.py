"""A refresh: in parts or at once the same members move, and to cells with the same offers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.community import Community
from sim.compiled.layout import LEFT, MUTED, Days
from sim.grouping import with_effects
from sim.offers import Offers
from sim.response import effects_table
from sim.spec import CommunitySpec
from strategies.audiences import Arm, Audiences, Definition, Ranked
from tests.communities import community

PAST, DAYS = 15, 45

DEFINITIONS: dict[str, Definition] = {
    "fresh": "days_since_joining <= 7",
    "seen": "days_since_visit < 14",
    "best": Ranked(top=0.2, by="visits", of="seen"),
    "next": Ranked(top=0.5, after=0.2, by="visits", of="seen"),
    "rest": "seen and not best and not next",
    "core": "relation_density >= 0.7 and not fresh",
    "half": Arm(share=0.5),
}
AIMED = tuple(DEFINITIONS)
FIRST = ("best", "half")


def spec() -> CommunitySpec:
    busy = {"visit_base": -1.0, "leave_rate": 0.01, "return_rate": 0.02}
    whole = community(300, PAST + DAYS, values=busy, arrivals=4.0, deeds=True)
    return replace(whole, start=whole.launch + timedelta(days=PAST), horizon_days=DAYS)


def offers(seen: CommunitySpec) -> Offers:
    """Return a lever for two of the audiences; the others are only kept up to date."""
    made = Offers(
        Calendar(seen.start, DAYS), len(seen.segments), Audiences(DEFINITIONS, AIMED, FIRST)
    )
    made.apart("push", "best").pull("push", 0.3)
    made.apart("points", "rest").pull("points_per_visit", 2)
    return made


def lived() -> Community:
    one = Community(spec(), 5)
    one.live(PAST)
    one.offer(offers(one.spec), PAST)
    one.live(PAST + DAYS)
    return one


def test_parts_move_whom_one_look_at_all_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = lived()
    monkeypatch.setattr("sim.facts.facts.BLOCK", 64)
    in_parts = lived()
    assert in_parts.combinations == at_once.combinations
    assert len(at_once.combinations) > 10
    assert in_parts.members.tobytes() == at_once.members.tobytes()
    for mine, other in zip(in_parts.tallies, at_once.tallies, strict=True):
        assert np.array_equal(mine, other)


def test_all_who_are_there_are_counted_at_each_refresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those who stay are not looked at: with those who move they are all there are."""
    looks: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []

    def places(one: Community) -> NDArray[np.int64]:
        facts = one.facts()
        return np.where(facts.here, facts.held_places, -1)

    def regroup(one: Community) -> Days:
        before = places(one)
        days = regrouped(one)
        if (one.today - PAST) % 7 == 0:
            looks.append((before, places(one)))
        return days

    regrouped = Community._regroup
    monkeypatch.setattr(Community, "_regroup", regroup)
    one = lived()
    assert len(looks) == len(one.tallies.moves) == 7
    for (before, after), moves in zip(looks, one.tallies.moves, strict=True):
        expected = np.zeros_like(moves)
        np.add.at(expected, (before[before >= 0], after[before >= 0]), 1)
        assert np.array_equal(moves, expected)
    present = one.tallies.present.reshape(-1, len(one.spec.segments)).sum(axis=1)
    assert np.array_equal(np.bincount(places(one) + 1, minlength=65)[1:], present)


def test_who_hears_no_messages_is_counted_where_it_is() -> None:
    """On most mornings one member joins alone, and may hear none from the first day on."""
    seen = replace(spec(), organic=np.full(PAST + DAYS, 0.8))
    values = {**seen.behaviour.values, "consent_share": 0.5}
    seen = replace(seen, behaviour=seen.behaviour.updated(values, "measured", "test"))
    one = Community(seen, 5)
    one.live(PAST)
    one.offer(offers(seen), PAST)
    one.live(PAST + DAYS)
    members, notes = one.members, one.columns.memories["notes"][: one.size]
    muted = (notes & MUTED != 0) & (members["flags"] & LEFT == 0)
    cells = np.bincount(members["cell"][muted], minlength=len(one.tallies.muted))
    assert muted.sum() > 50
    assert np.array_equal(one.tallies.muted, cells)


def test_combinations_have_the_effects_of_what_they_are_offered() -> None:
    """Worked out once for those to whom the same is offered, and one by one as they come up."""
    one = lived()
    made, segments = offers(one.spec), len(one.spec.segments)
    one_by_one = np.concatenate(
        [effects_table(one.spec, made, [bits]) for bits in one.combinations], axis=2
    )
    together = effects_table(one.spec, made, one.combinations)
    assert together.tobytes() == one_by_one.tobytes()
    cells = together.shape[2]
    assert np.array_equal(one.days.effects[:, :, :cells], together)
    # Room that nobody is in has what nobody's audience is offered.
    for cell in range(cells, one.days.effects.shape[2]):
        assert np.array_equal(one.days.effects[:, :, cell], together[:, :, cell % segments])


def test_room_for_combinations_is_made_by_doubling() -> None:
    segments, one = 2, np.arange(24, dtype=np.float32).reshape(3, 2, 2, 2)
    effects, known = one.copy(), 1
    for k in range(1, 64):
        effects = with_effects(effects, one + 100 * k, known, segments)
        known += 1
        assert known * segments <= effects.shape[2] <= 64 * segments
        assert np.array_equal(effects[:, :, 2 * k : 2 * k + 2], one + 100 * k)
        assert np.array_equal(effects[:, :, :2], one)
