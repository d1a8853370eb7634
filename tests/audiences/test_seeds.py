"""Seeds: so many members by fact, ties, reach, lot, nomination or greedily (V17, V68)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from sim.community import Community
from sim.errors import InputError
from sim.facts import Facts
from sim.graph.spread import Spread, pieces, present_ties
from sim.spec import GivenTies
from strategies.audiences import Audiences, Definition, Seeds, check_audiences
from strategies.audiences.definition import as_definition
from tests.communities import STILL, community

SIZE = 4000


@cache
def hubs() -> Community:
    """Return members of 4 ties, of whom a tenth have 40, tied at random (configuration model)."""
    degrees = np.where(np.arange(SIZE) % 10 == 0, 40, 4)
    stubs = np.repeat(np.arange(SIZE), degrees)
    np.random.default_rng(1).shuffle(stubs)
    pairs = np.sort(stubs.reshape(-1, 2), axis=1)
    edges = np.unique(pairs[pairs[:, 0] < pairs[:, 1]], axis=0).astype(np.int32)
    spec = community(SIZE, 20, values=STILL, arrivals=0.0)
    graph = replace(spec.graph, start=GivenTies(edges, np.zeros(SIZE, np.uint8)))
    one = Community(replace(spec, graph=graph), 3)
    one.live(5)
    return one


@cache
def lived() -> Community:
    one = Community(community(500, 60, values={"consent_share": 0.7, "leave_rate": 0.01}), 4)
    one.live(40)
    return one


def who(definition: Definition, here: Community, **others: Definition) -> np.ndarray:
    facts = here.facts()
    return Audiences({**others, "seeds": definition}, ()).who(facts)["seeds"]


def test_the_ties_are_those_that_members_have() -> None:
    for here in (hubs(), lived()):
        ties = present_ties(here.columns, here.size)
        stays = here.facts().here
        assert stays[ties].all()
        if stays.all():
            assert (np.bincount(ties.ravel(), minlength=here.size) == here.members["ties"]).all()
        assert len(np.unique(ties, axis=0)) == len(ties)


@pytest.mark.parametrize("by", ["random", "nominated", "ties", "visits", "reach", "greedy"])
def test_so_many_are_chosen_of_those_who_may_be(by: str) -> None:
    found = who(Seeds(seeds=30, by=by), lived())
    facts = lived().facts()
    assert found.sum() == 30
    assert (facts.here & facts.consented)[found].all()
    few = who(Seeds(seeds=5, by=by, of="old"), lived(), old="days_since_joining >= 39")
    assert few.sum() == 5
    assert (facts["days_since_joining"][few] >= 39).all()


def test_a_nominated_friend_has_the_ties_of_a_friend() -> None:
    """V68: at random 7.6 ties; a friend E[k^2] / E[k] = 22.947, a hub of 40 in 0.5263; by ties 40.

    Of 1,500 nominees two in a hundred are named twice and so counted once, mostly hubs.
    """
    degree = np.where(np.arange(SIZE) % 10 == 0, 40, 4)
    lot = degree[who(Seeds(seeds=1500, by="random"), hubs())]
    assert lot.mean() == pytest.approx(7.6, abs=4 * 10.8 / np.sqrt(1500))
    named = degree[who(Seeds(seeds=150, by="nominated"), hubs())]
    assert named.mean() == pytest.approx(22.947, abs=4 * 18.0 / np.sqrt(150))
    assert (named == 40).mean() == pytest.approx(0.526316, abs=4 * 0.5 / np.sqrt(150))
    assert (degree[who(Seeds(seeds=400, by="ties"), hubs())] == 40).all()


def test_greedily_reaches_most_in_draws_that_were_not_looked_at() -> None:
    """Where a tie seldom passes on; lots do worst, and greedily no worse than by reach."""
    here = hubs()
    facts = here.facts()
    ties = present_ties(here.columns, here.size)
    other = Spread(pieces(ties, facts.identity, 0.03, seed=99))
    reached = {
        by: other.of(np.flatnonzero(who(Seeds(seeds=50, by=by, chance=0.03), here)))
        for by in ("greedy", "reach", "nominated", "random")
    }
    assert reached["greedy"] > 0.98 * reached["reach"]
    assert reached["reach"] > reached["nominated"] > 1.2 * reached["random"]


def test_what_seeds_cost_is_kept_within_their_money() -> None:
    here = hubs()
    found = who(Seeds(seeds=100, by="greedy", cost="5 + 2 * ties", money=500), here)
    ties = here.members["ties"][found]
    assert 0 < (5 + 2 * ties).sum() <= 500


def test_the_order_of_members_does_not_matter_for_a_lot() -> None:
    facts: Facts = lived().facts()
    found = who(Seeds(seeds=20, by="random"), lived())
    again = who(Seeds(seeds=40, by="random"), lived())
    assert (again | ~found).all(), "more are those and others"
    assert len(set(facts.identity[again].tolist())) == 40


@pytest.mark.parametrize(
    ("definition", "told"),
    [
        (Seeds(seeds=5, by="followers"), "other ways are greedy, reach, random, nominated"),
        (Seeds(seeds=5, by="ties", cost="ties", money=5), "add by: greedy"),
        (Seeds(seeds=5, by="greedy", cost="ties"), "cost and money go together"),
        (Seeds(seeds=5, by="greedy", cost="segment", money=5), "'segment' is a name"),
        ({"seeds": 0, "by": "ties"}, "seeds"),
        ({"seeds": 5}, "by is missing"),
    ],
)  # fmt: skip
def test_a_slip_is_told_in_one_line(definition: Definition, told: str) -> None:
    with pytest.raises(InputError) as error:
        check_audiences({"seeds": as_definition(definition)}, ())
    assert told in str(error.value)
    assert "\n" not in str(error.value)
