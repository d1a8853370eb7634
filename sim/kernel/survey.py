"""The recommendation question, asked of everyone who was active of late."""

from __future__ import annotations

import numpy as np

from sim.kernel.arithmetic import normal32
from sim.kernel.compile import compiled
from sim.kernel.draws import mix, open_unit
from sim.kernel.layout import LEFT
from sim.kernel.types import Float32, Member, Whole, Wholes, Word

F = np.float32


@compiled
def ask_all(
    answers: Wholes,
    members: Member,
    identity: Wholes,
    key: Word,
    since: Whole,
    centre: Float32,
    slope: Float32,
    noise: Float32,
) -> None:
    """Add to `answers`, int64 (11,), those of the members active from day `since` on."""
    for row in range(members.shape[0]):
        m = members[row]
        if m.flags & LEFT or m.last_active < since:
            continue
        z = normal32(open_unit(mix(identity[row] ^ key)))
        score = centre + slope * (m.satisfaction - F(0.5)) + noise * z
        answer = np.int64(np.floor(score + F(0.5)))
        answers[min(max(answer, 0), 10)] += 1
