"""The figures of docs/reference/patterns.md, found by the code that the tests judge.

Run ``python -m evidence.patterns.page`` to write them anew; it takes under a minute.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

import numpy as np

from evidence.pages import fill
from evidence.patterns import attention, bands, cascades, groups, replies, shocks, ties
from evidence.patterns.posting import concentration
from evidence.patterns.worlds import AGES, REPLYING, TRUSTING, retention
from sim.behaviour.preset import PRESETS
from sim.spec import GraphSpec

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "reference" / "patterns.md"

BAND_NAMES: Final = {
    bands.SOCIAL: "social",
    bands.SHOPPING: "e-commerce",
    bands.EDUCATION: "education",
    bands.ALL_APPS: "all apps",
}


def _table(head: str, lines: Iterable[str]) -> str:
    columns = head.count("|") - 1
    return "\n".join([head, "|---" * columns + "|", *lines])


def retention_and_posting() -> str:
    """Return the table of P1, P2 and P3."""
    head = (
        "| preset | band, day 1 / 7 / 30, % | found, % | P1: 30→60 and 1→7 | P1: slope (R²) "
        "| P3: top 1 %, top 10 %, Gini |"
    )
    return _table(head, map(_preset, PRESETS))


def _preset(preset: str) -> str:
    band = bands.BANDS[preset]
    shares = retention(preset)
    rate = dict(zip(AGES, shares, strict=True))
    slope = float(np.polyfit(np.log(AGES), np.log(shares), 1)[0])
    squared = float(np.corrcoef(np.log(AGES), np.log(shares))[0, 1] ** 2)
    first, tenth, unequal = concentration(preset)
    published = " / ".join(f"{low}-{high}" for low, high in band)
    found = " / ".join(f"{100 * rate[age]:.1f}" for age in (1, 7, 30))
    later, sooner = rate[60] / rate[30], rate[7] / rate[1]
    return (
        f"| `{preset}` | {BAND_NAMES[band]} {published} | {found} | {later:.2f} > {sooner:.2f} "
        f"| {slope:.2f} ({squared:.2f}) | {100 * first:.0f} %, {100 * tenth:.0f} %, {unequal:.2f} |"
    )


def others() -> str:
    """Return the table of the other patterns."""
    lines = [
        *_rows("P4 readers of a post are log-normal: spread of ln",
               "0.5-1.5, not rejected at n = 200", "200 posts, seed 4", REPLYING, _attention),
        *_rows("P5 cascades of invitations: a single member; deeper than one step",
               "70-95 %; 1-4 %", "4,000 founders, a year, seed 5", PRESETS, _cascades),
        *_rows("P6 clustering, times that of a random graph; 99th percentile of ties",
               "5 or more; above any of a random graph", "5,600 members, seed 6", PRESETS, _ties),
        *_rows("P7 hazard of leaving beside one who left, without influence (and without kinds)",
               "above 1 (1), 4 standard errors", "40,000 founders, 180 days, seeds 1-4",
               ties.SORTED, _leaving),
        *_rows("P8 groups without a plan: silent at 90 days; deaths of months 1 to 6 and "
               "survivors", "40-70 %; bimodal", "400 groups, seeds 0-399", ["chat"], _groups),
        *_rows("P9 visits a head and day by size, in one channel",
               "maximum inside, at 400 posts a day or less", "120 days, seeds from 0",
               ["chat"], _sizes),
        *_rows("P13 second post within 30 days, first answered less not answered", "8-16 points",
               "150 days, seed 13", REPLYING, _replies),
        *_rows("P14 severe crises after which a tenth or more of the visits is missing for half "
               "a year", "30-50 %", "60 communities, seeds 0-59", TRUSTING, _shocks),
    ]  # fmt: skip
    return _table("| pattern | preset | band | found | runs |", lines)


def _rows(
    what: str, band: str, runs: str, presets: Iterable[str], find: Callable[[str], str]
) -> Iterable[str]:
    for place, preset in enumerate(presets):
        told = (what, band, runs) if place == 0 else ("", "", "")
        yield f"| {told[0]} | {preset} | {told[1]} | {find(preset)} | {told[2]} |"


def _attention(preset: str) -> str:
    return f"{np.log(attention.readers(preset, 4)[0]).std(ddof=1):.2f}"


def _cascades(preset: str) -> str:
    friends, size, depth = cascades.cascades(preset, cascades.REWARDS[preset], 5)
    alone, deep = 100 * (size == 1).mean(), 100 * (depth >= 2).mean()
    return f"{alone:.0f} %; {deep:.1f} % (K {friends.mean():.2f})"


def _ties(preset: str) -> str:
    clustering, density, degree = ties.grown_ties(preset)
    return f"{clustering / density:.0f}; {np.quantile(degree, 0.99):.0f} (mean {degree.mean():.0f})"


def _leaving(preset: str) -> str:
    ratio, error = ties.pooled_hazard_ratio(preset, True)
    same, own = ties.pooled_hazard_ratio(preset, False)
    both = [f"{math.exp(log):.2f} ± {math.exp(log) * se:.3f}" for log, se in
            ((ratio, error), (same, own))]  # fmt: skip
    return f"{both[0]} ({both[1]})"


def _groups(preset: str) -> str:
    lives = groups.lifetimes()
    deaths = groups.by_month(lives)
    months = " ".join(map(str, deaths))
    return (
        f"{100 * (lives < 90).mean():.0f} %; {months} and {groups.GROUPS - deaths.sum()}; "
        f"median {np.median(lives):.0f} days"
    )


def _sizes(preset: str) -> str:
    found = groups.by_size()
    heads = [visits for visits, _ in found]
    most = found[int(np.argmax(heads))][1]
    divided = groups.activity(groups.SIZES[-1], 1, GraphSpec(group_cap=500))[0]
    sizes = ", ".join(
        f"{head:.3f} at {size:,}" for head, size in zip(heads, groups.SIZES, strict=True)
    )
    return f"{sizes}; at most with {most:.0f} posts a day; in groups of 500 again {divided:.3f}"


def _replies(preset: str) -> str:
    unanswered, answered, _ = replies.second_post(preset, 13)
    gain = f"{100 * (answered - unanswered):.1f}"
    return f"{100 * answered:.1f} - {100 * unanswered:.1f} = {gain}"


def _shocks(preset: str) -> str:
    lost = np.array([shocks.losses(preset, seed)[1] for seed in range(shocks.CRISES)])
    return f"{100 * (lost > 0.1).mean():.0f} %"


BLOCKS: Final[Mapping[str, Callable[[], str]]] = {
    "retention and posting": retention_and_posting,
    "other patterns": others,
}


if __name__ == "__main__":
    fill(PAGE, BLOCKS)
