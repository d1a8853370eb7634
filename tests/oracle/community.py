"""The oracle: a plain Mesa model that looks at every member every day.

It has none of the engine's structure: no columns, no screen, no bounds, no closed tallies, no
tables of effects. Only the tables of the gamma and the beta distribution are the engine's, and
founders' ties that are made to measure, which the graph's own tests judge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import mesa
import numpy as np
from numpy.typing import NDArray

from sim.behaviour.register import PARAMETERS
from sim.graph import StartGraph, generate
from sim.levers import LEVER_INDEX, LEVERS
from sim.observe import SURVEY_DAYS
from sim.offers import Offers
from sim.response import buying_tables, inviting_table, step_table
from sim.rules import Rules
from sim.spec import CommunitySpec, GivenTies
from tests.oracle import addresses as at
from tests.oracle import levers
from tests.oracle.arithmetic import normal
from tests.oracle.climate import Climate
from tests.oracle.effect import Effect
from tests.oracle.feed import Feed
from tests.oracle.friends import Group, find_friends
from tests.oracle.items import supply
from tests.oracle.member import Member
from tests.oracle.purses import Purses
from tests.oracle.reach import reach, reach_left
from tests.oracle.shop import Shop
from tests.oracle.standing import rarity
from tests.oracle.subscribing import subscribe

F = np.float32


class Oracle(mesa.Model):
    """A community from its launch on; `step` is one day.

    Parameters
    ----------
    spec
        The community, behaviour taken as it stands.
    seed
        Seed of the addressed draws.
    waits
        Hours until the first answer to a question and a complaint of each day, float32, shape
        ``(days, 2)``.
    order
        Seed of the order in which members live each day, which must not matter.
    """

    def __init__(
        self, spec: CommunitySpec, seed: int, waits: NDArray[np.float32], order: int = 0
    ) -> None:
        super().__init__(seed=order)
        self.spec = spec
        self.seed = seed
        self.waits = waits
        self.theta = {p.name: F(spec.behaviour.values[p.name]) for p in PARAMETERS}
        self.ties_to_make = F(spec.graph.mean_ties / 2)
        self.closure = F(spec.graph.closure)
        self.homophily = F(spec.graph.homophily)
        self.group_cap = spec.graph.group_cap
        self.group_ties = F(spec.graph.group_ties)
        self.groups: list[Group] = []
        self.open_groups: dict[int, Group] = {}
        self.returners: list[Member] = []
        self.segment_edges = [F(edge) for edge in np.cumsum(spec.segment_shares)]
        figures = zip(*levers.days(spec, seed), strict=True)
        self.day_shift, self.day_hazard, self.birth_shift, self.complaints, self.sales = figures
        self.segment_visit, self.segment_leave = zip(*levers.kinds(spec, seed), strict=True)
        self.buying_tables = buying_tables(spec)
        self.feed: Feed
        self.climate = Climate(self)
        self.inviting_table = inviting_table(spec)
        self.step_table = step_table(spec)
        self.spreads = spec.behaviour.has("adoption")
        self.believes = spec.behaviour.has("belief")
        self.paid_yesterday: set[Member] = set()
        self.paying: set[Member] = set()
        self.having: set[Member] = set()
        self.adopting: set[Member] = set()
        self.day = -1
        self.roll: list[Member] = []
        self.organics: list[Member] = []
        self.others: list[Member] = []
        self.accepted: list[tuple[Member, int, bool, tuple[str, ...]]] = []
        self.here_yesterday: set[Member] = set()
        self.here_today: set[Member] = set()
        self.leavers: list[Member] = []
        self.counts: Counter[tuple[int, int, str]] = Counter()
        self.population: list[list[int]] = []
        self.active: list[set[Member]] = []
        self.active_in_week: dict[int, set[Member]] = {}
        self._effects = levers.nothing(spec)
        self._offers: Offers | None = None
        self._of_audiences: dict[tuple[str, ...], levers.Rows] = {}
        self.holds: dict[str, Callable[[Member, int], bool]] = {}
        self._supply = np.zeros((1, len(spec.segments), 3), np.float32)
        self._paid: Sequence[float] = ()
        self._paid_trait = np.zeros(0, np.float32)
        self._reach: Sequence[float] = ()
        self.rarity = F(1.0)
        self.first_offer = 0
        self.rules = Rules()
        self.points_on = False
        self.purses = Purses(self)
        self.shop = Shop(self)

    @property
    def paid_trait(self) -> np.float32:
        """What those who are won today have above others."""
        return np.float32(self._paid_trait[self.day - self.first_offer])

    def answers(self) -> Counter[int]:
        """Return the answers to the recommendation question of all who were active of late."""
        centre, slope, noise = (self.theta[f"survey_{n}"] for n in ("centre", "slope", "noise"))
        asked = self.day + 1
        given: Counter[int] = Counter()
        for member in self.roll:
            if (
                member.left
                or member.last_active is None
                or member.last_active < asked - SURVEY_DAYS
                or member.lasting("consent") >= self.theta["consent_share"]
            ):
                continue
            bits = at.mix(member.identity ^ at.key(self.seed, "survey", asked))
            score = centre + slope * (member.satisfaction - F(0.5))
            score = score + noise * normal(at.open_unit(bits))
            given[min(max(int(np.floor(score + F(0.5))), 0), 10)] += 1
        return given

    def offer(self, offers: Offers) -> None:
        """Put a plan in force from the next day on, and fill its purses."""
        self.first_offer = self.day + 1
        self._paid = [float(mean) for mean in offers.paid_arrivals]
        self._paid_trait = offers.paid_trait
        self.purses.fill(offers.rules)
        for member in self.roll:
            member.posts = 0
        self.revise(offers)

    def revise(self, offers: Offers) -> None:
        """Put a changed plan in force."""
        self._effects = levers.effects(self.spec, offers)
        self._supply = np.array(supply(self.spec, offers))
        self._reach = reach(self.spec, offers)
        self.rules = offers.rules
        points = [LEVER_INDEX[f"points_per_{deed}"] for deed in ("visit", "post")]
        points.append(LEVER_INDEX["level_spend"])
        self.points_on = any(table[..., points].any() for table in offers.tables)
        self._offers, self._of_audiences = offers, {}

    def _regroup(self) -> None:
        """Let everybody know its audiences once a week, and newcomers on joining."""
        audiences = self._offers.audiences if self._offers else None
        if audiences is None:
            return
        whole = (self.day - self.first_offer) % audiences.every_days == 0
        for member in self.roll:
            if whole or member.join_day == self.day:
                member.audiences = tuple(
                    name for name, holds in self.holds.items() if holds(member, self.day)
                )

    def effects_on(self, audiences: tuple[str, ...]) -> levers.Rows:
        if not audiences or self._offers is None:
            return self._effects
        if audiences not in self._of_audiences:
            together = self._offers.copy()
            for name in audiences:
                together.pinned += self._offers.layers[name].pinned
                for index, lever in enumerate(LEVERS):
                    own, added = (
                        together.table[..., index],
                        self._offers.layers[name].table[..., index],
                    )
                    both = own + added if lever.compose == "add" else np.maximum(own, added)
                    together.table[..., index] = np.minimum(both, lever.high or np.inf)
            self._of_audiences[audiences] = levers.effects(self.spec, together)
        return self._of_audiences[audiences]

    def offer_day(self, day: int | None = None) -> int:
        day = self.day if day is None else day
        return min(max(day - self.first_offer, 0), len(self._effects) - 1)

    def effect(
        self,
        member: Member,
        level: int | None = None,
        day: int | None = None,
        audiences: tuple[str, ...] | None = None,
    ) -> Effect:
        """Return what the levers do to a member, by default now, at its level, in its audiences."""
        level = member.level() if level is None else level
        rows = self.effects_on(member.audiences if audiences is None else audiences)
        return rows[self.offer_day(day)][level][member.segment]

    def for_all(self) -> Effect:
        """Return today's effects of which some are the same for everybody."""
        return self._effects[self.offer_day()][0][0]

    def _is_turned_away(self, identity: int) -> bool:
        """Return whether a gate keeps out somebody whom nobody invited."""
        least = self.for_all().gate
        if self._offers is None or self.day < self.first_offer or least <= F(-100.0):
            return False
        z, luck = (
            normal(at.open_unit(at.mix(identity ^ at.key(self.seed, decision, 0))))
            for decision in ("trait visit", "door")
        )
        r = self.theta["gate_insight"]
        return bool(r * z + np.sqrt(F(1.0) - r * r) * luck < least)

    def count(self, member: Member, name: str, amount: int = 1) -> None:
        """Count something of a member's segment today."""
        self.counts[self.day, member.segment, name] += amount
        if name == "posts":
            self.climate.written[member.audiences, member.segment] += amount

    def week(self, day: int) -> int:
        """Return the calendar week of a day."""
        return (self.spec.launch.weekday() + day) // 7

    def mark_active(self, member: Member) -> None:
        """Note that a member was active today."""
        self.active[self.day].add(member)
        self.active_in_week.setdefault(self.week(self.day), set()).add(member)
        member.last_active = self.day
        if member.debut is None:
            member.debut = self.day
        elif self.day - member.debut in (1, 7, 30):
            self.count(member, f"back_after_{self.day - member.debut}")

    def distinct(self, day: int, window: int) -> set[Member]:
        """Return who was active in the `window` days that end with a day."""
        return set().union(*self.active[max(day + 1 - window, 0) : day + 1])

    def triangle(self) -> Counter[tuple[int, int]]:
        """Return how many were active, by week of first activity and calendar week."""
        return Counter(
            (self.week(member.debut), week)
            for week, members in self.active_in_week.items()
            for member in members
            if member.debut is not None
        )

    # the day

    def step(self) -> None:
        """Live one day."""
        self.day = self.steps - 1
        self.active.append(set())
        newcomers = self._let_in()
        if self.rules.unlock_after:
            self.purses.promise(newcomers)
            self.purses.settle()
        subscribe(self)
        self._regroup()
        for member in self.roll:
            member.let_points_lapse()
        supply = self._supply[min(self.offer_day(), len(self._supply) - 1)]
        self.feed = Feed(self, supply)
        self.counts[self.day, 0, "supplied"] = self.feed.supplied
        self.climate.sense()
        self.shop.open()
        self.rarity = rarity(self)
        self.agents.shuffle_do("live")
        self.purses.pay_claims()
        self.shop.close()
        for leaver in self.leavers:
            if leaver.group is not None:
                leaver.group.members.remove(leaver)
                leaver.group = None
            for friend in leaver.ties:
                friend.mourn()
        self.leavers = []
        self.here_yesterday, self.here_today = self.here_today, set()
        self.having |= self.adopting
        self.adopting = set()
        self.paid_yesterday, self.paying = self.paying, set()
        self._close_the_day()

    def _let_in(self) -> list[Member]:
        before = len(self.roll)
        if self.group_cap:
            for member in sorted(self.returners, key=lambda m: m.identity):
                if not member.left:
                    self._enter_group(member)
        self.returners = []
        if self.day == 0:
            self._found()
        for n in range(self._organic_joiners()):
            identity = at.founded(self.seed, "organic", self.day, n)
            if not self._is_turned_away(identity):
                self._join("organic", identity)
        since = self.day - self.first_offer
        mean = self._paid[since] if 0 <= since < len(self._paid) else 0.0
        mean = mean * reach_left(self.spec, self.day)
        for n in range(at.poisson(mean, self.seed, "paid arrivals", self.day)):
            identity = at.founded(self.seed, "paid", self.day, n)
            if not self._is_turned_away(identity):
                self._join("paid", identity, paid=True)
        for inviter, identity, hunter, audiences in sorted(self.accepted, key=lambda a: a[1]):
            member = self._join("referred", identity, inviter=inviter, hunter=hunter)
            member.invited_in = audiences
            self.count(member, "hunters", int(hunter))
        self.accepted = []
        return self.roll[before:]

    def _found(self) -> None:
        """Let the founders in; their segments and ties may be known, or their ties made."""
        start = self.spec.graph.start
        segments = start.segments if isinstance(start, GivenTies) else None
        for n in range(self.spec.founders):
            segment = None if segments is None else int(segments[n])
            founder = self._join("organic", at.founded(self.seed, "founder", 0, n), segment=segment)
            if self.spreads and founder.lasting("adopt seed") < self.theta["adopt_seed"]:
                founder.memory.take_up()
        if start is not None:
            for a, b in start.edges if isinstance(start, GivenTies) else self._made(start):
                self.roll[a].tie(self.roll[b])

    def _made(self, start: StartGraph) -> NDArray[np.int32]:
        """Return ties made to measure between the founders, alike in segment and attributes."""
        kinds = np.array([(one.segment, *one.attributes) for one in self.roll], np.uint8)
        return generate(start, kinds.reshape(-1, 1 + len(self.spec.attributes)), self.seed)

    def _organic_joiners(self) -> int:
        """Return how many come by themselves: known, as the scenario says, or by the market."""
        mean = float(self.spec.organic[self.day])
        if self.spec.organic_known[self.day]:
            return round(mean)
        if self.spec.behaviour.has("market"):
            values, joined = self.spec.behaviour.values, len(self.roll)
            size = values["market_size"]
            mean = values["market_innovation"] + values["market_imitation"] * joined / size
            mean = mean * max(size - joined, 0.0) / 365.25
        since = self.day - self.first_offer
        left = reach_left(self.spec, self.day)
        if 0 <= since < len(self._reach):
            left = left * self._reach[since]
        mean = mean * left
        return at.poisson(mean, self.seed, "organic arrivals", self.day)

    def _join(
        self,
        way: str,
        identity: int,
        inviter: Member | None = None,
        hunter: bool = False,
        paid: bool = False,
        segment: int | None = None,
    ) -> Member:
        member = Member(self, identity, inviter, hunter, paid, segment)
        if self.group_cap:
            self._enter_group(member)
        given = self.day == 0 and self.spec.graph.start is not None
        if not (given and len(self.roll) < self.spec.founders):
            find_friends(member, self.roll)
        self.roll.append(member)
        (self.organics if member.organic else self.others).append(member)
        if member.lasting("consent") >= self.theta["consent_share"]:
            member.memory.muted = True
        self.count(member, f"joined_{way}")
        return member

    def _enter_group(self, member: Member) -> None:
        """Enter the inviter's group if it has a place, else the open one of the segment."""
        options = (
            member.inviter.group if member.inviter and member not in self.roll else None,
            self.open_groups.get(member.segment),
        )
        places = [g for g in options if g is not None and len(g.members) < self.group_cap]
        if places:
            member.group = places[0]
        else:
            member.group = self.open_groups[member.segment] = Group()
            self.groups.append(member.group)
        member.group.members.append(member)

    def _close_the_day(self) -> None:
        present = [member for member in self.roll if not member.left]
        here = Counter(member.segment for member in present)
        muted = Counter(member.segment for member in present if member.memory.muted)
        cells = Counter((m.audiences, m.segment) for m in present if not m.memory.muted)
        self.population.append([here[j] for j in range(len(self.spec.segments))])
        for j in range(len(self.spec.segments)):
            self.counts[self.day, j, "reachable"] = here[j] - muted[j]
        for (audiences, j), reachable in cells.items():
            push = float(self.effects_on(audiences)[self.offer_day()][0][j].push)
            self.counts[self.day, j, "pushes"] += int(push * reachable + 0.5)
