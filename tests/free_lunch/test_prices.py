"""What the adversary leaves alone gives nothing away: no search turns it, and it ships a price."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import numpy as np
import pytest

from sim.calendar import Calendar
from sim.scale import is_money
from strategies import STRATEGIES, Strategy, StrategyPlan, search_space, with_values
from strategies.levers import fields_of
from strategies.messages import CHANNELS
from strategies.money import extra
from tests.free_lunch.choices import FACTS, FEES, PRICES, choices

BOUGHT: Final = ("mix.award_cost",)
"""Prices of what a stated amount of money buys: who pays more gets less."""

CALENDAR: Final = Calendar(date(2025, 1, 6), 60)


def facts(kind: str, among: tuple[str, ...]) -> Iterator[tuple[str, float | None]]:
    """Return paths and defaults of a strategy's facts, those inside a part of prices too."""
    for path, _, value in fields_of(STRATEGIES[kind](), kind):
        if set(path.split(".")[1:]) & set(among):
            yield path, value


def shipped(kind: str) -> StrategyPlan:
    return StrategyPlan((STRATEGIES[kind](),), 1000.0)


@pytest.mark.parametrize("kind", STRATEGIES)
def test_no_search_turns_what_the_adversary_leaves_alone(kind: str) -> None:
    """But its own budget, which is money and no price."""
    searched = {dimension.path for dimension in search_space(shipped(kind))}
    left = {path for path, _ in facts(kind, FACTS)} - {f"{kind}.budget"}
    assert not searched & left


@pytest.mark.parametrize("kind", STRATEGIES)
def test_every_price_of_a_deed_ships_above_nothing(kind: str) -> None:
    """None is what a channel usually costs."""
    prices = dict(facts(kind, PRICES))
    assert all(price is None or price > 0 for price in prices.values()), prices
    assert all(channel.cost > 0 for channel in CHANNELS.values())


@pytest.mark.parametrize("kind", STRATEGIES)
def test_fees_and_prices_buy_nothing_by_themselves(kind: str) -> None:
    """Who pays more gets no more: what is offered hangs on what is done, for whatever it costs."""

    def offered(values: dict[str, float]) -> bytes:
        plan = with_values(StrategyPlan((STRATEGIES[kind](),)), values)
        offers = plan.offers(CALENDAR, ("general",))
        return offers.composed((0,)).tobytes() + offers.supply.tobytes()

    usual = offered({})
    for path, value in facts(kind, (*FEES, *PRICES)):
        if path in BOUGHT:
            continue
        for other in (0.0, 2.0 * (value or 1.0)):
            assert offered({path: other}) == usual, path


SET_UP_OTHERWISE = frozenset({"pay.per_thousand_reads"})
"""Prices that are not given at first; for them `tests/free_lunch/test_shared_pay.py` looks."""


@pytest.mark.parametrize("kind", STRATEGIES)
def test_every_other_amount_of_money_is_chosen(kind: str) -> None:
    """A new price is either the adversary's to choose or said here to have a market."""
    strategy: Strategy = STRATEGIES[kind]()
    known = {path for path, _ in facts(kind, FACTS)}
    chosen = {f"{kind}.{path}" for path in choices(kind)}
    for path, info, _ in fields_of(strategy, kind):
        if is_money(extra(info).get("unit", "")):
            assert path in known or path in chosen or path in SET_UP_OTHERWISE, path


def test_a_strategy_searched_at_nothing_is_idle() -> None:
    """Zero in a search range is doing nothing, and no more for no money."""
    for kind, strategy in STRATEGIES.items():
        amounts = {
            path: 0.0
            for path, info, value in fields_of(strategy(), kind)
            if value is not None
            and is_money(extra(info).get("unit", ""))
            and "search" in extra(info)
        }
        if not amounts:
            continue
        free = with_values(StrategyPlan((strategy(),)), amounts).strategies[0]
        pulled = StrategyPlan((free,)).offers(CALENDAR, ("general",)).composed((0,))
        assert free.idle
        assert not np.any(pulled)
