"""M21, M29, M30, M60: what members remember moves their next visits."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.community import Community
from sim.offers import Offers
from sim.response import day_pulls
from sim.spec import Shock
from sim.trajectory import COUNT_INDEX
from tests.closed_forms.limits import CERTAIN, binomial, lived, logit, near, world


def chance(pull: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probability of a logit."""
    return 1 / (1 + np.exp(-pull))


def test_m21_opting_out_of_messages() -> None:
    """M21: two messages a day to all, who come every day; the tired turn them off.

    Expected: hazard on day t: h = 2 (0.004 + 0.001 F), F <- F e^-0.1 + 2 (1 - e^-0.1) / 0.1, so
        that the product of (1 - h) = 0.332872 still get messages after 30 days; messages of a day
        2 for each of these.
    Runs: one of 20,000 members over 30 days.
    Tolerance: 4 standard errors; exact for the messages.
    Power: fails when the share is 5 % off, that is, the hazard 4.6 %.
    """
    push, rate, rise, decay, n = 2.0, 0.004, 0.001, 0.1, 20_000
    spec = world(
        n, 30, visit_base=CERTAIN, optout_rate=rate, optout_fatigue=rise, fatigue_decay=decay,
        fatigue_pull=0.0, push_pull=0.0,
    )  # fmt: skip
    community = Community(spec, 21)
    offers = Offers(Calendar(spec.launch, spec.days), len(spec.segments))
    offers.pull("push", push)
    community.offer(offers, 0)
    community.live(spec.days)
    kept, fatigue, share = math.exp(-decay), 0.0, 1.0
    for _ in range(spec.days):
        fatigue = fatigue * kept + push * (1 - kept) / decay
        share *= 1 - push * (rate + rise * fatigue)
    assert share == pytest.approx(0.332872, abs=1e-6)
    counts = community.tallies.counts[: spec.days].sum(axis=1)
    heard = n - counts[:, COUNT_INDEX["muted"]].cumsum()
    near(heard[-1] / n, share, binomial(share, n))
    assert np.array_equal(counts[:, COUNT_INDEX["pushes"]], 2 * heard)


def test_m29_runs_of_days() -> None:
    """M29: visits at evens, more likely the longer the run, and less when it has just broken.

    Expected: logit of a visit 1.0 min(L, 7) / 7 on the day after a run of L days, and
        -0.8 min(L, 7) / 7 exp(-(gap - 2) / 7) on the gap-th day after it.
    Runs: one of 20,000 members over 40 days, followed day by day.
    Tolerance: 4 standard errors, by length of the run and days since.
    Power: fails when the probability is 1.1 % off after a day, 1.8 % after three, 2.1 % after eight
        or more; after a break 1.9 % (a run of one day) to 16 % (of seven).
    """
    pull, shock, n = 1.0, 0.8, 20_000
    spec = world(n, 40, visit_base=0.0, streak_pull=pull, streak_break=shock)
    community = Community(spec, 29)
    community.live(1)
    run, last = np.ones(n, np.int64), np.zeros(n, np.int64)
    seen = []
    for day in range(1, spec.days):
        gap = day - last
        weight = np.minimum(run, 7) / 7
        expected = np.where(gap == 1, pull * weight, -shock * weight * np.exp(-(gap - 2) / 7))
        community.live(day + 1)
        came = community.members["last_visit"] == day
        seen.append(np.stack([run, gap, chance(expected), came]))
        run = np.where(came, np.where(gap == 1, run + 1, 1), run)
        last[came] = day
    run, gap, expected, came = np.concatenate(seen, axis=1)
    for length in range(1, 9):
        for since in (1, 2, 3, 6):
            long_enough = run >= length if length == 8 else run == length
            chosen = long_enough & (gap == since)
            p, number = expected[chosen].mean(), chosen.sum()
            near(came[chosen].mean(), p, binomial(p, number))


