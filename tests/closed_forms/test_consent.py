"""Consent is a hard limit: nobody without it is written to, paid for, tired or moved."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.calendar import Calendar
from sim.community import Community
from sim.compiled.layout import LEFT
from sim.offers import Offers
from sim.plan import NoPlan
from sim.run import run
from sim.trajectory import COUNT_INDEX
from strategies import StrategyPlan
from strategies.messages import Messages
from tests.closed_forms.limits import CERTAIN, binomial, near, world

SHARE = 0.35


def pushed(share: float, messages: float, seed: int = 4, n: int = 20_000, **values: float):
    """Return a community that lived 20 days under so many messages a day."""
    spec = world(n, 20, **{"visit_base": 0.0, "consent_share": share, "optout_rate": 0.002,
                           **values})  # fmt: skip
    one = Community(spec, seed)
    offers = Offers(Calendar(spec.launch, spec.days), len(spec.segments))
    offers.pull("push", messages)
    one.offer(offers, 0)
    one.live(spec.days)
    return one


def test_m21_messages_go_to_those_who_consented() -> None:
    """M21: two messages a day to all, who come every day; a share of 0.35 ever consented.

    Expected: 0.35 of the members reachable on every day, and two messages a day for each of these.
    Runs: one of 20,000 members over 20 days.
    Tolerance: 4 standard errors of a share; exact for the messages.
    Power: fails when the share is 4 % off; without the limit it would be 186 % higher.
    """
    one = pushed(SHARE, 2.0, visit_base=CERTAIN, optout_rate=0.0, optout_fatigue=0.0)
    counts = one.tallies.counts[: one.spec.days].sum(axis=1)
    reachable = counts[:, COUNT_INDEX["reachable"]]
    near(reachable[0] / 20_000, SHARE, binomial(SHARE, 20_000))
    assert np.all(reachable == one.facts()["consented"].sum())
    assert np.array_equal(counts[:, COUNT_INDEX["pushes"]], 2 * reachable)


def test_nobody_without_consent_is_tired_or_opts_out() -> None:
    one = pushed(SHARE, 3.0)
    consented = one.facts()["consented"] == 1
    members = one.members
    assert not members["fatigue"][~consented].any()
    assert members["fatigue"][consented].mean() > 1
    opted_out = one.facts()["opted_out"] == 1
    assert opted_out.any()
    assert not opted_out[~consented].any()
    counted = one.tallies.counts[..., COUNT_INDEX["muted"]].sum()
    assert counted == opted_out.sum(), "who never consented turned nothing off"


def test_nobody_without_consent_is_moved() -> None:
    """Their days are those of a plan without messages, to the bit; the others' are not."""
    quiet, loud = pushed(SHARE, 0.0), pushed(SHARE, 3.0)
    consented = quiet.facts()["consented"] == 1
    same = quiet.members["last_visit"] == loud.members["last_visit"]
    assert np.array_equal(quiet.members["habit"][~consented], loud.members["habit"][~consented])
    assert same[~consented].all()
    assert not same[consented].all()


def test_consent_of_all_is_no_mechanism() -> None:
    """A share of 1 has the bits of a world without; who consents at a lower share does at more."""
    values = {"visit_base": 0.0, "optout_rate": 0.002}
    spec = world(500, 20, **values)
    one, other = Community(spec, 4), pushed(1.0, 0.0, n=500)
    one.live(20)
    assert one.members.tobytes() == other.members.tobytes()
    few, many = (pushed(share, 0.0, n=500).facts()["consented"] for share in (0.2, 0.6))
    assert np.all(few <= many)
    assert few.sum() < many.sum()


def test_where_nobody_consented_messages_reach_nobody_and_cost_nothing() -> None:
    spec = world(300, 30, visit_base=0.0, consent_share=0.0)
    told = run(spec, StrategyPlan((Messages(per_day=1.0, channel="one-to-one"),)), 3)
    without = run(replace(spec, behaviour=spec.behaviour), NoPlan(), 3)
    (delivery,) = told.deliveries
    assert delivery.reached == 0  # type: ignore[attr-defined]
    assert told.ledger.cost("messages") == 0
    assert np.array_equal(told.trajectory.counts, without.trajectory.counts)


def test_who_joins_is_asked_too_and_who_leaves_is_not_counted_twice() -> None:
    spec = world(400, 40, visit_base=0.0, consent_share=0.5, leave_rate=0.03,
                 spec={"arrivals": 6.0})  # fmt: skip
    one = Community(spec, 8)
    one.live(40)
    here = (one.members["flags"] & LEFT) == 0
    reachable = int((here & (one.facts()["consented"] == 1)).sum())
    assert one.tallies.counts[39, :, COUNT_INDEX["reachable"]].sum() == reachable
    joined = one.members["join_day"] > 0
    assert one.facts()["consented"][joined].mean() == pytest.approx(0.5, abs=0.15)


def test_nobody_without_consent_is_counted_as_reachable_in_any_audience() -> None:
    """Not on days either on which one alone joins and is looked at."""
    spec = world(200, 40, visit_base=0.0, consent_share=0.3, leave_rate=0.01, return_rate=0.05,
                 spec={"arrivals": 1.0})  # fmt: skip
    audiences = {"others": "consented == 0", "asked": "consented == 1"}
    aimed = (Messages(audience="others", per_day=0.5), Messages(name="own", audience="asked"))
    told = run(spec, StrategyPlan(aimed, audiences=audiences), 3)
    seen = told.trajectory
    assert not seen.among("others").daily("reachable").any()
    assert np.array_equal(seen.among("asked").daily("reachable"), seen.daily("reachable"))
    assert told.ledger.cost("messages") == 0
    assert told.ledger.cost("own") > 0
