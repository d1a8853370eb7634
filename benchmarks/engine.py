"""The engine against an idiomatic Mesa model of the same day, side by side in one process.

    python benchmarks/engine.py [--quick] [--json]

Both communities have the same members, parameters, ties a member and joiners, and live in turn
(engine, Mesa, engine, Mesa ...) on one thread. Reported are medians over the pairs, in nanoseconds
of processor time for a day of one member who has not left, and the median of the pairs' ratios.
Processor time and pairs, because a busy machine would flatter whoever has the shorter turn. The
engine lives in each turn all the days that Mesa lives in all of its turns, from a copy of the same
warmed community, since Mesa's few days would be over in two milliseconds.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from mesa_baseline import CommunityModel  # noqa: E402

from sim.behaviour.preset import Behaviour  # noqa: E402
from sim.community import Community  # noqa: E402
from sim.spec import CommunitySpec, GraphSpec  # noqa: E402
from sim.trajectory import COUNT_INDEX  # noqa: E402

MEMBERS = 10_000
JOINERS_PER_DAY = 5.0
SHARES = (0.5, 0.3, 0.2)
GRAPH = GraphSpec()
SEED = 1
WARM_DAYS = 60
"""Days lived before the clock runs: the rush of the founders' first days is over by then."""

VISIT_BASE = -3.75
"""The one parameter that differs from the preset: with it about 5 % visit on a day."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of one model: nanoseconds a member-day, and the share of members active a day."""

    ns: float
    active: float


def engine_turn(warm: Community, days: int) -> Turn:
    """Let a copy of the warmed community live so many days."""
    twin = warm.copy()
    begin = time.process_time_ns()
    twin.live(WARM_DAYS + days)
    spent = time.process_time_ns() - begin
    lived = slice(WARM_DAYS, WARM_DAYS + days)
    member_days = int(twin.tallies.population[lived].sum())
    active = int(twin.tallies.counts[lived, :, COUNT_INDEX["active"]].sum())
    return Turn(spent / member_days, active / member_days)


def mesa_turn(model: CommunityModel, days: int) -> Turn:
    """Let the Mesa model live some days."""
    begin = time.process_time_ns()
    for _ in range(days):
        model.step()
    spent = time.process_time_ns() - begin
    member_days = sum(model.datacollector.model_vars["members"][-days:])
    active = sum(model.datacollector.model_vars["active"][-days:])
    return Turn(spent / member_days, active / member_days)


def make_engine(values: dict[str, float], days: int) -> Community:
    """Return the engine's community, not yet lived."""
    spec = CommunitySpec(
        behaviour=Behaviour(values),
        launch=date(2024, 1, 1),
        start=date(2024, 1, 1),
        horizon_days=days,
        organic=np.full(days, JOINERS_PER_DAY),
        organic_known=np.zeros(days, np.bool_),
        founders=MEMBERS,
        segments=tuple("abc"),
        segment_shares=SHARES,
        graph=GRAPH,
    )
    return Community(spec, SEED)


def make_mesa(values: dict[str, float]) -> CommunityModel:
    """Return the Mesa model, not yet lived."""
    return CommunityModel(
        MEMBERS, JOINERS_PER_DAY, values, SHARES,
        GRAPH.mean_ties, GRAPH.closure, GRAPH.homophily, SEED,
    )  # fmt: skip


def processor() -> str:
    """Return the processor's name, where the machine tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def machine() -> dict[str, str]:
    """Return what the figures depend on."""
    return {
        "processor": f"{processor()}, {os.cpu_count()} processors, one used",
        "python": platform.python_version(),
        **{name: version(name) for name in ("numba", "numpy", "mesa")},
    }


def measure(pairs: int, days: int, say: Callable[[str], None]) -> list[tuple[Turn, Turn]]:
    """Let both models live in turn.

    Parameters
    ----------
    pairs
        Turns of each model.
    days
        Days of a Mesa turn.
    say
        Called with each line of progress.
    """
    values = {**Behaviour.preset("forum").values, "visit_base": VISIT_BASE}
    say(f"warming up: {WARM_DAYS} days of {MEMBERS:,} members in both models ...")
    community = make_engine(values, WARM_DAYS + pairs * days)
    community.live(WARM_DAYS)
    model = make_mesa(values)
    for _ in range(WARM_DAYS):
        model.step()
    turns = []
    for pair in range(pairs):
        ours = engine_turn(community, pairs * days)
        theirs = mesa_turn(model, days)
        turns.append((ours, theirs))
        say(
            f"pair {pair + 1} of {pairs}: engine {ours.ns:6.1f} ns, Mesa {theirs.ns:8,.0f} ns, "
            f"{theirs.ns / ours.ns:5.0f} times; active {ours.active:.2%} and {theirs.active:.2%}"
        )
    return turns


def main() -> None:
    """Run the benchmark and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="5 Mesa turns of 10 days, not 9 of 20")
    parser.add_argument("--json", action="store_true", help="print the figures for machines")
    options = parser.parse_args()
    pairs, days = (5, 10) if options.quick else (9, 20)
    turns = measure(pairs, days, lambda line: print(line, file=sys.stderr, flush=True))
    ours, theirs = zip(*turns, strict=True)
    summary = {
        "members": MEMBERS,
        "warm_days": WARM_DAYS,
        "pairs": pairs,
        "engine_days_a_turn": pairs * days,
        "mesa_days_a_turn": days,
        "ratio": median(b.ns / a.ns for a, b in turns),
        "engine_ns_per_member_day": median(turn.ns for turn in ours),
        "mesa_ns_per_member_day": median(turn.ns for turn in theirs),
        "engine_active_share": float(np.mean([turn.active for turn in ours])),
        "mesa_active_share": float(np.mean([turn.active for turn in theirs])),
        "machine": machine(),
    }
    if options.json:
        turns_out = [{"engine": asdict(a), "mesa": asdict(b)} for a, b in turns]
        print(json.dumps({**summary, "turns": turns_out}, indent=2))
        return
    print(f"machine        {', '.join(f'{k} {v}' for k, v in machine().items())}")
    print(f"community      {MEMBERS:,} members, one thread, {pairs} pairs; Mesa {days} days a turn")
    print(f"active a day   engine {summary['engine_active_share']:.2%}, "
          f"Mesa {summary['mesa_active_share']:.2%}")  # fmt: skip
    print(f"engine         {summary['engine_ns_per_member_day']:,.1f} ns a member-day")
    print(f"Mesa           {summary['mesa_ns_per_member_day']:,.0f} ns a member-day")
    print(f"ratio          {summary['ratio']:,.0f} times (median of paired ratios)")


if __name__ == "__main__":
    main()
