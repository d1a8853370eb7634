"""An alert: what is watched, when it fires, what it then lets run, and how late.

In the morning of each day the mean of what is watched over the last days is held against a
threshold: a number, or a multiple of its own past. Beyond it the alert fires, and after its delay
its action runs for some days. It is over when what is watched has come back behind the threshold by
the hysteresis; until then it fires again after each rest, if it repeats.

A run lives by days: a delay is rounded to the nearest midnight, so that 4 hours act on the morning
on which it fires, and 72 three days later.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, WithJsonSchema, model_validator

from sim.errors import InputError, known_name
from strategies.alerts.watched import WATCHED
from strategies.parameter import Range, parameter

_OWN: Final = "user's own"


def _known(name: str) -> str:
    return known_name("nothing to watch is called", name, WATCHED)


Watch = Annotated[
    str, AfterValidator(_known), WithJsonSchema({"type": "string", "enum": list(WATCHED)})
]


class Alert(BaseModel):
    """A rule that fires, and what then runs.

    Raises
    ------
    InputError
        If it has not just one threshold, or one that means nothing.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    metric: Watch = parameter(
        ..., title="watched", title_zh="监测指标", unit="metric", meaning="what is watched",
        source=_OWN, evidence="D",
    )  # fmt: skip
    below: float | None = parameter(
        None, title="fires below", title_zh="低于阈值", unit="of the metric, or times its past",
        meaning="fires when it is less", low=0.0, search=Range(0.05, 1.0),
        source="practitioners: interaction below 15 %", evidence="D",
    )  # fmt: skip
    above: float | None = parameter(
        None, title="fires above", title_zh="高于阈值", unit="of the metric, or times its past",
        meaning="fires when it is more", low=0.0, search=Range(1.0, 4.0), source=_OWN,
        evidence="D",
    )  # fmt: skip
    past_days: int | None = parameter(
        None, title="own past", title_zh="自身基线天数", unit="days",
        meaning="the threshold is so many times its mean over so many days before the window, as "
        "far as the plan's days go back, but 7; none: the threshold is a number",
        low=7, high=365, source=_OWN, evidence="D",
    )  # fmt: skip
    sigmas: float = parameter(
        0.0, title="beyond the noise", title_zh="噪声倍数", unit="standard errors",
        meaning="it must also lie so many standard errors off its own past, by how that past's "
        "days differ", low=0.0, high=10.0, search=Range(0, 5, 0.5),
        source="assumed: 3 lets a quiet week pass", evidence="D",
    )  # fmt: skip
    window_days: int = parameter(
        7, title="window", title_zh="监测窗口", unit="days",
        meaning="days over which it is a mean", low=1, high=90, search=Range(1, 14, 1),
        source="assumed: a week holds each weekday once", evidence="D",
    )  # fmt: skip
    least_cases: int = parameter(
        30, title="least cases", title_zh="最少样本", unit="cases",
        meaning="a share or a rate says nothing while the window holds fewer of what it is divided "
        "by", low=1, high=1_000_000, source="assumed", evidence="D",
    )  # fmt: skip
    hysteresis: float = parameter(
        0.05, title="hysteresis", title_zh="回差", unit="share of the threshold",
        meaning="by how much it must come back behind the threshold before the alert is over",
        low=0.0, high=1.0, source="assumed", evidence="D",
    )  # fmt: skip
    delay_hours: float = parameter(
        4.0, title="delay", title_zh="响应延迟", unit="hours",
        meaning="from firing to acting, rounded to the nearest midnight", low=0.0, high=2400.0,
        search=Range(0, 168, 24), source="practitioners: 72 hours to 4.2; none measured",
        evidence="D",
    )  # fmt: skip
    action: str | None = parameter(
        None, title="action", title_zh="触发动作", unit="strategy",
        meaning="name of the plan's strategy that then runs, and on no other days; none: it is "
        "only watched", source=_OWN, evidence="D",
    )  # fmt: skip
    run_days: int = parameter(
        7, title="acts for", title_zh="动作天数", unit="days",
        meaning="days for which the action runs each time", low=1, high=365, search=Range(1, 28, 1),
        source=_OWN, evidence="D",
    )  # fmt: skip
    rest_days: int = parameter(
        14, title="at most every", title_zh="最短间隔", unit="days",
        meaning="days from one firing to the next, at least", low=1, high=365,
        search=Range(7, 56, 1), source=_OWN, evidence="D",
    )  # fmt: skip
    repeats: bool = parameter(
        True, title="repeats", title_zh="未恢复则重复", unit="yes or no",
        meaning="whether it fires again after each rest until what is watched has come back",
        source=_OWN, evidence="D",
    )  # fmt: skip

    @model_validator(mode="after")
    def _means_something(self) -> Self:
        if (self.below is None) == (self.above is None):
            raise InputError("needs one threshold: below or above")
        if self.below == 0:
            raise InputError("nothing is ever below 0; give a higher threshold", field="below")
        if self.past_days is None and self.sigmas > 0:
            raise InputError(
                "its noise is that of its own past; give past_days, or leave sigmas out",
                field="sigmas",
            )
        if self.past_days is not None and not (self.below or 0) <= 1 <= (self.above or 1):
            raise InputError(
                f"{self.threshold:g} times its own past is where it usually is; a threshold below "
                "is at most 1, one above at least 1"
            )
        return self

    @property
    def threshold(self) -> float:
        """The number, or the multiple of its own past."""
        found = self.below if self.below is not None else self.above
        assert found is not None
        return found

    @property
    def delay_days(self) -> int:
        """Whole days from the morning on which it fires to the first on which it acts."""
        return int(self.delay_hours / 24 + 0.5)


def told(alert: Alert) -> dict[str, Any]:
    """Return an alert as a scenario file writes it, without what is at its default."""
    return alert.model_dump(mode="json", exclude_defaults=True)
