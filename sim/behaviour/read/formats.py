"""Formats: what an item of the operator is worth by its source and its form.

    quality = quality_source format     format is 1 for text (M18)

Differs from the evidence: a format has one worth to readers, where M18 gives it a click-through, a
completion and minutes of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from sim.behaviour.curves import Table
from sim.behaviour.mechanism import Mechanism, Parameter

MECHANISM: Final = Mechanism(
    "formats",
    title="formats",
    title_zh="内容形式",
    switches=("format_video", "format_live"),
    needs="a plan's content",
    parameters=(
        Parameter(
            "format_video", 1.05, unit="1", low=0.5, high=2.0, spread=0.08, neutral=1.0,
            grade="assumed", evidence="D",
            source="M18: no controlled effect known",
            meaning="worth of a video relative to text", meaning_zh="视频相对价值",
        ),
        Parameter(
            "format_live", 1.1, unit="1", low=0.5, high=2.0, spread=0.1, neutral=1.0,
            grade="assumed", evidence="D",
            source="M18: no controlled effect known",
            meaning="worth of a live session relative to text", meaning_zh="直播相对价值",
        ),
    ),
)  # fmt: skip


def quality(values: Mapping[str, float], sources: Sequence[str], formats: Sequence[str]) -> Table:
    """Return the worth of an item, shape ``(sources, formats)``."""
    source = [values[f"quality_{name}"] for name in sources]
    form = [1.0 if name == "text" else values[f"format_{name}"] for name in formats]
    return np.outer(source, form)
