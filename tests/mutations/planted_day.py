"""Errors planted in the compiled day and the ground it stands on."""

from __future__ import annotations

from typing import Final

from tests.mutations.mutation import Mutation

_COMPILED: Final = "sim/compiled"
_DAY: Final = "sim/day"

DAY: Final = (
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
        "attention", "members read all there is", _DAY, "= min(able, items + w.items[n])",
        "= max(able, items)",
        ("test_taking_part.py::test_v30_attention_is_spent_to_the_item",
         "test_taking_part.py::test_v30_twice_the_items_halve_the_exposures_of_each"),
    ),
    Mutation(
        "one-friend", "all friends of a member are the same person", _DAY,
        "child(c.identity[row], np.int64(c.members[row].invitations) - 1 - back)",
        "child(c.identity[row], np.int64(0))",
        ("test_invariants.py::test_v53_every_referred_member_has_one_parent",),
    ),
    Mutation(
        "redeemed", "a redemption takes one reward's points and books all", _DAY,
        "np.int32(m.points - spent)", "np.int32(m.points - cost)",
        ("test_points.py::test_v31_ledger_balances_every_day",
         "test_points.py::test_v31_outstanding_points"),
    ),
    Mutation(
        "lapse", "points lapse one day early", "sim/day/part.py", "m.last_visit > limit",
        "m.last_visit >= limit", ("test_points.py::test_v31_breakage_of_points_that_lapse",),
    ),
    Mutation(
        "random-member", "a newcomer ties to a random member, not to a random end of a tie",
        _DAY, "mix(mix(y) ^ GOLDEN)) < np.float32(0.5)",
        "mix(mix(y) ^ GOLDEN)) < np.float32(1.0)",
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
