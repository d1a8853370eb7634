"""What a grown circle of founders looks like: degrees, clustering, homophily."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal, get_args

from sim.errors import InputError
from sim.graph.measure import Figures
from sim.ranges import PYTHON, SPREADS, Bounds

Degrees = Literal["lognormal", "power_law", "poisson", "regular"]

MEAN_TIES: Final = PYTHON["graph.start.mean_ties"]


@dataclass(frozen=True, slots=True)
class StartGraph:
    """How the founders are tied at launch.

    Parameters
    ----------
    degrees
        Distribution of a member's ties: ``lognormal`` and ``power_law`` have a heavy tail,
        ``poisson`` is that of a random graph, ``regular`` gives everybody the same (or, where the
        mean is no whole number, the two whole numbers beside it).
    mean_ties
        Mean ties of a member, 0 to 200; at least 1 with ``power_law``, where everybody has a tie.
    spread
        ``lognormal``: standard deviation of the logarithm of ties, 0 to 2. ``power_law``: exponent
        g of the tail, P(k) ~ k^-g, 2.05 to 5. The others have none: 0.
    clustering
        Target of the mean local clustering (Watts and Strogatz 1998), 0 to 1: of two friends of a
        member, the probability that they are tied, averaged over members (0 for a member with
        fewer than two ties). What can be reached depends on the degrees: see ``docs/ties.md``.
    homophily
        For each attribute, the target of the assortativity of ties over its kinds (Newman's r,
        2003), 0 to 1: 0 is indifferent; with r, a tie joins members of one kind with probability
        r + (1 - r) times what chance would give; 1 means only with one's own kind.

    Raises
    ------
    InputError
        If a value is outside its range.
    """

    degrees: Degrees
    mean_ties: float
    spread: float = 0.0
    clustering: float = 0.0
    homophily: tuple[float, ...] = ()

    @classmethod
    def like(cls, figures: Figures) -> StartGraph:
        """Return what is to look like a graph that was measured, with log-normal degrees.

        What cannot be asked for becomes the nearest that can: a mean above 200 ties, a spread above
        2, a negative assortativity. What has no value, without members or ties, becomes 0.
        """
        return cls(
            degrees="lognormal",
            mean_ties=_nearest(figures.mean_ties, MEAN_TIES.high),
            spread=_nearest(figures.spread, SPREADS["lognormal"][1]),
            clustering=_nearest(figures.clustering, 1.0),
            homophily=tuple(_nearest(r, 1.0) for r in figures.attribute_assortativity),
        )

    def __post_init__(self) -> None:
        if self.degrees not in get_args(Degrees):
            allowed = ", ".join(get_args(Degrees))
            raise InputError(f"{self.degrees!r}; allowed are {allowed}", field="degrees")
        least = 1.0 if self.degrees == "power_law" else MEAN_TIES.low
        _check("mean_ties", self.mean_ties, Bounds(least, MEAN_TIES.high))
        _check("spread", self.spread, Bounds(*SPREADS.get(self.degrees, (0.0, 0.0))))
        _check("clustering", self.clustering, PYTHON["graph.start.clustering"])
        for share in self.homophily:
            _check("homophily", share, PYTHON["graph.start.homophily"])


def _nearest(value: float, most: float) -> float:
    """Return a figure from 0 to the most that can be asked for; 0 for one without value."""
    return min(max(value, 0.0), most) if math.isfinite(value) else 0.0


def _check(name: str, value: float, allowed: Bounds) -> None:
    if not allowed.hold(value):
        raise InputError(f"{value:g} is not from {allowed.low:g} to {allowed.high:g}", field=name)
