"""The paid membership's mornings, called from Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.behaviour.buy import membership, quantiles
from sim.compiled.control import DAY, MEMBERS
from sim.compiled.layout import Columns, Days, Tallies
from sim.draws import decision_key

if TYPE_CHECKING:
    from sim.behaviour.preset import Theta
    from sim.spec import CommunitySpec

LASTING: Final = ("trait willing", "trait lapse")
"""Traits, drawn for life: who would pay, and who lapses."""

WEEKLY: Final = ("subscribe", "renew")
"""Decisions that take a draw on the mornings of a week."""


def subscribe(
    spec: CommunitySpec, theta: Theta, columns: Columns, days: Days, tallies: Tallies, seed: int
) -> None:
    """Let paid memberships begin, go on and end, if it is the morning for it.

    Parameters
    ----------
    spec, theta
        The community and its behaviour, packed.
    columns, days, tallies
        Its arrays (`sim.compiled.layout`).
    seed
        Of the world.
    """
    today = int(columns.control[DAY])
    since = today - spec.past_days
    if len(columns.club) == 1 or since < 0 or since % membership.WEEK_DAYS:
        return
    from sim.day.subscribe import subscribe_all

    values = spec.behaviour.values
    lapses = quantiles.beta_shares(values["renew_a"], values["renew_b"])
    keys = [decision_key(seed, name, 0) for name in LASTING]
    keys += [decision_key(seed, name, today) for name in WEEKLY]
    size = int(columns.control[MEMBERS])
    subscribe_all(columns, theta, days, tallies, size, today, lapses, *keys)
