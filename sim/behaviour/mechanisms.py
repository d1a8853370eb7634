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
    memory
        Whether members must remember something for it (`sim.kernel.layout.MEMORY`).
    """

    name: str
    title: str
    title_zh: str
    switches: tuple[str, ...]
    needs: str = ""
    memory: bool = False

    @property
    def typical(self) -> dict[str, float]:
        """Values of the switches where the mechanism is on."""
        return {name: PARAMETER[name].on for name in self.switches}

    @property
    def neutral(self) -> dict[str, float]:
        """Values of the switches where it is off."""
        return {name: PARAMETER[name].off for name in self.switches}

    @property
    def is_usual(self) -> bool:
        """Whether it is on by default, in the preset `plain` and every other."""
        return self.is_on({name: PARAMETER[name].value for name in self.switches})

    def is_on(self, values: Mapping[str, float]) -> bool:
        """Return whether a set of behaviour values has the mechanism."""
        return any(values[name] != neutral for name, neutral in self.neutral.items())


_M = Mechanism

USUAL: Final[tuple[Mechanism, ...]] = (
    _M("propensity", "members differ in how often they come", "访问倾向差异", ("visit_spread",)),
    _M("newcomer", "newcomers come more", "新人热情", ("newcomer_pull",)),
    _M("habit", "habit and recency", "习惯与近度", ("habit_pull",)),
    _M("peers", "ties draw", "好友带动", ("peer_pull",)),
    _M("satisfaction", "satisfaction", "满意度",
       ("satisfaction_pull", "write_satisfaction", "invite_satisfaction", "leave_satisfaction")),
    _M("content", "content draws", "内容吸引", ("content_pull",)),
    _M("reward", "rewards", "奖励", ("reward_pull", "write_reward"), "a plan's points"),
    _M("privilege", "privileges of levels", "等级特权", ("status_pull",),
       "a plan's `privilege` lever"),
    _M("goal", "goal gradient", "目标梯度", ("goal_gradient",), "a plan's levels"),
    _M("push", "messages", "推送", ("push_pull",), "a plan's `push` lever"),
    _M("fatigue", "fatigue", "疲劳", ("fatigue_pull",), "a plan's `push` or `ad_load` lever"),
    _M("commercial", "commercial load", "商业内容占比", ("ad_fatigue",),
       "a plan's `ad_load` lever"),
    _M("formats", "formats", "内容形式", ("format_video", "format_live"), "a plan's content"),
    _M("satiation", "satiation", "同质化厌倦", ("satiation",)),
    _M("wait", "waiting for an answer", "等待", ("wait_pain",), "a desk"),
    _M("participation", "few write most", "参与不均", ("write_spread",)),
    _M("price", "price response", "价格反应", ("price_elasticity",), "a plan's `discount` lever"),
    _M("unlock", "invitations that unlock a reward", "邀请解锁", ("invite_gradient",),
       "a plan's `inviter_reward` lever"),
    _M("hunter", "bounty hunters", "薅羊毛", ("hunter_share",)),
    _M("referred", "referred members stay", "被邀请者留存", ("referred_stay",)),
    _M("tenure", "tenure", "资历", ("leave_power",)),
    _M("protection", "ties protect", "纽带保护", ("ties_protect",)),
    _M("contagion", "leaving is contagious", "退出传染", ("contagion",)),
    _M("comeback", "coming back", "回归", ("return_rate",)),
)  # fmt: skip
"""Mechanisms that are on by default."""

FURTHER: Final[tuple[Mechanism, ...]] = (
    _M("season", "weekday and season", "星期与季节", ("weekend_pull", "season_pull")),
    _M("ageing", "the community's age", "社区年龄", ("cohort_slope", "community_slope")),
    _M("reply", "a newcomer's first reply", "新人首帖回复", ("reply_pull",), memory=True),
    _M("feedback", "feedback to creators", "创作者反馈", ("feedback_gain",), memory=True),
    _M("award", "awards", "奖章", ("award_gain",), "a plan's `award` lever", memory=True),
    _M("audience", "audience size", "受众规模", ("audience_motive",), memory=True),
    _M("novelty", "novelty decay", "新鲜度衰减", ("novelty_days",)),
    _M("rank", "rank-decayed exposure", "排名曝光", ("rank_decay",), "a plan's content"),
    _M("congestion", "congestion by size", "规模拥挤", ("congestion_pain",)),
    _M("silence", "spiral of silence", "沉默的螺旋", ("silence",), memory=True),
    _M("toxicity", "toxicity", "毒性", ("toxicity_rate",), memory=True),
    _M("trust", "trust and its shocks", "信任与危机", ("trust_pull",), "shocks in the scenario"),
    _M("optout", "opting out of messages", "关闭推送", ("optout_rate",), "a plan's `push` lever",
       memory=True),
    _M("adoption", "simple and complex contagion", "简单与复杂传播", ("adopt_tie", "adopt_alone"),
       memory=True),
    _M("referrer", "referring binds the referrer", "推荐者留存", ("referrer_stay",), memory=True),
    _M("repurchase", "repurchase", "复购", ("buy_shape",), "`buy_rate` above 0", memory=True),
    _M("social-spend", "social dollars", "社交消费", ("social_spend",), "`buy_rate` above 0",
       memory=True),
    _M("live", "live sessions sell", "直播转化", ("live_conversion",), "a plan's live content"),
    _M("team", "group-buying", "拼团", ("team_rate",), "a plan's `team_discount` lever"),
    _M("endowed", "endowed progress", "预赠进度", ("endowed_pull",), "a plan's endowed points"),
    _M("badge", "badge steering", "徽章牵引", ("badge_pull",), "a plan's badge", memory=True),
    _M("game", "games that persist", "游戏化", ("game_pull",), "a plan's `game` lever"),
    _M("streak", "streaks and their loss", "连续签到", ("streak_pull",), memory=True),
    _M("status", "demotion", "降级", ("demotion_pain",), "a plan's levels", memory=True),
    _M("crowding", "crowding-out", "动机挤出", ("crowding", "crowding_ties"),
       "a plan's `points_per_post` lever", memory=True),
    _M("motives", "material and status motives", "物质与地位动机", ("status_minded",),
       "a plan's points", memory=True),
    _M("kinds", "kinds of members", "群体差异", ("segment_visit", "segment_leave")),
    _M("market", "growth of the outside market", "市场扩散", ("market_size",)),
)  # fmt: skip
"""Mechanisms that a community has only where its preset or its scenario says so."""

MECHANISMS: Final = USUAL + FURTHER

MECHANISM: Final = {mechanism.name: mechanism for mechanism in MECHANISMS}


def switched_on(*names: str) -> dict[str, float]:
    """Return the switches of some mechanisms at their typical values."""
    return {key: value for name in names for key, value in MECHANISM[name].typical.items()}
