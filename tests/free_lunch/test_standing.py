"""Standing and tokens give nothing for nothing: a day of them, a trace of them, all of them."""

from __future__ import annotations

from typing import Any, Final

import pytest

from strategies.exchange import Exchange
from strategies.points import Points
from strategies.symbol import Symbol
from strategies.token import Token
from tests.free_lunch.ground import Ground, alone
from tests.strategies.test_limits import ground

DEAR: Final[dict[str, Any]] = {
    "reward_points": 100_000,
    "levels": (),
    "per_visit": 50,
    "per_post": 0,
}
"""Points of which hardly anybody ever has enough for a reward at home."""


@pytest.fixture(scope="module")
def tokens() -> Ground:
    return ground("forum", token_pull=0.1)


def test_a_token_of_a_day_costs_what_it_takes_to_set_up(tokens: Ground) -> None:
    tried = tokens.tried(alone(Token(treasury=1e6, daily_issue=1.0, from_day=30, to_day=31)))
    assert tried.mean("visits") < 0.02
    assert tried.given.mean() >= 1e6


def test_what_backs_no_token_draws_nobody(tokens: Ground) -> None:
    trace = tokens.tried(alone(Token(treasury=0.01, daily_issue=0.05)))
    assert abs(trace.mean("visits")) < 1e-3
    assert trace.mean("gain") < 0


@pytest.mark.parametrize("effort", [1e-6, 5.0])
def test_a_sign_for_all_draws_nobody_however_good(effort: float) -> None:
    tried = ground("forum", symbol_pull=0.5).tried(alone(Symbol(effort=effort)))
    assert abs(tried.mean("visits")) < 1e-3
    assert tried.given.mean() > 0


def test_points_out_of_reach_are_not_made_money_by_a_partner_who_gives_next_to_nothing() -> None:
    here = ground("brand", exchange_rate=1.0)
    cheap = Exchange(partners=1000, point_price=1e-6, lot=1, monthly_fee=0)
    plans = alone(Points(**DEAR)), alone(Points(**DEAR), cheap)
    one, other = (here.tried(plan) for plan in plans)
    assert other.mean("visits") - one.mean("visits") < 0.01
