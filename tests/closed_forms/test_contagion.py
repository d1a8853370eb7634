"""V8, V9, V15, V34: leaving spreads along ties; its equation is that of several diffusions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.stats import binom

from sim.community import Community
from sim.compiled.layout import LEFT
from sim.spec import CommunitySpec
from sim.trajectory import COUNT_INDEX
from tests.closed_forms.limits import NEVER, complete, lived, near, tied, total, world


def adopting(n: int, steps: int, p: float, q: float) -> CommunitySpec:
    """Return n members who are all tied and who leave with p + q (share gone) in a step."""
    return world(
        n, steps, graph=complete(n), visit_base=NEVER, leave_rate=p, contagion=q / (p * n),
        contagion_days=1e9,
    )  # fmt: skip


def recursion(p: float, q: float, steps: int) -> list[float]:
    """Return the share gone after each step for members without end."""
    share = 0.0
    return [share := share + (p + q * share) * (1 - share) for _ in range(steps)]


def bass(n: int, p: float, q: float, steps: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return mean and spread of the share of n members gone after each step, worked out exactly.

    Each who is left goes with probability p + q (share gone) in a step.
    """
    gone = np.arange(n + 1)
    step = np.zeros((n + 1, n + 1))
    for k in gone:
        step[k, k:] = binom.pmf(np.arange(n - k + 1), n - k, p + q * k / n)
    law = np.eye(n + 1)[0]
    means, spreads = np.zeros(steps), np.zeros(steps)
    for t in range(steps):
        law = law @ step
        means[t] = law @ gone / n
        spreads[t] = math.sqrt(law @ gone**2 / n**2 - means[t] ** 2)
    return means, spreads


def test_v8_bass_in_continuous_time() -> None:
    """V8: leaving among 400 members who are all tied, p = 0.03, q = 0.38, in steps of 0.02.

    Expected: F(5) = 0.331199, F(10) = 0.812803 for steps without length and members without end,
        0.329903 and 0.812326 in steps of 0.02 (V9); for 400 members, by the law of the chain,
        F(1, 2, 5, 10, 15, 20) = 0.035596 0.084560 0.327970 0.807930 0.970590 0.996130.
    Runs: 40 of 400 members over 1,000 steps.
    Tolerance: 4 standard errors.
    Power: fails when F(5) is 12 % off, F(10) 4 %.
    """
    p, q, dt, n, runs = 0.03, 0.38, 0.02, 400, 40
    steps = round(20 / dt)
    share = recursion(p * dt, q * dt, steps)
    for t, formula, stepped in ((5, 0.331199, 0.329903), (10, 0.812803, 0.812326)):
        rest = math.exp(-(p + q) * t)
        assert (1 - rest) / (1 + q / p * rest) == pytest.approx(formula, abs=1e-6)
        assert share[round(t / dt) - 1] == pytest.approx(stepped, abs=1e-6)
    means, spreads = bass(n, p * dt, q * dt, steps)
    spec = adopting(n, steps, p * dt, q * dt)
    here = [lived(spec, seed).tallies.population.sum(axis=1) for seed in range(runs)]
    gone = 1 - np.array(here) / n
    expected = (0.035596, 0.084560, 0.327970, 0.807930, 0.970590, 0.996130)
    for t, value in zip((1, 2, 5, 10, 15, 20), expected, strict=True):
        at = round(t / dt) - 1
        assert means[at] == pytest.approx(value, abs=1e-6)
        near(gone[:, at].mean(), means[at], spreads[at] / math.sqrt(runs))


def test_v9_bass_in_steps_of_one() -> None:
    """V9: the same in steps of one, among 100 members.

    Expected: F(5) = 0.272907, F(10) = 0.782643 for members without end, by the recursion of the
        means; 0.269857 and 0.764786 for 100, by the law of the chain; and those who leave on a day,
        given how many have gone, (N - k) (p + q k / N).
    Runs: 200 of 100 members over 10 steps.
    Tolerance: 4 standard errors.
    Power: fails when F(5) is 10 % off or F(10) 4 %; given how many have gone, when all hazards are
        4 % off, or q alone 6 %.
    """
    p, q, steps, n, runs = 0.03, 0.38, 10, 100, 200
    share = recursion(p, q, steps)
    assert [share[4], share[9]] == pytest.approx([0.272907, 0.782643], abs=1e-6)
    spec = adopting(n, steps, p, q)
    here = np.array([lived(spec, seed).tallies.population.sum(axis=1) for seed in range(runs)])
    gone = n - np.concatenate([np.full((runs, 1), n), here], axis=1)
    means, spreads = bass(n, p, q, steps)
    assert means[[4, 9]] == pytest.approx([0.269857, 0.764786], abs=1e-6)
    for t in (4, 9):
        near(gone[:, t + 1].mean() / n, means[t], spreads[t] / math.sqrt(runs))
    before, left = gone[:, :-1], np.diff(gone, axis=1)
    hazard = p + q * before / n
    for few, many in ((0, n), (0, 20), (20, 50), (50, n)):
        chosen = (before >= few) & (before < many)
        expected = ((n - before) * hazard)[chosen].sum()
        spread = math.sqrt(((n - before) * hazard * (1 - hazard))[chosen].sum())
        near(left[chosen].sum(), expected, spread)


