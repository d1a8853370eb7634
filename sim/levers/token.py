"""Tokens of the community's own: speculative."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.behaviour.curves import Table
from sim.behaviour.visit import reward, token
from sim.levers.lever import Lever, Pulled

LEVERS: Final[tuple[Lever, ...]] = (
    Lever("token", "currency/day", "add", "worth of a day's tokens at the issuer's price"),
)


def over_days(values: Mapping[str, float], lever: Table, supply: Table) -> Table:
    """Return what each day's tokens are worth: the price has a trend."""
    return token.pool(values, lever)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """What a visit has of the pool hangs on how many share it, which is the day's to say."""
    return {"token": pulled.worth(pulled.over_days) / reward.REFERENCE}
