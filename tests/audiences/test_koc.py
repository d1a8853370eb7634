"""The three values of a key opinion consumer: influence, conversion, tie (row 103)."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from sim.community import Community
from sim.compiled.deeds import SPENT
from sim.facts.scores import percentile
from tests.communities import community

VALUES = {"invite_rate": 0.1, "accept_rate": 0.5, "buy_rate": 0.3, "visit_base": -1.5}


@cache
def lived() -> Community:
    one = Community(community(300, 80, values=VALUES, deeds=True), 2)
    one.live(70)
    return one


def test_what_friends_spent_is_counted_to_who_brought_them() -> None:
    here = lived()
    found = here.facts()["friends_spend"]
    spent = np.zeros(here.size)
    for row in range(here.size):
        inviter = here.columns.inviter[row]
        if inviter >= 0:
            spent[inviter] += here.columns.deeds[row, SPENT] / 1e6 * 30.0
    assert found == pytest.approx(spent)
    assert (found > 0).sum() > 20
    everybody = here.columns.inviter[: here.size] >= 0
    total = here.columns.deeds[: here.size, SPENT][everybody].sum() * 30.0 / 1e6
    assert found.sum() == pytest.approx(total)


@pytest.mark.parametrize(
    ("score", "parts"),
    [
        ("koc_influence", ("ties", "posts_28d")),
        ("koc_conversion", ("invitations", "friends_spend")),
        ("koc_tie", ("visits_28d", "days_since_joining")),
    ],
)
def test_each_value_is_a_mean_of_percentiles(score: str, parts: tuple[str, str]) -> None:
    facts = lived().facts()
    own = [percentile(facts[part], facts.here) for part in parts]
    assert facts[score] == pytest.approx(np.mean(own, axis=0))
    assert ((facts[score] >= 0) & (facts[score] <= 1)).all()


def test_the_three_are_not_one() -> None:
    """They rank members differently: nobody's value is told by one of them."""
    facts = lived().facts()
    scores = np.stack([facts[f"koc_{name}"] for name in ("influence", "conversion", "tie")])
    assert (np.corrcoef(scores)[np.triu_indices(3, 1)] < 0.9).all()
