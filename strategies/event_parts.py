"""What an event does by the means of others: messages, a coupon, awards, quests, a check-in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sim.offers import Offers
from strategies.award import Award
from strategies.brief import Brief
from strategies.checkin import CheckIn
from strategies.coupon import Coupon
from strategies.event_days import BURST, RETURN, WARM_UP, Held, named_phases
from strategies.game import Game
from strategies.messages import Messages
from strategies.metered import Metered
from strategies.money import in_money

if TYPE_CHECKING:
    from strategies.event_terms import EventTerms


@dataclass(frozen=True)
class Part:
    """One of the means.

    Attributes
    ----------
    name
        What tells it from the others.
    strategy
        What does it, booked under the event's name.
    brief
        What that is told.
    """

    name: str
    strategy: Metered
    brief: Brief

    def soon(self, today: int, days: int) -> bool:
        """Return whether it has a day among so many from today on; else there is nothing to do."""
        phases = (self.brief.phases[name] for name in self.strategy.phases)
        return any(
            one.from_day < today + days and (one.to_day is None or today < one.to_day)
            for one in phases
        )

    def table(self, offers: Offers) -> Offers:
        """Return the offers with a table of its own: it may take back what it offers."""
        return offers.apart(f"{self.strategy.called} {self.name}", self.strategy.audience)


def drafted(event: EventTerms) -> list[Metered]:
    """Return what an event does by the means of others the first time, to ask it what it is."""
    held = event.times(event.from_day + sum(event.lengths))
    return [strategy for _, strategy in _made(event, held[:1])]


def parts_of(
    event: EventTerms, brief: Brief, held: Sequence[Held], money: int | None
) -> list[Part]:
    """Return the parts of an event, each with an even share of some money.

    Parameters
    ----------
    event
        The event.
    brief
        What it was told.
    held
        When it is held; never: it has no parts.
    money
        What there is for them in each span of the budget, in cents; None: no limit.
    """
    found = list(_made(event, held))
    share = None if money is None or not found else money // len(found)
    own = replace(brief, envelope_cents=share, phases=named_phases(held))
    # What the event does not say of them is as they ship, in the plan's currency.
    return [
        Part(name, in_money(strategy, brief.money_unit, event.called), own)
        for name, strategy in found
    ]


def _made(event: EventTerms, held: Sequence[Held]) -> Iterator[tuple[str, Metered]]:
    phases = named_phases(held)

    def on(phase: str) -> tuple[str, ...]:
        return tuple(name for name in phases if name.startswith(phase))

    for name, phase, per_day in (
        ("invitations", WARM_UP, event.invites),
        ("thanks", RETURN, event.thanks),
    ):
        if per_day and on(phase):
            yield name, Messages(
                name=event.called, audience=event.audience, per_day=per_day, channel=event.channel,
                from_day=event.from_day, to_day=event.to_day, phase=on(phase),
            )  # fmt: skip
    if not on(BURST):
        return
    own: dict[str, Any] = {
        "name": event.called, "from_day": event.first_day, "to_day": event.to_day,
        "phase": on(BURST),
    }  # fmt: skip
    for_some = {**own, "audience": event.guests or event.audience}
    if event.discount:
        yield "coupon", Coupon(
            discount=event.discount, valid_days=event.lengths[1], every_days=event.every_days,
            **for_some,
        )  # fmt: skip
    if event.prize_share:
        yield "prizes", Award(share=event.prize_share, award_cost=event.prize_cost, **for_some)
    if event.checkin_days and event.checkin_reward:
        yield (
            "check-in",
            CheckIn(
                days=event.checkin_days, reward=event.checkin_reward, setup_cost=0.0, **for_some
            ),
        )
    if event.quests:
        yield "quests", Game(effort=event.quests, renew_days=0, **own)
