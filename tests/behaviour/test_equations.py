"""Equations of single mechanisms, beside those that `tests/closed_forms` poses in whole worlds."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest

from tests.behaviour.theta import theta
from tests.compiled import FromPython

F = np.float32

adopt = FromPython("sim.behaviour.visit.adoption")
audience = FromPython("sim.behaviour.write.audience")
award = FromPython("sim.behaviour.write.award")
badge = FromPython("sim.behaviour.write.badge")
congestion = FromPython("sim.behaviour.read.congestion")
crowding = FromPython("sim.behaviour.write.crowding")
feedback = FromPython("sim.behaviour.write.feedback")
leaning = FromPython("sim.behaviour.visit.leaning")
motives = FromPython("sim.behaviour.visit.motives")
rank = FromPython("sim.behaviour.read.rank")
price = FromPython("sim.behaviour.buy.price")
social_spend = FromPython("sim.behaviour.buy.social_spend")
streak = FromPython("sim.behaviour.visit.streak")
token = FromPython("sim.behaviour.visit.token")
toxicity = FromPython("sim.behaviour.mood.toxicity")


def close(expected: float) -> object:
    """Return a figure to seven digits or so."""
    return pytest.approx(expected, rel=2e-6, abs=1e-7)


def test_the_first_audience_is_the_usual_one() -> None:
    t = theta(audience_motive=0.5, audience_days=10.0)
    assert audience.factor(t, F(10), F(0)) == 1
    assert audience.usual_after(t, F(70), F(0)) == 70
    assert audience.usual_after(t, F(70), F(50)) == close(52)


def test_nobody_there_is_half_a_reader() -> None:
    assert audience.factor(theta(audience_motive=0.5), F(0), F(50)) == close(0.1)


def test_awards_lose_their_worth_when_they_are_many() -> None:
    t = theta(award_gain=0.6, award_inflation=10.0, award_days=60.0)
    assert award.rise(t, F(0)) == close(0.6)
    assert award.rise(t, F(0.1)) == close(0.6 * math.exp(-1))
    assert award.left(t, F(0.6), F(60)) == close(0.6 * math.exp(-1))
    assert award.left(t, F(0.6), F(961)) == 0


def test_a_load_that_a_channel_bears_costs_nothing() -> None:
    t = theta(congestion_pain=0.15, congestion_cap=400.0)
    for posts, loss in ((0, 0), (400, 0), (800, 0.15), (1000, 0.15 * 1.5**2), (5000, 0.6)):
        assert congestion.loss(t, F(posts)) == close(loss)


def test_readers_of_a_post_are_log_normal_with_their_mean() -> None:
    t = theta(reach_spread=0.6626)
    normal = [NormalDist().inv_cdf((k + 0.5) / 2000) for k in range(2000)]
    readers = np.array([feedback.readers(t, F(30), F(z)) for z in normal], float)
    assert readers.mean() == pytest.approx(30, rel=5e-3)
    assert np.log(readers).std() == pytest.approx(0.6626, rel=5e-3)


def test_reactions_count_by_their_logarithm() -> None:
    t = theta(feedback_gain=0.2, reaction_rate=0.05, feedback_days=2.0)
    assert feedback.rise(t, F(0)) == 0
    assert feedback.rise(t, F(20)) == close(0.2 * math.log(2))
    assert feedback.left(t, F(0.2), F(3)) == close(0.2 * math.exp(-1.5))
    assert feedback.left(t, F(0.2), F(33)) == 0


def test_a_badge_pulls_only_below_its_threshold() -> None:
    t = theta(badge_pull=0.4, badge_displaces=0.3)
    for posts, near in ((0, 0.0), (10, 0.25), (19, 0.9025), (20, 0.0), (21, 0.0)):
        assert badge.nearness(posts, 20, F(1.0)) == close(near)
        assert badge.nearness(posts, 20, F(0.5)) == close(near / 2)
    assert badge.nearness(5, 0, F(1.0)) == 0
    won = [badge.is_won(before, 3, 20, F(1.0)) for before in (16, 17, 19, 20)]
    assert won == [False, True, True, False]
    assert not badge.is_won(19, 3, 20, F(0.0)), "it is not on offer"
    assert not badge.is_won(0, 3, 0, F(1.0)), "there is none"
    assert badge.write_factor(t, F(0.25)) == close(1.1)
    assert badge.invite_factor(t, F(0.25)) == close(0.925)
    assert badge.invite_factor(theta(badge_displaces=0.3), F(0.25)) == 1


def test_many_ties_spend_more() -> None:
    t = theta(social_spend=0.235)
    assert social_spend.factor(t, F(0)) == 1
    assert social_spend.factor(t, F(8)) == close(1 + 0.235 * (1 - math.exp(-1)))
    assert social_spend.factor(t, F(1000)) == close(1.235)


def test_money_repels_the_well_connected() -> None:
    t = theta(crowding_ties=0.5)
    # Twice the rate by the reward, and its half by the ties: 2^(1 - 0.5 ln(1 + ties)).
    ties = math.expm1(2)
    assert 2 * crowding.write_factor(t, F(0), F(2), F(0)) == close(2)
    assert 2 * crowding.write_factor(t, F(0), F(2), F(ties)) == close(1)
    assert 2 * crowding.write_factor(t, F(0), F(2), F(1000)) < 0.3
    assert crowding.write_factor(t, F(-0.2), F(1), F(1000)) == close(math.exp(-0.2))


def test_a_motive_falls_to_its_floor_and_comes_back_slowly() -> None:
    t = theta(crowding=0.05, crowding_most=0.35, crowding_back=0.02)
    assert crowding.motive_after(t, F(0), F(2)) == close(-0.05 * math.log(2))
    assert crowding.motive_after(t, F(-0.34), F(2)) == close(-0.35)
    assert crowding.motive_after(t, F(-0.35), F(1)) == close(-0.343)


def test_a_lost_motive_drives_away_as_far_as_no_reward_makes_up_for_it() -> None:
    t = theta(crowding_leave=2.0)
    assert crowding.leave_factor(t, F(-0.5), F(1)) == close(math.e)
    assert crowding.leave_factor(t, F(-0.5), F(1.3)) == close(math.exp(1 - 2 * math.log(1.3)))
    assert crowding.leave_factor(t, F(-0.5), F(2)) == 1
    assert crowding.leave_factor(t, F(0), F(1)) == 1
    assert crowding.leave_factor(theta(), F(-0.5), F(1)) == 1
    assert crowding.worst_leave_factor(t, F(-0.5)) > crowding.leave_factor(t, F(-0.5), F(1))


def test_motives_leave_the_mean_over_members_alone() -> None:
    t = theta(status_minded=0.3)
    by_status, by_reward = (motives.shift(t, F(u), F(0.2), F(0.5)) for u in (0.29, 0.31))
    assert by_status == close(0.5 / 0.3 - 0.5 - 0.2)
    assert by_reward == close(0.2 / 0.7 - 0.2 - 0.5)
    assert 0.3 * by_status + 0.7 * by_reward == pytest.approx(0, abs=1e-6)
    assert motives.most(t, F(0.2), F(0.5)) == by_status
    assert motives.most(theta(), F(0.2), F(0.5)) == 0


def test_leanings_lie_about_those_of_their_like_and_never_beyond_the_ends() -> None:
    assert leaning.drawn(F(0), F(0.25)) == close(-0.5)
    assert leaning.drawn(F(0.6), F(0.5)) == close(0.6)
    assert leaning.drawn(F(0.6), F(0.0)) == close(0.2)
    assert leaning.drawn(F(-1), F(0.9)) == close(-1)


def test_money_and_standing_count_as_members_lean() -> None:
    t = theta(leaning_spread=0.5)
    assert (leaning.money(t, F(1)), leaning.standing(t, F(1))) == (1.5, 0.5)
    assert leaning.shift(t, F(-1), F(0.2), F(0.3)) == close(0.05)
    assert leaning.most(t, F(0.2), F(0.3)) == close(0.15)
    still = theta(leaning_spread=0.0)
    assert (leaning.money(still, F(1)), leaning.standing(still, F(1))) == (1, 1)


def test_a_price_cut_moves_by_how_much_money_counts() -> None:
    t = theta(price_elasticity=-2.0)
    assert price.more_minded(t, F(800_000), F(1)) == 1
    assert price.more_minded(t, F(800_000), F(1.5)) == close(1 / 0.8)


def test_a_pool_of_tokens_is_shared_by_the_visits() -> None:
    t = theta(token_pull=0.1, reward_most=1e6)
    assert token.pull(t, F(0), 10) == 0
    assert token.pull(t, F(20), 20) == close(0.1 * math.log(2))
    assert token.pull(t, F(20), 200) == close(0.1 * math.log(1.1))
    assert token.pull(theta(token_pull=0.1), F(1e9), 1) == close(0.1 * math.log(101))


def test_rank_without_anything_on_top_is_the_usual_prominence() -> None:
    t = theta(rank_decay=0.6, prominence=25.0)
    for top, posts in ((0, 100), (5, 0), (1e6, 1e-7)):
        assert rank.prominence(t, F(top), F(posts)) == 25
    assert rank.prominence(theta(prominence=25.0), F(5), F(100)) == 25


def test_without_decay_by_rank_items_on_top_weigh_like_others() -> None:
    # In the limit of no decay the share of the first k of n is k / n.
    assert rank.prominence(theta(rank_decay=1e-6), F(5), F(100)) == pytest.approx(1, rel=1e-3)


def test_toxicity_draws_toxicity_and_moderation_stops_it() -> None:
    t = theta(toxicity_rate=0.02, toxicity_spread=0.3)
    assert toxicity.chance(t, F(1), F(0)) == close(0.02)
    assert toxicity.chance(t, F(0.5), F(0.1)) == close(0.025)
    assert toxicity.chance(t, F(0), F(0.5)) == 0


def test_a_hurt_newcomer_leaves_sooner_than_a_hurt_old_hand() -> None:
    t = theta(toxicity_leave=0.8, toxicity_early=1.0, toxicity_days=30.0)
    assert toxicity.left(t, F(1), F(30)) == close(math.exp(-1))
    assert toxicity.leave_factor(t, F(1), F(29)) == close(2.6)
    assert toxicity.leave_factor(t, F(1), F(30)) == close(1.8)
    assert toxicity.leave_factor(t, F(0), F(0)) == 1
    assert toxicity.worst_leave_factor(t, F(1)) > toxicity.leave_factor(t, F(1), F(0))


@pytest.mark.parametrize(
    ("length", "gap", "after"), [(0, 0, 1), (1, 1, 2), (6, 2, 1), (65535, 1, 65535)]
)
def test_length_of_a_run(length: int, gap: int, after: int) -> None:
    assert streak.length_after(length, gap) == after


def test_a_run_pulls_no_more_than_seven_days_and_is_bounded() -> None:
    t = theta(streak_pull=0.3, streak_break=0.2)
    assert streak.pull(t, 7, F(1)) == streak.pull(t, 70, F(1)) == close(0.3)
    assert streak.pull(t, 7, F(2)) == close(-0.2)
    for length in range(10):
        for gap in (1, 2, 9):
            pull = streak.pull(t, length, F(gap))
            assert streak.most(t, length, 0) >= pull - 1e-7
            pull += streak.challenge(t, length, F(gap), 5, F(1))
            assert streak.most(t, length, 5) >= pull - 1e-7


def test_a_challenge_pulls_up_to_each_of_its_last_days() -> None:
    t, day = theta(streak_pull=0.3), F(1)
    for length, progress in ((1, 1 / 21), (20, 20 / 21), (21, 0.0), (22, 1 / 21)):
        assert streak.challenge(t, length, day, 21, F(0.5)) == close(0.15 * progress**2)
    assert streak.challenge(t, 20, F(2), 21, F(1)) == 0, "the run is broken"
    assert streak.challenge(t, 20, day, 0, F(1)) == 0, "there is none"


def test_ties_are_tried_independently() -> None:
    t = theta(adopt_tie=0.1, adopt_alone=0.001)
    assert adopt.probability(t, 0) == pytest.approx(0.001, rel=1e-4)
    assert adopt.probability(t, 3) == pytest.approx(1 - 0.999 * 0.9**3, rel=1e-6)
    assert adopt.probability(theta(adopt_tie=1.0), 1) == 1
    assert adopt.probability(theta(adopt_tie=1.0), 0) == 0


@pytest.mark.parametrize(
    ("least", "share", "having", "ties", "enough"),
    [
        (1, 0.0, 0, 5, False), (1, 0.0, 1, 5, True), (2, 0.0, 1, 5, False), (2, 0.0, 2, 5, True),
        (1, 0.5, 2, 5, False), (1, 0.5, 2, 4, True), (3, 0.5, 2, 4, False),
    ],
)  # fmt: skip
def test_how_many_ties_are_enough(
    least: float, share: float, having: int, ties: int, enough: bool
) -> None:
    assert adopt.counts(theta(adopt_least=least, adopt_share=share), having, ties) == enough
