"""One world lived in the engine and in the oracle at once."""

from __future__ import annotations

from sim.community import Community
from sim.offers import Offers
from sim.spec import CommunitySpec
from tests.oracle import worlds
from tests.oracle.community import Oracle
from tests.oracle.compare import assert_same_members

Worlds = tuple[Oracle, Community]


def launch(spec: CommunitySpec, seed: int) -> Worlds:
    """Live the past of a world in both."""
    waits = worlds.waits(spec.days)
    community = Community(spec, seed)
    community.days.waits[:] = waits
    oracle = Oracle(spec, seed, waits, order=seed)
    live_both(oracle, community, worlds.PAST_DAYS)
    return oracle, community


def live_both(oracle: Oracle, community: Community, days: int) -> None:
    """Live days in both, comparing the members after each."""
    for _ in range(days):
        oracle.step()
        community.live(oracle.day + 1)
        assert_same_members(oracle, community)


def begin(oracle: Oracle, community: Community, offers: Offers) -> None:
    """Put a plan in force in both, as `sim.run` does."""
    community.offer(offers, worlds.PAST_DAYS)
    community.members["posts"] = 0
    oracle.offer(offers)


def revise(oracle: Oracle, community: Community, offers: Offers) -> None:
    """Change the plan in both."""
    community.revise(offers, worlds.PAST_DAYS)
    oracle.revise(offers)


def total(oracle: Oracle, name: str) -> int:
    """Return a count over all days and segments."""
    return sum(amount for (_, _, what), amount in oracle.counts.items() if what == name)
