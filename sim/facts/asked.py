"""What members say when they are asked how likely they are to recommend the community."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.compiled.layout import LEFT
from sim.draws import decision_key
from sim.facts.facts import Fact, Facts

SURVEY_DAYS: Final = 28
"""Whoever was active in so many days before is asked the recommendation question."""

NOBODY: Final = -1
"""The answer of who was not asked."""


def survey_answers(facts: Facts) -> NDArray[np.int64]:
    """Return what members would answer, were they asked this morning: 0 to 10, or `NOBODY`.

    Asked is who was active of late, has not left, and consented to be contacted.
    """
    from sim.day.survey import answer_each

    values = facts.spec.behaviour.values
    answers = np.full(len(facts.identity), NOBODY, np.int64)
    answer_each(
        answers,
        facts.members,
        facts.identity,
        decision_key(facts.seed, "survey", facts.day),
        *(np.float32(values[f"survey_{name}"]) for name in ("centre", "slope", "noise")),
    )
    late = facts.members["last_active"] < facts.day - SURVEY_DAYS
    gone = (facts.members["flags"] & LEFT) != 0
    answers[late | gone | ~facts.consented] = NOBODY
    return answers


ASKED: Final[dict[str, Fact]] = {
    "survey_answer": Fact(
        "recommendation answer, 0 to 10, of a survey of the day on which audiences are chosen; -1 "
        "of who was not asked: not active for 28 days, or without consent",
        "问卷推荐分（未被询问者为 -1）", "points", survey_answers,
    ),
}  # fmt: skip
"""Facts by name."""
