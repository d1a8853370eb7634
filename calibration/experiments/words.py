"""Headings of trials' tables, in the words that people use."""

from __future__ import annotations

from typing import Final

ROLES: Final[dict[str, tuple[str, ...]]] = {
    "arm": (
        "arm", "group", "variant", "variation", "treatment", "test_group", "cell", "bucket",
        "experiment_group", "lever", "strategy", "plan",
        "组", "组别", "分组", "实验组", "试验组", "方案", "策略", "杠杆",
    ),
    "size": (
        "size", "n", "members", "users", "count", "sample_size", "customers",
        "人数", "样本量", "样本数", "用户数", "会员数",
    ),
    "outcome": (
        "outcome", "mean", "rate", "share", "conversion_rate", "average", "result", "value",
        "结果", "均值", "平均值", "转化率", "比例",
    ),
    "successes": (
        "successes", "events", "conversions", "converted_members", "成功数", "转化数", "转化人数",
    ),
    "sd": ("sd", "std", "stdev", "standard_deviation", "标准差"),
    "estimate": ("estimate", "effect", "lift", "relative_lift", "uplift", "difference", "diff",
                 "估计", "效应", "提升", "提升率", "差值", "差异"),
    "standard_error": ("standard_error", "se", "std_error", "stderr", "std_err", "error", "标准误"),
    "window": ("window", "window_days", "days", "duration", "窗口", "天数", "窗口天数"),
    "audience": ("audience", "segment", "cohort", "population", "受众", "人群", "群体", "用户群"),
    "control_level": ("control_level", "control", "base", "baseline", "control_mean",
                      "control_rate", "对照", "对照组", "对照均值", "基线"),
}  # fmt: skip
"""Headings of each role, the surest first."""

RELATIVE: Final = frozenset({"lift", "relative_lift", "uplift", "提升", "提升率"})
DIFFERENCE: Final = frozenset({"difference", "diff", "差值", "差异"})
"""Headings of an estimate that say what it is."""

CONTROLS: Final = frozenset({
    "control", "controls", "ctrl", "status-quo", "status quo", "status_quo", "baseline", "holdout",
    "hold-out", "placebo", "no e-mail", "no email",
    "对照", "对照组", "空白", "空白组", "维持现状",
})  # fmt: skip
"""Names of an arm that nothing was done to."""
