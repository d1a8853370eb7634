"""The texts of forecasts, in English and Chinese."""

# ruff: noqa: E501 - a table of sentences reads best one language a line

from __future__ import annotations

from types import MappingProxyType
from typing import Final

FORECASTS: Final = MappingProxyType(
    {
        "product": "by_product",
        "simulation": "by_simulation",
        "naive": "by_naive",
        "seasonal": "by_seasonal",
        "reverting": "by_reverting",
        "ets": "by_ets",
        "ets_log": "by_ets_log",
        "theta": "by_theta",
        "theta_damped": "by_theta_damped",
        "autoregression": "by_autoregression",
        "drift": "by_drift",
    }
)
"""Key of the title of each forecast, by its name."""

FORECAST_TEXT: Final[dict[str, tuple[str, str]]] = {
    "by_product": ("forecast: mix of the others", "预测：以下各项的加权"),
    "by_simulation": ("fitted community", "拟合社区"),
    "by_naive": ("naive: mean of the last four weeks", "朴素：最近四周均值"),
    "by_seasonal": ("seasonal: the last years' index", "季节：往年同周指数"),
    "by_reverting": ("back to half a year's level", "回归半年均值"),
    "by_ets": ("exponential smoothing (ETS)", "指数平滑（ETS）"),
    "by_ets_log": ("the same of logarithms", "对数的指数平滑"),
    "by_theta": ("theta method", "Theta 法"),
    "by_theta_damped": ("the same, its drift damped", "阻尼 Theta 法"),
    "by_autoregression": ("autoregression of changes", "变化量自回归"),
    "by_drift": ("damped drift", "阻尼漂移"),
    "mixed": ("mixed", "混合"),
    "calibration_mix": (
        "Mixed with simple forecasts it is {error}; {inside} of the weeks lay in the mix's 80 % band.",
        "与简单预测混合后误差为 {error}；{inside} 的周落在其 80% 区间内。",
    ),
    "backtest": ("Forecasts of the past", "历史回测"),
    "backtest_error": ("Error", "误差"),
    "backtest_weight": ("Weight now", "当前权重"),
    "backtest_none": ("too little known", "数据不足"),
    "backtest_nobody": ("undefined: nobody came", "无定义：无人活跃"),
    "backtest_coming": ("to come", "未来"),
    "backtest_insight": (
        "From {origins} days, {weeks} weeks ahead: the forecast errs by {error}, the naive one by {naive}; {inside} of the weeks lay in the 80 % band.",
        "从 {origins} 个日期各预测 {weeks} 周：误差为 {error}，朴素预测为 {naive}；{inside} 的周落在 80% 区间内。",
    ),
    "backtest_undefined": (
        "Nobody was active in the weeks forecast: their error is undefined.",
        "预测的各周没有人活跃，误差无定义。",
    ),
    "backtest_note": (
        "Weekly means of daily active members; band: 80 %. Each forecast saw only what came before it. Error: sum of absolute errors over sum of actuals, over all weeks of all days.",
        "日活跃成员的周均值；色带为 80% 区间。每个预测只用其之前的数据。误差：全部周的绝对误差之和除以实际值之和。",
    ),
    "backtest_note_week": (
        "Members active in each week; band: 80 %. Each forecast saw only what came before it. Error: sum of absolute errors over sum of actuals, over all weeks of all days.",
        "每周活跃成员；色带为 80% 区间。每个预测只用其之前的数据。误差：全部周的绝对误差之和除以实际值之和。",
    ),
}  # fmt: skip
"""By key: English, Chinese."""
