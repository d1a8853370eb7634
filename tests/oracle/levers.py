"""What levers and the calendar do, worked out one figure at a time from the equations.

The engine has tables of this (`sim.response`); here every cell is a number of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import timedelta
from statistics import NormalDist

import numpy as np

from sim.levers import LEVER_INDEX
from sim.offers import Offers
from sim.rules import FORMATS, MAX_TIERS, SOURCES, Rules
from sim.spec import CommunitySpec
from tests.oracle import addresses as at
from tests.oracle.craft import made_of_it
from tests.oracle.effect import Effect
from tests.oracle.items import pinned, worth_of_items
from tests.oracle.standing import stands_on_the_board

F = np.float32

Rows = list[list[list[Effect]]]
"""Effects by day, level and segment."""


def _logit(p: float, pull: float) -> float:
    """Return a probability raised by a pull."""
    if pull == 0 or p in (0.0, 1.0):
        return p
    return 1.0 / (1.0 + math.exp(-math.log(p / (1.0 - p)) - pull))


def _cut(x: float, most: float) -> float:
    return min(max(x, 0.0), most)


def _team_is_filled(values: dict[str, float], rules: Rules, cut: float) -> float:
    """Return the chance that size - 1 friends or more join in time, of those asked."""
    size, late = rules.team_size, values["team_late"]
    p = values["team_accept"] * min(cut / values["team_usual"], 1.0)
    if rules.team_days > 1:
        a_day, in_all = (1.0 - math.exp(-days / late) for days in (1.0, rules.team_days))
        p = min(p * in_all / a_day, 1.0)
    p = p * _joins_a_team(values, rules)

    def enough(asked: int) -> float:
        fewer = range(min(size - 1, asked + 1))
        return 1.0 - sum(math.comb(asked, k) * p**k * (1.0 - p) ** (asked - k) for k in fewer)

    whole = math.floor(values["team_asked"])
    share = values["team_asked"] - whole
    return (1.0 - share) * enough(whole) + share * enough(whole + 1)


def _joins_a_team(values: dict[str, float], rules: Rules) -> float:
    """Return the share of those who would join a team who do."""
    lost = values["team_outside"] * (1.0 - values["team_register"])
    return 1.0 - lost * rules.team_recruits


class Cell:
    """The levers of one day, level and segment.

    Parameters
    ----------
    values
        Of the behaviour.
    lever
        Values of the levers.
    rules
        Of the programme.
    level, live, leaders, game, token, occasion, pinned
        The level; the segment's live sessions and opinion leaders' items; what is left of games;
        the price of a token by its trend; how much of an occasion an event is; the share of what
        is read that is for the audience alone, and that times its worth.
    money_unit
        What a unit of money is worth in the currency.
    """

    def __init__(
        self,
        values: dict[str, float],
        lever: dict[str, float],
        rules: Rules,
        level: int,
        live: float,
        leaders: float,
        game: float,
        token: float,
        occasion: float,
        pinned: tuple[float, float],
        money_unit: float,
    ) -> None:
        self.values, self.lever, self.rules = values, lever, rules
        self.level, self.live, self.leaders, self.game = level, live, leaders, game
        self.token, self.occasion, self.pinned = token, occasion, pinned
        self.money_unit = money_unit

    def _units(self, amount: float) -> float:
        """Return an amount in units of money, to six figures."""
        return float(f"{amount / self.money_unit:.5e}")

    def _worth_of_a_point(self) -> float:
        """Return it in tenths of a unit of money, were it sure; nothing where it buys nothing."""
        value = float(F(self._units(self.lever["point_value"])))
        return value / 0.10 if self.rules.reward_points else 0.0

    def _felt(self, worth: float) -> float:
        """Return what a worth is felt as: a large one as no more than a limit."""
        return worth / (1.0 + worth * 0.10 / self.values["reward_most"])

    def _a_friend_buys(self) -> float:
        """Return what a friend spends a day, as a typical member does, less what is paid back."""
        b = self.values
        orders = 1.0 / (1.0 + math.exp(-b["visit_base"])) * b["buy_rate"] / (1.0 - b["order_again"])
        return orders * (b["basket"] * (1.0 - b["refund_share"]))

    def _as_good_away(self) -> float:
        """Return how much of what a point is worth it buys at a partner's."""
        there, here = self.lever["exchange_worth"], self.lever["point_value"]
        if here == 0:
            return float(there > 0)
        return min(there / here, 1.0)

    def effect(self) -> Effect:
        """Return what the levers do."""
        b, lever, rules = self.values, self.lever, self.rules
        worth = self._worth_of_a_point()
        reward = b["reward_pull"] * math.log1p(self._felt(lever["points_per_visit"] * worth))
        discount, in_team = (_cut(lever[name], 0.95) for name in ("discount", "team_discount"))
        privilege = b["status_pull"] * lever["privilege"] * self.level
        privilege = privilege + b["status_pull"] * lever["perk_privilege"]
        an_order = float(f"{lever['level_spend'] * b['basket']:.5e}")
        step = max(round(1_000_000 / an_order), 1) if an_order > 0 else 0
        price = round(1_000_000 * (1.0 - discount))
        fee, perks = self._units(lever["fee"]), self._units(lever["perks"])
        welcome, moderation = (_cut(lever[name], 1.0) for name in ("welcome", "moderation"))
        inviter_cents, invited_cents = (
            round(100 * lever[name]) for name in ("inviter_reward", "invited_reward")
        )
        inviter, invited = self._units(inviter_cents / 100), self._units(invited_cents / 100)
        chance = 1.0 / rules.one_in
        lured = inviter / rules.one_in * (1.0 + b["invite_lure"] * (1.0 - chance))
        a_friend = lured / (1.0 + lured / b["invite_most"])
        with_sales = self._units(lever["commission"] * self._a_friend_buys())
        with_sales = with_sales / (1.0 + with_sales / b["invite_most"])
        rises = rules.reward_rise * 1e-6 * rules.reward_rises / 2.0
        hunted = inviter / rules.one_in * (1.0 + rises) + invited
        welcoming = b["accept_reward"] * math.log1p(invited) + b["card_pull"] * lever["card"]
        cheaper = math.pow(1.0 - discount, b["price_elasticity"])
        usual, left, finish = math.ceil(b["checkout_steps"]), 0, 1.0
        sold = b["buy_rate"]
        if usual:
            left = max(usual - math.floor(_cut(lever["shorter_path"], 11.0)), 1)
            a, all_of_them = b["step_a"], b["step_a"] + b["step_b"]
            finish = math.prod((a + j) / (all_of_them + j) for j in range(usual))
            sold = sold * (1.0 / finish)
        load = min(lever["ad_load"] + b["placement_felt"] * lever["placement"], 1.0)
        coming, onsite = (_cut(lever[name], 1.0) for name in ("event", "onsite"))
        at_it = 1.0 + b["event_sale"] * onsite * self.occasion
        sold = sold * cheaper * at_it
        told = 1.0 - math.exp(-b["leader_seen"] * self.leaders)
        sold = sold * (1.0 + b["leader_conversion"] * told)
        attended = 1.0 - math.exp(-b["live_attend"] * self.live)
        sold = sold * (1.0 + b["live_conversion"] * attended)
        pushed = (1.0 - math.exp(-b["push_rate"] * lever["push"])) / (
            1.0 - math.exp(-b["push_rate"])
        )
        pushed = b["push_pull"] * pushed
        visit, post = (self._felt(lever[f"points_per_{act}"] * worth) for act in ("visit", "post"))
        paid = self._felt(self._units(lever["pay"]) / 0.10)
        earned = lever["points_per_visit"] + lever["points_per_post"] * b["write_rate"]
        new = rules.team_recruits * b["team_outside"] * b["team_register"]
        craft, drawn = made_of_it(b, lever, math.pow(1.0 + paid, b["write_reward"]))
        figures = dict(
            shift=(b["event_pull"] * coming * self.occasion + b["game_pull"] * self.game)
            + stands_on_the_board(b, lever)
            + reward
            + privilege
            + pushed,
            write_factor=math.pow(1.0 + post, b["write_reward"])
            * math.pow(1.0 + paid, b["write_reward"]),
            points_visit=round(lever["points_per_visit"]),
            points_post=round(lever["points_per_post"]),
            push=lever["push"],
            invite_factor=math.pow(1.0 + a_friend, b["invite_reward"])
            * math.pow(1.0 + with_sales, b["invite_reward"])
            if b["invite_rate"]
            else 0.0,
            accept_probability=_logit(b["accept_rate"], welcoming),
            hunter_probability=_logit(b["hunter_share"], b["hunter_reward"] * math.log1p(hunted)),
            inviter_cents=inviter_cents,
            invited_cents=invited_cents,
            inviter_worth=a_friend,
            price=price,
            buy_probability=sold,
            ad_fatigue=b["ad_fatigue"] * max(load - b["ad_tolerance"], 0.0)
            + b["event_tire"] * coming,
            ad_share=load,
            reward=reward,
            privilege=privilege,
            access=lever["access"] * self.level + lever["perk_access"],
            service=min(lever["service"] * self.level + lever["perk_service"], 1.0),
            visibility=lever["visibility"] * self.level + lever["perk_visibility"],
            push_pull=pushed,
            visit_worth=visit,
            post_worth=post,
            earned=earned,
            level_gives=0.0,
            reply_probability=1.0 - (1.0 - b["reply_rate"]) * (1.0 - welcome),
            award_share=lever["award"],
            toxicity_seen=1.0 - moderation,
            team_price=round(1_000_000 * (1.0 - in_team)) if in_team else 0.0,
            team_success=_team_is_filled(b, rules, in_team) if in_team else 0.0,
            as_ever=(1.0 / cheaper) * (1.0 / at_it),
            badge=min(lever["badge"], 1.0),
            challenge=min(lever["challenge"], 1.0),
            game=b["game_pull"] * self.game,
            symbol=min(lever["symbol"], 1.0),
            exchange=min(lever["exchange"], 1.0) * self._as_good_away(),
            token=self._units(lever["token"] * self.token) / 0.10 if b["token_pull"] else 0.0,
            level_step=step,
            progress=(0.0 if rules.spend_alone else earned)
            + (sold * price * (finish / (1.0 - b["order_again"])) / step if step else 0.0),
            fee=fee,
            perks=perks,
            belongs=b["member_spend"] * (1.0 - math.exp(-fee)),
            team_opens=b["team_rate"] * min(in_team / b["team_usual"], 1.0),
            steps_left=left,
            trust=min(lever["trust"], 1.0),
            most_posts=float(int(1.0 / lever["quiet"] + 0.001)) if lever["quiet"] > 1e-6 else 1e6,
            gate=NormalDist().inv_cdf(lever["gate"]) if lever["gate"] else -100.0,
            rooms=1 + int(lever["rooms"]),
            pinned=self.pinned[0],
            pinned_worth=self.pinned[1],
            sample=min(lever["sample"], 1.0),
            team_brings=new / _joins_a_team(b, rules) if in_team else 0.0,
            skill=1.0 + b["training_gain"] * min(lever["training"], 1.0),
            stocked=float(int(lever["stock"])),
            craft=craft,
            drawn=drawn,
        )
        return Effect(**{name: F(figure) for name, figure in figures.items()})


