"""Checkout: a purchase is made in steps, and some give up at each.

    purchases x p^(k - 1) p' / E[p^K],   odds(p') = odds(p) (1 + trust_gain s w)

Of a usual path of K = `checkout_steps` steps k are left, the last of which is the payment. p is the
probability that a member takes a step, beta with shapes `step_a` and `step_b`, drawn for life
(V64): those who are left after some steps are the patient ones, so that a step less is worth less
than the average step loses. s is what signs of trust do, as a share of the most; w is 1 for who has
never bought, else `trust_old` (M104: stronger for new shoppers). By the usual path, on average, as
many purchases are made as without this.

Differs from the evidence: all steps are alike but the payment, where M104's stated reasons lie at
the account and the extra cost; that signs do more for small shops is in it only by `trust_gain`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Flag, Float32, Theta

MECHANISM: Final = Mechanism(
    "checkout",
    title="steps of a purchase",
    title_zh="下单步骤流失",
    switches=("checkout_steps",),
    needs="`buy_rate` above 0, and a plan's `shorter_path` or `trust` lever",
    memory=True,
    parameters=(
        Parameter(
            "checkout_steps", 0.0, unit="steps", low=0.0, high=12.0, typical=5.0, grade="assumed",
            evidence="D",
            source="user's own",
            meaning="steps from the wish to the paid order, the payment included",
            meaning_zh="下单路径步数",
        ),
        Parameter(
            "step_a", 8.0, unit="1", low=0.1, high=100.0, grade="assumed", evidence="D",
            source="V64: a worked example, not a measurement",
            meaning="first shape of the beta of the probability to take a step",
            meaning_zh="单步通过率参数a",
        ),
        Parameter(
            "step_b", 2.0, unit="1", low=0.1, high=100.0, grade="assumed", evidence="D",
            source="V64: a worked example, not a measurement",
            meaning="second shape of it", meaning_zh="单步通过率参数b",
        ),
        Parameter(
            "trust_gain", 0.07, unit="1", low=0.0, high=2.0, spread=0.05, grade="published",
            evidence="C",
            source="M104: odds +14.1 % by an interested party, halved; card icons nothing",
            meaning="rise of the odds of paying where signs of trust do the most",
            meaning_zh="信任标识付款增益",
        ),
        Parameter(
            "trust_old", 0.5, unit="1", low=0.0, high=1.0, grade="assumed", evidence="D",
            source="M104: stronger for new shoppers (A); no size seen",
            meaning="what signs of trust do for who has bought before, relative to who has not",
            meaning_zh="老客信任标识效果占比",
        ),
    ),
)  # fmt: skip

F = np.float32


def steps(values: Mapping[str, float]) -> int:
    """Return the steps of the usual path; a part of one counts as one."""
    return math.ceil(values["checkout_steps"])


def completed(values: Mapping[str, float]) -> float:
    """Return the mean share of members' purchases that end the usual path, E[p^K], 0 to 1."""
    a, b = values["step_a"], values["step_b"]
    return math.prod((a + j) / (a + b + j) for j in range(steps(values)))


@inlined
def has_steps(theta: Theta) -> Flag:
    """Return whether purchases are made in steps."""
    return theta.checkout_steps > F(0.0)


@inlined
def passed(theta: Theta, p: Float32, left: Float32, trust: Float32, bought: Flag) -> Float32:
    """Return the probability to take all of the steps that are left, 0 to 1.

    `p` is the member's own of one step, `trust` what signs of trust do, 0 to 1; `bought` whether
    anything was bought before.
    """
    weight = theta.trust_old if bought else F(1.0)
    odds = F(1.0) + theta.trust_gain * trust * weight
    share = p * odds / (F(1.0) + p * (odds - F(1.0)))
    for _ in range(np.int64(left) - 1):
        share = share * p
    return share
