"""Invite to unlock: what is written, what is booked, what the purse holds."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from sim.calendar import Calendar
from sim.ledger import Ledger
from sim.levers import LEVER_INDEX
from sim.offers import Offers
from strategies import Brief, Invite, Points, Stop
from tests.metrics.recorded import trajectory

START = date(2024, 1, 1)
DAYS = 30


def brief(envelope_cents: int | None = None) -> Brief:
    return Brief(Calendar(START, DAYS), ("general",), envelope_cents)


def offered(invite: Invite, envelope_cents: int | None = None) -> Offers:
    offers = Offers(Calendar(START, DAYS), 1)
    invite.offers(brief(envelope_cents), offers)
    return offers


def reward(offers: Offers, side: str) -> list[float]:
    return [float(x) for x in offers.table[:, 0, 0, LEVER_INDEX[f"{side}_reward"]]]


def test_writes_both_rewards_and_the_rules() -> None:
    offers = offered(Invite(unlock_after=2, inviter_reward=12, invited_reward=4, hold_days=5))
    assert reward(offers, "inviter") == [12] * DAYS
    assert reward(offers, "invited") == [4] * DAYS
    assert (offers.rules.unlock_after, offers.rules.hold_days) == (2, 5)
    assert offers.rules.unlocks_purse_cents == -1


@pytest.mark.parametrize("one_sided", [{"inviter_reward": 0}, {"invited_reward": 0}])
def test_one_side_alone_is_a_programme(one_sided: dict[str, float]) -> None:
    assert offered(Invite.model_validate(one_sided)).rules.unlock_after == 3


def test_the_purse_is_what_is_left_after_the_set_up() -> None:
    invite = Invite(setup_cost=250)
    assert offered(invite, 100_000).rules.unlocks_purse_cents == 75_000
    assert offered(invite, 26_000).rules.unlocks_purse_cents == 1_000


def test_what_its_purse_never_holds_is_not_promised() -> None:
    invite = Invite(setup_cost=250, inviter_reward=15, invited_reward=5)
    some = offered(invite, 25_000 + 500)
    assert reward(some, "inviter") == [0] * DAYS
    assert reward(some, "invited") == [5] * DAYS
    none = offered(invite, 25_000 + 499)
    assert not none.table.any()
    assert none.rules.unlock_after == 0
    assert invite.foreseen(brief(25_499)) == Stop("set-up")
    assert Points().foreseen(brief(0)) == Stop("budget")
    assert not any(Points().ran(brief(0), trajectory(START, DAYS)))


def test_what_cannot_pay_its_set_up_does_not_start() -> None:
    invite = Invite(setup_cost=250)
    offers = offered(invite, 24_999)
    assert not offers.table.any()
    assert offers.rules.unlock_after == 0
    ledger = Ledger(DAYS)
    invite.settle(brief(24_999), trajectory(START, DAYS), ledger)
    assert ledger.cost() == 0


def test_books_the_set_up_once_and_the_rewards_when_paid() -> None:
    invite = Invite(setup_cost=250, from_day=2)
    paid = [0, 0, 0, 500, 2_000, *[0] * (DAYS - 5)]
    issued = [0, 0, 900, 500, 2_000, *[0] * (DAYS - 5)]
    seen = trajectory(START, DAYS, rewards_paid_cents=paid, rewards_issued_cents=issued)
    ledger = Ledger(DAYS)
    invite.settle(brief(), seen, ledger)
    assert ledger.daily("grant")[:4].tolist() == [0, 0, 25_000, 0]
    assert ledger.daily("redemption").tolist() == paid
    assert ledger.cash() == 27_500
    assert ledger.balance("cash") == -27_500
    # 9.00 is still held, and nothing was clawed back: all of it is expected to be paid.
    assert ledger.owed() == ledger.owed_in_full() == 900
    assert ledger.cost() == 28_400


def test_offers_only_the_rewards_that_the_purse_holds() -> None:
    invite = Invite(inviter_reward=15, invited_reward=5)
    assert invite.cadence_days(None) is None
    assert invite.cadence_days(10_000) == 7
    offers = offered(invite, 10_000)
    # Left, in cents, on three looks; a clawback between the last two fills the purse again.
    for today, issued, clawed_back in ((7, 8_600, 0), (14, 9_501, 0), (21, 9_600, 2_000)):
        none = [0] * (DAYS - 1)
        seen = trajectory(
            START, DAYS, rewards_issued_cents=[issued, *none],
            rewards_clawed_back_cents=[clawed_back, *none],
        )  # fmt: skip
        invite.adapt(brief(10_000), seen, today, offers)
    assert reward(offers, "inviter") == [15] * 7 + [0] * 14 + [15] * 9
    assert reward(offers, "invited") == [5] * 14 + [0] * 7 + [5] * 9


def test_a_full_purse_does_not_prolong_the_programme() -> None:
    invite = Invite(from_day=2, to_day=20)
    offers = offered(invite, 10**6)
    before = offers.table.copy()
    invite.adapt(brief(10**6), trajectory(START, DAYS), 9, offers)
    assert np.array_equal(offers.table, before)


@pytest.mark.parametrize(
    "bad", [{"unlock_after": 0}, {"inviter_reward": -1}, {"hold_days": -1}, {"hold_days": 0.5}]
)
def test_bad_values(bad: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Invite.model_validate(bad)
