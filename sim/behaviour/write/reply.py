"""Reply: is a newcomer's first post answered, and what does an answer do?

    P(answered) = 1 - (1 - reply_rate) (1 - welcome)

where `welcome` is the lever's share of first posts that staff answers. Whoever was answered comes
with ``reply_pull`` more, logit, from then on (M11).

Differs from the evidence: an answer raises visits for good and posting only through them, where M11
raises the probability of a second post.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Flag, Float32, Theta

MECHANISM: Final = Mechanism(
    "reply",
    title="a newcomer's first reply",
    title_zh="新人首帖回复",
    switches=("reply_pull",),
    memory=True,
    parameters=(
        Parameter(
            "reply_pull", 0.0, unit="logit", low=0.0, high=3.0, typical=0.7, grade="published",
            evidence="B",
            source="M11: 44 % -> 56 % post again when answered",
            meaning="pull on a member whose first post was answered",
            meaning_zh="首帖被回复对回访的作用",
        ),
        Parameter(
            "reply_rate", 0.61, unit="1", low=0.0, high=1.0, grade="published", evidence="B",
            source="M11: 61 % of newcomers' first posts are answered",
            meaning="probability that members answer a newcomer's first post",
            meaning_zh="首帖回复率",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def pull(theta: Theta, answered: Flag) -> Float32:
    """Return the pull of having been answered, logit."""
    return theta.reply_pull if answered else F(0.0)
