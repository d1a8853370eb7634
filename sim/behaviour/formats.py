"""Formats: what an item of the operator is worth by its source and its form.

    quality = quality_source format     format is 1 for text (M18)

Differs from the evidence: a format has one worth to readers, where M18 gives it a click-through, a
completion and minutes of its own.

From the register (`python -m forerun.model_page` writes it):

    format_video = 1.05 ± 0.08 (off: 1), 0.5 to 2; assumed, D: M18: no controlled effect known
    format_live = 1.1 ± 0.1 (off: 1), 0.5 to 2; assumed, D: M18: no controlled effect known
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.behaviour.curves import Table


def quality(values: Mapping[str, float], sources: Sequence[str], formats: Sequence[str]) -> Table:
    """Return the worth of an item, shape ``(sources, formats)``."""
    source = [values[f"quality_{name}"] for name in sources]
    form = [1.0 if name == "text" else values[f"format_{name}"] for name in formats]
    return np.outer(source, form)