def test_v15_star() -> None:
    """V15: an independent cascade with p = 0.3 on stars of one hub and a hundred leaves.

    Whoever leaves takes each tie along on the next day with p, and never later; members leave of
    themselves so rarely that a star's first to leave starts its cascade.

    Expected: members reached from the hub 1 + 100 p = 31, from a leaf 1 + p + 99 p^2 = 10.21.
    Runs: one of 5,000 stars over 150 days; about 40 cascades from hubs and 3,800 from leaves.
    Tolerance: 4 standard errors, and 0.03 for others who leave of themselves in the three days.
    Power: fails when the hub's reach is 12 % off, a leaf's 12 %, that is, p 12 % or 6 %.
    """
    p, stars, size, rate, memory = 0.3, 5000, 101, 1e-4, 0.05
    hub = np.repeat(np.arange(stars) * size, size - 1)
    leaf = hub + np.tile(np.arange(1, size), stars)
    spec = world(
        stars * size, 150, graph=tied(np.stack([hub, leaf], axis=1)), visit_base=NEVER,
        leave_rate=rate, contagion=p / rate * math.exp(1 / memory), contagion_days=memory,
    )  # fmt: skip
    members = lived(spec, 26).members
    left = np.where(members["flags"] & LEFT, members["loss_day"], 1000).reshape(stars, size)
    first = left.min(axis=1, keepdims=True)
    alone = ((left == first).sum(axis=1) == 1) & (first[:, 0] < spec.days - 2)
    reach = ((left >= first) & (left <= first + 2)).sum(axis=1)
    from_hub = left[:, 0] == first[:, 0]
    for start, expected, variance in (
        (from_hub, 31, 100 * p * (1 - p)),
        (~from_hub, 10.21, p * 99 * p * (1 - p) + p * (1 - p) * (1 + 99 * p) ** 2),
    ):
        found = reach[alone & start]
        near(found.mean(), expected, math.sqrt(variance / len(found)), bias=0.03)


MEMORY_DAYS = 6.0
"""Days in which the rise of the hazard by a departure falls to 37 %."""

TIES = 100


