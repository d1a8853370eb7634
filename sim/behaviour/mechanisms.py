"""The mechanisms that a community may have or lack, each with its switch.

A switch is a parameter whose neutral value makes the mechanism absent, to the bit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sim.behaviour.register import PARAMETER


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One mechanism.

    Attributes
    ----------
    name, title, title_zh
        What it is called.
    switches
        Parameters with whose neutral values it is absent.
    needs
        What a plan or a scenario must give besides, if anything.
    """

    name: str
    title: str
    title_zh: str
    switches: tuple[str, ...]
    needs: str = ""

    @property
    def typical(self) -> dict[str, float]:
        """Values of the switches where the mechanism is on."""
        return {name: _typical(name) for name in self.switches}

    def is_on(self, values: Mapping[str, float]) -> bool:
        """Return whether a set of behaviour values has the mechanism."""
        return any(values[name] != PARAMETER[name].value for name in self.switches)


def _typical(name: str) -> float:
    value = PARAMETER[name].typical
    assert value is not None, name
    return value


_M = Mechanism

MECHANISMS: Final[tuple[Mechanism, ...]] = (
    _M("reply", "a newcomer's first reply", "新人首帖回复", ("reply_pull",)),
    _M("feedback", "feedback to creators", "创作者反馈", ("feedback_gain",)),
    _M("award", "awards", "奖章", ("award_gain",), "a plan's `award` lever"),
    _M("audience", "audience size", "受众规模", ("audience_motive",)),
    _M("novelty", "novelty decay", "新鲜度衰减", ("novelty_days",)),
    _M("rank", "rank-decayed exposure", "排名曝光", ("rank_decay",), "a plan's content"),
    _M("congestion", "congestion by size", "规模拥挤", ("congestion_pain",)),
    _M("silence", "spiral of silence", "沉默的螺旋", ("silence",)),
    _M("toxicity", "toxicity", "毒性", ("toxicity_rate",)),
    _M("trust", "trust and its shocks", "信任与危机", ("trust_pull",), "shocks in the scenario"),
    _M("optout", "opting out of messages", "关闭推送", ("optout_rate",), "a plan's `push` lever"),
    _M("adoption", "simple and complex contagion", "简单与复杂传播", ("adopt_tie", "adopt_alone")),
    _M("referrer", "referring binds the referrer", "推荐者留存", ("referrer_stay",)),
    _M("repurchase", "repurchase", "复购", ("buy_shape",), "`buy_rate` above 0"),
    _M("social-spend", "social dollars", "社交消费", ("social_spend",), "`buy_rate` above 0"),
    _M("live", "live sessions sell", "直播转化", ("live_conversion",), "a plan's live content"),
    _M("team", "group-buying", "拼团", ("team_rate",), "a plan's `team_discount` lever"),
    _M("badge", "badge steering", "徽章牵引", ("badge_pull",), "a plan's badge"),
    _M("game", "games that persist", "游戏化", ("game_pull",), "a plan's `game` lever"),
    _M("streak", "streaks and their loss", "连续签到", ("streak_pull",)),
    _M("status", "demotion", "降级", ("demotion_pain",), "a plan's levels"),
    _M("crowding", "crowding-out", "动机挤出", ("crowding", "crowding_ties"),
       "a plan's `points_per_post` lever"),
    _M("motives", "material and status motives", "物质与地位动机", ("status_minded",),
       "a plan's points"),
    _M("kinds", "kinds of members", "群体差异", ("segment_visit", "segment_leave")),
    _M("market", "growth of the outside market", "市场扩散", ("market_size",)),
)  # fmt: skip
"""Mechanisms beside the core of visiting, reading, writing, buying, inviting and leaving.

The core's own parameters switch off at 0 as well: habit, peers, satisfaction, season, content,
satiation, fatigue, goal gradient, ties that protect, contagion, coming back."""

MECHANISM: Final = {mechanism.name: mechanism for mechanism in MECHANISMS}


def switched_on(*names: str) -> dict[str, float]:
    """Return the switches of some mechanisms at their typical values."""
    return {key: value for name in names for key, value in MECHANISM[name].typical.items()}
