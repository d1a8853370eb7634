"""Quotas and arms are of the size they say; what is for an audience reaches it and nobody else."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim import checkpoint
from sim.calendar import Calendar
from sim.community import Community
from sim.errors import InputError
from sim.facts import Facts
from sim.ledger import Ledger
from sim.offers import Offers
from sim.plan import NoPlan
from sim.run import Rehearsal, run
from sim.spec import CommunitySpec
from sim.trajectory import COUNT_INDEX, Trajectory
from strategies.audiences import Arm, Audiences, Definition, Ranked
from tests.communities import community
from tests.properties.test_relabelling import relabelled, within_days

BUSY = {"visit_base": -1.0, "leave_rate": 0.01, "return_rate": 0.02, "invite_rate": 0.02}


def spec(members: int = 300, days: int = 40, past: int = 20) -> CommunitySpec:
    whole = community(members, days + past, values=BUSY, arrivals=4.0)
    return replace(whole, start=whole.launch + timedelta(days=past), horizon_days=days)


class Aimed:
    """A plan with one lever for each of some audiences."""

    def __init__(self, definitions: dict[str, Definition], levers: dict[str, dict[str, float]]):
        self.definitions, self.levers = definitions, levers

    def offers(self, calendar: Calendar, segments: tuple[str, ...]) -> Offers:
        audiences = Audiences(self.definitions, tuple(self.levers))
        offers = Offers(calendar, len(segments), audiences)
        for name, levers in self.levers.items():
            for lever, value in levers.items():
                offers.apart(name, name).pull(lever, value)
        return offers

    def next_decision(self, today: int) -> int | None:
        return None

    def adapt(self, seen: Trajectory, today: int, offers: Offers) -> Offers:
        return offers

    def settle(self, trajectory: Trajectory, ledger: Ledger) -> None:
        return None

    def as_dict(self) -> dict[str, Any]:
        return {"definitions": {name: str(d) for name, d in self.definitions.items()},
                "levers": self.levers}  # fmt: skip


def facts_of(lived: Community, whole: bool = True) -> Facts:
    return lived.facts(whole=whole)


@pytest.fixture(scope="module")
def lived() -> Community:
    one = Community(spec(), 5)
    one.live(20)
    return one


def test_quotas_part_everybody(lived: Community) -> None:
    """1/20/79: nobody is in two, all who are there are in one, the highest first."""
    facts = facts_of(lived)
    found = Audiences(
        {
            "core": Ranked(top=0.01, by="ties"),
            "middle": Ranked(top=0.21, after=0.01, by="ties"),
            "rest": Ranked(top=1.0, after=0.21, by="ties"),
        },
        (),
    ).who(facts)
    together = np.sum([who.astype(int) for who in found.values()], axis=0)
    assert np.array_equal(together, facts.here.astype(int))
    here = int(facts.here.sum())
    assert [who.sum() for who in found.values()] == [
        int(0.01 * here + 0.5),
        int(0.21 * here + 0.5) - int(0.01 * here + 0.5),
        here - int(0.21 * here + 0.5),
    ]
    ties = facts["ties"]
    assert ties[found["core"]].min() >= ties[found["middle"]].max()
    assert ties[found["middle"]].min() >= ties[found["rest"]].max()


def test_nobody_is_ranked_between_two_looks(lived: Community) -> None:
    quota = Audiences({"core": Ranked(top=0.5, by="visits")}, ())
    assert not quota.who(facts_of(lived, whole=False))["core"].any()


@given(share=st.floats(0, 1), seed=st.integers(0, 99))
@settings(max_examples=30, deadline=None)
def test_an_arm_is_by_hash(lived: Community, share: float, seed: int) -> None:
    """A larger share keeps all of a smaller one; another name is another arm."""
    facts = replace(facts_of(lived), seed=seed)
    some: dict[str, Definition] = {"some": "ties > 4"}
    arm, half, other = (
        Audiences({**some, name: Arm(share=part, of="some")}, ()).who(facts)[name]
        for name, part in (("arm", share), ("arm", share / 2), ("other", share))
    )
    among = Audiences(some, ()).who(facts)["some"]
    assert not (arm & ~among).any()
    assert not (half & ~arm).any()
    many = among.sum()
    assert abs(arm.sum() - share * many) <= 4.5 * np.sqrt(0.25 * many) + 1
    if 0.2 < share < 0.8:
        assert (arm != other).any()


def test_ranks_do_not_hang_on_the_order_of_rows(lived: Community) -> None:
    places = within_days(lived, 1)
    twin = relabelled(lived, places)
    quota = Audiences({"core": Ranked(top=0.13, by="visits"), "arm": Arm(share=0.4, of="core")}, ())
    one, other = quota.who(facts_of(lived)), quota.who(facts_of(twin))
    for name in one:
        assert np.array_equal(other[name][places], one[name])


@pytest.mark.parametrize(
    ("definitions", "wanted", "field", "word"),
    [
        ({"a": "visits > 1"}, ("b",), "for", "there is no audience 'b'"),
        ({"a": "b", "b": "visits > 1"}, ("a",), "a", "there is no fact"),
        ({"a": Arm(share=0.5, of="b")}, ("a",), "a.of", "no audience 'b' before it"),
        ({"a": Ranked(top=0.5, by="visit")}, ("a",), "a.by", "did you mean 'visits'"),
        ({"ties": "visits > 1"}, ("ties",), "ties", "a fact has that name"),
        ({f"a{k}": "visits > 1" for k in range(9)}, tuple(f"a{k}" for k in range(9)),
         "strategies", "at most 8"),
    ],
)  # fmt: skip
def test_what_is_no_audience_is_told(
    definitions: dict[str, Definition], wanted: tuple[str, ...], field: str, word: str
) -> None:
    with pytest.raises(InputError, match=word) as caught:
        Audiences(definitions, wanted).check(())
    assert caught.value.field == field


def test_audiences_go_to_another_process() -> None:
    one = Audiences({"a": "visits > 1"}, ("a",))
    one.check(())
    assert pickle.loads(pickle.dumps(one)).definitions == one.definitions


def counts(trajectory: Trajectory, name: str) -> NDArray[np.int64]:
    return trajectory.daily(name)


def test_zero_strength_for_somebody_changes_nothing() -> None:
    """Whoever is in what, a lever that is not pulled moves no bit."""
    plan = Aimed({"fresh": "days_since_joining <= 7", "many": "ties > 8"},
                 {"fresh": {"push": 0.0}, "many": {"discount": 0.0}})  # fmt: skip
    found, plain = run(spec(), plan, 7).trajectory, run(spec(), NoPlan(), 7).trajectory
    assert np.array_equal(found.counts, plain.counts)
    assert np.array_equal(found.triangle, plain.triangle)
    assert np.array_equal(found.members, plain.members)
    assert found.by_audience is not None
    assert len(found.by_audience.combinations) >= 3


def test_messages_reach_those_they_are_for() -> None:
    """Everybody's messages are the sum of two audiences' that part everybody."""
    rule = "days_since_joining <= 12"
    both = Aimed(
        {"new": rule, "old": f"not ({rule})"}, {"new": {"push": 0.5}, "old": {"push": 0.5}}
    )
    one = Aimed({"new": rule}, {"new": {"push": 0.5}})
    seen = run(spec(), one, 2).trajectory
    assert counts(seen.among("new"), "pushes").sum() == counts(seen, "pushes").sum() > 0
    reachable = counts(seen.among("new"), "reachable")
    assert np.all(np.abs(counts(seen.among("new"), "pushes") - 0.5 * reachable) <= 4 * 0.5)
    # Parted or not, all are sent the same, but for the rounding of each cell.
    parted = run(spec(), both, 2).trajectory
    whole = run(spec(), Aimed({"all": "1 < 2"}, {"all": {"push": 0.5}}), 2).trajectory
    for name in ("visits", "posts", "left", "reachable"):
        assert np.array_equal(counts(parted, name), counts(whole, name)), name
    places = [counts(parted.among(name), "visits") for name in ("new", "old")]
    assert np.array_equal(sum(places), counts(parted, "visits"))


def test_newcomers_are_in_their_audience_on_the_day_of_joining() -> None:
    plan = Aimed({"new": "days_since_joining <= 2"}, {"new": {"push": 1.0}})
    seen = run(spec(), plan, 2).trajectory
    joined = counts(seen, "joined_organic") + counts(seen, "joined_referred")
    assert np.all(counts(seen.among("new"), "reachable") >= joined - counts(seen, "left"))


@pytest.mark.parametrize("how", ["threads", "everybody", "stretches"])
def test_the_same_bits_however_it_is_lived(how: str) -> None:
    plan = Aimed(
        {"core": Ranked(top=0.2, by="visits"), "arm": Arm(share=0.5, of="core"),
         "fresh": "days_since_joining <= 3"},
        {"arm": {"push": 0.8}, "fresh": {"push": 0.2}},
    )  # fmt: skip
    one, other = (Rehearsal(spec(5000, 16, 5), plan, 3) for _ in range(2))
    one.live(16)
    if how == "stretches":
        for day in (1, 2, 7, 8, 15, 16):
            other.live(day)
    else:
        options: dict[str, Any] = {"threads": 3} if how == "threads" else {"screened": False}
        other.community.live(other.spec.days, **options)
        other.today = 16
    seen = [each.trajectory() for each in (one, other)]
    assert np.array_equal(seen[0].counts, seen[1].counts)
    assert np.array_equal(one.community.members, other.community.members)
    assert one.community.combinations == other.community.combinations


def test_a_saved_run_goes_on_with_the_same_bits(tmp_path: Path) -> None:
    plan = Aimed(
        {"core": Ranked(top=0.2, by="visits"), "fresh": "days_since_joining <= 3"},
        {"core": {"push": 0.8}, "fresh": {"discount": 0.2}},
    )
    whole = Rehearsal(spec(), plan, 3)
    whole.live(17)
    checkpoint.save(whole, tmp_path / "run.npz")
    again = checkpoint.load(tmp_path / "run.npz", spec(), plan, seed=3)
    for each in (whole, again):
        each.live(40)
    assert np.array_equal(whole.community.members, again.community.members)
    one, other = whole.result().trajectory, again.result().trajectory
    assert np.array_equal(one.counts, other.counts)
    assert one.by_audience is not None
    assert other.by_audience is not None
    assert np.array_equal(one.by_audience.counts, other.by_audience.counts)


def test_more_ways_to_overlap_than_there_is_room_for_are_told() -> None:
    definitions: dict[str, Definition] = {f"a{k}": Arm(share=0.5) for k in range(8)}
    plan = Aimed(definitions, {name: {"push": 0.1} for name in definitions})
    with pytest.raises(InputError, match="overlap in more than 64 ways"):
        run(spec(), plan, 0)


def test_a_column_of_counts_is_of_everybody() -> None:
    assert run(spec(), NoPlan(), 1).trajectory.counts.shape == (40, 4, len(COUNT_INDEX))


def test_points_for_some_alone_are_in_the_screen() -> None:
    """Whoever nears a level comes more: the screen must know it of points in a layer, too."""
    bare = dict.fromkeys(("habit_pull", "peer_pull", "reward_pull"), 0.0)
    whole = community(2000, 80, values={**bare, "visit_base": -3.0, "goal_gradient": 2.0})
    found = []
    for screened in (True, False):
        one = Community(whole, 5)
        offers = Offers(Calendar(whole.start, whole.horizon_days), len(whole.segments))
        offers.apart("points", None).pull("points_per_visit", 5.0)
        offers.pull("privilege", 0.4)
        offers.rules.level_thresholds = (30, 60, 90, 120)
        offers.rules.reward_points = 20
        one.offer(offers, 0)
        one.live(80, screened=screened)
        found.append(one.tallies.counts[..., COUNT_INDEX["visits"]].sum())
    assert found[0] == found[1]
