"""The worlds of the studies: communities, arms that differ in one lever, and their logs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from evidence.studies.contract import Values
from sim.behaviour.preset import Behaviour
from sim.behaviour.register import switched_on
from sim.community import Community
from sim.compiled.layout import LEFT
from sim.offers import Offers
from sim.spec import CommunitySpec, GraphSpec, Shock

LAUNCH: Final = date(2024, 1, 1)

ALIKE: Final = {"off_topic_match": 1.0, "segment_visit": 0.0, "segment_leave": 0.0}
"""With these, arms that are segments differ in nothing: they read the same and are alike."""

Bools = NDArray[np.bool_]
Counts = NDArray[np.int32]


USUAL: Final = ("reply", "feedback", "audience", "novelty", "toxicity", "optout", "referrer")
"""Mechanisms that every world has beside those under study."""


def world(
    mechanisms: tuple[str, ...],
    planted: Values,
    *,
    members: int,
    days: int,
    past: int = 0,
    arrivals: float = 0.0,
    arms: tuple[str, ...] = ("all",),
    graph: GraphSpec | None = None,
    shocks: tuple[Shock, ...] = (),
) -> CommunitySpec:
    """Return a community whose arms are drawn at random and alike in everything.

    Parameters
    ----------
    mechanisms
        Those under study, beside the usual ones, all at their typical values. Everything else has
        the register's value, as in the preset ``plain``, so that a retuned preset moves no study.
    planted
        Behaviour values that differ from that.
    members, arrivals
        Founders; organic joiners a day, mean.
    days, past
        Days under study; days lived before them.
    arms
        Names of arms of equal size.
    graph
        How members tie; without homophily by arm if absent.
    shocks
        Crises, by day from the launch.
    """
    values = {**switched_on(*USUAL, *mechanisms), **ALIKE, **planted}
    behaviour = Behaviour.preset("plain").updated(values, "assumed", "virtual study")
    return CommunitySpec(
        behaviour=behaviour,
        launch=LAUNCH,
        start=date.fromordinal(LAUNCH.toordinal() + past),
        horizon_days=days,
        organic=np.full(past + days, arrivals),
        organic_known=np.zeros(past + days, bool),
        founders=members,
        segments=arms,
        segment_shares=(1.0 / len(arms),) * len(arms),
        graph=graph or GraphSpec(homophily=0.0),
        shocks=shocks,
    )


def settled(spec: CommunitySpec, seed: int) -> Community:
    """Return the community on the morning of the study's first day."""
    community = Community(spec, seed)
    community.live(spec.past_days)
    community.members["posts"] = 0
    return community


def offered(community: Community, write: Callable[[Offers], None]) -> Community:
    """Return a copy of a settled community to which an operator makes offers from today on."""
    spec = community.spec
    offers = Offers(spec.calendar, len(spec.segments))
    write(offers)
    twin = community.copy()
    twin.offer(offers, spec.past_days)
    return twin


@dataclass(frozen=True)
class Log:
    """What an analyst sees of a community, day by day; members in their order of joining.

    Attributes
    ----------
    visited
        Who came, shape ``(days, members)``.
    posts
        Posts of each member, shape ``(days, members)``.
    present
        Who was a member who has not left at day's end, shape ``(days, members)``.
    """

    visited: Bools
    posts: Counts
    present: Bools


def watched(community: Community, days: int, first: int | None = None) -> Log:
    """Live some days and return their log, of the `first` members or of all at the end."""
    visited: list[Bools] = []
    posts: list[Counts] = []
    present: list[Bools] = []
    before = community.members["posts"].astype(np.int32)
    for _ in range(days):
        day = community.today
        community.live(day + 1)
        members = community.members
        now = members["posts"].astype(np.int32)
        visited.append(members["last_visit"] == day)
        posts.append(now - _longer(before, len(now)))
        present.append((members["flags"] & LEFT) == 0)
        before = now
    size = first or community.size
    return Log(*(np.stack([_longer(a, size) for a in rows]) for rows in (visited, posts, present)))


def _longer(values: NDArray[np.generic], size: int) -> NDArray:  # type: ignore[type-arg]
    missing = max(size - len(values), 0)
    return np.concatenate([values[:size], np.zeros(missing, values.dtype)])


def arm(community: Community, index: int) -> Bools:
    """Return who is in an arm, shape ``(members,)``."""
    return np.asarray(community.members["segment"] == index, bool)


def lift(treated: float, control: float) -> float:
    """Return by how many per cent one is above the other; NaN where that is 0."""
    return 100.0 * (treated / control - 1.0) if control else float("nan")
