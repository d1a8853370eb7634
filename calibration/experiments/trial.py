"""A trial's result: what each arm did, and the effect of each treated arm against its control."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from calibration.experiments.outcomes import Kind
from sim.errors import InputError

Scale = Literal["odds", "ratio"]
"""An effect is the logarithm of a ratio of odds (of shares) or of means: both carry over to a
community whose level is another."""

LEAST: Final = 5
"""Members of an arm who did it, and who did not, below which a share's error is not normal."""

LEAST_SIZE: Final = 20
"""Members of an arm, below which the error of a mean is not normal."""


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm of a trial among one audience.

    Attributes
    ----------
    name
        As the table has it.
    size
        Members.
    mean
        The share of them who did it, or the mean amount.
    error
        Standard error of the mean.
    """

    name: str
    size: int
    mean: float
    error: float


@dataclass(frozen=True, slots=True)
class Effect:
    """What a treated arm did beyond its control, among one audience.

    Attributes
    ----------
    arm
        The treated arm, or the lever of a summary.
    audience
        Among whom; None: everybody.
    control
        Name of the control arm; empty in a summary, whose control is the status quo.
    scale
        What `estimate` is the logarithm of.
    estimate, variance
        The effect and the square of its standard error.
    shared
        The part of the variance that other arms of the same control share.
    level
        The control's mean; None where it is not known.
    """

    arm: str
    audience: str | None
    control: str
    scale: Scale
    estimate: float
    variance: float
    shared: float = 0.0
    level: float | None = None


@dataclass(frozen=True)
class Trial:
    """The result of an experiment.

    Attributes
    ----------
    source
        Name of the table, without the folder that it lies in.
    outcome
        Name of what was counted (`calibration.experiments.outcomes`).
    days
        Length of its window.
    effects
        One for each treated arm and audience.
    notes
        What its owner should know: English and Chinese.
    """

    source: str
    outcome: str
    days: int
    effects: tuple[Effect, ...]
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def estimates(self) -> NDArray[np.float64]:
        """The effects, shape ``(effects,)``."""
        return np.array([one.estimate for one in self.effects])

    @property
    def covariance(self) -> NDArray[np.float64]:
        """Of their errors, shape ``(effects, effects)``: arms of one control err together."""
        found = np.diag([one.variance for one in self.effects])
        for i, one in enumerate(self.effects):
            for j, other in enumerate(self.effects):
                same = (one.control, one.audience) == (other.control, other.audience)
                if i != j and one.control and same:
                    found[i, j] = one.shared
        return found


def check_arm(arm: Arm, kind: Kind, where: str) -> None:
    """Raise `InputError` if an arm cannot tell an effect.

    Parameters
    ----------
    arm
        The arm.
    kind
        Whether its mean is a share or an amount.
    where
        Named in the error.
    """
    if arm.size < LEAST_SIZE:
        raise InputError(
            f"arm {where} has {arm.size:,} members; at least {LEAST_SIZE} are needed to tell an "
            "effect from chance"
        )
    if kind == "share":
        if not 0 <= arm.mean <= 1:
            raise InputError(
                f"arm {where}: {arm.mean:g} is no share; a share lies between 0 and 1 "
                "(12 % is 0.12), an amount has another outcome"
            )
        did = arm.mean * arm.size
        if min(did, arm.size - did) < LEAST - 1e-6:
            raise InputError(
                f"arm {where}: {did:,.0f} of {arm.size:,} did it; at least {LEAST} who did and "
                f"{LEAST} who did not are needed to tell an effect from chance"
            )
    elif not arm.mean > 0:
        raise InputError(
            f"arm {where} has a mean of {arm.mean:g}; effects are ratios, so it must be above 0"
        )
    if not arm.error > 0:
        raise InputError(
            f"arm {where} has a standard error of 0: all its members are alike, and nothing is "
            "known so well; give the spread of members in a column sd"
        )


def effects(arms: Sequence[Arm], control: str, kind: Kind, audience: str | None) -> list[Effect]:
    """Return the effect of each arm but the control.

    The logarithm of the odds ratio of shares, with Woolf's variance ``1/(n p (1 - p))`` an arm
    (Woolf 1955); of the ratio of mean amounts, with that of the delta method, ``(se/mean)^2``.
    """
    transformed = {arm.name: _transformed(arm, kind) for arm in arms}
    base, shared = transformed[control]
    level = next(arm.mean for arm in arms if arm.name == control)
    return [
        Effect(
            arm.name, audience, control, "odds" if kind == "share" else "ratio",
            transformed[arm.name][0] - base, transformed[arm.name][1] + shared, shared, level,
        )
        for arm in arms
        if arm.name != control
    ]  # fmt: skip


def _transformed(arm: Arm, kind: Kind) -> tuple[float, float]:
    if kind == "share":
        odds = arm.mean / (1 - arm.mean)
        return math.log(odds), (arm.error / (arm.mean * (1 - arm.mean))) ** 2
    return math.log(arm.mean), (arm.error / arm.mean) ** 2
