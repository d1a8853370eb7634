"""Absurd plans by hand, and what must hold of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from ruamel.yaml import YAML

from sim.offers import Offers
from sim.plan import Plan
from strategies import STRATEGIES, StrategyPlan
from tests.communities import Fixed

NOTHING: Final = (0.0, 0.0)
FREE: Final = {"given": NOTHING}
QUIET: Final[dict[str, tuple[float, float]]] = {
    "weekly_active": NOTHING, "visits": NOTHING, "posts": NOTHING, "joined": NOTHING, **FREE,
}  # fmt: skip
"""Nothing happens, to the bit, and nothing is given."""

TENTH: Final = 0.032
"""A tenth of what M28 has at full price: the most that next to nothing may bring (`bounds`)."""


@dataclass(frozen=True)
class Absurd:
    """An absurd plan.

    Attributes
    ----------
    name
        What it is, in a few words.
    plan
        Its strategies, as a scenario file writes them; or what writes levers that have none.
    holds
        Bounds of changes by measure, as shares, both allowed; of ``given``, in currency.
    preset
        Where.
    budget
        Money for it.
    """

    name: str
    plan: str | Callable[[Offers], None]
    holds: dict[str, tuple[float, float]]
    preset: str = "brand"
    budget: float | None = None

    def made(self) -> Plan:
        """Return the plan."""
        if not isinstance(self.plan, str):
            return Fixed(self.plan)
        entries: dict[str, Any] = YAML(typ="safe").load("{" + self.plan + "}")
        strategies = tuple(STRATEGIES[kind](**fields) for kind, fields in entries.items())
        return StrategyPlan(strategies, self.budget)


def a_hair_off(offers: Offers) -> None:
    """Sell everything 0.1 % cheaper."""
    offers.pull("discount", 0.001)


def below_cost(offers: Offers) -> None:
    """Sell everything 95 % cheaper."""
    offers.pull("discount", 0.95)


def team_of_a_thousand(offers: Offers) -> None:
    """Sell 95 % cheaper to teams of a thousand."""
    offers.pull("team_discount", 0.95)
    offers.rules.team_size = 1000


def award_for_everyone(offers: Offers) -> None:
    """Give every writer of a day an award."""
    offers.pull("award", 1.0)


def unlock_of_nothing(offers: Offers) -> None:
    """Unlock a reward of nothing after 255 friends."""
    offers.rules.unlock_after = 255


ABSURD: Final = (
    # promises
    Absurd(
        "5,000 for ten friends, whom nobody brings",
        "invite: {unlock_after: 10, inviter_reward: 5000, invited_reward: 0}",
        {"invitations": (0, 1), "joined": (0, 0.05), "weekly_active": (-0.02, 0.02),
         "given": (0, 5000)},
    ),
    Absurd("a reward of nothing after 255 friends", unlock_of_nothing, QUIET),
    Absurd(
        "friends who are held for a year in a plan of four months",
        "invite: {unlock_after: 1, inviter_reward: 100000, invited_reward: 0, hold_days: 365}",
        {"invitations": (0, 8), "given": (100_000, 1e9)},
    ),
    Absurd(
        "100,000 for each friend and as much for the friend",
        "invite: {unlock_after: 1, inviter_reward: 100000, invited_reward: 100000}",
        {"joined": (0, 0.21), "weekly_active": (-0.05, 0.15), "gain": (-1e9, -100)},
    ),
    Absurd(
        "ten thousand points a post with nothing to redeem",
        "points: {per_visit: 1000, per_post: 10000, reward_points: 0, levels: []}", QUIET,
    ),
    Absurd(
        "a point that costs nothing and is worth a thousand",
        "points: {point_cost: 0, point_value: 1000, levels: []}", QUIET,
    ),
    Absurd(
        "a reward of a million points, one a visit",
        "points: {per_post: 0, reward_points: 1000000, levels: []}",
        {"weekly_active": (-0.001, 0.001), "given": (10, 1000)},
    ),
    Absurd(
        "points that lapse at once, for a reward that nobody reaches",
        "points: {per_visit: 1000, per_post: 0, point_cost: 1000, reward_points: 1000000, "
        "expiry_days: 1, to_day: 30, levels: []}",
        {"visits": (-0.05, TENTH), "gain": (-1e9, TENTH)},
    ),
    # levels and privileges
    Absurd(
        "a level at one point with free service",
        "points: {levels: [1], privilege_form: service, privilege: 2, privilege_visit_cost: 0, "
        "reward_points: 0}", QUIET,
    ),
    Absurd(
        "the highest standing, for which nothing is paid",
        "points: {levels: [1, 2, 3, 4, 5, 6, 7], privilege: 2, privilege_visit_cost: 0, "
        "reward_points: 0}", QUIET,
    ),
    Absurd(
        "seven levels of standing for two dollars",
        "points: {per_visit: 10, levels: [1, 2, 3, 4, 5, 6, 7], privilege: 2, reward_points: 0}",
        {"weekly_active": (-0.01, TENTH), "gain": (-0.01, 2 * TENTH), "given": (0, 2)}, budget=2,
    ),
    Absurd(
        "levels that give a trace",
        "points: {levels: [50, 200, 1000], privilege: 0.000002, reward_points: 0}",
        {"weekly_active": (0, 0.001), "visits": (0, 0.001)},
    ),
    Absurd(
        "cheaper prices by level where nobody buys",
        "points: {privilege_form: discount, privilege: 2, reward_points: 0}",
        {"weekly_active": (0, 0.001), "visits": (0, 0.001)}, preset="knowledge",
    ),
    Absurd(
        "a head start of a million on a card of a million and one",
        "points: {levels: [1000000], endowed_points: 1000000, reward_points: 0}",
        {"weekly_active": (-0.001, 0.005), "given": (0, 1)},
    ),
    Absurd(
        "a head start larger than the card, for a trace of a privilege",
        "points: {levels: [50], endowed_points: 1000000, privilege: 0.000002, reward_points: 0}",
        {"weekly_active": (0, TENTH), "visits": (0, TENTH)},
    ),
    Absurd(
        "a badge for one post beside points for nothing",
        "points: {privilege: 0, reward_points: 0}, badge: {posts: 1}",
        {"posts": (-0.05, 0.05), "weekly_active": (-0.005, 0.005), "given": (100, 1e4)},
    ),
    Absurd(
        "an award for everyone", award_for_everyone,
        {"posts": (-0.01, 0.01), "weekly_active": (-0.002, 0.002)},
    ),
    Absurd(
        "seven levels for a cent that is spent, with the highest standing for nothing",
        "points: {levels_by: spend, spend_point: 0.001, per_visit: 0, per_post: 0, levels: "
        "[1, 2, 3, 4, 5, 6, 7], privilege: 2, privilege_visit_cost: 0}", QUIET, preset="shop",
    ),
    Absurd(
        "seven levels for a cent that is spent, for two dollars",
        "points: {levels_by: spend, spend_point: 0.001, per_visit: 0, per_post: 0, levels: "
        "[1, 2, 3, 4, 5, 6, 7], privilege: 2}",
        {"weekly_active": (-0.01, TENTH), "gain": (-0.01, 2 * TENTH), "given": (0, 2)},
        preset="shop", budget=2,
    ),
    Absurd(
        "a level for a million that is spent, with everything",
        "points: {levels_by: spend, spend_point: 1000000, per_visit: 0, per_post: 0, levels: [1], "
        "privilege: 2}", QUIET, preset="shop",
    ),
    # paid membership
    Absurd(
        "a membership dearer than all that its perks are worth",
        "membership: {price: 10000, setup_cost: 0}", QUIET, preset="shop",
    ),
    Absurd(
        "perks that are worth a thousand and cost nothing, for a hundred",
        "membership: {price: 100, perk_value: 1000, visit_cost: 0, setup_cost: 0}", QUIET,
        preset="shop",
    ),
    Absurd(
        "all perks at their strongest for a cent",
        "membership: {price: 0.01, perks: 2, forms: [status, access, service, visibility], "
        "setup_cost: 0}",
        {"visits": (0, 0.2), "gain": (-1e9, -0.2), "given": (1000, 1e6)}, preset="shop",
    ),
    Absurd(
        "a trace of perks", "membership: {price: 0.0001, perks: 0.000002, setup_cost: 0}",
        {"visits": (-0.001, 0.001), "gain": (-0.001, 0.001), "given": (0, 1)}, preset="shop",
    ),
    Absurd(
        "a membership of a day", "membership: {from_day: 14, to_day: 15, setup_cost: 0}",
        {"visits": (-0.005, 0.005), "gain": (-0.005, 0.005), "given": (0, 20)}, preset="shop",
    ),
    Absurd(
        "a membership whose perks are paid with a dollar",
        "membership: {price: 0.2, setup_cost: 0}",
        {"visits": (-0.01, 0.01), "gain": (-0.01, 0.02), "given": (0, 10)}, preset="shop",
        budget=1,
    ),
    # content and messages
    Absurd(
        "0.0003 live items a day",
        "content: {items_per_day: 0.0003, formats: {live: 1}}",
        {"purchases": (-0.002, 0.002), "weekly_active": (-0.001, 0.001)}, preset="shop",
    ),
    Absurd(
        "five hundred items on the first day only", "content: {items_per_day: 500, to_day: 1}",
        {"weekly_active": (-0.005, 0.005), "gain": (-1e9, -1), "given": (5000, 20000)},
    ),
    Absurd(
        "five hundred items a day by opinion leaders",
        "content: {items_per_day: 500, sources: {kol: 1}}",
        {"weekly_active": (0, 0.29), "gain": (-1e9, -10), "given": (1e6, 1e8)},
    ),
    Absurd(
        "a hundred messages a day", "content: {items_per_day: 10, push_per_item: 10}",
        {"weekly_active": (-1, -0.05), "visits": (-1, 0)},
    ),
    Absurd(
        "nothing but advertising", "ads: {share: 1, monthly_fee: 0}",
        {"weekly_active": (-0.5, -0.1), "posts": (-1, -0.1)},
    ),
    # members for money
    Absurd(
        "members for a cent", "acquisition: {spend_per_day: 1, half_spend: 10000000}", QUIET,
        budget=0.01,
    ),
    Absurd(
        "a cent a day for members",
        "acquisition: {spend_per_day: 0.01, half_spend: 10000000}",
        {"joined": (0, 0.02), "weekly_active": (-0.002, 0.01), "given": (0, 2)},
    ),
    Absurd(
        "all the money in the world in one channel",
        "acquisition: {spend_per_day: 10000000}",
        {"joined": (1, 20), "gain": (-1e12, -1000), "given": (1e8, 1e12)},
    ),
    # prices
    Absurd(
        "a coupon of 0.1 %", a_hair_off,
        {"purchases": (-0.01, 0.01), "gain": (-0.005, 0.005)}, preset="shop",
    ),
    Absurd(
        "everything for a twentieth of its price", below_cost,
        {"purchases": (1, 1e4), "gain": (-1e9, -1)}, preset="shop",
    ),
    Absurd(
        "teams of a thousand", team_of_a_thousand,
        {"purchases": (-0.5, 0), "weekly_active": (-0.005, 0.005), "given": (-1, 1)},
        preset="shop",
    ),
    # by the deed
    Absurd(
        "ten calls a day to everybody for a cent", "messages: {per_day: 10, channel: one-to-one}",
        QUIET, budget=0.01,
    ),
    Absurd(
        "a thousand hours for a cent", "hours: {per_day: 1000, wage: 0.1}", QUIET, budget=0.01,
    ),
    Absurd(
        "a machine for a millionth of an hour, set up for nothing",
        "hours: {per_day: 0.000001, automation: 1, machine_setup: 0, machine_day: 0}",
        {"weekly_active": (-0.001, 0.001), "given": (0, 1)},
    ),
    Absurd(
        "ten thousand hours a day, for ten contacts a member", "hours: {per_day: 10000, most: 10}",
        {"weekly_active": (-1, 0), "gain": (-1e9, -1000), "given": (1e6, 1e8)},
    ),
    Absurd(
        "a machine that welcomes everybody", "welcome: {share: 1, by: machine}",
        {"weekly_active": NOTHING, "visits": NOTHING, "posts": NOTHING, "given": (10, 1000)},
    ),
    Absurd(
        "an award for every writer", "award: {share: 1, award_cost: 0}",
        {"posts": (-0.01, 0.01), "weekly_active": (-0.002, 0.002), **FREE},
    ),
    Absurd(
        "a badge for one post, which costs nothing", "badge: {posts: 1, badge_cost: 0}",
        {"posts": (-0.005, 0.005), "weekly_active": (-0.002, 0.002), "given": (100, 100)},
    ),
    Absurd(
        "ten thousand for coming a year in a row", "checkin: {days: 365, reward: 10000}",
        {"visits": (-0.005, 0.005), "weekly_active": (-0.005, 0.005), "given": (100, 100)},
        preset="knowledge",
    ),
    Absurd(
        "ten thousand for each day", "checkin: {days: 1, reward: 10000}",
        {"visits": (-0.001, 0.001), "given": (1e6, 1e12)}, preset="knowledge",
    ),
    Absurd(
        "a cent for coming ten days in a row", "checkin: {days: 10, reward: 0.01, setup_cost: 0}",
        {"visits": (-0.002, 0.002), "given": (0, 10)}, preset="knowledge",
    ),
    Absurd(
        "the greatest game, for a day", "game: {effort: 5, to_day: 1}",
        {"visits": (-0.01, 0.015), "weekly_active": (-0.01, 0.015), "given": (500, 600)},
    ),
    Absurd(
        "all games for a cent", "badge: {posts: 3}, checkin: {days: 3}, game: {effort: 5}",
        QUIET, budget=0.01,
    ),
    Absurd(
        "five looks at every post", "moderation: {strength: 0.99, look_cost: 1}",
        {"weekly_active": (-0.01, 0.15), "gain": (-1e9, -1)},
    ),
    Absurd(
        "a coupon for a tenth of the price that outlives the plan by years",
        "coupon: {discount: 0.9, from_day: 119, valid_days: 3650}",
        {"weekly_active": (-0.005, 0.005), "gain": (-1e9, 0), "given": (10, 1e6)}, preset="shop",
    ),
    Absurd(
        "half the price for a dollar", "coupon: {discount: 0.5, valid_days: 120}",
        {"purchases": (-0.01, 0.01), "given": (0, 2)}, preset="shop", budget=1,
    ),
    Absurd(
        "teams of a hundred, for a twentieth of the price", "groupbuy: {size: 100, discount: 0.95}",
        {"purchases": (0, 0.001), "weekly_active": NOTHING, "given": (1, 1000)}, preset="shop",
    ),
    Absurd(
        "teams of two for a thousandth, for a month",
        "groupbuy: {size: 2, discount: 0.001, days: 30, refund_cost: 0}",
        {"purchases": (0, 0.002), "given": (-1, 1)}, preset="shop",
    ),
    # the path and the house
    Absurd(
        "a path of one step for a cent", "checkout: {steps_saved: 11}", QUIET,
        preset="shop-with-steps", budget=0.01,
    ),
    Absurd(
        "ten seals, and no step less", "checkout: {steps_saved: 0, seals: 10, order_fee: 0}",
        {"purchases": (0, 0.01), "given": (3000, 3000)}, preset="shop-with-steps",
    ),
    Absurd(
        "nobody but friends of friends", "rules: {turned_away: 0.95, door_minutes: 0}",
        {"joined": (-1, -0.5), "weekly_active": (-0.6, 0.001), **FREE},
    ),
    Absurd(
        "a thousand rooms, which nobody looks after",
        "rules: {turned_away: 0, more_rooms: 1000, room_minutes: 0}",
        {"weekly_active": (-1, 0.001), "visits": (-1, 0.001), **FREE}, preset="chat",
    ),
    Absurd(
        "a post a day, in a forum that bears them all",
        "rules: {turned_away: 0, posts_a_day: 1, writer_minutes: 0}",
        {"weekly_active": (-0.3, 0.02), "visits": (-0.3, 0.02), **FREE}, preset="forum",
    ),
    # money
    Absurd(
        "all at once for a cent", "points: {}, content: {}, invite: {}, ads: {}",
        {"weekly_active": (-0.002, 0.002), "gain": (-0.002, 0.002), "given": (0, 0.01)},
        budget=0.01,
    ),
    Absurd(
        "ten dollars a visit out of a purse of a dollar",
        "points: {per_visit: 1000, point_cost: 0.001, point_value: 0.003, reward_points: 1000}",
        {"weekly_active": (-0.01, TENTH), "visits": (-0.01, TENTH), "given": (0, 1)}, budget=1,
    ),
    Absurd("a programme that begins after the end", "points: {from_day: 120}", QUIET),
)  # fmt: skip
"""Each row once was, or might become, a way to get something for nothing."""
