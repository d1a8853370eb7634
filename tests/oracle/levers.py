"""What levers and the calendar do, worked out one figure at a time from the equations.

The engine has tables of this (`sim.response`); here every cell is a number of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import timedelta
from statistics import NormalDist

import numpy as np

from sim.offers import FORMATS, LEVER_INDEX, MAX_TIERS, SOURCES, Offers, Rules
from sim.spec import CommunitySpec
from tests.oracle import addresses as at
from tests.oracle.effect import Effect

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


def _team_is_filled(values: dict[str, float], size: int) -> float:
    """Return the chance that size - 1 friends or more join, of those asked."""
    p = values["team_accept"]

    def enough(asked: int) -> float:
        fewer = range(min(size - 1, asked + 1))
        return 1.0 - sum(math.comb(asked, k) * p**k * (1.0 - p) ** (asked - k) for k in fewer)

    whole = math.floor(values["team_asked"])
    share = values["team_asked"] - whole
    return (1.0 - share) * enough(whole) + share * enough(whole + 1)


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
    level, live, game
        The level; whether the segment has a live session; what is left of games.
    """

    def __init__(
        self,
        values: dict[str, float],
        lever: dict[str, float],
        rules: Rules,
        level: int,
        live: bool,
        game: float,
    ) -> None:
        self.values, self.lever, self.rules = values, lever, rules
        self.level, self.live, self.game = level, live, game

    def _worth_of_a_point(self) -> float:
        """Return it in tenths of the currency: less the farther the reward, nothing without."""
        if self.rules.reward_points == 0:
            return 0.0
        earned = self.lever["points_per_visit"]
        earned = earned + self.lever["points_per_post"] * self.values["write_rate"]
        visits = self.rules.reward_points / max(earned, 1e-9)
        return self.lever["point_value"] / (1.0 + visits / self.values["reward_patience"]) / 0.10

    def effect(self) -> Effect:
        """Return what the levers do."""
        b, lever, rules = self.values, self.lever, self.rules
        worth = self._worth_of_a_point()
        reward = b["reward_pull"] * math.log1p(lever["points_per_visit"] * worth)
        privilege = b["status_pull"] * lever["privilege"] * self.level
        discount, in_team = (_cut(lever[name], 0.95) for name in ("discount", "team_discount"))
        welcome, moderation = (_cut(lever[name], 1.0) for name in ("welcome", "moderation"))
        both = lever["inviter_reward"] + lever["invited_reward"]
        a_friend = lever["inviter_reward"] / max(rules.unlock_after, 1)
        sold = b["buy_rate"] * math.pow(1.0 - discount, b["price_elasticity"])
        if self.live:
            sold = sold * (1.0 + b["live_conversion"])
        figures = dict(
            shift=reward + b["push_pull"] * lever["push"] + privilege + b["game_pull"] * self.game,
            write_factor=math.pow(1.0 + lever["points_per_post"] * worth, b["write_reward"]),
            points_visit=round(lever["points_per_visit"]),
            points_post=round(lever["points_per_post"]),
            push=lever["push"],
            invite_factor=math.pow(1.0 + a_friend, b["invite_reward"]) if b["invite_rate"] else 0.0,
            accept_probability=_logit(
                b["accept_rate"], b["accept_reward"] * math.log1p(lever["invited_reward"])
            ),
            hunter_probability=_logit(b["hunter_share"], b["hunter_reward"] * math.log1p(both)),
            inviter_cents=round(100 * lever["inviter_reward"]),
            invited_cents=round(100 * lever["invited_reward"]),
            price_cents=round(100 * b["basket"] * (1.0 - discount)),
            buy_probability=min(sold, 1.0),
            ad_fatigue=b["ad_fatigue"] * max(lever["ad_load"] - b["ad_tolerance"], 0.0),
            reward=reward,
            privilege=privilege,
            reply_probability=1.0 - (1.0 - b["reply_rate"]) * (1.0 - welcome),
            award_share=lever["award"],
            toxicity_seen=1.0 - moderation,
            team_cents=round(100 * b["basket"] * (1.0 - in_team)) if in_team else 0.0,
            team_success=_team_is_filled(b, rules.team_size) if in_team else 0.0,
        )
        return Effect(**{name: F(figure) for name, figure in figures.items()})


def effects(spec: CommunitySpec, offers: Offers) -> Rows:
    """Return what offers do, cell by cell."""
    values = dict(spec.behaviour.values)
    stock = [[0.0] * len(spec.segments) for _ in range(MAX_TIERS)]
    kept = math.exp(-1.0 / values["game_days"])
    rows: Rows = []
    for day, table in enumerate(offers.table.tolist()):
        live = offers.supply[day, :, :, FORMATS.index("live")].max(axis=-1) > 0
        rows.append([])
        for level in range(MAX_TIERS):
            rows[day].append([])
            for j in range(len(spec.segments)):
                lever = {name: table[level][j][index] for name, index in LEVER_INDEX.items()}
                stock[level][j] = max(_cut(lever["game"], 1.0), stock[level][j] * kept)
                cell = Cell(values, lever, offers.rules, level, bool(live[j]), stock[level][j])
                rows[day][level].append(cell.effect())
    return rows


def nothing(spec: CommunitySpec) -> Rows:
    """Return the effects of offering nothing, for one day."""
    values = dict(spec.behaviour.values)
    lever = dict.fromkeys(LEVER_INDEX, 0.0)
    segments = range(len(spec.segments))
    return [
        [
            [Cell(values, lever, Rules(), level, False, 0.0).effect() for _ in segments]
            for level in range(MAX_TIERS)
        ]
    ]


def supply(spec: CommunitySpec, offers: Offers) -> list[list[tuple[np.float32, np.float32]]]:
    """Return the operator's items by day and segment: how many, and their worth."""
    b = spec.behaviour.values
    worth = [
        [b[f"quality_{source}"] * (1.0 if form == "text" else b[f"format_{form}"])
         for form in FORMATS]
        for source in SOURCES
    ]  # fmt: skip
    return [
        [
            (F(sum(map(sum, items))),
             F(sum(n * q for row, qs in zip(items, worth, strict=True)
                   for n, q in zip(row, qs, strict=True))))
            for items in segments
        ]
        for segments in offers.supply.tolist()
    ]  # fmt: skip


def trust_lost(spec: CommunitySpec, seed: int) -> list[float]:
    """Return the trust that is lost on each day from the launch."""
    b = spec.behaviour.values
    lost = [0.0] * spec.days
    for number, shock in enumerate(spec.shocks if b["trust_pull"] else ()):
        is_scarred = at.unit(at.mix(number ^ at.key(seed, "scar", 0))) < b["scar_share"]
        scar = b["scar_size"] if is_scarred else 0.0
        for day in range(shock.day, spec.days):
            fading = math.exp(-(day - shock.day) / b["trust_days"])
            lost[day] += shock.severity * (scar + (1.0 - scar) * fading)
    return lost


def days(spec: CommunitySpec, seed: int) -> Iterator[tuple[np.float32, np.float32, np.float32]]:
    """Yield for each day what it adds to every logit, its factor of leaving, its cohort's trait."""
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
        )


def kinds(spec: CommunitySpec) -> list[tuple[np.float32, np.float32]]:
    """Return for each segment what it adds to a trait, and its factor of leaving."""
    b, n = spec.behaviour.values, len(spec.segments)
    scores = [NormalDist().inv_cdf((k + 0.5) / n) for k in range(n)]
    return [(F(b["segment_visit"] * z), F(math.exp(b["segment_leave"] * z))) for z in scores]
