"""Visit: does a member come today?

    logit P = trait + habit + satisfaction + newcomer + what is remembered
              + day + lever + content + goal + endowed - fatigue + peers

Each term is a module of its own: `propensity`, `habit`, `satisfaction`, `newcomer`, `season` and
`ageing` (the day), `reward`, `privilege`, `push` and `game` (the lever), `content`, `goal`,
`endowed`, `fatigue`, `peers` (M1). The day a member joins is a visit by definition.

Exponentials are handed in: the day loop works them out for a whole block of members at once.
"""

from __future__ import annotations

from typing import Final

from sim.behaviour.mechanism import Decision, Parameter
from sim.behaviour.mood import satisfaction as satisfactions
from sim.behaviour.visit import habit as habits
from sim.behaviour.visit import newcomer
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

DECISION: Final = Decision(
    "visit",
    title="visiting",
    title_zh="访问",
    parameters=(
        Parameter(
            "visit_base", -3.2, unit="logit/day", low=-9.0, high=3.0, grade="assumed",
            evidence="C",
            source="M1: mean daily visit probability 0.05-0.4",
            meaning="mean propensity to visit", meaning_zh="平均访问倾向",
        ),
    ),
)  # fmt: skip


@inlined
def own_pull(
    theta: Theta,
    trait: Float32,
    habit: Float32,
    satisfaction: Float32,
    age: Float32,
    fresh: Float32,
) -> Float32:
    """Return the part of the logit that depends on the member alone.

    It only falls until the next visit, so it bounds the logit of all later days from above, apart
    from what a day adds. `fresh` is what is left of the newcomer's pull, 0 to 1.
    """
    pull = trait + habits.pull(theta, habit)
    pull = pull + satisfactions.pull(theta, satisfaction)
    return newcomer.added(theta, pull, age, fresh)
