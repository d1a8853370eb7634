"""Symbol: a sign of standing that some wear draws those who wear it, while few do.

    pull = symbol_pull lever exp(-symbol_inflation share)

for its wearers, where share is theirs of all members who have not left (M13): what everybody has
tells nobody apart. `lever` is how good the sign is, 0 to 1.

Differs from the evidence: M13's awards move posting and were given for it; that a worn sign draws
visits is read off levels (M31), and nobody published how fast rarity loses.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.arithmetic import exp32
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta, Whole

MECHANISM: Final = Mechanism(
    "symbol",
    title="signs of standing",
    title_zh="身份标识",
    switches=("symbol_pull",),
    needs="a plan's `symbol` lever",
    parameters=(
        Parameter(
            "symbol_pull", 0.0, unit="logit", low=0.0, high=2.0, typical=0.1, grade="assumed",
            evidence="D",
            source="M31: +5-10 % visits a level at most; M13: status moves, by signs without a "
                   "size",
            meaning="pull of a sign that hardly anybody wears", meaning_zh="身份标识的作用",
        ),
        Parameter(
            "symbol_inflation", 10.0, unit="1", low=0.0, high=100.0, grade="assumed",
            evidence="D",
            source="M13: inflation reduces it; as of awards",
            meaning="by which a sign pulls less, per share of members who wear it",
            meaning_zh="身份标识通胀",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def rarity(theta: Theta, wearers: Whole, members: Whole) -> Float32:
    """Return what is left of a sign's pull when so many of the members wear it, 0 to 1."""
    share = F(wearers) / F(max(members, 1))
    return exp32(-theta.symbol_inflation * share)


@inlined
def pull(theta: Theta, quality: Float32, rarity: Float32) -> Float32:
    """Return the pull on one who wears a sign of a quality, logit."""
    return theta.symbol_pull * quality * rarity
