"""One bit more or less anywhere in an address changes each bit of the draw as often as not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.draws import mix64
from tests.draws.schemes import NUMPY, ONE, VISIT, WEAK, ZERO, U, Words, count, step
from tests.draws.statistics import LIMIT, of_normals

SAMPLES = 2**12

DRAWS: dict[str, Callable[[Words], Words]] = {
    "mixer": mix64,
    "identity": lambda x: NUMPY.draw(x, NUMPY.key(ONE, VISIT, ONE)),
    "seed": lambda x: NUMPY.draw(ONE, NUMPY.key(x, VISIT, ONE)),
    "decision": lambda x: NUMPY.draw(ONE, NUMPY.key(ONE, x, ONE)),
    "day": lambda x: NUMPY.draw(ONE, NUMPY.key(ONE, VISIT, x)),
    "newcomer": lambda x: NUMPY.draw(NUMPY.founders(ONE, x), ONE),
    "inviter": lambda x: NUMPY.draw(NUMPY.child(x, ZERO), ONE),
    "ordinal": lambda x: NUMPY.draw(NUMPY.child(ONE, x), ONE),
}


def flips(draw: Callable[[Words], Words], x: Words) -> NDArray[np.float64]:
    """Return how often each bit of the draw follows each bit of x, as normals, (64, 64)."""
    before = draw(x)
    out = np.arange(64, dtype=U)
    z = np.empty((64, 64))
    for bit in range(64):
        changed = before ^ draw(x ^ U(1 << bit))
        followed = ((changed[:, None] >> out) & U(1)).sum(axis=0)
        z[bit] = (2.0 * followed - len(x)) / np.sqrt(len(x))
    return z


@pytest.mark.parametrize("part", DRAWS)
def test_each_bit_changes_each_bit(part: str) -> None:
    z = flips(DRAWS[part], step(count(SAMPLES)))
    assert of_normals(z) > LIMIT
    # 5.5 standard deviations: 4,096 normals exceed it once in 6,000 tries.
    assert np.abs(z).max() < 5.5


@pytest.mark.parametrize("part", ["seed", "day", "newcomer", "ordinal"])
def test_counters_of_one_bit_apart(part: str) -> None:
    # Counters that end in 16 zeros: no change of one of these turns one sample into another.
    z = flips(DRAWS[part], count(SAMPLES) << U(16))[:16]
    assert of_normals(z) > LIMIT


@pytest.mark.parametrize("scheme", ["mixed once", "draws unmixed", "congruential"])
def test_weak_mixers_are_rejected(scheme: str) -> None:
    weak = WEAK[scheme]
    assert of_normals(flips(lambda x: weak.draw(x, ZERO), step(count(SAMPLES)))) < LIMIT
