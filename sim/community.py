"""One community as it lives: its columns, its days, its counts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim import arrivals
from sim.audience import Audiences
from sim.behaviour.join import market
from sim.behaviour.preset import Behaviour
from sim.brought import no_sales, noted
from sim.checks import KEPT, check_offers, check_promises
from sim.club import subscribe
from sim.columns import (
    copied,
    grow,
    having,
    make_columns,
    make_tallies,
    make_today,
    make_work,
    with_room,
)  # fmt: skip
from sim.compiled.control import CONTROL, FULL, JOINED, POINTS_PURSE, REWARDS_PURSE
from sim.compiled.layout import (
    ALWAYS,
    CELLS,
    CHALLENGE_DAYS,
    EFFECTS_DAY,
    ENDOWED,
    EXPIRY_DAYS,
    LEVELS,
    POINTS_ON,
    REFERRAL_DAY,
    RULES,
    THRESHOLDS,
    Columns,
    Days,
    Tallies,
)
from sim.doors import opened
from sim.errors import InputError
from sim.facts import Facts, catalogue
from sim.founding import are_many, let_founders_in
from sim.grouping import count_joiners, in_more_cells, move, with_effects
from sim.offers import Offers
from sim.response import (
    attribute_edges,
    birth_shift,
    buying_tables,
    day_pulls,
    effects_table,
    graph_array,
    inviting_table,
    leaning_table,
    neutral_effects,
    rules_array,
    segment_tables,
    step_table,
    supply_table,
)
from sim.shock import reach_left
from sim.spec import CommunitySpec
from sim.start import given_segments
from sim.trajectory import COUNTS


class Community:
    """A community from its launch on, lived in stretches of days.

    Parameters
    ----------
    spec
        The community; its behaviour is used as it stands (see `Behaviour.draw`).
    seed
        Seed of every draw, 0 or more.

    Attributes
    ----------
    columns, days, tallies
        The arrays of `sim.compiled.layout`.
    combinations
        Of the plan's audiences, in the order in which they first occurred; the first is nobody's.
    """

    def __init__(self, spec: CommunitySpec, seed: int) -> None:
        self.spec, self.seed = spec, seed
        self._theta = spec.behaviour.pack()
        self._graph = graph_array(spec)
        self._reach = reach_left(spec.shocks, spec.days)
        self._offers: Offers | None = None
        self.combinations, self.brought = [0], no_sales()
        self.days = self._make_days()
        self.tallies = make_tallies(spec, int(self.days.week[-1]) + 1)
        joiners = spec.founders + int(self.days.organic.sum())
        # Room for invited members too: growing copies every column.
        self.columns = make_columns(spec, max(joiners * 9 // 8, 64))
        self._today, self._work = make_today(len(spec.segments)), make_work()
        self._grows = spec.behaviour.has("market")
        if self._grows:
            self._draw_joiners(0, spec.founders)
        if spec.graph.start is not None:
            self._found()

    @property
    def today(self) -> int:
        """The next day to live, counted from the launch."""
        return int(self.columns.control[CONTROL.index("day")])

    @property
    def size(self) -> int:
        """Members who ever joined."""
        return int(self.columns.control[CONTROL.index("members")])

    @property
    def members(self) -> NDArray[np.void]:
        """The records of all who ever joined (`sim.compiled.layout.MEMBER`), shape ``(size,)``."""
        return self.columns.members[: self.size]

    def live(
        self, until: int, *, screened: bool = True, pushed: bool = False, threads: int = 1
    ) -> None:
        """Live the days up to `until` (not included), counted from the launch.

        Parameters
        ----------
        until
            Day to stop at, at most the last one of the scenario.
        screened, pushed
            Two ways to the same bits each, for checks: screening the members or looking at all;
            letting the active push their presence to their ties or letting everybody look.
        threads
            Threads that share a day's blocks of members; worth their cost from about
            200,000 members on. The same bits for any number.
        """
        if pushed:
            self.columns = having(self.columns, "friends_here")
        until = min(until, self.spec.days)
        while self.today < until:
            if self._grows and self.today > 0:
                self._draw_joiners(self.today, self.size - int(self.columns.control[JOINED]))
            self._live(self.today + 1 if self._grows else until, screened, threads)

    def _live(self, until: int, screened: bool, threads: int) -> None:
        if are_many(self.columns, self.days):
            let_founders_in(
                self.columns, self._theta, self._graph, self.days, self.tallies,
                np.uint64(self.seed), threads, self._grow,
            )  # fmt: skip
        while self.today < until:
            self.columns.control[FULL] = 0
            arguments = (
                self.columns, self._theta, self._graph, self.days, self._today, self.tallies,
            )  # fmt: skip
            where = (np.uint64(self.seed), until, screened)
            morning = self._regroup if self._has_mornings else None
            if threads > 1:
                from sim.threads import live_threaded

                live_threaded(*arguments, *where, threads, morning)
            elif morning is not None:
                from sim.threads import live_by_day

                live_by_day(*arguments, self._work, *where, morning)
            else:
                from sim.day.live import live

                live(*arguments, self._work, *where)
            if self.columns.control[FULL]:
                self._grow()

    @property
    def _has_mornings(self) -> bool:
        """Whether something is to be done on each morning of the plan."""
        brought = self._offers is not None and self._offers.rules.brought > 0
        return bool(self.plan_audiences or len(self.columns.club) > 1 or brought)

    def offer(self, offers: Offers, effects_day: int) -> None:
        """Put offers in force; their first day is `effects_day`, counted from the launch.

        The purses are filled as the rules say; later changes go through `revise`.

        Raises
        ------
        InputError
            If a lever or a rule is outside its range (`sim.checks`), the day is not one of the
            community's, or audiences ask for deeds that it does not keep.
        """
        if not 0 <= effects_day < self.spec.days:
            raise InputError(f"{effects_day} is outside 0 to {self.spec.days - 1}", field="start")
        check_offers(offers, len(self.spec.segments), self.spec.money_unit)
        if offers.audiences is not None:
            if offers.audiences.of_deeds and not self.spec.deeds:
                raise InputError(
                    "they ask for what members have done, which this community does not keep; "
                    "give CommunitySpec(deeds=True)",
                    field="audiences",
                )
            self._make_cells(offers.audiences.every_days)
        self.columns.control[POINTS_PURSE] = offers.rules.points_purse
        self.columns.control[REWARDS_PURSE] = offers.rules.unlocks_purse_cents
        self._put_in_force(offers, effects_day, begins=True)
        if self._grows and effects_day == self.today == 0:
            self._draw_joiners(0, self.spec.founders)  # drawn before it was known what is offered

    def revise(self, offers: Offers, effects_day: int) -> None:
        """Put changed offers in force without refilling the purses.

        Raises
        ------
        InputError
            As `offer`, and if the plan changes what it promised for a referral.
        """
        check_offers(offers, len(self.spec.segments), self.spec.money_unit)
        before = self.days.rules
        begun = {name: int(before[RULES.index(name)]) for name in KEPT}
        begun["counts_from"] = int(before[REFERRAL_DAY] - before[EFFECTS_DAY])
        for name, promised in begun.items():
            check_promises(name, promised, getattr(offers.rules, name))
        self._put_in_force(offers, effects_day)

    def _put_in_force(self, offers: Offers, effects_day: int, *, begins: bool = False) -> None:
        self._offers = offers
        self.columns = with_room(self.columns, offers)
        before, rules = self.days.rules, rules_array(self.spec, offers, effects_day)
        supply = supply_table(self.spec.behaviour, offers)
        if begins or not np.array_equal(supply, self.days.supply):
            since = max(self.today, effects_day)
            self._reach, self.days = opened(
                self.spec, self.seed, self.days, offers, effects_day, since
            )
        effects = effects_table(self.spec, offers, self.combinations)
        self.days = self.days._replace(effects=effects, supply=supply, rules=rules)
        # Of all that an offer brings, a head start and a challenge are in members' own bounds.
        start = (POINTS_ON, LEVELS, ENDOWED, THRESHOLDS, CHALLENGE_DAYS)
        own = rules[ENDOWED] > 0 or rules[CHALLENGE_DAYS] > 0
        if own and any(before[rule] != rules[rule] for rule in start):
            self.columns.visit_bound[: self.size] = ALWAYS

    def behave(self, behaviour: Behaviour) -> None:
        """Let members behave otherwise from today on, before an offer is made to them.

        What they are and remember stays, and so do the tables of the launch (segments, seasons).
        The same mechanisms must be on.
        """
        self.spec = replace(self.spec, behaviour=behaviour)
        self._theta = behaviour.pack()

    def expire_points(self) -> None:
        """Book the points that have lapsed by today and whose owners have not come since."""
        limit = int(self.days.rules[EXPIRY_DAYS])
        if limit <= 0:
            return
        members = self.members
        due = (members["points"] > 0) & (self.today - 1 - members["last_visit"] > limit)
        day = members["last_visit"][due] + limit + 1
        expired = self.tallies.counts[:, :, COUNTS.index("points_expired")]
        np.add.at(expired, (day, members["cell"][due]), members["points"][due].astype(np.int64))
        members["points"][due] = 0

    def copy(self) -> Community:
        """Return an independent copy: several plans start from one past."""
        twin = object.__new__(Community)
        twin.spec, twin.seed = self.spec, self.seed
        twin._theta, twin._graph, twin._grows = self._theta, self._graph, self._grows
        twin._reach, twin._offers = self._reach.copy(), self._offers
        twin.combinations, twin.brought = list(self.combinations), self.brought
        twin.days = Days._make(array.copy() for array in self.days)
        twin.columns = copied(self.columns)
        cells = len(self.tallies.present)
        twin._today, twin._work = make_today(len(self.spec.segments), cells), make_work()
        twin.tallies = Tallies._make(array.copy() for array in self.tallies)
        return twin

    @property
    def audiences(self) -> tuple[str, ...]:
        """Names of the plan's audiences, a bit of a combination each."""
        return (*found.names, *found.first) if (found := self.plan_audiences) else ()

    def note_sales(self) -> None:
        """Note what friends have spent until yesterday, where an offer asks for it."""
        if self._offers and self._offers.rules.brought:
            self.brought = noted(self.brought, self.columns, self.spec.past_days)

    @property
    def plan_audiences(self) -> Audiences | None:
        """The audiences of what is offered."""
        return self._offers.audiences if self._offers else None

    def facts(self, first: int = 0, *, whole: bool = True) -> Facts:
        """Return what is known this morning of members from some row on.

        Parameters
        ----------
        first
            The row.
        whole
            Whether they are looked at as a whole, so that they can be ranked.
        """
        return Facts(
            self.spec, self.columns, slice(first, self.size), self.today, self.days.rules,
            self.combinations, self.seed, catalogue(self.spec.described), whole,
        )  # fmt: skip

    def _make_cells(self, every_days: int) -> None:
        """Make room for combinations of audiences; until now a member's cell is its segment."""
        cells = len(self.spec.segments) * CELLS
        moves = np.zeros(((self.spec.horizon_days - 1) // every_days + 1, CELLS, CELLS), np.int64)
        self.tallies = in_more_cells(self.tallies, self.spec, cells)._replace(moves=moves)
        self._today = make_today(len(self.spec.segments), cells)

    def _regroup(self) -> Days:
        """Put members into the audiences that they are in this morning; return the days."""
        assert self._offers is not None
        self.note_sales()
        subscribe(self.spec, self._theta, self.columns, self.days, self.tallies, self.seed)
        audiences, since = self.plan_audiences, self.today - self.spec.past_days
        if audiences is None or since < 0:
            return self.days
        every, born = audiences.every_days, int(self.columns.born[self.today])
        whole = since % every == 0
        facts = self.facts(0 if whole else born, whole=whole)
        moves = self.tallies.moves[since // every] if whole else self.tallies.moves[0, :0]
        known, moved = self.combinations, audiences.moved(facts)
        self.combinations = move(self.tallies, facts, known, moved, moves)
        if new := self.combinations[len(known) :]:
            effects = with_effects(
                self.days.effects, effects_table(self.spec, self._offers, new), len(known),
                len(self.spec.segments),
            )  # fmt: skip
            self.days = self.days._replace(effects=effects)
        count_joiners(self.columns, self.tallies, self.today, born, self.size)
        return self.days

    def _draw_joiners(self, day: int, joined: int) -> None:
        """Let the outside market decide who joins on a day, where history does not (Bass)."""
        if not self.spec.organic_known[day]:
            mean = market.joiners(self.spec.behaviour.values, joined) * self._reach[day]
            drawn = arrivals.counts(
                self.seed, "organic arrivals", np.array([day]), np.array([mean])
            )
            self.days.organic[day] = drawn[0]

    def _make_days(self) -> Days:
        spec = self.spec
        shift, hazard, crisis = day_pulls(spec, self.seed)
        visit, leave = segment_tables(spec, self.seed)
        return Days(
            shift=shift,
            birth_shift=birth_shift(spec),
            organic=arrivals.organic(spec, self.seed, self._reach),
            paid=np.zeros(spec.days, np.int32),
            week=((np.arange(spec.days) + spec.launch.weekday()) // 7).astype(np.int32),
            waits=np.zeros((spec.days, 2), np.float32),
            effects=neutral_effects(spec),
            supply=np.zeros((1, len(spec.segments), 3), np.float32),
            segment_edges=np.cumsum(spec.segment_shares).astype(np.float32),
            attribute_edges=attribute_edges(spec),
            given=given_segments(spec),
            hazard=hazard,
            crisis=crisis,
            segment_visit=visit,
            segment_leave=leave,
            leanings=leaning_table(spec),
            buy_rates=buying_tables(spec)[0],
            buy_quits=buying_tables(spec)[1],
            invite_rates=inviting_table(spec),
            step_rates=step_table(spec),
            rules=rules_array(spec, None, 0),
            paid_trait=np.zeros(spec.days, np.float32),
        )

    def _found(self) -> None:
        """Let the founders in with the ties that they are given."""
        from sim.day.births import let_in
        from sim.day.ties import tie_all
        from sim.start import start_ties

        spec = self.spec
        while not let_in(
            self.columns, self._theta, self._graph, self.days, self.tallies,
            np.uint64(self.seed), 0, spec.founders,
        ):  # fmt: skip
            self._grow()
        edges = start_ties(spec, self.columns, self.seed)
        done = 0
        while (done := int(tie_all(self.columns, edges, done))) < len(edges):
            self._grow()

    def _grow(self) -> Columns:
        from sim.day.births import joiners, waiting

        control = self.columns.control
        due = self.size - int(control[JOINED]) + int(joiners(self.columns, self.days, self.today))
        queue = int(waiting(self.columns, self.days, self.today))
        self.columns = grow(self.columns, self.spec, due, queue)
        return self.columns
