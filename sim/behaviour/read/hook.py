"""Hook: a strong opening makes more people open an item, and may promise more than it holds.

    weight of an item in the feed  x (1 + hook_opens h),   its worth  x (1 - hook_oversell h^2)

h is the strength of the hook, 0 to 1: what opens an item more takes the room of other items, as
attention is finite (M19); a strong one disappoints.

Differs from the evidence: M18 has a click-through by form alone. Two headlines of one story were
opened by 12.3 and 5.5 % in a published pair, each negative word added 2.3 %, and headlines that
machines call bait were not opened more (Molina et al. 2021); no figure says what disappointment
costs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.curves import Table
from sim.behaviour.mechanism import Mechanism, Parameter

MECHANISM: Final = Mechanism(
    "hook",
    title="hooks",
    title_zh="开头吸引力",
    switches=("hook_opens", "hook_oversell"),
    needs="a plan's content with hooks",
    parameters=(
        Parameter(
            "hook_opens", 0.5, unit="1", low=0.0, high=5.0, spread=0.25, neutral=0.0,
            grade="assumed", evidence="C",
            source="published pairs of headlines: up to twice the opens; most differ little",
            meaning="rise of those who open an item by the strongest hook",
            meaning_zh="强开头点击提升",
        ),
        Parameter(
            "hook_oversell", 0.2, unit="1", low=0.0, high=1.0, spread=0.1, neutral=0.0,
            grade="assumed", evidence="D",
            source="none published",
            meaning="worth that an item loses by the strongest hook, as it promises too much",
            meaning_zh="强开头落差损失",
        ),
    ),
)  # fmt: skip


def mean(items: Table, hooked: Table) -> Table:
    """Return the mean strength of the hooks of some items, 0 to 1; `hooked` is strength x items."""
    return np.clip(np.divide(hooked, items, out=np.zeros_like(items), where=items > 0), 0.0, 1.0)


def opens(values: Mapping[str, float], strength: Table) -> Table:
    """Return by what hooks multiply how many open an item."""
    return 1.0 + values["hook_opens"] * strength


def keeps(values: Mapping[str, float], strength: Table) -> Table:
    """Return by what hooks multiply the worth of an item."""
    return 1.0 - values["hook_oversell"] * strength**2
