"""Push: a message brings some back today.

    pull = push_pull (1 - exp(-push_rate m)) / (1 - exp(-push_rate))     m messages a day

so that `push_pull` is the pull of one a day, and a few bring most of it: sales by e-mail rise as
1 - exp(-0.7 n) with n a week (M101). The randomised effect is small (M21); what messages cost in
the long run, in proportion, is of `fatigue` and `optout`: so few messages help and many harm.

Differs from the evidence: the pull of a message stays and fatigue is taken off beside it, where M21
has the pull itself fade with fatigue, as m exp(-phi F).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.curves import Table, each
from sim.behaviour.mechanism import Mechanism, Parameter

MECHANISM: Final = Mechanism(
    "push",
    title="messages",
    title_zh="推送",
    switches=("push_pull",),
    needs="a plan's `push` lever",
    parameters=(
        Parameter(
            "push_pull", 0.25, unit="logit/message", low=0.0, high=2.0, spread=0.1, neutral=0.0,
            grade="published", evidence="A",
            source="M21: randomised effect small",
            meaning="pull of one message a day", meaning_zh="推送的作用",
        ),
        Parameter(
            "push_rate", 0.8, unit="days/message", low=0.01, high=20.0, grade="assumed",
            evidence="C",
            source="M101: 1 - exp(-0.7 n) with n e-mails a week, which would be 4.9",
            meaning="how fast further messages of a day add less", meaning_zh="推送边际递减",
        ),
    ),
)  # fmt: skip


def pull(values: Mapping[str, float], messages: Table) -> Table:
    """Return the pull of messages, logit; `messages` a day."""
    rate = values["push_rate"]
    felt = (1.0 - each(math.exp, -rate * messages)) / (1.0 - math.exp(-rate))
    return np.asarray(values["push_pull"] * felt, np.float64)
