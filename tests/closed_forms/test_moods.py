"""M14, M16, M19, M24, M27, M33: what is written and what is read."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.community import Community
from sim.compiled.layout import MEMBER, WRITE_FACTOR
from sim.offers import Offers
from sim.spec import CommunitySpec
from sim.trajectory import COUNT_INDEX
from tests.closed_forms.limits import CERTAIN, NEVER, lived, logit, near, world

ONE_TOPIC = {"segments": ("all",), "segment_shares": (1.0,)}

WRITERS = {"visit_base": CERTAIN, "write_spread": 0.0, "write_satisfaction": 0.0}
"""All come every day and write at one rate."""


def daily(community: Community, count: str) -> NDArray[np.int64]:
    """Return a count of all segments by day, shape ``(days,)``."""
    counts = community.tallies.counts[: community.spec.days, :, COUNT_INDEX[count]]
    return counts.sum(axis=1, dtype=np.int64)


def offered(spec: CommunitySpec, seed: int) -> tuple[Community, Offers]:
    """Return a community on its first day, and an empty offer for all its days."""
    offers = Offers(Calendar(spec.launch, spec.days), len(spec.segments))
    return Community(spec, seed), offers


def field(community: Community, name: str) -> NDArray[np.float64]:
    """Return a copy of a member's field for all, as numbers."""
    assert name in (MEMBER.names or ())
    return community.members[name].astype(float)


def test_m14_posting_follows_the_audience() -> None:
    """M14: posts a visit by a power of the audience, which falls to a third at the weekend.

    Expected: 0.5 (V / A)^0.5 posts a visit, V the visits of the day before and A their running mean
        over 10 days: (1/3)^0.5 = 0.58 where a fall to a third is new.
    Runs: one of 20,000 members over 40 days.
    Tolerance: 4 standard errors, for each day and for all days together.
    Power: fails when the posts of a weekday are 10 % off, of a day at the weekend 23 %, or all
        1.7 %.
    """
    rate, power, days = 0.5, 0.5, 10.0
    spec = world(
        20_000, 40, **{**WRITERS, "visit_base": logit(0.3)}, weekend_pull=logit(0.1) - logit(0.3),
        write_rate=rate, audience_motive=power, audience_days=days,
    )  # fmt: skip
    community = lived(spec, 14)
    visits, posts = daily(community, "visits"), daily(community, "posts")
    usual, factor = float(visits[0]), np.ones(spec.days)
    for day in range(2, spec.days):
        factor[day] = (visits[day - 1] / usual) ** power
        usual += (visits[day - 1] - usual) / days
    expected = rate * visits * factor
    for found, mean in zip(posts, expected, strict=True):
        near(found, mean, math.sqrt(mean))
    near(posts.sum(), expected.sum(), math.sqrt(expected.sum()))
    assert factor.min() < 0.6


@pytest.mark.parametrize("half", [1.0, 4.0])
def test_m16_attention_left_of_an_item(half: float) -> None:
    """M16: all write on the first day and nobody comes again; half-lives of 1 and of 4 days.

    Expected: items in the feed d days after = posts exp(-ln 2 ((d - 1) / half)^0.4): all on the
        first, half after a half-life, none after 28.
    Runs: two of 10,000 members over 31 days.
    Tolerance: exact, but for the rounding to whole items.
    Power: fails for one item in 10,000.
    """
    spec = world(
        10_000, 31, spec=ONE_TOPIC, **{**WRITERS, "visit_base": NEVER}, write_rate=1.0,
        novelty_days=half,
    )  # fmt: skip
    community = lived(spec, 16)
    posts, supplied = daily(community, "posts"), daily(community, "supplied")
    assert posts[1:].sum() == 0
    days = np.arange(1, spec.days)
    left = np.where(days <= 28, np.exp(-math.log(2) * ((days - 1) / half) ** 0.4), 0.0)
    assert left[round(half)] == pytest.approx(0.5)
    assert np.abs(supplied[1:] - posts[0] * left).max() < 0.51


