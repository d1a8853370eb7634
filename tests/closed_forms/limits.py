"""Limiting cases: worlds with everything off but what a case is about, and how to judge a figure.

A limit may lie outside a parameter's range in the register (visit with certainty, invite on every
visit): the range says what a community is like, not where an equation holds.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.community import Community
from sim.plan import NoPlan, Plan
from sim.run import Run, run
from sim.spec import CommunitySpec, GivenTies, GraphSpec
from sim.trajectory import COUNT_INDEX
from tests.communities import STILL, community

CERTAIN = 30.0
"""A logit that is as good as probability 1."""

NEVER = -30.0
"""A logit that is as good as probability 0: a member comes on the day of joining only."""

NO_TIES = GraphSpec(mean_ties=0.0, closure=0.0, homophily=0.0)


def logit(p: float) -> float:
    """Return the logit of a probability."""
    return math.log(p / (1 - p))


def world(
    founders: int, days: int, *, graph: GraphSpec = NO_TIES, spec: dict[str, Any] | None = None,
    **values: float,
) -> CommunitySpec:  # fmt: skip
    """Return founders whom nobody joins; all is off but what `values` say; `spec` are fields."""
    fields: dict[str, Any] = {"arrivals": 0.0, **(spec or {})}
    still = community(founders, days, graph=graph, **fields)
    behaviour = replace(still.behaviour, values={**still.behaviour.values, **STILL, **values})
    return replace(still, behaviour=behaviour)


def tied(edges: NDArray[np.int64]) -> GraphSpec:
    """Return a graph of these ties between founders, shape ``(ties, 2)``, and no others."""
    return replace(NO_TIES, start=GivenTies(edges.astype(np.int32)))


def complete(n: int) -> GraphSpec:
    """Return a graph in which all of n founders are tied."""
    return tied(np.stack(np.triu_indices(n, 1), axis=1))


def play(spec: CommunitySpec, seed: int, plan: Plan | None = None) -> Run:
    """Run a plan, or none, over the whole horizon."""
    return run(spec, plan or NoPlan(), seed)


def lived(spec: CommunitySpec, seed: int) -> Community:
    """Return a community that has lived all its days without a plan."""
    one = Community(spec, seed)
    one.live(spec.days)
    return one


def total(community: Community, count: str) -> int:
    """Return one count over all days and segments."""
    return int(community.tallies.counts[:, :, COUNT_INDEX[count]].sum())


def inviters(community: Community) -> NDArray[np.int64]:
    """Return the row of each member's inviter, -1 for none, shape ``(size,)``."""
    return community.columns.inviter[: community.size].astype(np.int64)


def near(found: float, expected: float, error: float, bias: float = 0.0) -> None:
    """Assert that a figure is within four standard errors, and a known bias, of its expectation."""
    off = abs(float(found) - expected)
    assert off <= 4 * error + bias, (
        f"{found:.6g} is not {expected:.6g}: {off / error:.1f} standard errors away"
    )


def binomial(p: float, n: float) -> float:
    """Return the standard error of a share."""
    return math.sqrt(p * (1 - p) / n)
