"""P14: what a crisis leaves behind."""

from __future__ import annotations

import numpy as np
import pytest

from evidence.patterns.shocks import CRISES, losses
from evidence.patterns.worlds import TRUSTING


@pytest.mark.slow
@pytest.mark.parametrize("preset", TRUSTING)
def test_p14_some_crises_leave_a_residue(preset: str) -> None:
    """P14: severe crises, 80 % of all trust lost at once.

    Band: a tenth or more of the visits is still missing half a year later (a residue) after 30 to
        50 % of the crises; outcomes are bimodal: nobody between 6 and 12 %; every crisis costs at
        least a fifth of the visits in its first week.
    Source: pattern P14; M60 (58 % of brands lose in the short run, 40 % in the long: Hansen, Kupfer
        and Hennig-Thurau 2018, doi:10.1016/j.ijresmar.2018.08.001).
    Runs: 60 communities of 400 founders, seeds 0 to 59, each with and without the crisis.
    Power: fails when `scar_share` is 0.2 or 0.5, `scar_size` 0.2, or `trust_days` 120.
    """
    soon, later = np.array([losses(preset, seed) for seed in range(CRISES)]).T
    assert soon.min() > 0.2
    assert 0.30 <= (later > 0.1).mean() <= 0.50
    assert not np.any((later > 0.06) & (later < 0.12))
