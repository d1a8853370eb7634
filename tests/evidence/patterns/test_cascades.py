"""P5: how far invitations carry."""

from __future__ import annotations

import pytest

from evidence.patterns.cascades import REWARDS, cascades
from sim.behaviour.preset import PRESETS


@pytest.mark.parametrize("preset", PRESETS)
def test_p5_most_cascades_are_a_single_member(preset: str) -> None:
    """P5: invitations of a year in which each friend brings both sides a reward.

    The pattern is that of K-factors of 0.1 to 0.2, which the reward is chosen for, where members
    invite as much unrewarded as was published at most (M39). Without a reward K is some hundredths
    a year.

    Band: 70 to 95 % of the cascades are a single member, 1 to 4 % go deeper than one step.
    Source: pattern P5; M45 (justinyost.com/2011/08/01), V12.
    Runs: one of 4,000 founders, seed 5.
    Power: fails when `accept_rate` is half as high, or half as high again.
    """
    friends, size, depth = cascades(preset, REWARDS[preset], 5)
    assert 0.1 <= friends.mean() <= 0.2
    assert 0.70 <= (size == 1).mean() <= 0.95
    assert 0.01 <= (depth >= 2).mean() <= 0.04
