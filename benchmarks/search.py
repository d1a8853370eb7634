"""What it takes to come within 1 % of the best known plan: Forerun beside Optuna and chance.

    python benchmarks/search.py [--quick] [--only v46 mixed-12] [--repeats N] [--json]

Asked: a tenth of plain Optuna's member-days, a third of its wall time. Member-days are all that is
simulated, the past of a world included where it was not lived before. The wall time of a problem in
closed form is that of the proposals and of as many member-days of the scenario's. Who has not
arrived when it stops at its cap counts at its cap, Forerun at no less than what plain Optuna takes.
Counted is the study, not what Forerun does afterwards to answer: its last round, what it takes
back, steps of levers, fresh worlds.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from benchmarks.suite.search_methods import METHODS, Arrival
from benchmarks.suite.search_problems import Channels, Mixed, Problem
from benchmarks.suite.search_scenario import Recipe

PLAIN: Final = "optuna"
OURS: Final = "forerun"

CAPS: Final = {"v46": (150, 150), "mixed-12": (200, 400), "material-and-status": (100, 200)}
"""Most trials of a search by problem: of Forerun's, and of the others'."""

QUICK_CAPS: Final = {"v46": (60, 100), "mixed-12": (120, 400), "material-and-status": (64, 64)}

PROBLEMS: Final[tuple[type[Problem], ...]] = (Channels, Mixed, Recipe)


def told(arrivals: Sequence[Arrival], second: float) -> dict[str, Any]:
    """Return what some repeats took, on average.

    Parameters
    ----------
    arrivals
        The repeats.
    second
        Seconds that a member-day takes where none was simulated; 0 where it was.
    """
    return {
        "member_days": float(np.mean([own.member_days for own in arrivals])),
        "plan_days": float(np.mean([own.plan_days for own in arrivals])),
        "trials": float(np.mean([own.trials for own in arrivals])),
        "worlds": float(np.mean([own.worlds for own in arrivals])),
        "seconds": float(np.mean([own.seconds + second * own.member_days for own in arrivals])),
        "proposal_seconds": None if not second else float(np.mean([a.seconds for a in arrivals])),
        "arrived": sum(own.arrived for own in arrivals),
        "runs": [
            {
                "member_days": float(own.member_days),
                "plan_days": float(own.plan_days),
                "seconds": own.seconds + second * own.member_days,
                "arrived": bool(own.arrived),
            }
            for own in arrivals
        ],
        "repeats": len(arrivals),
    }


def pace() -> float:
    """Return the seconds that a member-day of the scenario takes, pasts included."""
    problem = Recipe()
    today = {d.path: d.current for d in problem.dimensions}
    problem.told(today, 0)
    began = time.perf_counter()
    for seed in range(1, 5):
        problem.told(today, seed)
    return (time.perf_counter() - began) / 4 / (problem.plan_days + problem.past_days)


def measured(names: Sequence[str], repeats: int, quick: bool) -> dict[str, Any]:
    """Return the figures of some problems."""
    from forerun.warm import warm

    warm()
    second, problems = pace(), {}
    for kind in PROBLEMS:
        if kind.name not in names:
            continue
        problem = kind()
        own, others = (QUICK_CAPS if quick else CAPS)[kind.name]
        found = {}
        for name, method in METHODS.items():
            most = own if name == OURS else others
            arrivals = [method(problem, repeat, most) for repeat in range(repeats)]
            found[name] = told(arrivals, 0.0 if kind is Recipe else second)
            say = found[name]
            print(
                f"{kind.name} {name}: {say['member_days'] / 1e6:.1f} million member-days, "
                f"{say['seconds']:.1f} s, {say['arrived']} of {repeats} arrived",
                file=sys.stderr, flush=True,
            )  # fmt: skip
        problems[kind.name] = {"best": problem.best, "how": problem.how, "methods": found}

    def ratio(figure: str) -> dict[str, float]:
        found = {}
        for name, own in problems.items():
            plain = own["methods"][PLAIN][figure]
            # A lower cap must not make a search that never arrives look cheap.
            runs = [
                run[figure] if run["arrived"] else max(run[figure], plain)
                for run in own["methods"][OURS]["runs"]
            ]
            found[name] = float(np.mean(runs)) / plain
        return found

    return {
        "ratio": ratio("member_days"),
        "wall_ratio": ratio("seconds"),
        "plan_days_ratio": ratio("plan_days"),
        "problems": problems,
        "seconds_a_member_day": second,
        "quick": quick,
        "load": os.getloadavg()[0],
    }


def main() -> int:
    """Run the benchmark and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    names = [kind.name for kind in PROBLEMS]
    parser.add_argument("--only", nargs="+", choices=names, default=names, help="problems")
    parser.add_argument("--repeats", type=int, help="repeats; 10, quick 2")
    parser.add_argument("--quick", action="store_true", help="two repeats, lower caps")
    parser.add_argument("--json", action="store_true", help="print the figures for machines")
    options = parser.parse_args()
    found = measured(options.only, options.repeats or (2 if options.quick else 10), options.quick)
    if options.json:
        print(json.dumps(found, indent=1))
        return 0
    for name in found["ratio"]:
        share, wall = found["ratio"][name], found["wall_ratio"][name]
        arrived = {who: f"{own['arrived']}/{own['repeats']}" for who, own in
                   found["problems"][name]["methods"].items()}  # fmt: skip
        print(f"{name}: {share:.3f} of plain Optuna's member-days (asked: 0.1), {wall:.3f} of its "
              f"wall time (asked: 0.33); arrived {arrived}")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
