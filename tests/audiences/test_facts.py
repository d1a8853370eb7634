"""Facts are what members did; scores are what they say, with known values."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from sim.calendar import Calendar
from sim.community import Community
from sim.compiled.deeds import ORDERED, POSTED, SPENT, VISITED
from sim.errors import InputError
from sim.facts import CATALOGUE, Facts
from sim.facts.facts import COLUMNS, PREFIX
from sim.facts.scores import alive, expected_orders, percentile, quintile
from sim.offers import Offers
from sim.spec import CommunitySpec
from sim.trajectory import COUNT_INDEX
from strategies.audiences import Audiences, ask_for_deeds
from tests.communities import community

PAST = 24
SHOP = {
    "visit_base": -1.0, "leave_rate": 0.01, "return_rate": 0.02, "buy_rate": 0.1, "basket": 20.0,
}  # fmt: skip


def spec(deeds: bool = True) -> CommunitySpec:
    whole = community(300, 40, values=SHOP, arrivals=4.0)
    start = whole.launch + timedelta(days=PAST)
    return replace(whole, start=start, horizon_days=40 - PAST, deeds=deeds)


@pytest.fixture(scope="module")
def lived() -> Community:
    one = Community(spec(), 4)
    one.live(PAST + 7)
    return one


@pytest.fixture(scope="module")
def facts(lived: Community) -> Facts:
    return lived.facts()


def test_to_keep_deeds_changes_no_bit(lived: Community) -> None:
    without = Community(spec(deeds=False), 4)
    without.live(PAST + 7)
    assert without.members.tobytes() == lived.members.tobytes()
    kept = lived.tallies.counts.copy()
    assert kept[..., COUNT_INDEX["reorders"]].any(), "which only deeds tell"
    kept[..., COUNT_INDEX["reorders"]] = 0
    assert np.array_equal(without.tallies.counts, kept)
    assert len(without.columns.deeds) == 1


def test_what_members_did_adds_up_to_what_was_counted(lived: Community) -> None:
    deeds, counts = lived.columns.deeds[: lived.size], lived.tallies.counts.sum(axis=(0, 1))
    pairs = {VISITED: "visits", POSTED: "posts", ORDERED: "buyers", SPENT: "sold_millionths"}
    for column, name in pairs.items():
        assert deeds[:, column].sum() == counts[COUNT_INDEX[name]] > 0


@pytest.mark.parametrize(("days", "name"), [(7, "visits_7d"), (28, "visits_28d")])
def test_windows_add_up_to_what_was_counted(
    lived: Community, facts: Facts, days: int, name: str
) -> None:
    latest = lived.tallies.counts[lived.today - days : lived.today, :, COUNT_INDEX["visits"]]
    assert facts[name].sum() == latest.sum()


def test_spend_is_in_the_currency(facts: Facts) -> None:
    assert np.allclose(facts["spend"], facts["orders"] * 20.0)
    assert np.all(facts["spend_28d"] <= facts["spend"])
    assert np.all(facts["spend_7d"] <= facts["spend_28d"])


def test_days_since_what_never_happened_count_from_joining(facts: Facts) -> None:
    never = facts["orders"] == 0
    joined = facts["days_since_joining"]
    assert never.any()
    assert np.array_equal(facts["days_since_order"][never], joined[never] + 1)
    assert np.all(facts["days_since_order"][~never] <= facts["days_since_first_order"][~never])


def test_v43_who_still_buys() -> None:
    """V43: a customer of x = 2, t_x = 30.43, T = 38.86 weeks at the CDNOW parameters.

    Expected: alive with .726579, 1.226028 orders in the next 39 weeks; a new one .534440 in 13
        weeks and 1.860519 in 78.
    Tolerance: the digits given.
    """
    one = (np.array([2.0]), np.array([30.43]), np.array([38.86]))
    assert alive(*one)[0] == pytest.approx(0.726579, abs=5e-7)
    assert expected_orders(*one, 39.0)[0] == pytest.approx(1.226028, abs=5e-7)
    new = (np.zeros(1), np.zeros(1), np.zeros(1))
    assert expected_orders(*new, 13.0)[0] == pytest.approx(0.534440, abs=5e-7)
    assert expected_orders(*new, 78.0)[0] == pytest.approx(1.860519, abs=5e-7)


def test_scores_are_of_equal_parts(facts: Facts) -> None:
    buyers = facts.here & (facts["orders"] > 0)
    for name in ("rfm_recency", "rfm_frequency", "rfm_monetary"):
        sizes = np.bincount(facts[name].astype(int), minlength=6)
        assert sizes[1:].sum() == buyers.sum()
        assert np.ptp(sizes[1:]) <= 1
    assert set(np.unique(facts["rfm"][buyers])) <= set(range(3, 16))
    assert not facts["rfm"][~buyers].any()
    best, worst = facts["rfm_frequency"] == 5, facts["rfm_frequency"] == 1
    assert facts["orders"][best].min() >= facts["orders"][worst].max()


def test_v57_ties_do_not_make_a_quintile_larger() -> None:
    """V57: counts of a mean of 2 with r = .5, two fifths of which are zeros; ties by identity.

    Expected: the fifths are equal all the same, the top one holds .703371 of all counts.
    Members: 200,000. Tolerance: 4 standard errors.
    """
    random = np.random.default_rng(5)
    n = 200_000
    counts = random.poisson(random.gamma(0.5, 4.0, n)).astype(np.float64)
    score = quintile(counts, random.permutation(n).astype(np.uint64), np.ones(n, np.bool_))
    assert np.all(np.bincount(score.astype(int))[1:] == n // 5)
    share = counts[score == 5].sum() / counts.sum()
    assert share == pytest.approx(0.703371, abs=0.006)


def test_a_percentile_is_the_share_below() -> None:
    found = percentile(np.array([3.0, 1.0, 1.0, 9.0]), np.array([True, True, True, False]))
    assert found.tolist() == pytest.approx([5 / 6, 1 / 3, 1 / 3, 0.0])


def test_an_absence_alarms_the_more_the_more_often_one_came(facts: Facts) -> None:
    risk, away = facts["churn_risk"], facts["days_since_visit"]
    assert np.all((risk >= 0) & (risk < 1))
    assert not risk[away <= 1].any()
    founders = facts["days_since_joining"] == facts.day
    seen = 0
    for days in range(4, 12):
        same = np.flatnonzero(founders & (away == days))
        by_visits = same[np.argsort(facts["visits"][same], kind="stable")]
        assert np.all(np.diff(risk[by_visits]) >= 0)
        seen += len(set(risk[same].tolist()))
    assert seen > 20


def test_nobody_who_joined_since_is_ranked(lived: Community) -> None:
    among = lived.facts(whole=False)
    for name in ("rfm", "relation_density", "value_density", "potential_density"):
        assert not among[name].any()
        assert lived.facts()[name].any()


def test_audiences_that_ask_for_deeds_say_so(lived: Community) -> None:
    assert ask_for_deeds({"a": "ties > 1", "b": "a and orders_28d > 1"})
    assert not ask_for_deeds({"a": "ties > 1", "b": "posts > 3"})
    one = Community(spec(deeds=False), 4)
    calendar = Calendar(one.spec.start, one.spec.horizon_days)
    offers = Offers(calendar, 4, Audiences({"a": "rfm > 12"}, ("a",)))
    with pytest.raises(InputError, match="deeds=True"):
        one.offer(offers, PAST)


def test_every_fact_has_both_titles() -> None:
    for name, fact in CATALOGUE.items():
        assert fact.title
        assert fact.title_zh, name


@pytest.mark.parametrize("name", CATALOGUE)
def test_parts_say_what_the_whole_says(
    lived: Community, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Members are looked at part by part: to the bit what one look at all of them says."""
    whole = lived.facts()[name]
    monkeypatch.setattr("sim.facts.facts.BLOCK", 64)
    parts = lived.facts()
    assert len(list(parts.blocks())) > 3
    assert parts[name].tobytes() == whole.tobytes()


def test_columns_are_the_fields_of_the_records(lived: Community) -> None:
    facts, members = lived.facts(), lived.members
    for name in COLUMNS:
        field = name.removeprefix(PREFIX)
        assert np.array_equal(facts.column(field), members[field].astype(np.int32)), field
