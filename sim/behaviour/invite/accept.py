"""Accept: does an invited friend join?

    logit P = logit accept_rate + accept_reward ln(1 + reward)     reward of the invited (M40, M41)

Differs from the evidence: acceptance is one constant for all who are invited under an offer, where
M40 has it rise with the strength of the tie and with likeness, and fall with repeated invitations.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.behaviour.curves import Table, log1p, raised
from sim.behaviour.mechanism import Decision, Parameter

DECISION: Final = Decision(
    "accept",
    title="accepting an invitation",
    title_zh="接受邀请",
    parameters=(
        Parameter(
            "accept_rate", 0.12, unit="1", low=0.0, high=1.0, spread=0.04, grade="published",
            evidence="C",
            source="M40: conversion of a shared link 1.3-17 %",
            meaning="probability that an invited friend joins, unrewarded",
            meaning_zh="邀请接受率",
        ),
        Parameter(
            "accept_reward", 0.35, unit="logit", low=0.0, high=3.0, spread=0.15, grade="assumed",
            evidence="B",
            source="M40, M41",
            meaning="pull of an invited reward of 1, per natural log",
            meaning_zh="受邀奖励的作用",
        ),
    ),
)  # fmt: skip


def probability(values: Mapping[str, float], reward: Table, cards: Table | float = 0.0) -> Table:
    """Return the probability that an invited friend joins.

    Parameters
    ----------
    values
        Of the behaviour.
    reward
        In units of money.
    cards
        What cards add (`card`), logit.
    """
    return raised(values["accept_rate"], values["accept_reward"] * log1p(reward) + cards)
