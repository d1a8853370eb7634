"""The errors that are planted, and the tests that must fail on each.

An error is a piece of source text and what stands in its place. The piece must be there exactly
once under `where`, a file or a folder, so that it may move between the files of a folder.
"""

from __future__ import annotations

from typing import Final

from tests.mutations.mutation import Mutation
from tests.mutations.planted_offers import OFFERS

_COMPILED, _DAY, _BEHAVIOUR = "sim/compiled", "sim/day", "sim/behaviour"
_GRAPH = "sim/graph"

_OTHERS: Final = (
    # a strategy, a measure, the tables of a day: nothing is compiled anew
    Mutation(
        "friday", "Friday counts as weekend", "sim/behaviour/visit/season.py",
        "% 7 >= 5", "% 7 >= 4",
        ("test_visiting.py::test_v3_weekday_factor",),
    ),
    Mutation(
        "acceptance", "invitations are accepted 6 % more often than the rate says",
        "sim/behaviour/invite/accept.py", 'raised(values["accept_rate"]',
        'raised(1.06 * values["accept_rate"]',
        ("test_referral.py::test_v11_subcritical_referral",
         "test_referral.py::test_v12_cascade_sizes_and_depths",
         "test_referral.py::test_v14_three_invitations_and_one_in_five_accepts",
         "test_referral.py::test_v14_invite_three",
         "test_referral.py::test_v14_invite_three_of_a_crowd",
         "test_referral.py::test_v15_path_of_ten_edges",
         "test_referral.py::test_v15_binary_tree_of_depth_five"),
    ),
    Mutation(
        "short-hold", "an invitation is held one day less than its rule says", "sim/response.py",
        'put("hold_days", r.hold_days)', 'put("hold_days", max(r.hold_days - 1, 0))',
        ("test_points.py::test_v48_a_friend_counts_when_the_hold_ends",),
    ),
    Mutation(
        "elasticity", "the elasticity acts on 1 + discount", "sim/behaviour/buy/price.py",
        'power(1.0 - cut, values["price_elasticity"])',
        'power(1.0 + cut, -values["price_elasticity"])',
        ("test_money.py::test_v33_units_at_constant_elasticity",),
    ),
    Mutation(
        "discount-visits", "a price cut brings visits too", "sim/levers/points.py",
        "reward.pull(b, visit)", 'reward.pull(b, visit + lever("discount"))',
        ("test_invariants.py::test_v51_a_lever_shifts_no_other_draw",),
    ),
    Mutation(
        "hidden-effect", "a reward for posts acts past its parameter",
        "sim/behaviour/visit/reward.py", 'values["write_reward"])', 'values["write_reward"] + 0.1)',
        ("test_money.py::test_v55_without_effects_all_that_is_spent_is_lost",),
    ),
    Mutation(
        "shared-noise", "all who are asked share one draw of noise", "sim/day/survey.py",
        "identity[row] ^ key", "identity[0] ^ key",
        ("test_survey.py::test_v38_noise_of_the_net_promoter_score",),
    ),
    Mutation(
        "rounding", "answers are rounded down", "sim/behaviour/mood/survey.py",
        "score + F(0.5)", "score", ("test_survey.py::test_v38_noise_of_the_net_promoter_score",),
    ),
    Mutation(
        "unseeded", "the survey draws from an unseeded generator", "sim/observe.py",
        'decision_key(community.seed, "survey", community.today)',
        "np.random.default_rng().integers(2**63, dtype=np.uint64)",
        ("test_invariants.py::test_v52_the_same_seed_twice",),
    ),
    Mutation(
        "tier", "a member is reported on a level one point after its threshold",
        "sim/facts/facts.py",
        'side="right"', 'side="left"',
        ("test_points.py::test_v48_a_level_begins_at_its_threshold",),
    ),
    Mutation(
        "segment", "only the first segment's members are reported", "sim/observe.py",
        "tallies.population[plan].sum(axis=1)", "tallies.population[plan][:, 0]",
        ("test_invariants.py::test_v53_members_and_money_are_conserved",),
    ),
    Mutation(
        "roi", "the accounting form of ROI does not subtract the cost", "sim/metrics",
        "return earned - paid, paid", "return earned, paid",
        ("test_money.py::test_v55_without_effects_all_that_is_spent_is_lost",),
    ),
    Mutation(
        "cheaper-goods", "goods cost a share of the price paid, not of the list price",
        "sim/run.py", "np.cumsum(trajectory.daily(ORDERS)) * each",
        "np.cumsum(trajectory.daily(NET_SALES)) * (1.0 - economy.margin)",
        ("test_money.py::test_v33_gross_profit_of_a_price_cut",),
    ),
    Mutation(
        "overdrawn", "a programme starts without the money for its set-up",
        "strategies/programme.py", "if not paid[running.start]:", "if not paid.size:",
        ("test_invariants.py::test_v51_a_strategy_without_money_is_no_strategy",),
    ),
    Mutation(
        "nobody-to-follow", "those outside follow the founders alone", "sim/community.py",
        "market.joiners(self.spec.behaviour.values, joined)",
        "market.joiners(self.spec.behaviour.values, self.spec.founders)",
        ("test_market.py::test_v8_bass_from_outside",
         "test_market.py::test_v9_bass_of_two_thousand_people"),
    ),
    Mutation(
        "shapes-swapped", "the two shapes of the probability to stop buying change places",
        "sim/response.py", 'beta_shares(b["buy_quit_a"], b["buy_quit_b"])',
        'beta_shares(b["buy_quit_b"], b["buy_quit_a"])',
        ("test_buying.py::test_v43_expected_purchases",),
    ),
    Mutation(
        "more-alike", "purchase rates differ less than their shape says", "sim/response.py",
        'gamma_rates(b["buy_shape"])', 'gamma_rates(1.5 * b["buy_shape"])',
        ("test_buying.py::test_v43_who_never_buys",
         "test_buying.py::test_v44_negative_binomial_purchases"),
    ),
    Mutation(
        "opener", "whoever opens a team does not count as one of it", "sim/levers/team.py",
        "pulled.rules.team_size, cut)", "pulled.rules.team_size + 1, cut)",
        ("test_buying.py::test_v35_teams_that_are_filled",),
    ),
    Mutation(
        "lost-messages", "members are tired of nine messages in ten", "sim/levers/push.py",
        '"push": messages}', '"push": 0.9 * messages}',
        ("test_coming.py::test_m21_opting_out_of_messages",),
    ),
    Mutation(
        "shallow-shock", "lost trust pulls 10 % less than the parameter says", "sim/response.py",
        '- b["trust_pull"] * lost', '- 0.9 * b["trust_pull"] * lost',
        ("test_coming.py::test_m60_trust_is_lost_and_comes_back",),
    ),
    Mutation(
        "one-fate", "a crisis ends the same way in every world", "sim/response.py",
        "trust.lost(b, spec.shocks, spec.days, seed)",
        "trust.lost(b, spec.shocks, spec.days, 0)",
        ("test_coming.py::test_m60_two_outcomes_of_a_crisis",),
    ),
    # the founders' graph: how it is grown, and how it is measured
    Mutation(
        "poisson-table", "a table of Poisson ties has a mean 3 % low", _GRAPH,
        "k * math.log(mean) - mean - math.lgamma",
        "k * math.log(0.97 * mean) - 0.97 * mean - math.lgamma",
        ("test_graphs.py::test_v18_random_graph_of_the_generator",),
    ),
    Mutation(
        "half-triangles", "two friends who are tied count as half a pair", _GRAPH,
        "2.0 * triangles / pairs", "1.0 * triangles / pairs",
        ("test_graphs.py::test_v18_random_graph",
         "test_graphs.py::test_v18_random_graph_of_the_generator",
         "test_graphs.py::test_v18_small_world"),
    ),
    Mutation(
        "own-kind", "a tenth of the tie ends that should keep to their own kind meet anybody",
        _GRAPH, "round(share * ONE)", "round(0.9 * share * ONE)",
        ("test_graphs.py::test_v19_homophily_mixing_of_the_generator",),
    ),
    Mutation(
        "kinship", "Newman's r is not taken over what chance leaves", _GRAPH,
        "(within - chance) / (1.0 - chance)", "(within - chance)",
        ("test_graphs.py::test_v19_homophily_mixing",
         "test_graphs.py::test_v19_homophily_mixing_of_the_generator"),
    ),
    Mutation(
        "tail", "a tail is taken to begin at its least number, not half below", _GRAPH,
        "least - 0.5", "least - 0.0",
        ("test_graphs.py::test_v20_preferential_attachment",
         "test_graphs.py::test_v20_preferential_attachment_of_the_engine"),
    ),
    # the service desk
    Mutation(
        "slow-hands", "tickets take 5 % longer than the desk says", "sim/desk",
        "return -self.mean * math.log(", "return -1.05 * self.mean * math.log(",
        ("test_queues.py::test_v21_law_of_the_tickets",),
    ),
    Mutation(
        "spread-of-work", "the variance of handling times stands for that of their logarithm",
        "sim/desk", "variance = math.log1p(self.cv**2)", "variance = self.cv**2",
        ("test_queues.py::test_v21_law_of_the_tickets",),
    ),
    Mutation(
        "early-tickets", "tickets are asked in the first nine tenths of their window", "sim/desk",
        "(window + inside) * self.window_hours", "(window + 0.9 * inside) * self.window_hours",
        ("test_queues.py::test_v21_law_of_the_tickets",),
    ),
    Mutation(
        "short-wait", "3 % of a wait is not counted", "sim/desk",
        "first.wait = max(", "first.wait = 0.97 * max(",
        ("test_queues.py::test_v21_one_person",
         "test_queues.py::test_v21_little_on_every_path",
         "test_queues.py::test_v22_wait_grows_with_the_variance",
         "test_queues.py::test_v23_mean_wait_with_several_staff",
         "test_queues.py::test_v23_tail_of_the_wait",
         "test_queues.py::test_v23_complaints_before_questions"),
    ),
    Mutation(
        "overnight", "tickets in hand at midnight need a tenth more than was left", "sim/desk",
        "self._take(hours)", "self._take(1.1 * hours)",
        ("test_queues.py::test_v21_one_person",
         "test_queues.py::test_v22_wait_grows_with_the_variance",
         "test_queues.py::test_v23_mean_wait_with_several_staff"),
    ),
    Mutation(
        "questions-first", "questions go before complaints", "sim/desk",
        "PRIORITY: Final = (1, 0)", "PRIORITY: Final = (0, 1)",
        ("test_queues.py::test_v23_complaints_before_questions",),
    ),
    # behaviour: one equation each
    Mutation(
        "too-alike", "members differ a tenth less in how often they come", _BEHAVIOUR,
        "born + theta.visit_spread * z", "born + 0.9 * theta.visit_spread * z",
        ("test_visiting.py::test_m1_members_differ_by_a_logit_normal_law",),
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
    # behaviour: one equation each
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
    # the compiled day
    Mutation(
        "every-day-alike", "draws do not depend on the day", _COMPILED,
        "day if n < TRAIT_ATTENTION else 0", "0",
        ("test_visiting.py::test_v1_constant_visit_probability",),
    ),
    Mutation(
        "trait", "a member's propensity is 5 % nearer to one half",
        "sim/behaviour/visit/propensity.py", "born + theta.visit_spread",
        "0.95 * born + theta.visit_spread",
        ("test_visiting.py::test_v1_constant_visit_probability",
         "test_visiting.py::test_v3_weekday_factor",
         "test_visiting.py::test_v47_check_in_without_a_miss",
         "test_visiting.py::test_v47_days_until_a_run_is_complete"),
    ),
    Mutation(
        "at-once", "ties see on the same day who takes up a practice", _DAY,
        "c.adopting[row >> 6] |=", "c.adopted[row >> 6] |=",
        ("test_adoption.py::test_v25_complex_contagion_on_a_ring",
         "test_adoption.py::test_v25_simple_contagion_reverses_the_order"),
    ),
    Mutation(
        "challenge-late", "a challenge is won a day late", _DAY,
        "np.int64(r.streak) % takes == 0", "np.int64(r.streak) % takes == 1",
        ("test_moods.py::test_v47_days_in_a_row",),
    ),
    Mutation(
        "no-moods", "what members remember does not move their posting", _DAY,
        "w.rate[n] * urge(", "w.rate[n] + F(0.0) * urge(",
        ("test_moods.py::test_m14_posting_follows_the_audience",
         "test_moods.py::test_m24_a_minority_falls_silent",
         "test_moods.py::test_m27_a_badge_ahead",
         "test_moods.py::test_m33_paid_posts_crowd_out_the_motive"),
    ),
    Mutation(
        "no-memories", "what members remember does not move their visits", _DAY,
        "(pull + w.extra[n]) + w.logit[n]", "(pull + F(0.0) * w.extra[n]) + w.logit[n]",
        ("test_coming.py::test_m29_runs_of_days",
         "test_coming.py::test_m30_who_is_demoted_comes_less_than_who_never_rose"),
    ),
    Mutation(
        "a-day-older", "older posts are read as if they were a day older", _DAY,
        "F(np.int32(back - 1))", "F(np.int32(back))",
        ("test_moods.py::test_m16_attention_left_of_an_item",),
    ),
    Mutation(
        "log-normal", "the mean of the log-normal rates is left out",
        "sim/behaviour/write/participation.py",
        "spread * z - F(0.5) * spread * spread", "spread * z",
        ("test_taking_part.py::test_v10_participation_concentration",),
    ),
    Mutation(
        "attention", "members read all there is", _DAY, "= min(able, items)",
        "= max(able, items)",
        ("test_taking_part.py::test_v30_attention_is_spent_to_the_item",
         "test_taking_part.py::test_v30_twice_the_items_halve_the_exposures_of_each"),
    ),
    Mutation(
        "one-friend", "all friends of a member are the same person", _DAY,
        "child(c.identity[row], np.int64(c.members[row].invitations) - 1)",
        "child(c.identity[row], np.int64(0))",
        ("test_invariants.py::test_v53_every_referred_member_has_one_parent",),
    ),
    Mutation(
        "redeemed", "a redemption takes one reward's points and books all", _DAY,
        "np.int32(m.points - spent)", "np.int32(m.points - price)",
        ("test_points.py::test_v31_ledger_balances_every_day",
         "test_points.py::test_v31_outstanding_points"),
    ),
    Mutation(
        "lapse", "points lapse one day early", "sim/day/part.py", "m.last_visit > limit",
        "m.last_visit >= limit", ("test_points.py::test_v31_breakage_of_points_that_lapse",),
    ),
    Mutation(
        "random-member", "a newcomer ties to a random member, not to a random end of a tie",
        _DAY, "mix(mix(y) ^ _GOLDEN)) < np.float32(0.5)",
        "mix(mix(y) ^ _GOLDEN)) < np.float32(1.0)",
        ("test_graphs.py::test_v20_preferential_attachment_of_the_engine",),
    ),
    Mutation(
        "open-triangles", "a newcomer's ties close a fifth fewer triangles", _DAY,
        "unit(x) < graph[CLOSURE]", "unit(x) < np.float32(0.8) * graph[CLOSURE]",
        ("test_graphs.py::test_m52_ties_close_triangles",),
    ),
    Mutation(
        "level", "a level's terms begin one point after its threshold", _DAY,
        "lifetime_points >= d.rules", "lifetime_points > d.rules",
        ("test_points.py::test_v48_what_a_level_gives_begins_after_its_threshold",),
    ),
    Mutation(
        "unlock", "one friend fewer unlocks", _DAY, "if inviter.progress == d.rules[UNLOCK_AFTER]:",
        "if inviter.progress >= d.rules[UNLOCK_AFTER] - 1:",
        ("test_points.py::test_v48_every_third_friend_unlocks",),
    ),
    Mutation(
        "cap", "the purse gives one point more than it holds", _DAY,
        "points <= c.control[POINTS_PURSE]", "points <= c.control[POINTS_PURSE] + 1",
        ("test_points.py::test_v48_payouts_stop_at_the_cap",),
    ),
    Mutation(
        "queue", "a purse serves members in the order of their rows", _COMPILED,
        "c.priority[n] = mix(c.identity[", "c.priority[n] = n + 0 * mix(c.identity[",
        ("test_invariants.py::test_v52_relabelled_members_live_the_same_lives",
         "test_invariants.py::test_v52_a_row_says_nothing_about_its_member"),
    ),
    Mutation(
        "hold", "the visit of joining counts as coming back", _DAY, "m.visits >= 2 and",
        "m.visits >= 1 and", ("test_invariants.py::test_v53_who_never_comes_back_never_counts",),
    ),
    Mutation(
        "credit", "rewards are promised on credit", _DAY, "if purse < cents:",
        "if purse < 0:", ("test_invariants.py::test_v53_members_and_money_are_conserved",),
    ),
)  # fmt: skip

MUTATIONS: Final = _OTHERS + OFFERS
