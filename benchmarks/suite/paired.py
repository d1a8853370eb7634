"""Two models of one day side by side in one process: engine, rival, engine, rival ...

Processor time and pairs, because a busy machine would flatter whoever has the shorter turn. The
engine lives in each turn all the days that the rival lives in all of its turns, and at least a
million member-days, from a copy of the same warmed community: the rival's few days would be over in
two milliseconds.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any, Final, Protocol

from benchmarks.suite.mesa_cached import CachedModel
from benchmarks.suite.mesa_day import CommunityModel
from benchmarks.suite.mesa_grid import GridModel
from benchmarks.suite.mesa_idiomatic import NetworkModel
from benchmarks.suite.numpy_scipy import NumpyCommunity
from benchmarks.suite.worlds import SEED, WARM_DAYS, World, counted, member_days
from sim.community import Community

LEAST: Final = 1_000_000
"""Member-days of an engine's turn, at least."""

Say = Callable[[str], None]
"""Takes a line of progress."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of one model.

    Attributes
    ----------
    ns
        Nanoseconds of processor time for a day of a member who has not left.
    active
        Share of such members who visit on a day.
    """

    ns: float
    active: float


class Rival(Protocol):
    """A model that is past its first `WARM_DAYS` days."""

    def turn(self, days: int) -> Turn:
        """Live so many days more."""


class MesaRival:
    """A Mesa model, which goes on from the NumPy model's state and lives the last warm day."""

    def __init__(self, kind: type[CommunityModel], world: World) -> None:
        young = NumpyCommunity(world, SEED)
        young.live(WARM_DAYS - 1)
        self._model = kind(world, SEED, young.state())
        del young
        gc.collect()
        # Cells look up their neighbourhoods when first asked and keep them.
        self._model.step()

    def turn(self, days: int) -> Turn:
        """Live so many days more."""
        begin = time.process_time_ns()
        for _ in range(days):
            self._model.step()
        spent = time.process_time_ns() - begin
        seen = self._model.datacollector.model_vars
        lived = sum(seen["members"][-days:])
        return Turn(spent / lived, sum(seen["active"][-days:]) / lived)


class NumpyRival:
    """The NumPy model."""

    def __init__(self, world: World) -> None:
        self._model = NumpyCommunity(world, SEED)
        self._model.live(WARM_DAYS)

    def turn(self, days: int) -> Turn:
        """Live so many days more."""
        begin = time.process_time_ns()
        self._model.live(self._model.day + days)
        spent = time.process_time_ns() - begin
        lived = sum(self._model.history["members"][-days:])
        return Turn(spent / lived, sum(self._model.history["active"][-days:]) / lived)


def rival(name: str, world: World) -> Rival:
    """Return a rival by name."""
    kinds: dict[str, type[CommunityModel]] = {
        "mesa": NetworkModel, "mesa-grid": GridModel, "mesa-cached": CachedModel,
    }  # fmt: skip
    return MesaRival(kinds[name], world) if name in kinds else NumpyRival(world)


def warmed(world: World, days: int) -> Community:
    """Return the engine's community past its first `WARM_DAYS` days, with room for more."""
    community = world.community(WARM_DAYS + days)
    community.live(WARM_DAYS)
    return community


def engine_turn(warm: Community, days: int) -> Turn:
    """Let a copy of the warmed community live so many days."""
    twin = warm.copy()
    begin = time.process_time_ns()
    twin.live(WARM_DAYS + days)
    spent = time.process_time_ns() - begin
    lived = member_days(twin, WARM_DAYS, WARM_DAYS + days)
    return Turn(spent / lived, counted(twin, "active", WARM_DAYS, WARM_DAYS + days) / lived)


def compare(
    name: str, world: World, pairs: int, days: int, say: Say, theirs: World | None = None
) -> dict[str, Any]:
    """Let the engine and a rival live in turn, and return the figures.

    Parameters
    ----------
    name
        The rival: ``mesa``, ``mesa-grid``, ``mesa-cached`` or ``numpy``.
    world
        The community.
    theirs
        The rival's, where it is another: it has no mechanisms beside the core.
    pairs
        Turns of each.
    days
        Days of the rival's turn.
    say
        Called with each line of progress.
    """
    other = rival(name, theirs or world)
    engine_days = max(pairs * days, LEAST // world.members)
    warm = warmed(world, engine_days)
    turns = []
    for pair in range(pairs):
        ours = engine_turn(warm, engine_days)
        its = other.turn(days)
        turns.append((ours, its))
        say(
            f"pair {pair + 1} of {pairs}: engine {ours.ns:.1f} ns, {name} {its.ns:,.0f} ns, "
            f"{its.ns / ours.ns:,.1f} times; active {ours.active:.2%}, {its.active:.2%}"
        )
    ratios = sorted(b.ns / a.ns for a, b in turns)
    return {
        "rival": name,
        "members": world.members,
        "pairs": pairs,
        "rival_days_a_turn": days,
        "engine_days_a_turn": engine_days,
        "ratio": median(ratios),
        "ratio_range": [ratios[0], ratios[-1]],
        "engine_ns": median(a.ns for a, _ in turns),
        "rival_ns": median(b.ns for _, b in turns),
        "engine_active": sum(a.active for a, _ in turns) / pairs,
        "rival_active": sum(b.active for _, b in turns) / pairs,
        "turns": [{"engine": asdict(a), name: asdict(b)} for a, b in turns],
    }