def test_m19_what_stands_on_top_is_seen_most() -> None:
    """M19: 20 items on top of the posts of the day before; only they are worth anything.

    Satisfaction is set to take the worth of the feed itself: the share that the top 20 hold.

    Expected: share H(20) / H(20 + posts), H(x) = ((1 + x)^(1 - s) - 1) / (1 - s), s = 0.6: 0.159
        of 1,000 posts, where 20 / 1,020 would be 0.020.
    Runs: one of 1,000 members over 10 days.
    Tolerance: 1e-5, that of 32-bit arithmetic.
    Power: fails when the share is 0.01 % off.
    """
    s, top = 0.6, 20
    spec = world(
        1000, 10, spec=ONE_TOPIC, **WRITERS, write_rate=1.0, rank_decay=s, read_enough=0.1,
        quality_member=0.0, quality_professional=1.0, satiation=0.0, read_noise=0.0,
        satisfaction_gain=1.0, expectation=0.5,
    )  # fmt: skip
    community, offers = offered(spec, 19)
    offers.supply[:, :, 0, 0] = top
    community.offer(offers, 0)

    def height(items: float) -> float:
        return float(((1 + items) ** (1 - s) - 1) / (1 - s))

    for day in range(1, spec.days):
        community.live(day + 1)
        posts = int(community.tallies.counts[day - 1, 0, COUNT_INDEX["posts"]])
        share = height(top) / height(top + posts)
        assert np.abs(field(community, "satisfaction") - share).max() < 1e-5
    assert height(top) / height(top + 1000) == pytest.approx(0.159, abs=5e-4)


def test_m24_a_minority_falls_silent() -> None:
    """M24: camps of 30 % and 70 %; thresholds up to 0.6, and 10 % who always speak.

    Expected: of the smaller camp 0.1 + 0.9 s / 0.6 speak where it wrote a share s of the day
        before; it begins at 55 %, and the spiral ends at s = 0.3 a / (0.3 a + 0.7) = 0.093187 with
        a = 24.0 % who speak.
    Runs: 20 of 5,000 members over 25 days.
    Tolerance: 4 standard errors over the runs.
    Power: fails when the first day's share is 4.2 % off, the last days' 9.5 %.
    """
    camp, most, core = 0.3, 0.6, 0.1

    def next_share(s: float) -> float:
        speaking = camp * (core + (1 - core) * min(s / most, 1))
        return speaking / (speaking + 1 - camp)

    end = camp
    for _ in range(100):
        end = next_share(end)
    assert end == pytest.approx(0.093187, abs=1e-6)
    spec = world(
        5000, 25, **WRITERS, write_rate=2.0, silence=most, minority_share=camp, hard_core=core
    )
    first, last = [], []
    for seed in range(20):
        community = lived(spec, seed)
        few, all_posts = daily(community, "minority_posts"), daily(community, "posts")
        first.append(few[0] / all_posts[0])
        last.append(few[15:].sum() / all_posts[15:].sum())
    for found, expected in ((first, next_share(camp)), (last, end)):
        near(float(np.mean(found)), expected, float(np.std(found, ddof=1)) / math.sqrt(20))


def test_v47_days_in_a_row() -> None:
    """V47: a challenge of 7 days, which moves none of those who come with probability 0.8 a day.

    Expected: 5,000 (1 - p) p^7 / (1 - p^7) = 265.4 win it a day, once runs are as long as they get.
    Runs: one of 5,000 members over 100 days.
    Tolerance: 4 standard errors of the mean of the last 60 days, of which nearby ones depend on
        each other: as if each seven were one.
    Power: fails when a run breaks 1 % too seldom.
    """
    members, p, takes = 5000, 0.8, 7
    spec = world(members, 100, visit_base=logit(p), streak_pull=1e-9, streak_break=0.0)
    community, offers = offered(spec, 47)
    offers.rules.challenge_days = takes
    offers.pull("challenge", 1.0)
    community.offer(offers, 0)
    community.live(spec.days)
    won = daily(community, "challenges")
    assert won[: takes - 1].sum() == 0
    expected = (1 - p) * p**takes / (1 - p**takes)
    error = math.sqrt(expected * (1 - expected) / (members * 60 / takes))
    assert won[40:].mean() / members == pytest.approx(expected, abs=4 * error)


