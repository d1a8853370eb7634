"""Lottery: a chance at a prize moves an inviter more than its mean would.

    worth = (R / n) (1 + invite_lure (1 - 1 / n))     one of n unlocks wins R

M41: in an experiment with more than 160,000 customers an uncertain reward of the sender brought
20.9 % more referrals; with `invite_lure` as it is, at a mean worth of 3 a sender's power of 0.5
gives that. It adds to what the mean does and to nothing else: the rarest prize of the least mean
pulls for next to nothing.

Differs from the evidence: M41 measured one reward; that the lure is a share of the mean whatever
the odds is assumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.behaviour.curves import Table
from sim.behaviour.mechanism import Mechanism, Parameter

MECHANISM: Final = Mechanism(
    "lottery",
    title="rewards by lottery",
    title_zh="抽奖奖励",
    switches=("invite_lure",),
    needs="a plan whose inviter reward is won by one in so many",
    parameters=(
        Parameter(
            "invite_lure", 0.6, unit="1", low=0.0, high=2.0, spread=0.3, neutral=0.0,
            grade="assumed", evidence="A",
            source="M41: +20.9 % referrals by an uncertain reward of the sender",
            meaning="by which a rare prize pulls more than its mean", meaning_zh="抽奖吸引力",
        ),
    ),
)  # fmt: skip


def worth(values: Mapping[str, float], reward: Table, one_in: int) -> Table:
    """Return what the chance of one in so many at a reward is worth to an inviter, before felt."""
    return reward / one_in * (1.0 + values["invite_lure"] * (1.0 - 1.0 / one_in))
