"""Team: an order in a team of m is filled if m - 1 friends join.

    P(filled) = P(Bin(n, team_accept) >= m - 1)

where n = `team_asked` friends are asked, a fraction of one by chance.

A member opens a team on a visit with probability `team_rate` when the plan has such an offer (M47).
All m members of a filled team buy.

Differs from the evidence: a team is filled or not at once, by friends who are only a number, where
M47 has a window of a day and bursts among neighbours.

From the register (`python -m forerun.model_page` writes it):

    team_rate = 0 (on: 0.02) 1/visit, 0 to 1; assumed, D: M47: no public numbers
    team_asked = 8 friends, 0 to 100; assumed, D: M47
    team_accept = 0.2, 0 to 1; assumed, D: M47, V14
"""

from __future__ import annotations

import math
from collections.abc import Mapping


def success(values: Mapping[str, float], size: int) -> float:
    """Return the probability that a team of `size` is filled, 0 to 1."""
    asked, p = values["team_asked"], values["team_accept"]
    whole = math.floor(asked)
    share = asked - whole
    return (1.0 - share) * _at_least(whole, p, size - 1) + share * _at_least(whole + 1, p, size - 1)


def _at_least(n: int, p: float, k: int) -> float:
    return 1.0 - sum(math.comb(n, j) * p**j * (1.0 - p) ** (n - j) for j in range(min(k, n + 1)))
