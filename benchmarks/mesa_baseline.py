"""The day of a community as a Mesa user would write it: the yardstick of `engine.py`.

One `FixedAgent` a member, Mesa's `Network`, `shuffle_do`, `DataCollector`, plain Python floats and
Mesa's own generators. Of Mesa's two networks `mesa.discrete_space.Network` is the one that its
documentation recommends and the cheaper one: a cell keeps its neighbourhood, where
`mesa.space.NetworkGrid` asks NetworkX for it each time (see `docs/benchmarks.md`).

The decisions and their equations are those of `sim.behaviour` under no plan; only the draws differ.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import mesa
import networkx as nx
from mesa.discrete_space import Cell, FixedAgent, Network


class Parameters:
    """Behaviour parameters as attributes, by the names of `sim.behaviour.register`."""

    def __init__(self, values: Mapping[str, float]) -> None:
        self.__dict__.update(values)

    def __getattr__(self, name: str) -> float:
        raise AttributeError(f"no behaviour parameter {name!r}")


class Member(FixedAgent):
    """One member, fixed to a node of the network."""

    model: CommunityModel

    def __init__(self, model: CommunityModel, cell: Cell, inviter: Member | None = None) -> None:
        super().__init__(model)
        self.cell = cell
        p = model.parameters
        random = self.random
        if inviter is not None and random.random() < model.homophily:
            self.segment = inviter.segment
        else:
            self.segment = random.choices(range(model.segments), model.shares)[0]
        self.visit_trait = random.gauss(p.visit_base, p.visit_spread)
        if inviter is not None:
            self.visit_trait += p.referred_stay
        mean = math.log(p.write_rate) - p.write_spread**2 / 2
        self.write_trait = random.lognormvariate(mean, p.write_spread)
        self.attention = max(round(p.attention * (0.5 + random.random())), 1)
        self.invite_trait = 2.0 * random.random()
        self.join_day = self.last_visit = model.day
        self.hunter = inviter is not None and random.random() < p.hunter_share
        self.habit = 0.0
        self.satisfaction = 0.5
        self.fatigue = 0.0
        self.loss = 0.0
        self.loss_day = model.day
        self.left = False
        self.was_here = False
        self.new = True

    def step(self) -> None:
        """Live one day."""
        if self.left:
            if self.random.random() < self.comeback_probability():
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
        friends_here = [friend.was_here for friend in self.cell.neighborhood.agents]
        x = (
            self.visit_trait
            + model.shift
            + p.habit_pull * self.habit_now()
            + p.satisfaction_pull * (self.satisfaction - 0.5)
            + p.newcomer_pull * math.exp((self.join_day + 1 - model.day) / p.newcomer_days)
            + model.pull_of_feed[self.segment]
            - p.fatigue_pull * self.fatigue_now()
        )
        if friends_here:
            x += p.peer_pull * sum(friends_here) / len(friends_here)
        return 1.0 / (1.0 + math.exp(-x))

    def habit_now(self) -> float:
        """Return the habit, which fades while the member stays away."""
        missed = self.model.day - self.last_visit - 1
        if missed <= 0:
            return self.habit
        return self.habit * math.exp(-self.model.parameters.habit_decay * missed)

    def fatigue_now(self) -> float:
        """Return the fatigue, which fades while the member stays away."""
        if self.fatigue == 0.0:
            return 0.0
        gap = self.model.day - self.last_visit
        return self.fatigue * math.exp(-self.model.parameters.fatigue_decay * gap)

    def leave_probability(self) -> float:
        """Return the probability of leaving today."""
        p = self.model.parameters
        age = self.model.day - self.join_day
        hazard = (
            p.leave_rate
            * (1.0 + age / p.leave_days) ** -p.leave_power
            * math.exp(p.leave_satisfaction * (0.5 - self.satisfaction))
            * (1.0 + len(self.cell.connections)) ** -p.ties_protect
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
        """Read, write, perhaps invite; form the habit."""
        model = self.model
        p = model.parameters
        habit = self.habit_now()
        fatigue = self.fatigue_now()
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
        self.fatigue = fatigue
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
            experience = model.feed[self.segment] + luck
        target = 0.5 + experience - p.expectation
        satisfaction = self.satisfaction + p.satisfaction_gain * (target - self.satisfaction)
        self.satisfaction = min(max(satisfaction, 0.0), 1.0)

    def mourn(self) -> None:
        """Feel that a tie left today."""
        if not self.left:
            self.loss = self.loss_now() + 1.0
            self.loss_day = self.model.day


class CommunityModel(mesa.Model):
    """A community of founders and a few joiners a day; `step` is one day.

    Parameters
    ----------
    founders
        Members who join on the first day.
    joiners_per_day
        Mean of the organic joiners a day, Poisson.
    values
        Behaviour parameters by the names of `sim.behaviour.register`.
    shares
        Shares of the segments among joiners.
    mean_ties, closure, homophily
        The network: mean degree, clustering, and how far an invitation keeps to the segment.
    seed
        Seed of Mesa's generators.
    """

    def __init__(
        self,
        founders: int,
        joiners_per_day: float,
        values: Mapping[str, float],
        shares: tuple[float, ...] = (1.0,),
        mean_ties: float = 8.0,
        closure: float = 0.4,
        homophily: float = 0.3,
        seed: int = 0,
    ) -> None:
        super().__init__(seed=seed)
        self.parameters = Parameters(values)
        self.joiners_per_day = joiners_per_day
        self.segments = len(shares)
        self.shares = shares
        self.homophily = homophily
        self.ties_to_make = round(mean_ties / 2)
        self.day = 0
        self.absent = 0
        self.posts = [0] * self.segments
        self.visitors: list[Member] = []
        self.accepted: list[Member] = []
        self.leavers: list[Member] = []
        self.forget_yesterday()
        graph = nx.powerlaw_cluster_graph(founders, self.ties_to_make, closure, seed=seed)
        self.network = Network(graph, random=self.random)
        self.cells = self.network.all_cells.cells
        for cell in self.cells:
            Member(self, cell)
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "active": lambda model: len(model.visitors),
                "posts": lambda model: sum(model.posts),
                "writers": "writers",
                "exposures": "exposures",
                "invitations": "invitations",
                "left": lambda model: len(model.leavers),
                "returned": "returned",
                "members": lambda model: len(model.agents) - model.absent,
            }
        )

    def forget_yesterday(self) -> None:
        """Begin the counts of a new day."""
        self.writers = self.buyers = self.exposures = self.invitations = self.returned = 0

    def step(self) -> None:
        """Live one day."""
        self.day = self.steps - 1
        for inviter in self.accepted:
            self.let_in(inviter)
        if self.day > 0:
            for _ in range(self.rng.poisson(self.joiners_per_day)):
                self.let_in(None)
        self.compose_feed()
        yesterday = self.visitors
        self.posts = [0] * self.segments
        self.visitors, self.accepted, self.leavers = [], [], []
        self.forget_yesterday()
        self.agents.shuffle_do("step")
        for leaver in self.leavers:
            for friend in leaver.cell.neighborhood.agents:
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
        self.feed = [0.0] * self.segments
        volume = 1.0 - math.exp(-self.items / p.attention)
        for topic, posts in enumerate(self.posts):
            if posts:
                share = posts / self.items
                worth = share * p.quality_member * math.exp(-p.satiation * share)
                for segment in range(self.segments):
                    match = 1.0 if segment == topic else p.off_topic_match
                    self.feed[segment] += volume * worth * match
        self.pull_of_feed = [p.content_pull * (worth - 0.5) for worth in self.feed]

    def let_in(self, inviter: Member | None) -> None:
        """Let one member join and find friends."""
        friends = [inviter.cell] if inviter else []
        while len(friends) < self.ties_to_make:
            near = self.random.choice(friends or self.cells)
            cell = self.random.choice(list(near.connections.values()) or [near])
            if cell not in friends:
                friends.append(cell)
        cell = Cell(len(self.cells), random=self.random)
        self.network.add_cell(cell)
        self.cells.append(cell)
        for friend in friends:
            self.network.add_connection(cell, friend)
        Member(self, cell, inviter)
