"""What speaks against believing a trial, or against what was made of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from calibration.experiments.posterior import Floats
from calibration.experiments.trial import Effect, Trial
from sim.visible import excerpt

FAR: Final = 2.0
"""Standard deviations from what was expected, or left after, beyond which a trial is doubted."""

LEVELS: Final = 2.0
"""The control's odds in the trial may be so many times the simulated control's, or less."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A sentence in English and Chinese."""

    en: str
    zh: str


def doubts(
    trial: Trial, expected: Floats, fitted: Floats, levels: Floats, left: Floats
) -> tuple[Doubt, ...]:
    """Return the doubts about a trial.

    Parameters
    ----------
    trial
        The trial.
    expected, fitted
        Its effects in draws before and after, shape ``(draws, effects)``.
    levels
        The control's mean in the simulation, shape ``(effects,)``.
    left
        Covariance of simulated effects that the levers do not explain.
    """
    found: list[Doubt] = []
    for k, one in enumerate(trial.effects):
        arm = excerpt(one.arm or "the lever")
        error = one.variance + float(left[k, k])
        for told, en, zh in (
            (expected[:, k], "is outside the prior's range", "超出先验范围"),
            (fitted[:, k], "is not reached even by what it taught", "学习之后仍无法达到"),
        ):
            low, high = np.quantile(told, [0.05, 0.95])
            far = abs(one.estimate - told.mean()) / math.sqrt(told.var() + error)
            if far > FAR:
                found.append(Doubt(
                    f"The effect of {arm}, {percent(one, one.estimate)}, {en}: simulated are "
                    f"{percent(one, low)} to {percent(one, high)} (90 %), {far:.1f} standard "
                    "deviations away. Check outcome, window, audience and plan before you believe "
                    "it.",
                    f"{arm} 的效应 {percent(one, one.estimate)} {zh}：模拟范围为 "
                    f"{percent(one, low)} 至 {percent(one, high)}（90%），相差 {far:.1f} 个标准差。"
                    "采信之前请核对指标、窗口、受众与方案。",
                ))  # fmt: skip
        found += _of_levels(one, float(levels[k]))
        if left[k, k] > 4 * one.variance:
            found.append(Doubt(
                f"Chance in the simulated community moves the effect of {arm} by "
                f"±{math.sqrt(left[k, k]):.2g}, more than the trial's own error of "
                f"±{math.sqrt(one.variance):.2g}: it teaches less than it could.",
                f"模拟社区中的偶然波动（±{math.sqrt(left[k, k]):.2g}）大于试验自身的误差"
                f"（±{math.sqrt(one.variance):.2g}），因此未能充分利用 {arm} 的结果。",
            ))  # fmt: skip
    return tuple(dict.fromkeys(found))


def percent(one: Effect, effect: float) -> str:
    """Return an effect as people write it: +12 %, of odds where it is of odds."""
    change = 100 * math.expm1(min(effect, 50.0))
    return f"{change:+.0f} %" + (" of the odds" if one.scale == "odds" else "")


def _of_levels(one: Effect, simulated: float) -> list[Doubt]:
    """Doubt a trial whose control does far more, or less, than the simulated one."""
    if one.level is None or not simulated > 0:
        return []
    own, other = one.level, simulated
    if one.scale == "odds":
        own, other = own / (1 - own), other / max(1 - other, 1e-9)
    if 1 / LEVELS <= own / other <= LEVELS:
        return []
    return [
        Doubt(
            f"The control's mean is {one.level:.3g} in the trial and {simulated:.3g} in the "
            "simulation: they may be other members, another window or another outcome. Effects are "
            "compared as ratios.",
            f"试验对照组均值为 {one.level:.3g}，模拟为 {simulated:.3g}：可能是不同的成员、窗口或"
            "指标。效应按比率比较。",
        )
    ]