def test_m30_who_is_demoted_comes_less_than_who_never_rose() -> None:
    """M30: level 1 from 8 points, a point a visit; on day 30 it is moved out of reach.

    Expected: whoever held level 1 on a visit comes with logit(0.2) - 0.6, that is 0.120649, and
        whoever did not with 0.2 as before, before and after.
    Runs: one of 20,000 members over 60 days.
    Tolerance: 4 standard errors.
    Power: fails when the probability of the demoted is 3.8 % off, of the others 1.5 %.
    """
    n, moved = 20_000, 30
    spec = world(n, 60, visit_base=logit(0.2), demotion_pain=0.6, goal_gradient=0.0)
    community = Community(spec, 30)
    offers = Offers(Calendar(spec.launch, spec.days), len(spec.segments))
    offers.pull("points_per_visit", 1)
    offers.rules.level_thresholds = (8,)
    community.offer(offers, 0)
    community.live(moved)
    # The last visit is paid after it: the level it brings is held from the next visit on.
    held = community.members["lifetime_points"] >= 9
    visits = community.tallies.counts[1:moved, :, COUNT_INDEX["visits"]].sum()
    chances = n * (moved - 1)
    near(visits / chances, 0.2, binomial(0.2, chances))
    offers.rules.level_thresholds = (10_000,)
    community.revise(offers, 0)
    before = community.members["lifetime_points"].copy()
    community.live(spec.days)
    rate = (community.members["lifetime_points"] - before) / (spec.days - moved)
    for group, p in ((held, float(chance(np.array(logit(0.2) - 0.6)))), (~held, 0.2)):
        number = group.sum() * (spec.days - moved)
        assert number > 100_000
        near(rate[group].mean(), p, binomial(p, number))


@pytest.mark.parametrize(("scar_share", "left"), [(0.0, 0.0), (1.0, 0.3)])
def test_m60_trust_is_lost_and_comes_back(scar_share: float, left: float) -> None:
    """M60: visits at evens; on day 10 a shock takes 80 % of trust, which pulls 2 when it is gone.

    Expected: logit of a visit -2 D, D = 0.8 (scar + (1 - scar) exp(-t / 14)) t days after, with a
        scar of 0 or of 0.3: 0.167982 on the day itself; 0.5 or 0.382252 in the end.
    Runs: two of 5,000 members over 150 days.
    Tolerance: 4 standard errors, for each week.
    Power: fails when the probability of a week is 5 % off at first and 3 % in the end.
    """
    n, day = 5000, 10
    spec = world(
        n, 150, visit_base=0.0, trust_pull=2.0, trust_leave=0.0, trust_days=14.0,
        scar_share=scar_share, scar_size=0.3, spec={"shocks": (Shock(day, 0.8),)},
    )  # fmt: skip
    community = lived(spec, 60)
    visits = community.tallies.counts[:150, :, COUNT_INDEX["visits"]].sum(axis=1)
    since = np.arange(150) - day
    lost = np.where(since >= 0, 0.8 * (left + (1 - left) * np.exp(-since / 14)), 0.0)
    expected = chance(-2 * lost)
    assert expected[day] == pytest.approx(0.167982, abs=1e-6)
    assert expected[-1] == pytest.approx(0.382252 if left else 0.5, abs=1e-3)
    for first in range(3, 150, 7):
        p, came = expected[first : first + 7], visits[first : first + 7] / n
        near(came.mean(), p.mean(), math.sqrt((p * (1 - p)).sum() / n) / 7)


def test_m60_two_outcomes_of_a_crisis() -> None:
    """M60: the same shock in a thousand worlds.

    Expected: a share of 0.4 keeps a scar of 0.3 of what it lost, and the others nothing; two
        shocks leave their scars apart: both in 0.16, neither in 0.36.
    Runs: the pulls of 1,000 seeds over 400 days.
    Tolerance: 4 standard errors for the shares; 1e-5 for the pull.
    Power: fails when the share is 7.7 points off.
    """
    worlds = 1000
    shocks = (Shock(0, 0.5), Shock(0, 0.25))
    spec = world(1, 400, trust_pull=2.0, trust_days=14.0, spec={"shocks": shocks})
    last = -np.array([day_pulls(spec, seed)[0][-1] for seed in range(worlds)])
    outcomes = {0.0: 0.36, 2 * 0.3 * 0.5: 0.24, 2 * 0.3 * 0.25: 0.24, 2 * 0.3 * 0.75: 0.16}
    shares = [(np.abs(last - pull) < 1e-5).mean() for pull in outcomes]
    assert sum(shares) == pytest.approx(1)
    for share, expected in zip(shares, outcomes.values(), strict=True):
        near(share, expected, binomial(expected, worlds))
