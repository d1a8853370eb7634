"""Errors planted around the compiled day: strategies, measures, tables of a day, graph, desk."""

from __future__ import annotations

from typing import Final

from tests.mutations.mutation import Mutation

_GRAPH: Final = "sim/graph"

AROUND: Final = (
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
        "rules.team_size, cut,", "rules.team_size + 1, cut,",
        ("test_buying.py::test_v35_teams_that_are_filled",),
    ),
    Mutation(
        "quick-friends", "friends answer in half the time", "sim/behaviour/buy/team.py",
        "math.expm1(-days / late)", "math.expm1(-2.0 * days / late)",
        ("test_buying.py::test_v35_a_team_that_waits_longer_is_filled_a_little_more_often",),
    ),
    Mutation(
        "shifted-beta", "beta shares have a mean a tenth low", "sim/behaviour/buy/quantiles.py",
        "steepness, a / (a + b))", "steepness, 0.9 * a / (a + b))",
        ("test_checkout.py::test_v64_rates_of_the_steps_rise_though_all_are_equal",),
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
)  # fmt: skip
