"""Endowed progress: a card that seems begun is finished more often.

    pull = endowed_pull given / (given + threshold)     until the first level is reached

given are the points that seem gone already, threshold those that the first level really takes. The
same effort remains, and more make it: 34 % against 19 % with two stamps of ten given (M26; Nunes
and Dreze 2006, doi:10.1086/500480). The head start also counts as progress of the goal gradient.

Differs from the evidence: a head start also pulls by itself, evenly until the level is reached,
where M26 only begins a longer card at a fraction of its way.

From the register (`python -m forerun.model_page` writes it):

    endowed_pull = 0 (on: 3.2) logit/share, 0 to 10; published, A: M26: 34 % against 19 % complete a
        card of which a fifth is given
"""

from __future__ import annotations

import numpy as np

from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta, Whole

F = np.float32


@inlined
def share(given: Whole, threshold: Whole) -> Float32:
    """Return the share of the way to the first level that is given, 0 to 1."""
    return F(given) / F(given + threshold)


@inlined
def pull(theta: Theta, given: Float32) -> Float32:
    """Return the pull of a head start on those below the first level, logit."""
    return theta.endowed_pull * given
