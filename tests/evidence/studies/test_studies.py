"""Every study in some worlds: its figures lie in a band, and a wrong parameter moves them out.

A band is four standard errors or so of the mean over the worlds of its study on either side of
what the typical values give. It is no tolerance towards the published number: that comparison is
on the page.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pytest

from evidence.studies import STUDIES, STUDY
from evidence.studies.contract import Outcome
from sim.behaviour.register import PARAMETER
from worlds.statistics import interval

pytestmark = pytest.mark.slow

Band = tuple[float, float]

FAST: dict[str, tuple[int, dict[str, Band]]] = {
    "first-reply": (4, {
        "unanswered": (41.5, 47), "answered": (54.5, 60), "difference": (9.5, 17),
        "ablation": (12.5, 16),
    }),
    "feedback": (12, {"next-day": (1.3, 2.4), "unchanged": (98.4, 99.2)}),
    "audience": (6, {"posts": (-44.5, -38.5), "per-visit": (-42.5, -36)}),
    "coupon-or-game": (4, {
        "coupon": (29.5, 33), "game": (20.3, 23.2), "coupon-after": (2, 3.2),
        "game-after": (6.0, 7.4), "reversal": (3.6, 5.0),
    }),
    "endowed-progress": (3, {"plain": (17.8, 19.8), "endowed": (33.5, 36), "ratio": (1.7, 1.86)}),
    "price-cut": (6, {"units": (1.7, 1.82), "profit": (0.85, 0.91)}),
    "crowding-out": (8, {"d": (-0.39, -0.23), "during": (42.5, 47.5), "after": (-25, -22.3)}),
    # Wide enough for any strength of `crowding_ties` from 0.28 to 0.36.
    "paid-reviews": (6, {"few": (12, 27), "many": (-35, -9), "total": (5, 19)}),
    "push": (6, {"randomised": (-2.8, 1), "naive-some": (140, 176), "naive-daily": (276, 326)}),
    "fewer-messages": (6, {"at-first": (-5.5, -3.7), "after-a-year": (2.65, 3.15)}),
    "streak": (3, {
        "naive": (3.53, 3.79), "naive-late": (2.6, 2.74), "naive-visits": (5.9, 6.45),
        "causal": (1.05, 1.09), "visits": (0.995, 1.008), "break": (0.74, 0.84),
        "break-causal": (0.91, 0.97),
    }),
    "social-dollars": (4, {"share": (17.2, 20)}),
    "ad-load": (2, {
        "five": (-2.5, -1.6), "ten": (-4.7, -3.6), "twenty": (-11.2, -9.7), "best": (60, 100),
        "later": (1.8, 2.6),
    }),
}  # fmt: skip
"""In how many worlds, and where the mean of each figure then lies."""

SLOW: dict[str, tuple[int, dict[str, Band]]] = {
    "award": (16, {"core": (49, 69)}),
    "referring-binds": (12, {"others": (18.4, 19.5), "referrers": (5.6, 9.4)}),
    "churn-contagion": (8, {
        "naive": (62, 92), "influence-off": (20.5, 36), "share": (28, 47), "overstated": (55, 130),
    }),
    "referred-members": (8, {"churn": (-21.5, -9.5)}),
    "toxicity": (16, {"days": (1.72, 1.92), "leave": (1.66, 2.16)}),
    "crisis": (8, {"soon": (100, 100), "lasting": (30, 56)}),
    "clustered-ties": (6, {"clustered": (52.7, 54.7), "random": (43, 52), "difference": (2, 10.7)}),
    "group-size": (6, {"below": (11, 19), "above": (8.3, 16.3)}),
}  # fmt: skip
"""The studies that take longest."""

EXPECTED = FAST | SLOW

AT_ONCE: tuple[tuple[str, str, float, str], ...] = (
    ("first-reply", "reply_pull", 0.4, "ablation"),
    ("audience", "audience_motive", 0.35, "posts"),
    ("coupon-or-game", "reward_pull", 0.2, "coupon"),
    ("coupon-or-game", "game_pull", 0.3, "game"),
    ("endowed-progress", "endowed_pull", 3.3, "endowed"),
    ("paid-reviews", "crowding_ties", 0.5, "total"),
    ("push", "push_pull", 0.1, "randomised"),
    ("fewer-messages", "push_pull", 0.12, "at-first"),
    ("fewer-messages", "fatigue_pull", 0.005, "after-a-year"),
    ("social-dollars", "social_spend", 0.4, "share"),
)
"""Wrong values of a parameter, and a figure that must leave its band for each; the quick ones."""

IN_TIME: tuple[tuple[str, str, float, str], ...] = (
    ("award", "award_gain", 0.8, "core"),
    ("feedback", "feedback_gain", 0.2, "next-day"),
    ("endowed-progress", "endowed_pull", 1.9, "ratio"),
    ("price-cut", "price_elasticity", -2.0, "profit"),
    ("crowding-out", "crowding", 0.03, "d"),
    ("crowding-out", "crowding", 0.05, "after"),
    ("paid-reviews", "crowding_ties", 0.2, "total"),
    ("push", "visit_spread", 0.8, "naive-daily"),
    ("streak", "streak_pull", 0.1, "causal"),
    ("streak", "streak_break", 0.0, "break-causal"),
    ("streak", "visit_spread", 2.0, "naive"),
    ("streak", "habit_pull", 3.0, "naive-late"),
    ("referring-binds", "referrer_stay", 0.6, "referrers"),
    ("ad-load", "ad_tolerance", 0.05, "ten"),
    ("ad-load", "ad_fatigue", 2.0, "twenty"),
    ("churn-contagion", "segment_leave", 0.0, "influence-off"),
    ("churn-contagion", "segment_leave", 0.0, "share"),
    ("churn-contagion", "contagion", 0.8, "naive"),
    ("referred-members", "referred_stay", 0.5, "churn"),
    ("toxicity", "toxicity_pull", 0.2, "days"),
    ("toxicity", "toxicity_leave", 0.4, "leave"),
    ("crisis", "scar_share", 0.15, "lasting"),
    ("clustered-ties", "adopt_tie", 0.08, "clustered"),
    ("clustered-ties", "adopt_least", 3.0, "random"),
    ("group-size", "congestion_pain", 0.05, "above"),
    ("group-size", "content_pull", 0.3, "below"),
)
"""The same for those that take longer."""

SANE: dict[str, Band] = {
    "attention": (2.0, 30.0),
    "content_pull": (0.0, 1.5),
    "habit_pull": (0.0, 3.0),
    "visit_spread": (0.6, 2.5),
    "write_reward": (0.0, 1.0),
}
"""From where to where a parameter is moved that the register allows to run much further."""

CONFIRMED = [
    (study.name, figure.name, parameter)
    for study in STUDIES
    for figure in study.figures
    for parameter in figure.confirms
]


def in_worlds(name: str, worlds: int, **planted: float) -> dict[str, list[float]]:
    """Return each figure of a study in worlds 1, 2, ..."""
    values = tuple(sorted(planted.items()))
    outcomes = [in_world(name, seed, values) for seed in range(1, worlds + 1)]
    return {key: [outcome[key] for outcome in outcomes] for key in outcomes[0]}


@cache
def in_world(name: str, seed: int, planted: tuple[tuple[str, float], ...]) -> Outcome:
    """Return the figures of one world, which several tests look at."""
    return STUDY[name].measure(seed, dict(planted))


def on_average(name: str, **planted: float) -> dict[str, float]:
    """Return the mean of each figure over the study's worlds."""
    found = in_worlds(name, EXPECTED[name][0], **planted)
    return {key: float(np.mean(values)) for key, values in found.items()}


