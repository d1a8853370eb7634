"""What was read of the operator's items: each form in a unit of its own, and how alike all is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.metrics.base import Metric, Ratio, Recorded
from sim.reading import GOOD_WORTH, Reading
from sim.rules import FORMATS

GOOD_A_DAY: Final = 3
"""Good items a day that a calendar is held against."""

_PLAN: Final = "all days of the plan"
_MODEL: Final = "worked out from what was published and read; behaviour by its parameters"

Daily = Callable[[Reading], NDArray[np.float64]]


def _sum(part: Daily, reading: Reading | None) -> float:
    return 0.0 if reading is None else float(part(reading).sum())


def _over(upper: Daily, lower: Daily) -> Ratio[[Recorded]]:
    def parts(run: Recorded) -> tuple[float, float]:
        reading = run.trajectory.reading
        return _sum(upper, reading), _sum(lower, reading)

    return Ratio(parts)


def _a_count(upper: Daily, name: str) -> Ratio[[Recorded]]:
    def parts(run: Recorded) -> tuple[float, float]:
        return _sum(upper, run.trajectory.reading), float(run.trajectory.total(name))

    return Ratio(parts)


def _a_day(part: Daily) -> Ratio[[Recorded]]:
    def parts(run: Recorded) -> tuple[float, float]:
        return _sum(part, run.trajectory.reading), float(run.trajectory.calendar.days)

    return Ratio(parts)


def _form(part: str, form: str) -> Daily:
    place = FORMATS.index(form)
    return lambda reading: np.asarray(getattr(reading, part)[:, place], np.float64)


def _all_forms(part: str) -> Daily:
    return lambda reading: np.asarray(getattr(reading, part).sum(axis=1), np.float64)


def _published(reading: Reading) -> NDArray[np.float64]:
    return np.asarray(reading.items.sum(axis=1), np.float64)


def _is_met(reading: Reading) -> NDArray[np.float64]:
    # Items a day are held in 32 bits.
    return (reading.good_items >= GOOD_A_DAY - 1e-4).astype(np.float64)


def effective_topics(run: Recorded) -> float:
    """Return how many topics of one size would be as varied as what was written and published.

    One over the sum of squared shares of topics among posts and items for all (inverse HHI).
    """
    volume = run.trajectory.by_segment("posts").sum(axis=0).astype(np.float64)
    reading = run.trajectory.reading
    if reading is not None:
        volume = volume + reading.supply.astype(np.float64).sum(axis=(0, 2, 3))
    total = volume.sum()
    return float(total**2 / (volume**2).sum()) if total > 0 else float("nan")


GROUP: Final = "Content"

METRICS: Final = (
    Metric(
        "items_a_day", "Items published a day", "日均运营内容数",
        "items that the operator published, for all or for some / days", "items/day", _PLAN,
        "content calendar", "neutral", _a_day(_published),
    ),
    Metric(
        "good_items", "Good items a day", "日均优质内容数",
        f"items of a worth of {GOOD_WORTH:g} and more / days", "items/day", _PLAN, _MODEL,
        "higher", _a_day(lambda reading: reading.good_items),
    ),
    Metric(
        "good_days", f"Days with {GOOD_A_DAY} good items", "优质内容达标天数占比",
        f"days with at least {GOOD_A_DAY} items of a worth of {GOOD_WORTH:g} and more / days",
        "share", _PLAN, "practitioners: at least three good items a day", "higher",
        _a_day(_is_met),
    ),
    Metric(
        "reuse_rate", "Originals used again", "内容复用率",
        "items by staff, leaders and members from which a derivative was made in four weeks / all",
        "share", _PLAN, "expected, of derivatives from originals at random", "neutral",
        _over(lambda reading: reading.reused, lambda reading: reading.originals),
    ),
    Metric(
        "assisted_share", "AI-assisted items", "AI辅助内容占比",
        "AI-assisted items / items published", "share", _PLAN, "content calendar", "neutral",
        _over(lambda reading: reading.assisted, _published),
    ),
    Metric(
        "opens_per_visit", "Operator's items opened per visit", "每次访问打开运营内容",
        "openings of the operator's items / visits", "items/visit", _PLAN, _MODEL, "higher",
        _a_count(_all_forms("opened"), "visits"),
    ),
    Metric(
        "read_rate", "Texts read through", "图文读完率",
        "texts read through / texts opened", "share", _PLAN, f"M18; {_MODEL}", "higher",
        _over(_form("finished", "text"), _form("opened", "text")),
    ),
    Metric(
        "completion", "Videos watched to the end", "短视频完播率",
        "videos watched to the end / videos opened", "share", _PLAN, f"M18; {_MODEL}", "higher",
        _over(_form("finished", "video"), _form("opened", "video")),
    ),
    Metric(
        "live_attended", "Attendances of live sessions", "直播观看人次",
        "members in live sessions", "attendances", _PLAN, f"M18; {_MODEL}", "higher",
        lambda run: _sum(_form("opened", "live"), run.trajectory.reading),
    ),
    Metric(
        "live_stay", "Minutes in a live session", "直播人均停留时长",
        "minutes in live sessions / attendances", "minutes", _PLAN, f"M18; {_MODEL}", "higher",
        _over(_form("minutes", "live"), _form("opened", "live")),
    ),
    Metric(
        "content_minutes", "Minutes with the operator's items a visit", "每次访问运营内容时长",
        "minutes with the operator's items / visits", "minutes/visit", _PLAN, f"M18; {_MODEL}",
        "higher", _a_count(_all_forms("minutes"), "visits"),
    ),
    Metric(
        "content_fatigue", "Content fatigue", "内容倦怠指数",
        "worth of what is read that is lost as it is alike (one topic, assisted, repeated, "
        "oversold) / worth were nothing alike", "share", _PLAN, f"M17; {_MODEL}", "lower",
        _over(lambda reading: reading.lost, lambda reading: reading.fresh),
    ),
    Metric(
        "effective_topics", "Effective topics", "有效话题数",
        "1 / sum of squared shares of topics among posts and items for all", "topics", _PLAN,
        "inverse Herfindahl-Hirschman index", "higher", effective_topics,
    ),
)  # fmt: skip