def test_m27_a_badge_ahead() -> None:
    """M27: a badge for 20 posts; all come every day and write one post on average.

    Expected: 1 + 0.8 (n / 20)^2 posts from n < 20 posts, and 1 from 20 on; inviting falls by
        0.5 (n / 20)^2 below 20 posts, and is as usual from 20 on.
    Runs: one of 5,000 members over 40 days.
    Tolerance: 4 standard errors, for n in fours.
    Power: fails when posts are 4 % off in a group, or invitations 18 %.
    """
    badge = 20
    spec = world(
        5000, 40, **WRITERS, write_rate=1.0, badge_pull=0.8, badge_displaces=0.5,
        invite_rate=0.1, invite_satisfaction=0.0, accept_rate=0.0,
    )  # fmt: skip
    community, offers = offered(spec, 27)
    offers.rules.badge_posts = badge
    offers.pull("badge", 1.0)
    community.offer(offers, 0)
    community.live(1)
    seen: list[NDArray[np.float64]] = []
    for day in range(1, spec.days):
        posts, invitations = field(community, "posts"), field(community, "invitations")
        community.live(day + 1)
        after = field(community, "posts")
        invited = field(community, "invitations") - invitations
        seen.append(np.stack([posts, after, invited]))
    before, after, invited = np.concatenate(seen, axis=1)

    def progress(n: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.where(n < badge, (n / badge) ** 2, 0.0)

    rate, chance = 1 + 0.8 * progress(before), 0.1 * (1 - 0.5 * progress(after))
    for low in range(0, 28, 4):
        chosen = (before >= low) & (before < low + 4)
        mean = rate[chosen].sum()
        near((after - before)[chosen].sum(), mean, math.sqrt(mean))
        chosen = (after >= low) & (after < low + 4)
        near(invited[chosen].sum(), chance[chosen].sum(), math.sqrt(chance[chosen].sum()))


def test_m33_paid_posts_crowd_out_the_motive() -> None:
    """M33: posting is paid for 40 days, by w = 5 times what it would be, and then no more.

    Expected: the motive falls by 0.02 ln w a paid visit with posts, and no lower than -0.35; when
        the pay ends posts are exp(-0.35) = 0.704688 times those before it came; each unpaid visit
        with posts brings 2 % of the loss back.
    Runs: one of 10,000 members over 50 days, followed day by day.
    Tolerance: 1e-5 for the motive; 4 standard errors for posts.
    Power: fails for one visit of one member; when posts are 8.4 % off.
    """
    fall, floor, back, paid = 0.02, 0.35, 0.02, 40
    spec = world(
        10_000, paid + 10, **WRITERS, write_rate=0.5, write_reward=1.0, crowding=fall,
        crowding_most=floor, crowding_back=back, redeem_rate=0.0, reward_most=1e9,
    )  # fmt: skip
    community, offers = offered(spec, 33)
    offers.pull("points_per_post", 1, days=slice(1, 1 + paid))
    offers.pull("point_value", 0.4, days=slice(1, 1 + paid))
    offers.rules.reward_points = 1
    community.offer(offers, 0)
    reward = float(community.days.effects[1, 0, 0, WRITE_FACTOR])
    assert reward == pytest.approx(5.0, abs=5e-4)
    motive = np.zeros(10_000)
    wrote = []
    for day in range(spec.days):
        before = field(community, "posts") if day else np.zeros(10_000)
        community.live(day + 1)
        # All have a reward's points in hand: nothing is missing, and the worth is expected whole.
        community.columns.members["points"][:10_000] = 1
        posts = field(community, "posts") - before
        wrote.append(posts.sum())
        lower = np.maximum(motive - fall * math.log(reward), -floor)
        after = lower if 1 <= day <= paid else (1 - back) * motive
        motive = np.where(posts > 0, after, motive)
        assert np.abs(community.columns.memories["motive"][:10_000] - motive).max() < 1e-5
    near(wrote[0], 5000, math.sqrt(5000))
    near(wrote[paid + 1], 5000 * math.exp(-floor), math.sqrt(5000 * math.exp(-floor)))
