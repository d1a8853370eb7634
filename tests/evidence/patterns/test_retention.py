"""P1 and P2: how the members of a cohort keep coming."""

from __future__ import annotations

import numpy as np
import pytest

from evidence.patterns.bands import BANDS
from evidence.patterns.worlds import AGES, retention
from sim.behaviour.preset import PRESETS


@pytest.mark.parametrize("preset", PRESETS)
def test_p1_retention_rate_rises_with_age(preset: str) -> None:
    """P1: cohorts thin out fast at first and slowly later.

    Band: the share of day 30 that comes on day 60 is above the share of day 1 that comes on day 7;
        ln retention on ln age (days 1, 2, 3, 7, 14, 30, 60) has a slope of -0.2 to -0.6 (25, 12 and
        6 % of all apps: -0.42) and is near a line, R^2 of 0.9 or more (assumed).
    Source: pattern P1; M5 (power law of visits), M6.
    Runs: 1,000 founders and 50 joiners a day over 200 days, seeds 1, 2, 3; about 7,000 to 10,000
        joiners an age and seed.
    Power: fails when `newcomer_pull` is 0, or `newcomer_days` four times or a quarter as long.
    """
    kept = retention(preset)
    rate = dict(zip(AGES, kept, strict=True))
    assert rate[60] / rate[30] > rate[7] / rate[1]
    slope = float(np.polyfit(np.log(AGES), np.log(kept), 1)[0])
    assert -0.6 <= slope <= -0.2
    assert np.corrcoef(np.log(AGES), np.log(kept))[0, 1] ** 2 >= 0.9


@pytest.mark.parametrize("preset", PRESETS)
def test_p2_retention_is_inside_the_published_band(preset: str) -> None:
    """P2: day 1, 7 and 30 of each preset.

    Band: forum and chat 30-40, 18-25 and 12-18 % (social); shop 22-30, 10-16 and 6-12 %
        (e-commerce; `plain`, which was not tuned, is held to it too); knowledge 20-28, 10-16 and
        5-10 % (education); brand and game, of which no row tells, 25, 12 and 6 % (all apps), here
        within about 15 %: 21-29, 10-14 and 5-7 %.
    Source: M6 (mobileapp.wiki/en/metrics/retention-rate-guide; all apps:
        opendoordigital.dev/blog/mobile-app-retention-strategies.html), grade C.
    Runs: as P1.
    Power: fails when `visit_base` is 0.35 off, or `newcomer_days` twice or half as long.
    """
    kept = 100 * retention(preset)
    for age, (low, high) in zip((1, 7, 30), BANDS[preset], strict=True):
        assert low <= kept[AGES.index(age)] <= high, f"day {age}: {kept[AGES.index(age)]:.1f} %"
