"""Which times of an event the money covers, and what it leaves for the parts of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from strategies.brief import Brief
from strategies.event_days import Held


def afforded(
    brief: Brief, held: Sequence[Held], fixed_cents: float, guests_cents: float
) -> tuple[list[Held], int | None]:
    """Return the times that are held, and the money left for parts in each span; None: no limit.

    What a time costs whatever comes of it, and its guests if all seats are taken, is set aside
    before it is announced: whoever cannot pay for it does not announce it.

    Parameters
    ----------
    brief
        What the event was told.
    held
        When it would be held, in order.
    fixed_cents
        What each time costs on the day on which it is first told of.
    guests_cents
        What all seats cost on each of its own days if all are taken.
    """
    if brief.envelope_cents is None:
        return list(held), None
    spells = brief.spells
    left = np.full(len(spells), float(brief.envelope_cents))
    kept: list[Held] = []
    touched: set[int] = set()
    for one in held:
        daily = np.zeros(brief.calendar.days)
        daily[one.begins] += fixed_cents
        daily[one.first : one.ends] += guests_cents
        # Cents are booked whole, so that a time may take one more.
        need = np.array([np.ceil(daily[spell].sum()) for spell in spells])
        if (need <= left).all():
            left -= need
            kept.append(one)
            touched |= {
                k
                for k, spell in enumerate(spells)
                if spell.start < one.over and one.begins < spell.stop
            }
    return kept, int(min((left[k] for k in touched), default=0.0))
