"""The day of a community in NumPy with a SciPy sparse graph: all members, every day.

One array a property, 32-bit, preallocated; what fades is multiplied by its factor once a day; the
ties of all are one sparse matrix-vector product; what a visit decides is worked out for visitors
only. The decisions and their equations are those of `sim.behaviour` under no plan; only the draws
differ.
"""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array  # type: ignore[import-untyped]

from benchmarks.suite.graph import founders_graph
from benchmarks.suite.state import State
from benchmarks.suite.worlds import SHARES, World

F = np.float32
YOUNG = 0.1
"""Share of all ties that may stand outside the sparse matrix before it is built anew: building it
costs as much as ten days or more."""

FLOATS = (
    "visit_trait", "write_trait", "invite_trait", "habit", "satisfaction", "fatigue", "loss",
    "ties", "here",
)  # fmt: skip
WHOLES = ("join_day", "last_visit", "left_day", "attention")
FLAGS = ("left", "hunter", "new")


class NumpyCommunity:
    """A community as columns.

    Parameters
    ----------
    world
        What is lived.
    seed
        Seed of the one stream of draws.

    Attributes
    ----------
    history
        Counts of each day by name.
    """

    def __init__(self, world: World, seed: int = 0) -> None:
        self.p = SimpleNamespace(**{k: F(v) for k, v in world.values.items()})
        self.world = world
        self.rng = np.random.default_rng(seed)
        self.day = 0
        self.size = 0
        room = world.members * 9 // 8 + 64
        self.c = SimpleNamespace(
            **{name: np.zeros(room, np.float32) for name in FLOATS},
            **{name: np.zeros(room, np.int32) for name in WHOLES},
            **{name: np.zeros(room, np.bool_) for name in FLAGS},
            segment=np.zeros(room, np.uint8),
        )
        self._buffers: NDArray[np.float32] = np.empty((3, room), np.float32)
        self.posts = np.zeros(len(SHARES), np.int64)
        self.accepted = np.empty(0, np.int64)
        self.history: dict[str, list[int]] = {
            name: [] for name in ("active", "posts", "writers", "exposures", "invitations",
                                  "joined", "left", "returned", "members")
        }  # fmt: skip
        self.absent = 0
        self._born(np.full(world.members, -1))
        self._tie(founders_graph(world, seed))

    def live(self, until: int) -> None:
        """Live the days up to `until` (not included)."""
        while self.day < until:
            self._live_day()
            self.day += 1

    def state(self) -> State:
        """Return the state between two days, for another model to go on from."""
        n = self.size
        members = {
            name: getattr(self.c, name)[:n].copy()
            for name in (*FLOATS, *WHOLES, *FLAGS, "segment")
            if name != "ties"
        }
        gap = self.day - members["last_visit"]
        members["habit"] = members["habit"] * np.exp(self.p.habit_decay * (gap - 1))
        members["fatigue"] = members["fatigue"] * np.exp(self.p.fatigue_decay * gap)
        members["loss_day"] = np.where(members["left"], members.pop("left_day"), self.day)
        return State(
            self.day, members, self._all_ties(), self.posts.tolist(), self.accepted.tolist()
        )

    def now(self) -> SimpleNamespace:
        """Return the columns of those who have joined; habit, fatigue and loss are the coming
        day's."""
        return SimpleNamespace(
            **{name: column[: self.size] for name, column in vars(self.c).items()}
        )

    def feed(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the worth of yesterday's posts to each segment, and how many suit it."""
        p = self.p
        items = int(self.posts.sum())
        if items == 0:
            return np.zeros(len(SHARES), np.float32), np.zeros(len(SHARES), np.float32)
        share = self.posts / items
        worth = share * p.quality_member * np.exp(-p.satiation * share)
        match = np.full((len(SHARES), len(SHARES)), p.off_topic_match)
        np.fill_diagonal(match, 1.0)
        feed, suits = match @ worth, match @ self.posts
        return np.asarray(feed, np.float32), np.asarray(suits, np.float32)

    def given(self, feed: NDArray[np.float32], suits: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what the feed gives to each segment's members of usual attention."""
        read = np.minimum(suits, F(self.p.attention))
        return feed * (F(1.0) - np.exp(-read / F(self.p.read_enough)))

    def visit_logit(self, c: SimpleNamespace, feed: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the logit of each member's visit today, in a buffer."""
        p = self.p
        x: NDArray[np.float32] = self._buffers[1][: self.size]
        part = self._friends_here()
        part /= np.maximum(c.ties, F(1.0))
        np.multiply(part, p.peer_pull, out=x)
        x += c.visit_trait
        x += np.multiply(c.habit, p.habit_pull, out=part)
        x += np.multiply(c.satisfaction, p.satisfaction_pull, out=part)
        x -= np.multiply(c.fatigue, p.fatigue_pull, out=part)
        np.subtract(c.join_day, F(self.day - 1), out=part, dtype=np.float32)
        part /= p.newcomer_days
        np.exp(part, out=part)
        part *= p.newcomer_pull
        x += part
        weekend = p.weekend_pull if self.day % 7 >= 5 else F(0.0)
        pull = weekend + p.content_pull * (feed - F(0.5)) - F(0.5) * p.satisfaction_pull
        x += np.take(pull, c.segment, out=part, mode="clip")
        return x

    def hazard(self, c: SimpleNamespace) -> NDArray[np.float32]:
        """Return each member's probability of leaving today, in a buffer."""
        p = self.p
        hazard: NDArray[np.float32] = self._buffers[0][: self.size]
        part = self._buffers[1][: self.size]
        np.subtract(F(self.day), c.join_day, out=part, dtype=np.float32)
        part /= p.leave_days
        np.log1p(part, out=part)
        np.multiply(part, -p.leave_power, out=hazard)
        np.log1p(c.ties, out=part)
        part *= p.ties_protect
        hazard -= part
        np.multiply(c.satisfaction, p.leave_satisfaction, out=part)
        hazard -= part
        hazard += F(0.5) * p.leave_satisfaction + np.log(p.leave_rate)
        np.exp(hazard, out=hazard)
        np.multiply(c.loss, p.contagion, out=part)
        part += F(1.0)
        hazard *= part
        return hazard

    def _born(self, inviter: NDArray[np.int64]) -> None:
        """Add members; `inviter` holds a row each, -1 for none."""
        p, c, rng, count = self.p, self.c, self.rng, len(inviter)
        rows = slice(self.size, self.size + count)
        self.size += count
        if self.size > len(c.segment):
            self._grow()
        invited = inviter >= 0
        segment = np.searchsorted(np.cumsum(SHARES[:-1]), rng.random(count), side="right")
        alike = invited & (rng.random(count) < self.world.graph.homophily)
        c.segment[rows] = np.where(alike, c.segment[inviter], segment)
        c.visit_trait[rows] = rng.normal(p.visit_base, p.visit_spread, count)
        c.visit_trait[rows] += p.referred_stay * invited
        mean = math.log(p.write_rate) - p.write_spread**2 / 2
        c.write_trait[rows] = rng.lognormal(mean, p.write_spread, count)
        reads = np.rint(p.attention * (0.5 + rng.random(count)))
        c.attention[rows] = np.maximum(reads, 1)
        c.invite_trait[rows] = 2.0 * rng.random(count)
        c.hunter[rows] = invited & (rng.random(count) < p.hunter_share)
        c.satisfaction[rows] = 0.5
        c.join_day[rows] = self.day
        c.last_visit[rows] = self.day - 1
        c.new[rows] = True

    def _grow(self) -> None:
        """Make room for as many members again."""
        for name, column in vars(self.c).items():
            setattr(self.c, name, np.concatenate([column, np.zeros_like(column)]))
        self._buffers = np.empty((3, len(self.c.segment)), np.float32)

    def _let_in(self) -> int:
        """Let the day's joiners in and find them friends: a random end of a random tie, or a tie
        of a tie. Return how many joined."""
        if self.day == 0:
            return self.size
        organic = int(self.rng.poisson(self.world.joiners_per_day))
        inviter = np.concatenate([self.accepted, np.full(organic, -1)])
        first, count = self.size, len(inviter)
        if count == 0:
            return 0
        self._born(inviter)
        friends = np.empty((round(self.world.graph.mean_ties / 2), count), np.int64)
        for k in range(len(friends)):
            near = self.rng.integers(0, first, count)
            if k == 0:
                found = np.where(inviter >= 0, inviter, self._neighbour_of(near))
            else:
                before = friends[k - 1]
                closes = (self.rng.random(count) < self.world.graph.closure) & (before >= 0)
                found = self._neighbour_of(np.where(closes, before, near))
            found[(friends[:k] == found).any(axis=0) | self.c.left[found]] = -1
            friends[k] = found
        which, newcomer = np.nonzero(friends >= 0)
        self._tie(np.stack([friends[which, newcomer], first + newcomer], axis=1).astype(np.int32))
        return count

    def _neighbour_of(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return a random tie of each row, or the row itself where the matrix holds none."""
        known = np.minimum(rows, self._matrix.shape[0] - 1)
        start = self._matrix.indptr[known]
        ties = self._matrix.indptr[known + 1] - start
        pick = start + (self.rng.random(len(rows)) * ties).astype(np.int64)
        found = self._matrix.indices[np.minimum(pick, self._matrix.nnz - 1)]
        return np.where((ties > 0) & (rows == known), found, rows)

    def _tie(self, pairs: NDArray[np.int32]) -> None:
        """Add ties, shape ``(ties, 2)``; into the matrix at once, or now and then."""
        np.add.at(self.c.ties, pairs.ravel(), F(1.0))
        if self.day == 0:
            self._young = np.empty((0, 2), np.int32)
            self._build(pairs)
            return
        self._young = np.concatenate([self._young, pairs])
        if len(self._young) > YOUNG * self._matrix.nnz / 2:
            self._build(self._all_ties())
            self._young = self._young[:0]

    def _build(self, pairs: NDArray[np.int32]) -> None:
        both = np.concatenate([pairs, pairs[:, ::-1]])
        ones = np.ones(len(both), np.float32)
        matrix = csr_array((ones, (both[:, 0], both[:, 1])), shape=(self.size, self.size))
        matrix.indices = matrix.indices.astype(np.int32)
        matrix.indptr = matrix.indptr.astype(np.int32)
        self._matrix = matrix

    def _all_ties(self) -> NDArray[np.int32]:
        matrix = self._matrix.tocoo()
        upper = matrix.row < matrix.col
        old = np.stack([matrix.row[upper], matrix.col[upper]], axis=1)
        return np.concatenate([old.astype(np.int32), self._young])

    def _friends_here(self) -> NDArray[np.float32]:
        """Return how many ties of each member were here yesterday, shape ``(size,)``."""
        known = self._matrix.shape[0]
        found: NDArray[np.float32] = self._buffers[2][: self.size]
        found[:known] = self._matrix @ self.c.here[:known]
        found[known:] = 0.0
        a, b = self._young.T
        np.add.at(found, a, self.c.here[b])
        np.add.at(found, b, self.c.here[a])
        return found

    def _live_day(self) -> None:
        joined = self._let_in()
        c, (feed, suits), n = self.now(), self.feed(), self.size
        draw = self.rng.random(out=self._buffers[0][:n], dtype=np.float32)
        x = self.visit_logit(c, self.given(feed, suits))
        np.negative(x, out=x)
        np.exp(x, out=x)
        x += F(1.0)
        x *= draw
        comes = x < F(1.0)
        comes &= ~c.hunter
        comes |= c.new
        comes &= ~c.left
        returned = self._come_back(c, draw)
        comes[returned] = True
        visitors = np.flatnonzero(comes)
        self._visit(c, visitors, feed, suits)
        c.here[:] = comes
        left = self._leave(c)
        self.absent += len(left) - len(returned)
        for name, count in (
            ("active", len(visitors)), ("posts", int(self.posts.sum())), ("left", len(left)),
            ("returned", len(returned)), ("joined", joined), ("members", n - self.absent),
        ):  # fmt: skip
            self.history[name].append(count)

    def _come_back(self, c: SimpleNamespace, draw: NDArray[np.float32]) -> NDArray[np.int64]:
        p = self.p
        gone = np.flatnonzero(c.left & ~c.hunter)
        chance = p.return_rate * np.exp((c.left_day[gone] - F(self.day)) / p.return_days)
        back: NDArray[np.int64] = gone[draw[gone] < chance]
        c.left[back] = False
        c.loss[back] = 0.0
        return back

    def _visit(
        self,
        c: SimpleNamespace,
        who: NDArray[np.int64],
        feed: NDArray[np.float32],
        suits: NDArray[np.float32],
    ) -> None:
        """Read, write, buy, invite, for visitors only; form the habit and let it fade."""
        p, rng, count = self.p, self.rng, len(who)
        satisfaction = c.satisfaction[who]
        items = np.minimum(c.attention[who], int(self.posts.sum()))
        luck = (rng.random(count, np.float32) - F(0.5)) * F(2.0) * p.read_noise
        suiting = np.minimum(c.attention[who], suits[c.segment[who]]).astype(np.float32)
        enough = F(1.0) - np.exp(-suiting / F(p.read_enough))
        good = feed[c.segment[who]] * enough + luck / np.sqrt(np.maximum(items, F(1.0)))
        target = F(0.5) - p.expectation + np.where(items > 0, good, F(0.0))
        satisfaction += p.satisfaction_gain * (target - satisfaction)
        np.clip(satisfaction, 0.0, 1.0, out=satisfaction)
        c.satisfaction[who] = satisfaction
        rate = c.write_trait[who] * np.exp(p.write_satisfaction * (satisfaction - F(0.5)))
        posts = rng.poisson(rate)
        self.posts = np.bincount(c.segment[who], posts, len(SHARES)).astype(np.int64)
        self.buyers = int((rng.random(count) < p.buy_rate).sum())
        eager = np.exp(p.invite_satisfaction * (satisfaction - F(0.5)))
        invites = who[rng.random(count) < p.invite_rate * c.invite_trait[who] * eager]
        self.accepted = invites[rng.random(len(invites)) < p.accept_rate]
        for name, number in (
            ("writers", np.count_nonzero(posts)),
            ("exposures", items.sum()),
            ("invitations", len(invites)),
        ):
            self.history[name].append(int(number))
        habit = c.habit[who]
        c.habit *= np.exp(-p.habit_decay)
        c.habit[who] = habit + p.habit_gain * (F(1.0) - habit)
        c.fatigue *= np.exp(-p.fatigue_decay)
        c.last_visit[who] = self.day
        c.new[who] = False

    def _leave(self, c: SimpleNamespace) -> NDArray[np.int64]:
        """Let members leave, and let their ties feel the loss; return who left."""
        hazard, draw = self.hazard(c), self._buffers[2][: self.size]
        leaves = self.rng.random(out=draw, dtype=np.float32) < hazard
        leaves &= ~c.left
        leavers = np.flatnonzero(leaves)
        c.left[leavers] = True
        c.left_day[leavers] = self.day
        ends, friends = self._matrix.indptr, self._matrix.indices
        for row in leavers[leavers < self._matrix.shape[0]].tolist():
            c.loss[friends[ends[row] : ends[row + 1]]] += F(1.0)
        a, b = self._young.T
        np.add.at(c.loss, b[leaves[a]], F(1.0))
        np.add.at(c.loss, a[leaves[b]], F(1.0))
        c.loss[c.left] = 0.0
        c.loss *= np.exp(F(-1.0) / self.p.contagion_days)
        return leavers
