"""Accept: does an invited friend join?

    logit P = logit accept_rate + accept_reward ln(1 + reward)     reward of the invited (M40, M41)

Differs from the evidence: acceptance is one constant for all who are invited under an offer, where
M40 has it rise with the strength of the tie and with likeness, and fall with repeated invitations.

From the register (`python -m forerun.model_page` writes it):

    accept_rate = 0.12 ± 0.04, 0 to 1; published, C: M40: conversion of a shared link 1.3-17 %
    accept_reward = 0.35 ± 0.15 logit, 0 to 3; assumed, B: M40, M41
"""

from __future__ import annotations

from collections.abc import Mapping

from sim.behaviour.curves import Table, log1p, raised


def probability(values: Mapping[str, float], reward: Table) -> Table:
    """Return the probability that an invited friend joins; `reward` in currency."""
    return raised(values["accept_rate"], values["accept_reward"] * log1p(reward))
