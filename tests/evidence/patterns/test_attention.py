"""P4: how unequally posts are read."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import kstest

from evidence.patterns.attention import POSTS, readers
from evidence.patterns.worlds import REPLYING, world

LILLIEFORS = 1.031
"""Kolmogorov-Smirnov distance times the root of n that one sample in a hundred exceeds when mean
and spread are those of the sample (Lilliefors 1967, doi:10.1080/01621459.1967.10482916)."""


@pytest.mark.parametrize("preset", REPLYING)
def test_p4_attention_to_an_item_is_log_normal(preset: str) -> None:
    """P4: readers of 200 posts, each the first of a creator who minds reactions.

    Band: the readers are log-normal, not rejected by Kolmogorov and Smirnov at n = 200 (1 %; with
        mean and spread of the sample by Lilliefors' limit, and against the model's own law); the
        spread of ln readers is 0.5 to 1.5.
    Source: pattern P4; M16 (0.6626 on a front page: Wu and Huberman 2007,
        doi:10.1073/pnas.0704916104).
    Runs: one of 1,000 founders and 200 joiners a day over 120 days, seed 4.
    Power: fails when `reach_spread` is 0.45.
    """
    read, reach = readers(preset, 4)
    assert len(read) == POSTS
    logs = np.log(read)
    spread = float(logs.std(ddof=1))
    assert 0.5 <= spread <= 1.5
    fitted = kstest((logs - logs.mean()) / spread, "norm").statistic
    assert fitted * np.sqrt(POSTS) < LILLIEFORS
    sigma = world(preset).behaviour.values["reach_spread"]
    assert kstest((logs - np.log(reach)) / sigma + sigma / 2, "norm").pvalue > 0.01
