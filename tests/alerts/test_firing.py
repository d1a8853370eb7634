"""When an alert fires, worked out by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.errors import InputError
from sim.trajectory import Trajectory
from strategies import Content, StrategyPlan
from strategies.alerts import READY_ALERTS, WATCHED, Alert, acts_on, firings
from tests.closed_forms.limits import play, world
from tests.metrics.recorded import trajectory

START = date(2024, 1, 1)


def record(active: list[int], **fields: Any) -> Trajectory:
    """Return a record of so many active members a day."""
    return trajectory(START, len(active), active=active, **fields)


def fired(active: list[int], **rule: Any) -> tuple[int, ...]:
    """Return when a rule of active members fires over a whole record."""
    given_rule = {"metric": "active", "window_days": 1, "rest_days": 1, "hysteresis": 0.0, **rule}
    return firings(Alert(**given_rule), record(active), len(active))


def test_it_sees_the_days_before_the_morning() -> None:
    assert fired([20, 20, 9, 20, 20], below=10) == (3,)
    assert fired([20, 20, 10, 20, 20], below=10) == ()
    assert fired([5, 5, 11, 5], above=10) == (3,)


def test_a_window_is_a_mean_over_its_days() -> None:
    # Means of three days, seen in the mornings of days 3 to 6: 12, 10, 8, 8.
    assert fired([14, 12, 10, 8, 6, 10, 30], below=9, window_days=3, repeats=False) == (5,)


def test_a_ratio_is_one_of_sums() -> None:
    seen = trajectory(START, 4, writers=[1, 0, 9, 0], visits=[2, 8, 90, 0])
    rule = {"metric": "interaction_rate", "window_days": 3, "least_cases": 1}
    # 10 of 100; the mean of the days' ratios would be 0.2.
    assert firings(Alert(below=0.11, **rule), seen, 3) == (3,)
    assert firings(Alert(below=0.1, **rule), seen, 3) == ()


def test_too_few_cases_say_nothing() -> None:
    seen = trajectory(START, 4, writers=[0, 0, 0, 0], visits=[9, 10, 10, 10])
    rule = {"metric": "interaction_rate", "below": 0.1, "window_days": 3}
    assert firings(Alert(least_cases=30, **rule), seen, 3) == ()
    assert firings(Alert(least_cases=29, **rule), seen, 3) == (3,)


def test_it_is_over_only_behind_the_hysteresis() -> None:
    active = [20, 9, 10, 9, 12, 9, 20]
    once = {"below": 10, "repeats": False}
    # Back at 10 it may fire again; with a fifth of hysteresis only after 12.
    assert fired(active, **once) == (2, 4, 6)
    assert fired(active, hysteresis=0.2, **once) == (2, 6)
    assert fired(active, hysteresis=0.21, **once) == (2,)


def test_it_rests_and_repeats() -> None:
    active = [20, *[9] * 10]
    assert fired(active, below=10, repeats=False) == (2,)
    assert fired(active, below=10, rest_days=4) == (2, 6, 10)
    # Within the hysteresis it is not over, and fires again after the rest.
    assert fired([20, 9, 10, 10, 10], below=10, hysteresis=0.1, rest_days=2) == (2, 4)


def test_its_own_past_is_the_days_before_the_window() -> None:
    active = [10] * 7 + [9, 7, 7, 7]
    past = {"past_days": 7, "window_days": 2}
    # Mornings of days 9, 10, 11: windows of 8, 7, 7 against pasts of 10, 10, 69/7.
    assert fired(active, below=0.75, repeats=False, **past) == (10,)
    # In the morning of day 8 there are but 6 days before the window.
    assert fired([10] * 6 + [1, 1, 1], below=0.5, **past) == (9,)


def test_within_its_noise_it_is_silent() -> None:
    active = [8, 12] * 14 + [8, 8, 8, 8]
    rule = {"below": 0.9, "past_days": 28, "window_days": 4}
    # A standard deviation of 2: the error of a mean of 4 against one of 28 is 2 sqrt(1/4 + 1/28)
    # = 1.069, and the window lies 2 below.
    assert firings(Alert(metric="active", sigmas=1.8, **rule), record([*active, 0]), 32) == (32,)
    assert firings(Alert(metric="active", sigmas=1.9, **rule), record([*active, 0]), 32) == ()


def test_newcomers_who_come_back_are_held_against_those_of_the_day() -> None:
    seen = trajectory(START, 3, back_after_1=[7, 2, 3], newly_active=np.array([10, 6, 5]))
    upper, lower = WATCHED["back_next_day"].parts(seen)
    assert upper.tolist() == [0, 2, 3]
    assert lower.tolist() == [0, 10, 6]


@pytest.mark.parametrize(("hours", "days"), [(0, 0), (4, 0), (4.2, 0), (12, 1), (24, 1), (72, 3)])
def test_a_delay_is_rounded_to_midnights(hours: float, days: int) -> None:
    alert = Alert(metric="active", below=1, delay_hours=hours, run_days=2)
    assert alert.delay_days == days
    assert np.flatnonzero(acts_on(alert, (5,), 10)).tolist() == [5 + days, 6 + days]


def test_an_action_may_go_on_beyond_the_plan() -> None:
    alert = Alert(metric="active", below=1, delay_hours=48, run_days=4)
    assert np.flatnonzero(acts_on(alert, (8,), 10)).tolist() == [10, 11, 12, 13]


@settings(max_examples=60, deadline=None)
@given(
    active=st.lists(st.integers(0, 40), min_size=30, max_size=60), until=st.integers(1, 29),
    name=st.sampled_from(sorted(READY_ALERTS)), seed=st.integers(0, 99),
)  # fmt: skip
def test_no_later_day_changes_what_it_did(
    active: list[int], until: int, name: str, seed: int
) -> None:
    """What a run decided on its way is what is said of it when it is over."""
    rng = np.random.default_rng(seed)
    counts = {
        key: rng.integers(0, 60, len(active)).tolist()
        for key in ("visits", "writers", "posts", "exposures", "left", "joined_organic", "hurt",
                    "first_posts", "answered", "complaints", "questions", "reachable", "muted")
    }  # fmt: skip
    whole = record(active, **counts)
    cut = record(
        active[:until] + [0] * (len(active) - until),
        **{key: [*own[:until], *[0] * (len(active) - until)] for key, own in counts.items()},
    )
    alert = READY_ALERTS[name].alert.model_copy(update={"sigmas": 0.0, "least_cases": 1})
    kept = tuple(day for day in firings(alert, whole, len(active)) if day <= until)
    assert firings(alert, cut, until) == kept


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ({}, "one threshold"),
        ({"below": 1, "above": 2}, "one threshold"),
        ({"below": 0}, "nothing is ever below 0"),
        ({"below": 0.5, "sigmas": 2}, "give past_days"),
        ({"below": 1.2, "past_days": 28}, "at most 1"),
        ({"above": 0.8, "past_days": 28}, "at least 1"),
        ({"metric": "actve", "below": 1}, "did you mean 'active'"),
        ({"below": float("nan")}, "finite"),
    ],
)
def test_rules_that_mean_nothing(rule: dict[str, Any], why: str) -> None:
    with pytest.raises((InputError, ValidationError), match=why):
        Alert(**{"metric": "active", **rule})


def test_seven_core_indicators_and_eighteen_warnings() -> None:
    core = [one for one in READY_ALERTS.values() if one.core]
    assert (len(core), len(READY_ALERTS) - len(core)) == (7, 18)
    assert len({one.alert.metric for one in core}) == 7
    rules = {name: one.alert.model_dump_json() for name, one in READY_ALERTS.items()}
    assert len(set(rules.values())) == len(rules)
    for one in READY_ALERTS.values():
        assert any("\u4e00" <= letter <= "\u9fff" for letter in one.title_zh)
        assert one.source
        assert one.alert.action is None


def test_tired_content_fires_by_what_was_published() -> None:
    """A calendar that is all machine's loses half of its worth; one by staff hardly any."""

    def first(source: str) -> tuple[int, ...]:
        calendar = Content.model_validate({"items_per_day": 9, "sources": {source: 1}})
        lived = play(
            world(300, 20, visit_base=0.0, write_rate=0.0, satiation=0.1),
            3,
            StrategyPlan((calendar,)),
        )
        rule = Alert(metric="content_fatigue", above=0.4, repeats=False)
        return firings(rule, lived.trajectory, 19)

    assert first("ai") == (7,)
    assert first("professional") == ()
    assert firings(Alert(metric="content_minutes", below=9.0), record([9] * 9), 8) == ()
