"""Visit: does a member come today?

    logit P = trait + habit + satisfaction + newcomer + what is remembered
              + day + lever + content + goal + endowed - fatigue + peers

Each term is a module of its own: `propensity`, `habit`, `satisfaction`, `newcomer`, `season` and
`ageing` (the day), `reward`, `privilege`, `push` and `game` (the lever), `content`, `goal`,
`endowed`, `fatigue`, `peers` (M1). The day a member joins is a visit by definition.

Exponentials are handed in: the day loop works them out for a whole block of members at once.

From the register (`python -m forerun.model_page` writes it):

    visit_base = -3.2 logit/day, -9 to 3; assumed, C: M1: mean daily visit probability 0.05-0.4
"""

from __future__ import annotations

from sim.behaviour import habit as habits
from sim.behaviour import newcomer
from sim.behaviour import satisfaction as satisfactions
from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta


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
