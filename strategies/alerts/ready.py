"""Ready alerts: 7 indicators that are watched first, and 18 warnings.

Practitioners say how many there are, and name a few (interaction below 15 %, silence, churn risk,
tired content); the others, and all thresholds but that one, are assumed here. Where no number is
known the threshold is a multiple of the community's own past, and must lie beyond its noise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from strategies.alerts.alert import Alert

NOISE: Final = 3.0
"""Standard errors that a ready alert must lie off its own past: one normal week in 700 does."""


@dataclass(frozen=True, slots=True)
class ReadyAlert:
    """A ready alert.

    Attributes
    ----------
    title, title_zh
        What it warns of.
    core
        Whether it watches one of the 7 core indicators.
    alert
        Its rule.
    source
        Where its threshold comes from.
    """

    title: str
    title_zh: str
    core: bool
    alert: Alert
    source: str = "assumed"


def _past(metric: str, **others: Any) -> Alert:
    return Alert(metric=metric, past_days=28, sigmas=NOISE, **others)


READY_ALERTS: Final[dict[str, ReadyAlert]] = {
    "core-active": ReadyAlert(
        "fewer members are active", "活跃下降", True, _past("active", below=0.9)
    ),
    "core-stickiness": ReadyAlert(
        "members come less often", "粘性下降", True, _past("stickiness", below=0.9)
    ),
    "core-interaction": ReadyAlert(
        "fewer visitors write", "互动下降", True, _past("interaction_rate", below=0.85)
    ),
    "core-leaving": ReadyAlert(
        "more members leave", "退出上升", True, _past("left_share", above=1.3)
    ),
    "core-newcomers": ReadyAlert(
        "fewer newcomers come back", "新人留存下降", True, _past("back_next_day", below=0.8)
    ),
    "core-conversion": ReadyAlert(
        "fewer visits end in an order", "转化下降", True, _past("orders_a_visit", below=0.85)
    ),
    "core-complaints": ReadyAlert(
        "more visits end in a complaint", "投诉上升", True, _past("complaints_a_visit", above=1.5)
    ),
    "low-interaction": ReadyAlert(
        "interaction rate below 15 %", "互动率低于15%", False,
        Alert(metric="interaction_rate", below=0.15),
        "practitioners: below 15 % triggers; the presets lie at 5 to 20 %, so that for most it is "
        "no warning",
    ),
    "silence": ReadyAlert(
        "the community falls silent", "社群沉默", False, _past("posts_a_visit", below=0.7)
    ),
    "churn-risk": ReadyAlert(
        "members leave at half as much again", "流失风险", False, _past("left_share", above=1.5)
    ),
    "content-fatigue": ReadyAlert(
        "members read less on a visit", "内容倦怠", False, _past("reads_a_visit", below=0.85)
    ),
    "activity-drop": ReadyAlert(
        "a fifth of daily activity is gone within three days", "活跃骤降", False,
        _past("active", below=0.8, window_days=3),
    ),
    "traffic-surge": ReadyAlert(
        "half as many again are active within three days", "流量激增", False,
        _past("active", above=1.5, window_days=3),
    ),
    "few-voices": ReadyAlert(
        "few write more and more", "发言集中", False, _past("posts_a_writer", above=1.3)
    ),
    "joiners-drop": ReadyAlert(
        "half of the joiners stay away", "新增骤降", False, _past("joined", below=0.5)
    ),
    "joiners-surge": ReadyAlert(
        "twice as many join", "新增激增", False, _past("joined", above=2.0)
    ),
    "early-leavers": ReadyAlert(
        "newcomers are gone after a week", "新人一周流失", False,
        _past("back_next_week", below=0.7),
    ),
    "cold-welcome": ReadyAlert(
        "first posts without an answer", "新人冷遇", False,
        Alert(metric="answered_share", below=0.4), "M11: members answer 61 % of first posts",
    ),
    "referral-stall": ReadyAlert(
        "members bring fewer", "裂变停滞", False, _past("referred_share", below=0.6)
    ),
    "reward-run": ReadyAlert(
        "a run on invitation rewards", "薅羊毛", False, _past("rewards", above=2.0, window_days=3)
    ),
    "complaint-surge": ReadyAlert(
        "complaints double within three days", "投诉激增", False,
        _past("complaints_a_visit", above=2.0, window_days=3),
    ),
    "complaint-overdue": ReadyAlert(
        "complaints wait for more than a day", "投诉超时", False,
        Alert(metric="complaint_wait", above=24.0, window_days=3),
        "practitioners: a complaint within 24 hours",
    ),
    "question-backlog": ReadyAlert(
        "questions wait for more than a day", "咨询积压", False,
        Alert(metric="question_wait", above=24.0, window_days=3),
    ),
    "toxic-climate": ReadyAlert(
        "twice as many writers are met with a toxic comment", "氛围恶化", False,
        _past("hurt_share", above=2.0),
    ),
    "message-fatigue": ReadyAlert(
        "twice as many turn messages off", "消息疲劳", False, _past("muted_share", above=2.0)
    ),
}  # fmt: skip
"""Ready alerts by name: 7 core indicators, then 18 warnings."""