def _occasion(b: dict[str, float], held: list[float]) -> float:
    """Return how much of an occasion today's event is, the last of those held until now."""
    *before, now = held
    if now == 0:
        return 1.0
    lately = 0.0
    for days, then in enumerate(reversed(before), 1):
        if days <= 3 * b["event_days"]:
            lately += min(then / now, 1.0) * math.exp(-days / b["event_days"])
    return math.exp(-b["event_stale"] * lately)


def _added(spec: CommunitySpec, effect: Effect, below: Effect) -> float:
    """Return how much more a level gives than the one below."""

    def rise(name: str) -> float:
        return abs(float(getattr(effect, name)) - float(getattr(below, name)))

    def relative(name: str) -> float:
        before = float(getattr(below, name))
        return rise(name) / before if before > 0 else 0.0

    more = rise("shift") / 0.06 + relative("write_factor") / 0.15
    more += relative("invite_factor") / 0.15
    more += relative("buy_probability") / 0.2
    more += rise("access") / 0.06
    if spec.desk is not None:
        more += rise("service") / 0.15
    if spec.behaviour.values["feedback_gain"] > 0:
        more += rise("visibility") / 0.3
    return 1.0 - math.exp(-more)


def effects(spec: CommunitySpec, offers: Offers) -> Rows:
    """Return what offers do, cell by cell."""
    values = dict(spec.behaviour.values)
    stock = [[0.0] * len(spec.segments) for _ in range(MAX_TIERS)]
    held = [[list[float]() for _ in spec.segments] for _ in range(MAX_TIERS)]
    kept = math.exp(-1.0 / values["game_days"])
    rows: Rows = []
    first: int | None = None
    for day, table in enumerate(offers.table.tolist()):
        seen = (offers.supply + offers.pinned)[day]
        live = seen[:, :, FORMATS.index("live")].astype(float).sum(axis=-1)
        leaders = seen[:, SOURCES.index("kol")].astype(float).sum(axis=-1)
        worth = worth_of_items(values, offers, day)
        rows.append([])
        if first is None and offers.table[day, ..., LEVER_INDEX["token"]].any():
            first = day
        years = 0.0 if first is None else (day - first) / 365.25
        token = math.exp(values["token_trend"] * years)
        for level in range(MAX_TIERS):
            rows[day].append([])
            for j in range(len(spec.segments)):
                lever = {name: table[level][j][index] for name, index in LEVER_INDEX.items()}
                game, custom = _cut(lever["game"], 1.0), stock[level][j]
                stock[level][j] = game + (custom - game) * kept
                held[level][j].append(_cut(lever["event"], 1.0))
                cell = Cell(
                    values, lever, offers.rules, level, float(live[j]), float(leaders[j]),
                    max(game, custom), token, _occasion(values, held[level][j]),
                    pinned(values, offers.pinned[day].tolist(), worth, j), spec.money_unit,
                )  # fmt: skip
                effect = cell.effect()
                gives = _added(spec, effect, rows[day][level - 1][j]) if level else 0.0
                rows[day][level].append(effect._replace(level_gives=F(gives)))
    return rows


