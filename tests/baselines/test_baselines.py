"""Exact output of named scenarios: a change here moves users' results and must be in CHANGELOG.

To accept a change: ``python -m tests.baselines.test_baselines`` rewrites the file; name it in
CHANGELOG.md under "Moves results".
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.offers import Offers
from sim.plan import NoPlan
from sim.run import Run, run
from sim.spec import DeskSpec
from tests.communities import Fixed, community, rich

FILE = Path(__file__).with_name("baselines.json")

BUSY = {
    "visit_base": -1.8, "leave_rate": 0.005, "return_rate": 0.01, "invite_rate": 0.02,
    "accept_rate": 0.4, "buy_rate": 0.05,
}  # fmt: skip


def short_purses(offers: Offers) -> None:
    rich(offers)
    offers.rules.points_purse = 2000
    offers.rules.unlocks_purse_cents = 5000


def status_quo() -> Run:
    return run(community(800, 90), NoPlan(), 1)


def every_lever() -> Run:
    return run(community(800, 90, values=BUSY), Fixed(rich), 2)


def limited_purses() -> Run:
    return run(community(800, 90, values=BUSY), Fixed(short_purses), 3)


def with_desk() -> Run:
    return run(community(800, 60, values=BUSY, desk=DeskSpec(staff=1)), NoPlan(), 4)


def contributions() -> Run:
    spec = community(800, 90, values=BUSY, activity="contribution")
    return run(spec, Fixed(rich), 5)


CASES = (status_quo, every_lever, limited_purses, with_desk, contributions)


def digest(result: Run) -> dict[str, Any]:
    t = result.trajectory
    names = ("visits", "active", "posts", "accepted", "left", "points_issued", "gmv_cents")
    return {
        **{name: t.total(name) for name in names},
        "weekly_active": t.weekly_active[6::28].tolist(),
        "counts": hashlib.sha256(np.ascontiguousarray(t.counts)).hexdigest()[:16],
        "triangle": hashlib.sha256(np.ascontiguousarray(t.triangle)).hexdigest()[:16],
        "waits_hours": round(float(np.nansum(t.waits)), 6),
        "survey": t.survey.tolist(),
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_output_is_exactly_as_recorded(case: Any) -> None:
    recorded = json.loads(FILE.read_text(encoding="utf-8"))
    assert digest(case()) == recorded[case.__name__]


def main() -> None:
    found = {case.__name__: digest(case()) for case in CASES}
    FILE.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