def ring(reproduction: float, members: int, days: int, contagion: float) -> CommunitySpec:
    """Return members in a ring, tied to the nearest, who come back on the day after they left.

    A departure makes `reproduction` others leave at a contagion of 0.8, in all, over the six days
    of its memory.
    """
    row = np.arange(members)
    ahead = [(row + step) % members for step in range(1, TIES // 2 + 1)]
    edges = np.stack([np.tile(row, TIES // 2), np.concatenate(ahead)], axis=1)
    memory = 1 / math.expm1(1 / MEMORY_DAYS)
    return world(
        members, days, graph=tied(edges), visit_base=NEVER,
        leave_rate=reproduction / (TIES * 0.8 * memory), contagion=contagion,
        contagion_days=MEMORY_DAYS, return_rate=1.0, return_days=1e9,
    )  # fmt: skip


def multiplier(spec: CommunitySpec, seed: int) -> tuple[float, int]:
    """Return departures a member-day over the hazard without contagion, and their number."""
    settled = 60
    community = lived(spec, seed)
    left = community.tallies.counts[: spec.days, :, COUNT_INDEX["left"]].sum(axis=1)
    here = community.tallies.population.sum(axis=1)
    departures, exposed = int(left[settled:].sum()), int(here[settled - 1 : -1].sum())
    return departures / exposed / spec.behaviour.values["leave_rate"], departures


def test_v34_churn_contagion_multiplies_departures() -> None:
    """V34: each departure raises the hazard of all ties by 80 %, fading; R = 0.32.

    Here R = d h 0.8 tau with d = 100 ties, a memory tau of 6 days and h to match; members come back
    on the next day, so that there are always as many to leave. Whoever comes back has forgotten
    its losses, which lowers the multiplier by 0.0041.

    Expected: departures 1 / (1 - R) = 1.4706 times those without contagion.
    Runs: one of 10,000 members over 2,000 days; about 21,000 departures.
    Tolerance: 4 standard errors (of a cascade process: the number's, divided by 1 - R) and 0.0041
        for the forgetting.
    Power: fails when the multiplier is 5.4 % off, that is, R 11 %.
    """
    found, departures = multiplier(ring(0.32, 10_000, 2000, 0.8), 34)
    expected = 1 / (1 - 0.32)
    near(found, expected, expected / (1 - 0.32) / math.sqrt(departures), bias=0.0041)


def test_v34_no_contagion_multiplies_nothing() -> None:
    """V34: contagion 0.

    Expected: multiplier 1.
    Runs: one of 10,000 members over 2,000 days; about 14,000 departures.
    Tolerance: 4 standard errors.
    Power: fails when the multiplier is 1.042.
    """
    found, departures = multiplier(ring(0.32, 10_000, 2000, 0.0), 35)
    near(found, 1, 1 / math.sqrt(departures))


def bounded_by_forgetting(reproduction: float) -> float:
    """Return the multiplier of `ring` for ties without number, whatever R.

    A member back for a days has lost ties at the rate x of all, and kept of them what fades in a
    days; x is one over the days that it lasts.
    """
    kept = np.exp(-np.arange(1, 30_000) / MEMORY_DAYS)
    hazard = reproduction / (TIES * 0.8 * kept.sum())
    raised = np.concatenate([[0.0], hazard * 0.8 * TIES * kept.cumsum()])

    def surplus(x: float) -> float:
        there = np.cumprod(1 - np.minimum(hazard + raised * x, 1.0))
        return x * (1 + float(there.sum())) - 1

    rate = float(brentq(surplus, hazard / 2, 1.0))
    # `multiplier` divides by who is there in the evening.
    return rate / (1 - rate) / hazard


@pytest.mark.parametrize(("reproduction", "expected"), [(1.5, 21.936), (2.0, 28.425)])
def test_v34_above_the_threshold_departures_run_away(reproduction: float, expected: float) -> None:
    """V34: R = 1.5 and R = 2, where 1 / (1 - R) has no meaning.

    Expected: departures grow until forgetting alone bounds them, at 21.936 and 28.425 times those
        without contagion: the renewal equation of members who come back without losses, for ties
        without number.
    Runs: two of 1,000 members over 500 days.
    Tolerance: 3 %: a hundred ties lower the multiplier by 1 %, and it varies by 1 %.
    Power: fails when the multiplier is 4 % off.
    """
    assert bounded_by_forgetting(0.32) == pytest.approx(1 / (1 - 0.32) - 0.0041, abs=1e-3)
    assert bounded_by_forgetting(reproduction) == pytest.approx(expected, abs=1e-3)
    found, _ = multiplier(ring(reproduction, 1000, 500, 0.8), 36)
    assert found > 20
    assert found == pytest.approx(expected, rel=0.03)


def wave(r: float, n: int, seeds: int, days: int, runs: int) -> NDArray[np.int64]:
    """Draw from its law how many of n members, all tied, leave after `seeds` of their ties did.

    Each who is left goes with (R / n m) (what is left of the losses) on a day, m the memory.
    """
    fade = math.exp(-1 / MEMORY_DAYS)
    rate = r / n * math.expm1(1 / MEMORY_DAYS)
    generator = np.random.default_rng(34)
    here, losses = np.full(runs, n), np.full(runs, float(seeds))
    for _ in range(days):
        losses *= fade
        gone = generator.binomial(here, np.minimum(rate * losses, 1.0))
        here -= gone
        losses += gone
    return n - here


@pytest.mark.parametrize(("r", "share"), [(0.5, 0.03848), (1.5, 0.63870), (2.0, 0.82145)])
def test_v34_size_of_a_wave_of_departures(r: float, share: float) -> None:
    """V34: 20 ties of 500 members, who are all tied, have left; nobody leaves unasked.

    Expected: share who follow 1 - s with s = exp(-R (0.04 + 1 - s)), the final size of an epidemic:
        0.03848 at R = 0.5, where 20 bring about as many, and most of all above the threshold,
        0.63870 at 1.5 and 0.82145 at 2; by the law of 500 members in steps of a day, of which 4,000
        are drawn, 0.0382, 0.640 and 0.830.
    Runs: 30 of 500 members over 400 days for each R.
    Tolerance: 4 standard errors around the law of 500.
    Power: fails when the share is 40 %, 7 % or 2.9 % off, that is, R 3.5 % at R = 2.
    """
    n, seeds, days, runs, alone = 500, 20, 400, 30, 1e-7
    law = wave(r, n, seeds, days, 4000) / n
    left = float(brentq(lambda s: math.exp(-r * (seeds / n + 1 - s)) - s, 0.0, 1 - 1e-9))
    assert 1 - left == pytest.approx(share, abs=1e-5)
    assert law.mean() == pytest.approx(share, rel=0.015)
    spec = world(
        n, days, graph=complete(n), visit_base=NEVER, leave_rate=alone,
        contagion=r / n * math.expm1(1 / MEMORY_DAYS) / alone, contagion_days=MEMORY_DAYS,
    )  # fmt: skip
    found = []
    for seed in range(runs):
        community = Community(spec, seed)
        # As it has faded on day 0 since the day before, on which they left.
        community.members["loss"] = seeds * math.exp(-1 / MEMORY_DAYS)
        community.live(days)
        found.append(total(community, "left") / n)
    near(float(np.mean(found)), law.mean(), law.std() / math.sqrt(runs))
