"""A sweep of a community that runs in milliseconds."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from planning.sweep.found import Sweep
from planning.sweep.inputs import Input, parse_inputs
from planning.sweep.sweep import Where, sweep
from scenarios import Scenario, parse
from tests.cli.tiny import SCENARIO

VARY: Final = ("points.per_visit=0:3", "visit_base=-3:-1")


def scenario() -> Scenario:
    return parse(SCENARIO.replace("members: 300", "members: 150"))


def inputs(*vary: str, plan: str = "points") -> tuple[Input, ...]:
    return parse_inputs(scenario(), plan, vary or VARY)


def swept(
    runs: int = 24, *vary: str, kind: Any = "sobol", folder: Path | None = None, **how: Any
) -> Sweep:
    """Sweep the plan ``points``; with a folder it is kept there, and its runs in a store inside."""
    if folder is not None:
        going_on = {name: how.pop(name) for name in ("resume", "extend") if name in how}
        how["where"] = Where(folder, folder / "store", **going_on)
        runs = None if going_on else runs  # type: ignore[assignment]
    return sweep(scenario(), "points", inputs(*vary), kind, runs, **how)
