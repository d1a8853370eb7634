"""The day of a community as a Mesa user would write it, apart from how members find their friends.

One agent a member, ``shuffle_do``, `DataCollector`, plain Python floats and Mesa's own generators.
What a visit decides is worked out only for those who visit. The decisions and their equations are
those of `sim.behaviour` under no plan; only the draws differ. `mesa_idiomatic`, `mesa_grid` and
`mesa_cached` say where friends are kept.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any

import mesa
import numpy as np
from numpy.typing import NDArray

from benchmarks.suite.graph import founders_graph
from benchmarks.suite.state import State
from benchmarks.suite.worlds import SHARES, World


class Parameters:
    """Behaviour parameters as attributes, by the names of `sim.behaviour.register`."""

    def __init__(self, values: Mapping[str, float]) -> None:
        self.__dict__.update(values)

    def __getattr__(self, name: str) -> float:
        raise AttributeError(f"no behaviour parameter {name!r}")


class Member(mesa.Agent):  # type: ignore[misc]
    """One member."""

    model: CommunityModel
    segment: int

    def __init__(self, model: CommunityModel, inviter: Member | None = None) -> None:
        super().__init__(model)
        p = model.parameters
        random = self.random
        if inviter is not None and random.random() < model.world.graph.homophily:
            self.segment = inviter.segment
        else:
            self.segment = random.choices(range(len(SHARES)), SHARES)[0]
        self.visit_trait = random.gauss(p.visit_base, p.visit_spread)
        if inviter is not None:
            self.visit_trait += p.referred_stay
        mean = math.log(p.write_rate) - p.write_spread**2 / 2
        self.write_trait = random.lognormvariate(mean, p.write_spread)
        self.attention = max(round(p.attention * (0.5 + random.random())), 1)
        self.invite_trait = 2.0 * random.random()
        self.join_day = model.day
        self.last_visit = model.day - 1
        self.hunter = inviter is not None and random.random() < p.hunter_share
        self.habit = 0.0
        self.satisfaction = 0.5
        self.fatigue = 0.0
        self.loss = 0.0
        self.loss_day = model.day
        self.left = False
        self.was_here = False
        self.new = True

    def friends(self) -> Iterable[Member]:
        """Return the ties."""
        raise NotImplementedError

    def ties(self) -> int:
        """Return the number of ties."""
        raise NotImplementedError

    def share_here(self) -> float:
        """Return the share of ties who were here yesterday, 0 to 1."""
        raise NotImplementedError

    def step(self) -> None:
        """Live one day."""
        if self.left:
            if not self.hunter and self.random.random() < self.comeback_probability():
                self.left = False
                self.loss = 0.0
                self.model.returned += 1
                self.model.absent -= 1
                self.visit()
        elif self.new or (not self.hunter and self.random.random() < self.visit_probability()):
            self.visit()
        if not self.left and self.random.random() < self.leave_probability():
            self.left = True
            self.loss = 0.0
            self.loss_day = self.model.day
            self.model.leavers.append(self)
            self.model.absent += 1

    def visit_probability(self) -> float:
        """Return the probability of a visit today."""
        model = self.model
        p = model.parameters
        x = (
            self.visit_trait
            + model.shift
            + p.habit_pull * self.habit_now()
            + p.satisfaction_pull * (self.satisfaction - 0.5)
            + p.newcomer_pull * math.exp((self.join_day + 1 - model.day) / p.newcomer_days)
            + model.pull_of_feed[self.segment]
            + p.peer_pull * self.share_here()
        )
        if self.fatigue:
            x -= p.fatigue_pull * self.fatigue_now()
        return 1.0 / (1.0 + math.exp(-x))

    def habit_now(self) -> float:
        """Return the habit, which fades while the member stays away."""
        missed = self.model.day - self.last_visit - 1
        if missed <= 0:
            return self.habit
        return self.habit * math.exp(-self.model.parameters.habit_decay * missed)

    def fatigue_now(self) -> float:
        """Return the fatigue, which fades while the member stays away."""
        gap = self.model.day - self.last_visit
        return self.fatigue * math.exp(-self.model.parameters.fatigue_decay * gap)

    def leave_probability(self) -> float:
        """Return the probability of leaving today."""
        p = self.model.parameters
        age = self.model.day - self.join_day
        hazard: float = (
            p.leave_rate
            * (1.0 + age / p.leave_days) ** -p.leave_power
            * math.exp(p.leave_satisfaction * (0.5 - self.satisfaction))
            * (1.0 + self.ties()) ** -p.ties_protect
        )
        if self.loss > 0.0:
            hazard *= 1.0 + p.contagion * self.loss_now()
        return hazard

    def loss_now(self) -> float:
        """Return the weighted count of ties that left."""
        days = self.model.day - self.loss_day
        return self.loss * math.exp(-days / self.model.parameters.contagion_days)

    def comeback_probability(self) -> float:
        """Return the probability that one who left comes back today."""
        p = self.model.parameters
        return p.return_rate * math.exp((self.loss_day - self.model.day) / p.return_days)

    def visit(self) -> None:
        """Read, write, buy, perhaps invite; form the habit."""
        model = self.model
        p = model.parameters
        habit = self.habit_now()
        model.visitors.append(self)
        self.read()
        rate = self.write_trait * math.exp(p.write_satisfaction * (self.satisfaction - 0.5))
        posts = int(self.rng.poisson(rate))
        if posts:
            model.posts[self.segment] += posts
            model.writers += 1
        if self.random.random() < p.buy_rate:
            model.buyers += 1
        eager = math.exp(p.invite_satisfaction * (self.satisfaction - 0.5))
        if self.random.random() < p.invite_rate * self.invite_trait * eager:
            model.invitations += 1
            if self.random.random() < p.accept_rate:
                model.accepted.append(self)
        self.habit = habit + p.habit_gain * (1.0 - habit)
        if self.fatigue:
            self.fatigue = self.fatigue_now()
        self.last_visit = model.day
        self.new = False

    def read(self) -> None:
        """Read the feed and feel how good it was."""
        model = self.model
        p = model.parameters
        items = min(self.attention, model.items)
        model.exposures += items
        experience = 0.0
        if items:
            luck = (self.random.random() - 0.5) * 2.0 * p.read_noise / math.sqrt(items)
            suiting = min(self.attention, model.suits[self.segment])
            enough = 1.0 - math.exp(-suiting / p.read_enough)
            experience = model.feed[self.segment] * enough + luck
        target = 0.5 + experience - p.expectation
        satisfaction = self.satisfaction + p.satisfaction_gain * (target - self.satisfaction)
        self.satisfaction = min(max(satisfaction, 0.0), 1.0)

    def mourn(self) -> None:
        """Feel that a tie left today."""
        if not self.left:
            self.loss = self.loss_now() + 1.0
            self.loss_day = self.model.day


class CommunityModel(mesa.Model, ABC):  # type: ignore[misc]
    """A community of founders and a few joiners a day; `step` is one day.

    Parameters
    ----------
    world
        What is lived.
    seed
        Seed of Mesa's generators.
    state
        Members and ties to go on from; founders on their first day if absent.
    """

    def __init__(self, world: World, seed: int = 0, state: State | None = None) -> None:
        super().__init__(rng=seed)
        self.world = world
        self.parameters = Parameters(world.values)
        self.day = 0
        self.absent = 0
        self.posts = [0] * len(SHARES)
        self.people: list[Member] = []
        self.visitors: list[Member] = []
        self.accepted: list[Member] = []
        self.leavers: list[Member] = []
        self.forget_yesterday()
        ties = founders_graph(world, seed) if state is None else state.ties
        self.settle(world.members if state is None else state.size, ties)
        if state is not None:
            self.resume(state)
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "active": lambda model: len(model.visitors),
                "posts": lambda model: sum(model.posts),
                "writers": "writers",
                "exposures": "exposures",
                "invitations": "invitations",
                "left": lambda model: len(model.leavers),
                "returned": "returned",
                "members": lambda model: len(model.people) - model.absent,
            }
        )

    @abstractmethod
    def settle(self, members: int, ties: NDArray[np.int32]) -> None:
        """Make the members with their ties, shape ``(ties, 2)``."""

    @abstractmethod
    def add(self, inviter: Member | None) -> Member:
        """Make one more member, without ties."""

    @abstractmethod
    def befriend(self, a: Member, b: Member) -> None:
        """Tie two members."""

    def resume(self, state: State) -> None:
        """Let the members be as they were left."""
        self.steps = state.day
        columns = {name: column.tolist() for name, column in state.members.items()}
        here: Any = columns.pop("here")
        for name, column in columns.items():
            for member, value in zip(self.people, column, strict=True):
                setattr(member, name, value)
        for member, was_here in zip(self.people, here, strict=True):
            member.was_here = bool(was_here)
        self.visitors = [member for member in self.people if member.was_here]
        self.absent = sum(member.left for member in self.people)
        self.posts = list(state.posts)
        self.accepted = [self.people[row] for row in state.accepted]

    def forget_yesterday(self) -> None:
        """Begin the counts of a new day."""
        self.writers = self.buyers = self.exposures = self.invitations = self.returned = 0

    def step(self) -> None:
        """Live one day."""
        self.day = self.steps - 1
        for inviter in self.accepted:
            self.let_in(inviter)
        if self.day > 0:
            for _ in range(self.rng.poisson(self.world.joiners_per_day)):
                self.let_in(None)
        self.compose_feed()
        yesterday = self.visitors
        self.posts = [0] * len(SHARES)
        self.visitors, self.accepted, self.leavers = [], [], []
        self.forget_yesterday()
        self.agents.shuffle_do("step")
        for leaver in self.leavers:
            for friend in leaver.friends():
                friend.mourn()
        for member in yesterday:
            member.was_here = False
        for member in self.visitors:
            member.was_here = True
        self.datacollector.collect(self)

    def compose_feed(self) -> None:
        """Work out the worth of yesterday's posts to each segment."""
        p = self.parameters
        self.shift = p.weekend_pull if self.day % 7 >= 5 else 0.0
        self.items = sum(self.posts)
        self.feed = [0.0] * len(SHARES)
        self.suits = [0.0] * len(SHARES)
        for topic, posts in enumerate(self.posts):
            if posts:
                share = posts / self.items
                worth = share * p.quality_member * math.exp(-p.satiation * share)
                for segment in range(len(SHARES)):
                    match = 1.0 if segment == topic else p.off_topic_match
                    self.feed[segment] += worth * match
                    self.suits[segment] += posts * match
        read = [1.0 - math.exp(-min(n, p.attention) / p.read_enough) for n in self.suits]
        given = [worth * enough for worth, enough in zip(self.feed, read, strict=True)]
        self.pull_of_feed = [p.content_pull * (worth - 0.5) for worth in given]

    def let_in(self, inviter: Member | None) -> None:
        """Let one member join and find friends."""
        friends = [inviter] if inviter else []
        wanted = round(self.world.graph.mean_ties / 2)
        for _ in range(8 * wanted):
            if len(friends) == wanted:
                break
            if friends and self.random.random() < self.world.graph.closure:
                near = friends[-1]
            else:
                near = self.random.choice(self.people)
            friend = self.random.choice(list(near.friends()) or [near])
            if friend not in friends and not friend.left:
                friends.append(friend)
        member = self.add(inviter)
        for friend in friends:
            self.befriend(member, friend)
