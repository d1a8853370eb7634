"""Errors planted in what is read, what reaches outside, and what is lost."""

from __future__ import annotations

from typing import Final

from tests.mutations.mutation import Mutation

_CASES = "test_enough.py::"

OFFERS: Final = (
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
        "sooner-lost", "a level is lost a day sooner", "sim/day",
        "(day - np.int64(m.last_visit) - 1) // d.rules[LEVEL_DAYS]",
        "(day - np.int64(m.last_visit)) // d.rules[LEVEL_DAYS]",
        (_CASES + "test_m30_a_level_is_lost_for_every_span_away",),
    ),
)  # fmt: skip
