"""Compile the kernel once, so that the first command of a user does not wait for it."""

from __future__ import annotations

import shutil
from datetime import date
from typing import Final

import numpy as np

KEPT: Final = 3
"""Compiled kernels that stay on disk, the latest: of this source, and of what it was before."""


def warm() -> None:
    """Run what is compiled on the smallest scale; the compiled kernel stays on disk."""
    from sim.behaviour.preset import Behaviour
    from sim.graph import StartGraph, generate
    from sim.graph.measure import figures
    from sim.plan import NoPlan
    from sim.run import run
    from sim.spec import CommunitySpec
    from strategies import StrategyPlan

    day = date(2024, 1, 1)
    none = np.zeros(6)
    # Everybody brings a friend a day, so that columns must grow, too.
    eager = {"invite_rate": 1.0, "accept_rate": 1.0, "visit_base": 3.0}
    behaviour = Behaviour.preset("plain").updated(eager, "assumed", "warming up")
    spec = CommunitySpec(behaviour, day, day, 6, none, none > 0, founders=8)
    run(spec, NoPlan(), 0)
    run(spec, StrategyPlan(audiences={"some": "ties > 1"}, watched=("some",)), 0)
    kinds = np.zeros((64, 1), np.uint8)
    edges = generate(StartGraph("lognormal", 6.0, 0.5, 0.3, (0.3,)), kinds, seed=0)
    figures(edges, kinds)
    _prune()


def _prune() -> None:
    """Delete compiled kernels of source that is no more; each takes some 20 MB."""
    from sim.compiled.compile import cache_folder

    ours = cache_folder()
    kernels = sorted(ours.parent.glob("kernel-*"), key=lambda folder: folder.stat().st_mtime)
    for folder in kernels[:-KEPT]:
        if folder != ours:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    warm()
