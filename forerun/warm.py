"""Compile the kernel once, so that the first command of a user does not wait for it."""

from __future__ import annotations

from datetime import date

import numpy as np


def warm() -> None:
    """Run the smallest community for two days; the compiled kernel stays on disk."""
    from sim.behaviour.preset import Behaviour
    from sim.plan import NoPlan
    from sim.run import run
    from sim.spec import CommunitySpec

    day = date(2024, 1, 1)
    none = np.zeros(2)
    spec = CommunitySpec(Behaviour.preset("plain"), day, day, 2, none, none > 0, founders=8)
    run(spec, NoPlan(), 0)


if __name__ == "__main__":
    warm()
