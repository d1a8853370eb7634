"""Errors planted in what is read, what reaches outside, and what is lost."""

from __future__ import annotations

from typing import Final

from tests.mutations.mutation import Mutation

_CASES = "test_enough.py::"

OFFERS: Final = (
    Mutation(
        "no-leaning", "money counts as much for whoever leans to standing",
        "sim/behaviour/visit/leaning.py", "return F(1.0) + theta.leaning_spread * leaning",
        "return F(1.0)",
        ("test_standing.py::test_m37_two_customers_answer_one_coupon_by_what_they_lean_to",),
    ),
    Mutation(
        "slow-inflation", "a sign loses half as fast by how many wear it",
        "sim/behaviour/visit/symbol.py", "exp32(-theta.symbol_inflation * share)",
        "exp32(F(-0.5) * theta.symbol_inflation * share)",
        ("test_standing.py::test_m13_a_sign_is_worth_less_the_more_wear_it",),
    ),
    Mutation(
        "eager-partners", "who redeemed at home may use points at a partner's, too",
        "sim/behaviour/buy/exchange.py", "(np.float32(1.0) - at_home) * (theta",
        "(theta",
        ("test_standing.py::test_m32_points_that_partners_take",),
    ),
    Mutation(
        "bought-twice", "what was pulled forward is bought again later", "sim/day/spend.py",
        "        r.ahead = np.uint8(r.ahead - 1)\n        return True",
        "        r.ahead = np.uint8(r.ahead - 1)\n        return False",
        ("test_money.py::test_v32_a_promotion_that_only_moves_purchases",),
    ),
    Mutation(
        "charged-refunds", "what coupons took off orders that are paid back is a cost",
        "strategies/metered.py", "self.price_cents(brief, seen.basket_kept)",
        "self.price_cents(brief, seen.basket)",
        ("test_money.py::test_v32_a_promotion_that_only_moves_purchases",),
    ),
    Mutation(
        "grateful-customers", "a discount makes established customers buy more too",
        "sim/behaviour/buy/deal.py", "else -theta.deal_old", "else theta.deal_old",
        ("test_money.py::test_m71_what_a_discount_teaches",),
    ),
    Mutation(
        "tireless-guests", "an event tires nobody", "sim/behaviour/visit/event.py",
        'return values["event_tire"] * coming', "return 0.0 * coming",
        ("test_events.py::test_m97_who_came_is_tired_the_day_after",),
    ),
    Mutation(
        "shy-guests", "an event draws by half", "sim/behaviour/visit/event.py",
        'return values["event_pull"] * coming', 'return 0.5 * values["event_pull"] * coming',
        ("test_events.py::test_m97_half_of_those_who_signed_up_come",),
    ),
    Mutation(
        "new-orders", "what an event sells is never bought sooner only", "sim/levers/event.py",
        '"as_ever": 1.0 / sells', '"as_ever": 1.0 + 0.0 * sells',
        ("test_events.py::test_v32_what_an_event_sells_is_bought_sooner_only",),
    ),
    Mutation(
        "leaders-reach", "an opinion leader reaches no more outside than staff",
        "sim/behaviour/join/reach.py", 'values["reach_leader"] if who == "kol" else 1.0', "1.0",
        (_CASES + "test_m93_an_opinion_leader_reaches_outside_as_five_of_staff",),
    ),
    Mutation(
        "leaders-sell", "all visitors see an opinion leader's item",
        "sim/behaviour/buy/leaders.py", '* reached(values["leader_seen"], items)',
        "* (items > 0)",
        (_CASES + "test_m93_leaders_sell_to_those_who_see_them",),
    ),
    Mutation(
        "calm-customers", "a crisis costs no purchases", "sim/response.py",
        'each(math.exp, -b["trust_buy"] * lost)', 'each(math.exp, 0.0 * lost)',
        (_CASES + "test_m60_a_crisis_brings_complaints_and_loses_purchases",),
    ),
    Mutation(
        "free-advertising", "advertising takes no room in the feed", "sim/levers/ad_load.py",
        '"ad_share": load', '"ad_share": 0.0 * load',
        (_CASES + "test_m103_advertising_takes_its_share_of_what_is_read",),
    ),
    Mutation(
        "any-topic", "all items suit everybody", "sim/behaviour/read/read.py",
        "(posts[j] + supply[j, 0]) * match", "(posts[j] + supply[j, 0])",
        (_CASES + "test_m15_an_item_of_ones_own_topic_counts_whole",),
    ),
    Mutation(
        "boundless-attention", "what suits counts beyond attention", "sim/day",
        "min(F(able), w.suits[n])", "w.suits[n]",
        (_CASES + "test_m19_what_a_visit_has_from_so_many_items",),
    ),
    Mutation(
        "small-change", "what an order is short of a point towards a level is lost",
        "sim/day/progress.py", "c.spent[row] = spent % step", "c.spent[row] = np.int64(0)",
        ("test_spend_levels.py::test_m31_every_order_counts_to_the_last_part_of_a_point",),
    ),
    Mutation(
        "alike-members", "all members of a paid membership lapse alike",
        "sim/day/subscribe.py", "own = repurchase.quantile(lapses, uniform(h, k_lapse))",
        "own = F(0.373)",
        ("test_membership.py::test_m4_the_rate_of_renewal_rises_with_age",),
    ),
    Mutation(
        "paid-above-worth", "perks are worth twice what they are",
        "sim/behaviour/buy/membership.py", "    return F(1.0) - fee / worth",
        "    return F(1.0) - F(0.5) * fee / worth",
        ("test_membership.py::test_m36_how_many_are_willing",),
    ),
    Mutation(
        "idle-members", "members of a paid membership who do not come renew like others",
        "sim/behaviour/buy/membership.py", "theta.renew_idle * idle", "F(0.0) * idle",
        ("test_membership.py::test_m68_ties_keep_and_idleness_loses",),
    ),
    Mutation(
        "belonging", "any fee raises purchases by the most",
        "sim/behaviour/buy/membership.py", "(1.0 - each(math.exp, -fee))", "1.0 * (fee > 0)",
        ("test_membership.py::test_m80_members_buy_more_while_they_pay",),
    ),
    Mutation(
        "even-inviters", "inviters are all alike, whatever their shape", "sim/response.py",
        "else quantiles.gamma_rates(shape)", "else 1.0 + 0.0 * quantiles.gamma_rates(shape)",
        ("test_referral.py::test_v62_three_friends_where_few_bring_many",),
    ),
    Mutation(
        "easy-teams", "a team is filled by one friend fewer", "sim/behaviour/buy/team.py",
        "for j in range(min(k, n + 1))", "for j in range(min(k - 1, n + 1))",
        ("test_buying.py::test_v70_teams_of_five_asked",
         "test_buying.py::test_v35_teams_that_are_filled"),
    ),
    Mutation(
        "twice-worked", "spend that is carried over works on its own day in full, too",
        "strategies/channels.py", "left = (1.0 - carry) * today", "left = today",
        ("test_channels.py::test_v45_steady_state_and_half_life",),
    ),
    Mutation(
        "late-half", "a channel is half full at twice the spend that it says",
        "strategies/channels.py", "(effective / half_spend) ** slope",
        "(effective / half_spend / 2.0) ** slope",
        ("test_channels.py::test_v45_half_at_the_half",
         "test_channels.py::test_m65_each_further_member_costs_more"),
    ),
    Mutation(
        "sooner-lost", "a level is lost a day sooner", "sim/day",
        "(day - np.int64(m.last_visit) - 1) // d.rules[LEVEL_DAYS]",
        "(day - np.int64(m.last_visit)) // d.rules[LEVEL_DAYS]",
        (_CASES + "test_m30_a_level_is_lost_for_every_span_away",),
    ),
)  # fmt: skip