def nothing(spec: CommunitySpec) -> Rows:
    """Return the effects of offering nothing, for one day."""
    values = dict(spec.behaviour.values)
    lever = dict.fromkeys(LEVER_INDEX, 0.0)
    segments = range(len(spec.segments))
    return [
        [
            [
                Cell(
                    values, lever, Rules(), level, 0.0, 0.0, 0.0, 1.0, 1.0, (0.0, 0.0), 1.0
                ).effect()
                for _ in segments
            ]
            for level in range(MAX_TIERS)
        ]
    ]


def trust_lost(spec: CommunitySpec, seed: int) -> list[float]:
    """Return the trust that is lost on each day from the launch."""
    b = spec.behaviour.values
    lost = [0.0] * spec.days
    for number, shock in enumerate(spec.shocks if b["trust_pull"] else ()):
        if shock.takes != "trust":
            continue
        is_scarred = at.unit(at.mix(number ^ at.key(seed, "scar", 0))) < b["scar_share"]
        scar = b["scar_size"] if is_scarred else 0.0
        for day in range(shock.day, spec.days):
            fading = math.exp(-(day - shock.day) / b["trust_days"])
            lost[day] += shock.severity * (scar + (1.0 - scar) * fading)
    return lost


def days(spec: CommunitySpec, seed: int) -> Iterator[tuple[np.float32, ...]]:
    """Yield for each day what it adds to every logit, its factor of leaving, its cohort's trait.

    And its factors of complaints and purchases.
    """
    b = spec.behaviour.values
    for day, lost in enumerate(trust_lost(spec, seed)):
        date = spec.launch + timedelta(days=day)
        # The day of the year runs on over New Year, as the cycle has a period of 365.25 days.
        of_year = (spec.launch.timetuple().tm_yday + day) % 365.25
        age = math.log1p(day / 365.25)
        shift = b["weekend_pull"] if date.weekday() >= 5 else 0.0
        angle = 2 * math.pi * (of_year - b["season_peak"]) / 365.25
        shift = shift + b["season_pull"] * math.cos(angle)
        shift = shift + b["community_slope"] * age
        yield (
            F(shift - b["trust_pull"] * lost),
            F(math.exp(b["trust_leave"] * lost)),
            F(b["cohort_slope"] * age),
            F(math.exp(b["trust_complaints"] * lost)),
            F(math.exp(-b["trust_buy"] * lost)),
        )


def kinds(spec: CommunitySpec, seed: int) -> list[tuple[np.float32, np.float32]]:
    """Return for each segment what it adds to a trait, and its factor of leaving."""
    b, n = spec.behaviour.values, len(spec.segments)

    def score(name: str) -> float:
        place = sum(_dealt(other, seed) < _dealt(name, seed) for other in spec.segments)
        return NormalDist().inv_cdf((place + 0.5) / n)

    shares = zip(spec.segments, spec.segment_shares, strict=True)
    mean = math.fsum(score(name) * share for name, share in shares)

    def kind(name: str) -> tuple[np.float32, np.float32]:
        z = score(name) - mean
        level = spec.segment_levels.get(name)
        visit, leave = (level.visit, level.leave) if level else (None, None)
        visit = b["segment_visit"] * z if visit is None else visit
        leave = b["segment_leave"] * z if leave is None else leave
        return F(visit), F(math.exp(leave))

    return [kind(name) for name in spec.segments]


def _dealt(name: str, seed: int) -> np.float32:
    return at.unit(at.mix(at.key(seed, f"segment {name}", 0)))
