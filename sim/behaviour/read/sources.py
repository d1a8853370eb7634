"""Sources: what is made from other items, or with a machine's help, is less new and less trusted.

    worth of an assisted item    quality_ai x exp(-ai_sameness a)
    worth of a derivative        quality_derivative x (1 - exp(-r)) / r
    worth of every item          x exp(-ai_distrust a)

a is the share of assisted items among the operator's of the last `MEMORY_DAYS` days, today's
included; r the derivatives of those days for each original (by staff, leaders and members). Each
derivative is made from an original taken at random, and only the first from it is new, so that
1 - exp(-r) is the share of originals that are used again (`reused`); without originals there is
nothing to make one from.

Differs from the evidence: M17 and M18 have no figure on either. One idea of a machine made a text
better (+8 % novelty, +9 % usefulness) and all texts more alike (Doshi and Hauser 2024, n = 293
writers); what sameness costs a reader was not measured. Headlines said to be a machine's were
believed and shared less, by a third of what false ones are (Altay and Gilardi 2024, n = 4,976), in
another experiment (n = 1,601) not at all.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.behaviour.curves import Table, each
from sim.behaviour.mechanism import Mechanism, Parameter
from sim.behaviour.read import formats
from sim.rules import FORMATS, SOURCES

MECHANISM: Final = Mechanism(
    "sources",
    title="assisted and derived items",
    title_zh="AI辅助与二次创作",
    switches=("ai_sameness", "ai_distrust"),
    needs="a plan's AI-assisted or derived items",
    parameters=(
        Parameter(
            "ai_sameness", 0.6, unit="1", low=0.0, high=5.0, spread=0.3, neutral=0.0,
            grade="assumed", evidence="D",
            source="Doshi and Hauser 2024: assisted stories are more alike; no loss to readers "
                   "was measured",
            meaning="worth that assisted items lose where all of the operator's are assisted",
            meaning_zh="AI内容同质化损失",
        ),
        Parameter(
            "ai_distrust", 0.1, unit="1", low=0.0, high=5.0, spread=0.05, neutral=0.0,
            grade="assumed", evidence="B",
            source="Altay and Gilardi 2024: believed and shared less, by a third of what false "
                   "headlines are; a further experiment found nothing",
            meaning="worth that all items of the operator lose where all are assisted",
            meaning_zh="AI内容信任损失",
        ),
    ),
)  # fmt: skip

MEMORY_DAYS: Final = 28
"""Days over which readers remember who made what."""

ORIGINAL: Final = np.array([name in ("professional", "kol", "member") for name in SOURCES])
"""Which sources make something new."""

_DERIVED: Final = SOURCES.index("derivative")
_ASSISTED: Final = SOURCES.index("ai")


def assisted(supply: NDArray[np.floating[Any]]) -> Table:
    """Return the share of assisted items among the latest, shape ``(days,)``; 0 of none.

    Parameters
    ----------
    supply
        Items, shape ``(days, topics, sources, formats)``.
    """
    of_source = _latest(supply)
    return _ratio(of_source[:, _ASSISTED], of_source.sum(axis=1))


def repeats(supply: NDArray[np.floating[Any]]) -> Table:
    """Return the latest derivatives an original, shape ``(days,)``; infinite where there is none.

    Parameters
    ----------
    supply
        Items, shape ``(days, topics, sources, formats)``.
    """
    of_source = _latest(supply)
    derived, originals = of_source[:, _DERIVED], of_source[:, ORIGINAL].sum(axis=1)
    found: Table = np.where(derived > 0, math.inf, 0.0)
    np.divide(derived, originals, out=found, where=originals > 0)
    return found


def reused(repeated: Table) -> Table:
    """Return the share of originals that are used again, by derivatives an original."""
    return np.asarray(1.0 - each(math.exp, -repeated), np.float64)


def factors(values: Mapping[str, float], supply: NDArray[np.floating[Any]]) -> Table:
    """Return by what the worth of each source's items is multiplied, shape ``(days, sources)``.

    Parameters
    ----------
    values
        Of the behaviour.
    supply
        Items, shape ``(days, topics, sources, formats)``.
    """
    share, repeated = assisted(supply), repeats(supply)
    found = np.ones((len(supply), len(SOURCES)))
    found[:, _ASSISTED] = each(math.exp, -values["ai_sameness"] * share)
    first = np.ones(len(supply))
    some = repeated > 0
    np.divide(reused(repeated), repeated, out=first, where=some)
    found[:, _DERIVED] = first
    return np.asarray(found * each(math.exp, -values["ai_distrust"] * share)[:, None], np.float64)


def worth(values: Mapping[str, float], published: NDArray[np.floating[Any]]) -> Table:
    """Return the worth of an item, shape ``(days, sources, formats)``, before its hook.

    Parameters
    ----------
    values
        Of the behaviour.
    published
        Items for all and for some alone, shape ``(days, topics, sources, formats)``.
    """
    usual = formats.quality(values, SOURCES, FORMATS)
    return np.asarray(usual * factors(values, published)[:, :, None], np.float64)


def _latest(supply: NDArray[np.floating[Any]]) -> Table:
    """Return the items of the last days by source, shape ``(days, sources)``."""
    daily = supply.astype(np.float64).sum(axis=(1, 3))
    # Sums of the days themselves: a running total would leave traces of what is long over.
    found: Table = daily.copy()
    for back in range(1, min(MEMORY_DAYS, len(daily))):
        found[back:] += daily[:-back]
    return found


def _ratio(upper: Table, lower: Table) -> Table:
    found: Table = np.zeros_like(upper)
    np.divide(upper, lower, out=found, where=lower > 0)
    return found
