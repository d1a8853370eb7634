"""Activity: who is there, how often, and where they come from and go to."""

from __future__ import annotations

from typing import Final

from sim.metrics.base import (
    LAST_DAYS,
    Metric,
    Ratio,
    Recorded,
    last_days,
    mean,
    quotient,
    total,
)

JOINERS: Final = ("joined_organic", "joined_paid", "joined_referred")


def joined(run: Recorded) -> float:
    """Members who joined, by any road."""
    return float(sum(run.trajectory.total(name) for name in JOINERS))


def _stickiness(run: Recorded) -> tuple[float, float]:
    daily = run.trajectory.daily("active")[-LAST_DAYS:]
    return mean(daily), mean(run.trajectory.monthly_active[-LAST_DAYS:])


def _activity_rate(run: Recorded) -> tuple[float, float]:
    return run.trajectory.total("active"), run.trajectory.members_of_day.sum()


def _quick_ratio(run: Recorded) -> tuple[float, float]:
    seen = run.trajectory
    return seen.newly_active.sum() + seen.resurrected.sum(), seen.churned.sum()


_PLAN: Final = "all days of the plan"
_LAST: Final = f"last {LAST_DAYS} days of the plan"
_COUNT: Final = "count of events"
_GROWTH: Final = "growth accounting: A(t) = A(t-1) + new + resurrected - churned"

GROUP: Final = "Activity"

METRICS: Final = (
    Metric(
        "weekly_active", "Weekly active members", "周活跃成员",
        "mean of distinct members active in the 7 days that end with each day",
        "members", _LAST, "WAU, trailing 7 days", "higher",
        lambda run: mean(run.trajectory.weekly_active[-LAST_DAYS:]), last_days,
    ),
    Metric(
        "daily_active", "Daily active members", "日活跃成员",
        "mean of members active on each day", "members", _PLAN, "DAU", "higher",
        lambda run: mean(run.trajectory.daily("active")),
    ),
    Metric(
        "monthly_active", "Monthly active members", "月活跃成员",
        "mean of distinct members active in the 30 days that end with each day",
        "members", _LAST, "MAU, trailing 30 days", "higher",
        lambda run: mean(run.trajectory.monthly_active[-LAST_DAYS:]), last_days,
    ),
    Metric(
        "stickiness", "Stickiness (DAU/MAU)", "黏性（日活/月活）",
        "mean daily active / mean monthly active", "share", _LAST,
        "DAU/MAU as a ratio of means", "higher", Ratio(_stickiness), last_days,
    ),
    Metric(
        "activity_rate", "Activity rate", "活跃率",
        "active member-days / member-days, those who left on a day counted on it", "share", _PLAN,
        "participants over members of the same days", "higher", Ratio(_activity_rate),
    ),
    Metric(
        "visits", "Visits", "访问", "sum of members who visited on each day", "member-days",
        _PLAN, _COUNT, "higher", total("visits"),
    ),
    Metric(
        "members", "Members", "成员数", "members at the end who have not left", "members",
        "last day of the plan", "stock", "higher",
        lambda run: float(run.trajectory.members[-1]),
    ),
    Metric(
        "joined", "Joined", "新加入成员", "organic + paid + referred joiners", "members",
        _PLAN, _COUNT, "higher", joined,
    ),
    Metric(
        "left", "Left", "退出成员", "members who left for good", "members",
        _PLAN, _COUNT, "lower", total("left"),
    ),
    Metric(
        "returned", "Returned", "回归成员", "members who had left and came back", "members",
        _PLAN, _COUNT, "higher", total("returned"),
    ),
    Metric(
        "churned", "Fell inactive", "流失成员",
        "members whose 28-day window ran empty", "members", _PLAN, _GROWTH, "lower",
        lambda run: float(run.trajectory.churned.sum()),
    ),
    Metric(
        "resurrected", "Became active again", "唤醒成员",
        "members active again after 28 days or more without activity", "members",
        _PLAN, _GROWTH, "higher", lambda run: float(run.trajectory.resurrected.sum()),
    ),
    Metric(
        "quick_ratio", "Growth quick ratio", "增长速动比",
        "(newly active + resurrected) / fell inactive", "1", _PLAN, _GROWTH, "higher",
        Ratio(_quick_ratio),
    ),
    Metric(
        "pushes_per_visit", "Messages per visit", "每次访问推送数",
        "notifications sent / visits", "messages/visit", _PLAN, "load of notifications",
        "lower", quotient("pushes", "visits"),
    ),
)  # fmt: skip
