"""Leaderboard: the first in a table of ranks are shown to all, and each week it is told anew.

It acts through the board (M28, M87): whoever has a place on it, or is among as many who come next,
comes more often; whoever took part and is far below, less. A place that many have is worth less:

    P = N = F = 1 - places

so a board of everybody moves nobody. The ranks are by the deeds of the last week or the last four,
of all or of an audience's members alone, which is a league. Known limits: a short board spreads
members apart, so that more lose than win; those on it would have come anyway; what a place pays
does not make it more wanted. Nothing of it is left when it is taken down.

Money: the set-up and the days are grants; each place has its prize, by the week that it is held, a
redemption. Envelope: it is there on the days of which the money covers all places.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from sim.levers import LEVER_INDEX
from sim.offers import Offers
from sim.trajectory import Trajectory
from strategies.audiences.audiences import EVERY_DAYS
from strategies.audiences.definition import Definition
from strategies.audiences.ranks import Ranks
from strategies.base import Brief, Range, parameter
from strategies.play import Play
from strategies.published import Published, of_use


class Leaderboard(Play):
    """A table of ranks for everybody, or for an audience."""

    kind: ClassVar[str] = "leaderboard"
    title: ClassVar[str] = "Leaderboard"
    title_zh: ClassVar[str] = "排行榜"
    lever_family: ClassVar[str] = "status"
    by_day = True
    of_deeds = True
    lever = "board_first"
    mechanism = "board"
    deed = "places"
    priced_by = "prize"
    whole = True
    published: ClassVar[tuple[Published, ...]] = of_use(
        -0.1, 0.27,
        "M28: leaderboards +22.5 % while they run, and they polarise; M84: small trials disagree "
        "in sign; M87: leagues raise the bottom and cost the top",
    )  # fmt: skip

    by: Literal["visits", "posts", "orders"] = parameter(
        "visits", title="ranked by", title_zh="排名依据", unit="way",
        meaning="what members are ranked by: visits, posts or orders of the last weeks",
        source="user's own", evidence="D",
    )  # fmt: skip
    places: float = parameter(
        0.05, title="places", title_zh="上榜比例", unit="share of those ranked",
        meaning="share of those who took part that the board shows; 0: there is none", low=0.0,
        high=1.0, search=Range(0, 0.5), source="none published; user's own", evidence="D",
    )  # fmt: skip
    last_weeks: Literal[1, 4] = parameter(
        1, title="weeks that count", title_zh="计分周数", unit="weeks",
        meaning="deeds of how many last weeks count: 1: the race begins anew each week; or 4",
        source="none published; user's own", evidence="D",
    )  # fmt: skip
    prize: float = parameter(
        1.0, title="prize", title_zh="每席奖励", unit="currency/place/week",
        meaning="what a place costs that is held for a week: its prize, and who checks it",
        low=0.0, high=100_000.0,
        source="none published; user's own", evidence="D",
    )  # fmt: skip

    @property
    def idle(self) -> bool:
        """Whether it shows nobody."""
        return self.places == 0

    @property
    def depth(self) -> float:
        """What a place is worth to its holder, 0 to 1: less the more have one."""
        return 1.0 - self.places

    @property
    def chosen_weekly(self) -> bool:
        """Ranks are told anew once a week."""
        return True

    @property
    def own_audiences(self) -> Mapping[str, Definition]:
        """Of those who took part who is on the board, within its reach and far below."""
        if self.idle:
            return {}
        fact = f"{self.by}_{EVERY_DAYS * self.last_weeks}d"
        found: dict[str, Definition] = {}
        begins = 0.0
        for place, share in self._ranks.items():
            ends = 1.0 if place == "far" else min(begins + share, 1.0)
            if ends > begins:
                found[self._name(place)] = Ranks(top=ends, after=begins, by=fact, of=self.audience)
            begins = ends
        return found

    def pulls(self, brief: Brief) -> Mapping[str, float]:
        """Nothing is pulled for all: `_write` tells who is where."""
        return {}

    def offers(self, brief: Brief, offers: Offers) -> None:
        """Put the board up on the days that it runs."""
        super().offers(brief, offers)
        # What has a purse is put up by `adapt`; its tables are there from the start.
        waits = self._short(brief.envelope_cents)
        self._write(self.funded(brief) & (not waits), offers, slice(None))

    def adapt(self, brief: Brief, seen: Trajectory, today: int, offers: Offers) -> None:
        """Have it there until the next look if the purse covers all places."""
        super().adapt(brief, seen, today, offers)
        counts, price = self._priced(brief, seen)
        running = self._shares(brief, seen, counts, price, today + 1) > 0
        for first, until in self._stretches(brief):
            if first == today:
                self._write(running, offers, slice(today, until))

    def counted(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return the places that are held on each day, in weeks."""
        if seen.by_audience is None or self.idle:
            return np.zeros(seen.calendar.days)
        there = seen.among(self._name("first")).members_of_day
        return np.asarray(there / EVERY_DAYS, np.float64)

    def foretold(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return how many there would be at most: of all who came in the weeks that count."""
        everybody = seen.of_everybody
        came = everybody.weekly_active if self.last_weeks == 1 else everybody.monthly_active
        ranked = np.minimum(came, everybody.members)
        return np.asarray(self.places * ranked / EVERY_DAYS, np.float64)

    @property
    def _ranks(self) -> dict[str, float]:
        # M87: most effort where the gap is small. How many are near is not an operator's to choose.
        return {"first": self.places, "near": self.places, "far": 1.0}

    def _name(self, place: str) -> str:
        # No audience of a scenario has a name with a blank in it.
        return f"{self.called} {place}"

    def _write(self, running: NDArray[np.bool_], offers: Offers, days: slice) -> None:
        """Let those of each part of the ranking feel where they stand."""
        for place in self._ranks:
            name = self._name(place)
            if name in self.own_audiences:
                own = offers.apart(name, name)
                column = LEVER_INDEX[f"board_{place}"]
                felt = running[days].astype(np.float32) * np.float32(self.depth)
                own.table[days, ..., column] = felt[:, None, None]
