"""P13: what an answer to the first post does."""

from __future__ import annotations

import pytest

from evidence.patterns.replies import second_post
from evidence.patterns.worlds import REPLYING


@pytest.mark.parametrize("preset", REPLYING)
def test_p13_an_answered_newcomer_posts_again(preset: str) -> None:
    """P13: newcomers' second post within 30 days; whether the first is answered is by lot.

    Band: 8 to 16 points more of those who were answered than of the others post again.
    Source: pattern P13; M11 (44 -> 56 %: Joyce and Kraut 2006,
        doi:10.1111/j.1083-6101.2006.00033.x).
    Runs: one of 1,000 founders and 300 joiners a day over 150 days, seed 13; 3,000 to 13,000
        newcomers, standard error 0.9 to 1.7 points.
    Power: fails when `reply_pull` is 0.4 or 1.3.
    """
    unanswered, answered, _ = second_post(preset, 13)
    assert 0.08 <= answered - unanswered <= 0.16
