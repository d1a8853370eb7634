"""Consumed: how far an item is read or watched, in the unit of its form.

    finished = finish_form min(q / quality_professional, 1 / finish_form)      text and video
    minutes  = minutes_form q / quality_professional                           an opening

q is the worth of an item as it is read (`formats`, `sources`, `hook`). Nothing else hangs on it: it
is what an operator sees of the worth of the items, by which they are held against figures of one's
own. Three forms have three units (M18): a share read through, a share watched to the end, minutes
in a session.

Differs from the evidence: M18 has one vendor's 68 % read through, 42 % completion and 15 minutes;
they are taken for staff's items, and that they move with the worth of an item is assumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.curves import Table
from sim.behaviour.mechanism import Decision, Parameter
from sim.rules import FORMATS

_VENDOR: Final = "M18: one vendor's figure"

DECISION: Final = Decision(
    "consumed",
    title="how far items are read",
    title_zh="内容消费深度",
    parameters=(
        Parameter(
            "text_finish", 0.68, unit="share", low=0.01, high=1.0, grade="assumed", evidence="C",
            source=_VENDOR, meaning="openings of a text by staff that are read through",
            meaning_zh="图文读完率",
        ),
        Parameter(
            "video_finish", 0.42, unit="share", low=0.01, high=1.0, grade="assumed", evidence="C",
            source=_VENDOR, meaning="openings of a video by staff that are watched to the end",
            meaning_zh="短视频完播率",
        ),
        Parameter(
            "text_minutes", 1.5, unit="minutes", low=0.0, high=240.0, grade="assumed",
            evidence="D", source="none published",
            meaning="minutes with a text by staff that was opened", meaning_zh="图文阅读时长",
        ),
        Parameter(
            "video_minutes", 0.5, unit="minutes", low=0.0, high=240.0, grade="assumed",
            evidence="D", source="none published",
            meaning="minutes with a video by staff that was opened", meaning_zh="短视频观看时长",
        ),
        Parameter(
            "live_minutes", 15.0, unit="minutes", low=0.0, high=240.0, grade="assumed",
            evidence="C", source=_VENDOR,
            meaning="minutes in a live session by staff that was attended",
            meaning_zh="直播停留时长",
        ),
    ),
)  # fmt: skip


def finished(values: Mapping[str, float], worth: Table) -> Table:
    """Return the share of openings that go to the end; of sessions, where there is no end, 0.

    Parameters
    ----------
    values
        Of the behaviour.
    worth
        Mean worth of what is opened by form, shape ``(..., formats)``.
    """
    usual = np.array([values.get(f"{name}_finish", 0.0) for name in FORMATS])
    return np.asarray(np.minimum(usual * worth / values["quality_professional"], 1.0), np.float64)


def minutes(values: Mapping[str, float], worth: Table) -> Table:
    """Return the minutes of an opening, shape as `worth`; see `finished`."""
    usual = np.array([values[f"{name}_minutes"] for name in FORMATS])
    return np.asarray(usual * worth / values["quality_professional"], np.float64)
