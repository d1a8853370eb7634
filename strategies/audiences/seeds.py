"""A number of members to begin with: the most active, the best tied, those who reach most, any."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from sim.draws import decision_key, mix64
from sim.errors import InputError
from sim.facts import Fact, Facts
from sim.graph.spread import Spread, pieces, present_ties
from strategies.audiences.rule import Evaluate, Known, names, number
from strategies.audiences.strata import among
from strategies.base import parameter

_OWN: Final = "user's own"
_BY_THEIR_TIES: Final = ("greedy", "reach")
_BY_LOT: Final = ("random", "nominated")
WAYS: Final = (*_BY_THEIR_TIES, *_BY_LOT)
"""Ways to choose beside a fact, such as ``visits_28d`` or ``ties``."""


class Seeds(BaseModel):
    """So many members, chosen by one of the ways to seed: seeds of a practice, experience officers.

    Nobody is chosen who did not consent to be contacted, nor who joined since the last refresh. Of
    equal ones those of the lower identities are. By ties it is reckoned that each passes on what
    its member has with one chance, which is the operator's guess and not the community's.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    of_all: ClassVar[bool] = True
    """Whether who is in it hangs on others."""

    seeds: int = parameter(
        ..., title="seeds", title_zh="种子人数", unit="members", low=1, high=100_000,
        meaning="members who are chosen, at most", source=_OWN, evidence="D",
    )  # fmt: skip
    by: str = parameter(
        ..., title="chosen by", title_zh="筛选依据", unit="way",
        meaning="a fact or an expression of facts, the highest first (visits_28d: activity; ties: "
        "degree); reach: whom each alone reaches; greedy: each for whom it reaches beyond those "
        "before it; random; nominated: a tie of one chosen at random",
        source="M94: nominated above degree, degree no better than random; V17: greedy has 63 % of "
        "the best", evidence="A",
    )  # fmt: skip
    chance: float = parameter(
        0.1, title="chance of a tie", title_zh="传播概率", unit="probability", low=0.0, high=1.0,
        meaning="by reach and greedily: probability that a tie passes it on",
        source="M48: default edge probability 0.1", evidence="B",
    )  # fmt: skip
    cost: str | None = parameter(
        None, title="cost of a seed", title_zh="单个种子成本", unit="rule",
        meaning="greedily: a fact or an expression, above 0, of what each costs, such as "
        "5 + 0.5 * ties; none: all the same", source="M93: fees rise with followers", evidence="B",
    )  # fmt: skip
    money: float | None = parameter(
        None, title="money for seeds", title_zh="种子预算", unit="currency", low=0.0,
        meaning="greedily: what the chosen may cost together, in what cost says; none: no limit",
        source=_OWN, evidence="D",
    )  # fmt: skip
    of: str | None = parameter(
        None, title="of", title_zh="所属受众", unit="audience",
        meaning="the audience of which they are chosen; none: everybody", source=_OWN,
        evidence="D",
    )  # fmt: skip

    @property
    def named(self) -> frozenset[str]:
        """Facts and audiences by which it says who is chosen."""
        by = frozenset() if self.by in WAYS else names(self.by)
        return by | (frozenset() if self.cost is None else names(self.cost))

    def evaluate(self, name: str, facts: Mapping[str, Fact], audiences: Set[str]) -> Evaluate:
        """Return who is chosen under that name: bool, shape ``(rows,)``.

        Raises
        ------
        InputError
            If it goes by no number, or has a cost and is not chosen greedily.
        """
        by = None if self.by in WAYS else _number("by", self.by, facts, audiences)
        cost = None if self.cost is None else _number("cost", self.cost, facts, audiences)
        if self.by != "greedy" and (cost is not None or self.money is not None):
            raise InputError("is for those chosen greedily; add by: greedy", field="cost")
        if (cost is None) != (self.money is None):
            raise InputError("cost and money go together", field="cost")

        def who(seen: Facts, known: Known) -> NDArray[np.bool_]:
            found = np.zeros(len(seen.identity), np.bool_)
            if not seen.whole:
                return found
            places = np.flatnonzero(among(seen, known, self.of) & seen.here & seen.consented)
            places = places[np.argsort(seen.identity[places], kind="stable")]
            if by is not None:
                worth = np.broadcast_to(by(seen, known), found.shape)[places]
                chosen = _highest(places, worth, self.seeds)
            elif self.by in _BY_LOT:
                chosen = self._by_lot(seen, name, places)
            else:
                price = None
                if cost is not None:
                    price = np.broadcast_to(cost(seen, known), found.shape)[places]
                chosen = self._by_ties(seen, places, price)
            found[chosen] = True
            return found

        return who

    def _by_lot(self, seen: Facts, name: str, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return members of the lowest lots; or of each of those, one of its ties by lot."""
        lot = mix64(seen.identity[places] ^ decision_key(seen.seed, f"seeds {name}", 0))
        order = places[np.argsort(lot, kind="stable")]
        if self.by == "random":
            return order[: self.seeds]
        allowed = np.zeros(len(seen.identity), np.bool_)
        allowed[places] = True
        ties = present_ties(seen.columns, len(seen.identity))
        chooser, friend = np.concatenate([ties, ties[:, ::-1]]).T
        kept = allowed[friend]
        chooser, friend = chooser[kept], friend[kept]
        pair = mix64(seen.identity[chooser]) ^ seen.identity[friend]
        drawn = mix64(pair ^ decision_key(seen.seed, f"nominated {name}", 0))
        best = np.lexsort((drawn, chooser))
        first = np.ones(len(best), np.bool_)
        first[1:] = np.diff(chooser[best]) != 0
        nominee = np.full(len(seen.identity), -1, np.int64)
        nominee[chooser[best][first]] = friend[best][first]
        named = nominee[order]
        named = named[named >= 0]
        _, at = np.unique(named, return_index=True)
        return np.asarray(named[np.sort(at)][: self.seeds], np.int64)

    def _by_ties(
        self, seen: Facts, places: NDArray[np.int64], price: NDArray[np.float64] | None
    ) -> NDArray[np.int64]:
        ties = present_ties(seen.columns, len(seen.identity))
        spread = Spread(pieces(ties, seen.identity, self.chance, seen.seed), seen.here)
        if self.by == "reach":
            return _highest(places, spread.each()[places], self.seeds)
        if price is None or self.money is None:
            return spread.best(places, self.seeds)
        with np.errstate(invalid="ignore"):
            sound = price > 0
        return spread.best(places[sound], self.seeds, price[sound], self.money)


def _highest(places: NDArray[np.int64], worth: NDArray[np.float64], most: int) -> NDArray[np.int64]:
    """Return the first `most` by falling worth; `places` are in the order that breaks ties."""
    worth = np.nan_to_num(worth.astype(np.float64), nan=-np.inf)
    return np.asarray(places[np.argsort(-worth, kind="stable")][:most], np.int64)


def _number(field: str, text: str, facts: Mapping[str, Fact], audiences: Set[str]) -> Evaluate:
    try:
        return number(text, facts, audiences)
    except InputError as error:
        ways = f"; other ways are {', '.join(WAYS)}" if field == "by" else ""
        raise InputError(error.message + ways, field=field) from None
