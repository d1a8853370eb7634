"""Every study in two worlds: its figures lie in a band, and a wrong parameter moves them out."""

from __future__ import annotations

import numpy as np
import pytest

from planning.studies import STUDY

SEEDS = (1, 2)

Band = tuple[float, float]

FAST: dict[str, dict[str, Band]] = {
    "first-reply": {
        "unanswered": (38, 50), "answered": (50, 63), "difference": (7, 18), "ablation": (8, 18),
    },
    "award": {"core": (12, 90)},
    "feedback": {"next-day": (0.2, 4), "unchanged": (90, 100)},
    "audience": {"posts": (-50, -33), "per-visit": (-50, -30)},
    "coupon-or-game": {
        "coupon": (25, 38), "game": (17, 26), "coupon-after": (0, 6), "game-after": (10, 20),
        "reversal": (8, 16),
    },
    "endowed-progress": {"plain": (14, 24), "endowed": (24, 44), "ratio": (1.3, 2.3)},
    "price-cut": {"units": (1.65, 1.9), "profit": (0.8, 0.97)},
    "crowding-out": {"d": (-0.5, -0.1), "during": (20, 70), "after": (-40, -10)},
    "paid-reviews": {"few": (0, 60), "many": (-100, -30), "total": (-12, -1)},
    "push": {"randomised": (-5, 10), "naive-some": (110, 200), "naive-daily": (220, 360)},
    "fewer-messages": {"at-first": (-9, -4), "after-a-year": (-0.5, 5)},
    "streak": {"naive": (2.3, 3.2), "causal": (0.95, 1.1)},
    "referring-binds": {"others": (17, 21), "referrers": (4, 16)},
    "social-dollars": {"share": (6, 24)},
}  # fmt: skip

SLOW: dict[str, dict[str, Band]] = {
    "churn-contagion": {"naive": (20, 110), "influence-off": (-10, 45), "share": (-35, 60)},
    "referred-members": {"churn": (-35, -2)},
    "ad-load": {"five": (0, 0), "ten": (0, 0), "twenty": (-8, -1), "best": (30, 100)},
    "toxicity": {"days": (1, 2.8), "leave": (1.3, 2.7)},
    "crisis": {"lasting": (20, 65)},
    "clustered-ties": {"clustered": (50, 57), "random": (36, 52), "difference": (2, 18)},
    "group-size": {"below": (15, 60), "above": (2, 25)},
}
"""The studies that take longest."""


def in_two_worlds(name: str, **planted: float) -> dict[str, float]:
    """Return the mean of each figure over `SEEDS`."""
    outcomes = [STUDY[name].measure(seed, planted) for seed in SEEDS]
    return {key: float(np.mean([outcome[key] for outcome in outcomes])) for key in outcomes[0]}


def outside(name: str, bands: dict[str, Band], found: dict[str, float]) -> dict[str, float]:
    """Return the figures that do not lie in their bands."""
    assert set(bands) == set(found), name
    return {key: found[key] for key, (low, high) in bands.items() if not low <= found[key] <= high}


@pytest.mark.parametrize("name", FAST)
def test_a_study_returns_figures_in_its_bands(name: str) -> None:
    assert outside(name, FAST[name], in_two_worlds(name)) == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", SLOW)
def test_a_longer_study_returns_figures_in_its_bands(name: str) -> None:
    assert outside(name, SLOW[name], in_two_worlds(name)) == {}


def test_every_study_has_bands_for_all_its_figures() -> None:
    bands = FAST | SLOW
    assert set(bands) == set(STUDY)
    for name, study in STUDY.items():
        assert set(bands[name]) == {figure.name for figure in study.figures}


@pytest.mark.parametrize(
    ("name", "planted", "moved"),
    [
        ("first-reply", {"reply_pull": 0.1}, "difference"),
        ("audience", {"audience_motive": 1.2}, "posts"),
        ("coupon-or-game", {"game_pull": 0.6}, "game"),
        ("fewer-messages", {"fatigue_pull": 0.05}, "at-first"),
        ("social-dollars", {"social_spend": 0.02}, "share"),
    ],
)
def test_a_wrong_parameter_moves_a_figure_out_of_its_band(
    name: str, planted: dict[str, float], moved: str
) -> None:
    assert moved in outside(name, FAST[name], in_two_worlds(name, **planted))


def test_what_looks_like_an_effect_of_messages_is_there_without_any() -> None:
    """Naive figures of the log do not need an effect; the randomised one goes with it."""
    nothing = {"push_pull": 0.0, "fatigue_pull": 0.0}
    found = in_two_worlds("push", **nothing)
    assert found["naive-daily"] > FAST["push"]["naive-daily"][0]
    assert abs(found["randomised"]) < 3.0
    strong = in_two_worlds("push", push_pull=1.0, fatigue_pull=0.0)
    assert strong["randomised"] > FAST["push"]["randomised"][1]


def test_the_same_seed_gives_the_same_figures() -> None:
    assert STUDY["audience"].measure(3, {}) == STUDY["audience"].measure(3, {})
