"""Referral: who invites, who comes, who only came for the reward."""

from __future__ import annotations

from typing import Final

from sim.metrics.activity import joined
from sim.metrics.base import Metric, Ratio, Recorded, quotient, total


def _k_factor(run: Recorded) -> tuple[float, float]:
    return run.trajectory.total("accepted"), joined(run)


def _referred_share(run: Recorded) -> tuple[float, float]:
    return run.trajectory.total("joined_referred"), joined(run)


_PLAN: Final = "all days of the plan"
_COUNT: Final = "count of events"

GROUP: Final = "Referral"

METRICS: Final = (
    Metric(
        "invitations", "Invitations", "邀请数", "invitations sent", "invitations", _PLAN, _COUNT,
        "higher", total("invitations"),
    ),
    Metric(
        "accepted", "Invitations accepted", "邀请成功数",
        "invitations that brought a member, bounty hunters among them", "members", _PLAN, _COUNT,
        "higher", total("accepted"),
    ),
    Metric(
        "acceptance_rate", "Acceptance rate", "邀请接受率", "accepted / invitations", "share",
        _PLAN, "ratio of totals", "higher", quotient("accepted", "invitations"),
    ),
    Metric(
        "k_factor", "K-factor", "K因子（病毒系数）", "accepted / joined", "1", _PLAN,
        "offspring per joiner: n seeds grow to n / (1 - K); in an old community its old "
        "members' invitations are in it", "higher", Ratio(_k_factor),
    ),
    Metric(
        "referred_share", "Referred among joiners", "被邀请者占比", "referred joiners / joined",
        "share", _PLAN, "ratio of totals", "neutral", Ratio(_referred_share),
    ),
    Metric(
        "hunters", "Bounty hunters", "薅羊毛人数", "accepted who came for the reward alone",
        "members", _PLAN, _COUNT, "lower", total("hunters"),
    ),
    Metric(
        "hunter_share", "Bounty hunters among the referred", "薅羊毛占比",
        "hunters / referred members who joined", "share", _PLAN, "ratio of totals", "lower",
        quotient("hunters", "joined_referred"),
    ),
    Metric(
        "hunters_caught", "Bounty hunters found out", "识别的薅羊毛者",
        "accepted who came for the reward alone and whom a check found", "members", _PLAN, _COUNT,
        "neutral", total("caught"),
    ),
    Metric(
        "qualified", "Referred who stayed", "有效被邀请者",
        "referred members who stayed through the hold and came back once", "members", _PLAN,
        _COUNT, "higher", total("qualified"),
    ),
    Metric(
        "unlocks", "Rewards unlocked", "解锁奖励数", "inviter rewards earned", "rewards", _PLAN,
        _COUNT, "neutral", total("unlocks"),
    ),
)  # fmt: skip
