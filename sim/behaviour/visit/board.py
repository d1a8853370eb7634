"""Board: a table of ranks pulls those who are on it or near it, and loses those far below.

    pull = board_first P + board_near N - board_far F

P, N and F are what a place is worth, 0 to 1, to whoever has one on the board that everybody sees,
comes next, or took part and is far below; else 0. So it spreads members apart: more come who were
near the top, and fewer who were not (M28: leaderboards +22.5 % visits while they run, and they
polarise; M87: effort by the gap to the next rank and by the first place, less where a rank is out
of reach).

Differs from the evidence: sizes are assumed, as the studies tell a mean over all (M28) or exam
grades, which leagues raised at the bottom and lowered at the top (M87); the gap counts by who is
near and who is far, in steps; and nothing is left when the board is taken down.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.behaviour.curves import Table
from sim.behaviour.mechanism import Mechanism, Parameter

MECHANISM: Final = Mechanism(
    "board",
    title="boards of ranks",
    title_zh="排行榜",
    switches=("board_first", "board_near", "board_far"),
    needs="a plan's `board_first`, `board_near` and `board_far` levers",
    parameters=(
        Parameter(
            "board_first", 0.0, unit="logit", low=0.0, high=2.0, typical=0.3, grade="assumed",
            evidence="B",
            source="M87: effort for the first places; no size of visits published",
            meaning="pull on those who have a place on the board", meaning_zh="上榜者的动力",
        ),
        Parameter(
            "board_near", 0.0, unit="logit", low=0.0, high=2.0, typical=0.5, grade="assumed",
            evidence="B",
            source="M28: +22.5 % on average; M87: most where the gap is small",
            meaning="pull on those who come next", meaning_zh="临榜者的动力",
        ),
        Parameter(
            "board_far", 0.0, unit="logit", low=0.0, high=2.0, typical=0.1, grade="assumed",
            evidence="B",
            source="M28: it polarises; M87: less where it is hopeless; no size published",
            meaning="what those lose who are far below", meaning_zh="远离榜单者的失落",
        ),
    ),
)  # fmt: skip


def pull(values: Mapping[str, float], first: Table, near: Table, far: Table) -> Table:
    """Return the pull, logit; `first`, `near` and `far` are P, N and F, 0 to 1."""
    lifts = values["board_first"] * first + values["board_near"] * near
    return lifts - values["board_far"] * far
