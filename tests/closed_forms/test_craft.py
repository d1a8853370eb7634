"""M91: what is paid for is what is written for."""

from __future__ import annotations

import numpy as np
import pytest

from sim.trajectory import COUNT_INDEX
from tests.closed_forms.limits import world
from tests.closed_forms.test_moods import ONE_TOPIC, WRITERS, daily, field, offered

READ_ALL = {
    **WRITERS, "write_rate": 1.0, "write_reward": 0.25, "quality_member": 0.5, "satiation": 0.0,
    "read_noise": 0.0, "read_enough": 0.1, "satisfaction_gain": 1.0, "expectation": 0.5,
    "crowding": 0.0, "crowding_ties": 0.0, "reward_most": 1e6,
}  # fmt: skip
"""All come every day, and are as satisfied as what was written yesterday is worth."""

PAY = 1.5
"""Currency a post, by which money doubles posting: (1 + 1.5 / 0.10)^0.25 = 2."""


@pytest.mark.parametrize(("reach", "power"), [(0.0, -0.2), (0.5, 0.05), (1.0, 0.3)])
def test_m91_posts_are_as_good_as_what_is_paid_for(reach: float, power: float) -> None:
    """M91: money doubles posting, none, half or all of it by readers; powers are 0.2 and 0.3.

    Expected: quality 0.5 x 2^(0.3 r - 0.2 (1 - r)): 0.4355, 0.5175, 0.6155 to a thousandth of 0.5.
    Runs: three of 500 members over 3 days.
    Tolerance: 1e-6.
    Power: fails when a power is 2 % off.
    """
    values = {"craft_item": 0.2, "craft_reach": 0.3, "craft_topics": 0.0}
    community, offers = offered(world(500, 3, spec=ONE_TOPIC, **{**READ_ALL, **values}), 91)
    offers.pull("pay", PAY)
    offers.pull("pay_by_reach", reach * PAY)
    community.offer(offers, 0)
    community.live(3)
    better = round(1000 * (2.0**power - 1.0))
    assert field(community, "satisfaction") == pytest.approx(0.5 * (1 + better / 1000), abs=1e-6)
    crafted, posts = daily(community, "craft_thousandths"), daily(community, "posts")
    assert np.array_equal(crafted, better * posts)


def test_m91_pay_by_readers_draws_posts_to_the_popular_topic() -> None:
    """M91: money by readers doubles posting, and of 0.4 at most half are drawn together.

    Expected: of the second of two topics a fifth of the posts is on the first: worth to those of
        the first 0.5 (s + 0.4 (1 - s)), s being its share with that, and of the second
        0.5 (0.4 s + 1 - s).
    Runs: one of 1,000 members over 3 days.
    Tolerance: 1e-5, that of 32-bit arithmetic.
    Power: fails when the share drawn is 0.1 % off.
    """
    two = {"segments": ("one", "other"), "segment_shares": (0.7, 0.3)}
    values = {"craft_item": 0.0, "craft_reach": 0.0, "craft_topics": 0.4, "off_topic_match": 0.4}
    community, offers = offered(world(1000, 3, spec=two, **{**READ_ALL, **values}), 92)
    offers.pull("pay", PAY)
    offers.pull("pay_by_reach", PAY)
    community.offer(offers, 0)
    community.live(3)
    one, other = community.tallies.counts[1, :, COUNT_INDEX["posts"]]
    s = (one + 0.2 * other) / (one + other)
    segment = community.members["segment"]
    for k, worth in enumerate((s + 0.4 * (1 - s), 0.4 * s + 1 - s)):
        found = field(community, "satisfaction")[segment == k]
        assert found == pytest.approx(0.5 * worth, abs=1e-5)
