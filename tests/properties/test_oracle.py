"""Random worlds in the engine and in the oracle: the same members, to the bit, every day."""

from __future__ import annotations

from tests.oracle.community import Oracle
from tests.oracle.compare import assert_same_growth, assert_same_members, assert_same_sums
from tests.properties.depths import at_two_depths
from tests.properties.one_world import World
from tests.properties.worlds import Size, random_worlds


@at_two_depths(8, 60, world=random_worlds(Size(80, 28, 16.0, growth=4.0)))
def test_engine_equals_oracle(world: World) -> None:
    """Every field of every member after every day; every count, tie, purse and rolling active."""
    spec, past = world.drawn, world.spec.past_days
    oracle = Oracle(spec, world.seed, world.waits, order=world.seed % 2**32)
    community = world.begun()
    decisions = {past + change.day for change in world.plan.changes} - {spec.days}
    if past == 0:
        oracle.offer(world.offers_on(0))
    for today in world.go_on(community, spec.days, range(1, spec.days + 1)):
        oracle.step()
        if today == past:
            oracle.offer(world.offers_on(today))
        elif today in decisions:
            oracle.revise(world.offers_on(today))
        assert_same_members(oracle, community)
    assert_same_sums(oracle, community)
    assert_same_growth(oracle, community)