def outside(name: str, found: dict[str, float]) -> dict[str, float]:
    """Return the figures that do not lie in their bands."""
    bands = EXPECTED[name][1]
    assert set(bands) == set(found), name
    return {key: found[key] for key, (low, high) in bands.items() if not low <= found[key] <= high}


@pytest.mark.parametrize("name", FAST)
def test_a_study_returns_figures_in_its_bands(name: str) -> None:
    assert outside(name, on_average(name)) == {}


@pytest.mark.parametrize("name", SLOW)
def test_a_longer_study_returns_figures_in_its_bands(name: str) -> None:
    assert outside(name, on_average(name)) == {}


def test_every_study_has_bands_for_all_its_figures() -> None:
    assert set(EXPECTED) == set(STUDY)
    for name, study in STUDY.items():
        assert set(EXPECTED[name][1]) == {figure.name for figure in study.figures}


@pytest.mark.parametrize(("name", "parameter", "value", "moved"), AT_ONCE)
def test_a_wrong_parameter_moves_a_figure_out_of_its_band(
    name: str, parameter: str, value: float, moved: str
) -> None:
    assert moved in outside(name, on_average(name, **{parameter: value}))


@pytest.mark.parametrize(("name", "parameter", "value", "moved"), IN_TIME)
def test_a_wrong_parameter_moves_a_figure_of_a_longer_study(
    name: str, parameter: str, value: float, moved: str
) -> None:
    assert moved in outside(name, on_average(name, **{parameter: value}))


def test_every_study_is_tried_with_a_wrong_parameter() -> None:
    assert {name for name, *_ in AT_ONCE + IN_TIME} == set(STUDY)


@pytest.mark.parametrize(("name", "figure", "parameter"), CONFIRMED)
def test_what_is_confirmed_was_not_taken_from_the_same_evidence(
    name: str, figure: str, parameter: str
) -> None:
    rows = set(re.findall(r"\bM\d+\b", STUDY[name].evidence))
    assert rows
    assert not rows & set(re.findall(r"\bM\d+\b", PARAMETER[parameter].source)), figure


@pytest.mark.parametrize(("name", "figure", "parameter"), CONFIRMED)
def test_what_is_confirmed_moves_its_figure(name: str, figure: str, parameter: str) -> None:
    """From low to high it moves the figure by more than the half-width of the interval."""
    register = PARAMETER[parameter]
    low, high = SANE.get(parameter, (register.low, register.high))
    assert register.low <= low < register.on < high <= register.high
    usual = interval(np.array(in_worlds(name, 6)[figure]))
    ends = [np.mean(in_worlds(name, 6, **{parameter: value})[figure]) for value in (low, high)]
    assert abs(ends[1] - ends[0]) > (usual.high - usual.low) / 2


def test_what_looks_like_an_effect_of_messages_is_there_without_any() -> None:
    """Naive figures of the log do not need an effect; the randomised one goes with it."""
    found = on_average("push", push_pull=0.0, fatigue_pull=0.0)
    assert found["naive-daily"] > 220.0
    assert abs(found["randomised"]) < 3.0
    strong = on_average("push", push_pull=1.0, fatigue_pull=0.0)
    assert strong["randomised"] > FAST["push"][1]["randomised"][1]


def test_a_streak_looks_as_strong_where_it_does_nothing() -> None:
    """The naive ratio of the log hardly needs an effect; the causal one is one without."""
    nothing = on_average("streak", streak_pull=1e-6, streak_break=0.0)
    assert nothing["naive"] > 3.4
    for name in ("causal", "visits", "break-causal"):
        assert nothing[name] == pytest.approx(1.0, abs=0.01)


def test_the_same_seed_gives_the_same_figures() -> None:
    assert STUDY["audience"].measure(3, {}) == STUDY["audience"].measure(3, {})
