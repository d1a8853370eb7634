"""The paid membership's mornings, called from Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.behaviour.buy import membership, quantiles
from sim.draws import decision_key

if TYPE_CHECKING:
    from sim.behaviour.preset import Theta
    from sim.community import Community

LASTING: Final = ("trait willing", "trait lapse")
"""Traits, drawn for life: who would pay, and who lapses."""

WEEKLY: Final = ("subscribe", "renew")
"""Decisions that take a draw on the mornings of a week."""


def subscribe(community: Community, theta: Theta) -> None:
    """Let paid memberships begin, go on and end, if it is the morning for it.

    Parameters
    ----------
    community
        As it is this morning.
    theta
        Its behaviour, packed.
    """
    spec, today = community.spec, community.today
    since = today - spec.past_days
    if len(community.columns.club) == 1 or since < 0 or since % membership.WEEK_DAYS:
        return
    from sim.day.subscribe import subscribe_all

    values = spec.behaviour.values
    lapses = quantiles.beta_shares(values["renew_a"], values["renew_b"])
    keys = [decision_key(community.seed, name, 0) for name in LASTING]
    keys += [decision_key(community.seed, name, today) for name in WEEKLY]
    subscribe_all(
        community.columns, theta, community.days, community.tallies, community.size, today, lapses,
        *keys,
    )  # fmt: skip
