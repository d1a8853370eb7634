"""Errors planted in the equations of behaviour, one each."""

from __future__ import annotations

from typing import Final

from tests.mutations.mutation import Mutation

_BEHAVIOUR: Final = "sim/behaviour"

EQUATIONS: Final = (
    Mutation(
        "craft-item", "pay by the item makes posts better, too", "sim/behaviour/write/craft.py",
        "* by_reach - values", "* by_reach + values",
        ("test_craft.py::test_m91_posts_are_as_good_as_what_is_paid_for",),
    ),
    Mutation(
        "drawn-twice", "posts that are drawn to one topic stay on their own, too", "sim/day",
        "stock = stock - drawn", "stock = stock - F(0.0) * drawn",
        ("test_craft.py::test_m91_pay_by_readers_draws_posts_to_the_popular_topic",),
    ),
    Mutation(
        "too-alike", "members differ a tenth less in how often they come", _BEHAVIOUR,
        "born + theta.visit_spread * z", "born + 0.9 * theta.visit_spread * z",
        ("test_visiting.py::test_m1_members_differ_by_a_logit_normal_law",),
    ),
    Mutation(
        "taken-for-granted", "a tenth more than consented are written to", _BEHAVIOUR,
        "return u < theta.consent_share", "return u < F(1.1) * theta.consent_share",
        ("test_consent.py::test_m21_messages_go_to_those_who_consented",),
    ),
    Mutation(
        "weak-peers", "ties draw a fifth less than they should", _BEHAVIOUR,
        "return theta.peer_pull * share", "return 0.8 * theta.peer_pull * share",
        ("test_visiting.py::test_m1_two_ties_draw_each_other",
         "test_visiting.py::test_m1_the_share_of_ties_draws"),
    ),
    Mutation(
        "loyal-referred", "the referred come more often by twice what they should", _BEHAVIOUR,
        "return trait + theta.referred_stay",
        "return trait + theta.referred_stay + theta.referred_stay",
        ("test_referral.py::test_m43_the_referred_come_more_often",),
    ),
    Mutation(
        "long-goodbye", "the chance of a comeback falls half as fast", _BEHAVIOUR,
        "exp32(-away / theta.return_days)",
        "exp32(-away / (theta.return_days + theta.return_days))",
        ("test_leaving.py::test_m61_who_left_comes_back",),
    ),
    Mutation(
        "tipping", "support must be above a threshold, not at it", "sim/behaviour/write/silence.py",
        "return support >= threshold", "return support > threshold",
        ("test_adoption.py::test_v26_one_threshold_tips_a_crowd",),
    ),
    Mutation(
        "one-is-enough", "one tie who has a practice is always enough", _BEHAVIOUR,
        "return having > 0 and enough and F(having) >= theta.adopt_share * F(ties)",
        "return having > 0",
        ("test_adoption.py::test_v25_complex_contagion_on_a_ring",
         "test_adoption.py::test_v25_complex_contagion_on_a_random_graph",
         "test_adoption.py::test_v26_one_threshold_tips_a_community",
         "test_adoption.py::test_v27_cascade_window"),
    ),
    Mutation(
        "under-the-top", "an item on top is weighed as if one more stood there", _BEHAVIOUR,
        "* posts / top", "* posts / (top + F(1.0))",
        ("test_moods.py::test_m19_what_stands_on_top_is_seen_most",),
    ),
    Mutation(
        "habit", "habit grows towards 1.02", _BEHAVIOUR, "theta.habit_gain * (F(1.0) - habit)",
        "theta.habit_gain * (F(1.02) - habit)",
        ("test_taking_part.py::test_v29_habit_of_those_who_never_miss",
         "test_taking_part.py::test_v29_habit_under_random_visits"),
    ),
    Mutation(
        "hazard", "the hazard of leaving is 6 % low", _BEHAVIOUR,
        "h = theta.leave_rate * exp32(exponent)",
        "h = theta.leave_rate * F(0.94) * exp32(exponent)",
        ("test_leaving.py::test_v4_geometric_retention",
         "test_leaving.py::test_v42_retention_lifetime_value",
         "test_leaving.py::test_v42_value_of_what_survivors_buy",
         "test_contagion.py::test_v34_no_contagion_multiplies_nothing"),
    ),
    Mutation(
        "half-consoled", "a reward makes up for half of the motive that it took", _BEHAVIOUR,
        "lost = lost - log32(reward)", "lost = lost - F(0.5) * log32(reward)",
        ("test_withdrawal.py::test_m33_who_lost_the_motive_leaves_when_the_reward_ends",),
    ),
    Mutation(
        "tenure", "the hazard falls with a power 5 % short", _BEHAVIOUR,
        "theta.leave_power * log32(", "theta.leave_power * F(0.95) * log32(",
        ("test_leaving.py::test_v5_shifted_beta_geometric",
         "test_leaving.py::test_v5_fit_of_the_shifted_beta_geometric",
         "test_leaving.py::test_v6_power_law_leaving"),
    ),
    Mutation(
        "loss", "a fifth of the losses is forgotten whenever they are felt", _BEHAVIOUR,
        "return loss * exp32(", "return F(0.8) * loss * exp32(",
        ("test_contagion.py::test_v9_bass_in_steps_of_one",
         "test_contagion.py::test_v34_churn_contagion_multiplies_departures",
         "test_contagion.py::test_v34_above_the_threshold_departures_run_away",
         "test_contagion.py::test_v8_bass_in_continuous_time",
         "test_contagion.py::test_v15_star"),
    ),
    Mutation(
        "gradient", "nearness to an unlock pulls although no reward stands", _BEHAVIOUR,
        "rewarded and unlock_after > 0", "unlock_after > 0",
        ("test_invariants.py::test_v51_rules_without_rewards_move_nobody",),
    ),
    Mutation(
        "weak-contagion", "a tie that left raises the hazard a tenth less", _BEHAVIOUR,
        "F(1.0) + theta.contagion * loss", "F(1.0) + F(0.9) * theta.contagion * loss",
        ("test_contagion.py::test_v34_size_of_a_wave_of_departures",
         "test_contagion.py::test_v34_above_the_threshold_departures_run_away"),
    ),
    Mutation(
        "weak-ties", "a tie passes a practice on with 10 % less than it should", _BEHAVIOUR,
        "exp32(F(having) * log32(", "exp32(F(0.9) * F(having) * log32(",
        ("test_adoption.py::test_v9_logistic_growth_from_seeds",),
    ),
    Mutation(
        "invitations", "invitations are 5 % rarer than the rate says", _BEHAVIOUR,
        "theta.invite_rate * rate * factor", "F(0.95) * theta.invite_rate * rate * factor",
        ("test_referral.py::test_v15_path_of_ten_edges",),
    ),
    Mutation(
        "one-step-more", "a purchase takes one step more than are left", _BEHAVIOUR,
        "range(np.int64(left) - 1)", "range(np.int64(left))",
        ("test_checkout.py::test_v64_a_step_less",
         "test_checkout.py::test_v64_alike_members_lose_as_much_at_each_step"),
    ),
    Mutation(
        "chance-for-odds", "signs of trust raise the chance to pay, not its odds", _BEHAVIOUR,
        "share = p * odds / (F(1.0) + p * (odds - F(1.0)))", "share = min(p * odds, F(1.0))",
        ("test_checkout.py::test_m104_trust_acts_on_the_odds_of_paying",),
    ),
    Mutation(
        "forever-new", "signs of trust do as much for customers as for strangers", _BEHAVIOUR,
        "weight = theta.trust_old if bought else F(1.0)", "weight = F(1.0)",
        ("test_checkout.py::test_m104_trust_does_nothing_for_who_has_bought_where_only_new_ones_"
         "need_it",),
    ),
)  # fmt: skip
