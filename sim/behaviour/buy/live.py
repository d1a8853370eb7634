"""Live: a live session sells to those who attend it.

    purchases x (1 + live_conversion a),   a = 1 - exp(-live_attend s)

on a day with s live sessions for the segment: a is the share of visitors who attend one (M18, M96).

Differs from the evidence: who attends is drawn anew a day and all visitors alike, where M18 has few
viewers who stay long (recall).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.behaviour.curves import Table, reached
from sim.behaviour.mechanism import Mechanism, Parameter

MECHANISM: Final = Mechanism(
    "live",
    title="live sessions sell",
    title_zh="直播转化",
    switches=("live_conversion",),
    needs="a plan's live content",
    parameters=(
        Parameter(
            "live_conversion", 0.0, unit="1", low=0.0, high=5.0, typical=0.5, grade="assumed",
            evidence="D",
            source="M18: live sessions convert best; no controlled effect known",
            meaning="rise of purchases on a day with a live session", meaning_zh="直播转化",
        ),
        Parameter(
            "live_attend", 0.35, unit="1/session", low=0.0, high=10.0, grade="assumed",
            evidence="D",
            source="none published",
            meaning="visitors who attend, per live session of the day, while they are few",
            meaning_zh="直播参与率",
        ),
    ),
)  # fmt: skip


def factor(values: Mapping[str, float], sessions: Table) -> Table:
    """Return by what a day's live sessions multiply purchases."""
    return 1.0 + values["live_conversion"] * reached(values["live_attend"], sessions)
