"""What it costs to refresh eight audiences once a week, beside the same weeks without any.

    python benchmarks/audiences.py [--members 1000000] [--presets forum knowledge] [--weeks 8]
        [--json]

Asked: at a million members at most a tenth more. Both communities are copies of one that has
settled, and live the same weeks in turn on one thread; nothing is offered to anybody, so that the
refresh is all that they do otherwise. The first weeks, in which most combinations of audiences
come up, are told apart.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

LAUNCH: Final = date(2024, 1, 1)
WARM_DAYS: Final = 63
FIRST_WEEKS: Final = 2


def sets() -> dict[str, dict[str, Any]]:
    """Return eight audiences each: rules over records; rules and quotas; scores of deeds."""
    from strategies.audiences import Ranked

    def part(top: float, after: float = 0.0, by: str = "visits") -> Any:
        return Ranked(top=top, after=after, by=by)

    rules = {
        "fresh": "days_since_joining <= 7",
        "rising": "days_since_joining > 7 and days_since_joining <= 30",
        "settled": "days_since_joining > 30",
        "dormant": "days_since_visit >= 30",
        "warned": "days_since_visit >= 14 and not dormant",
        "fans": "visits >= 20 and not dormant",
        "writers": "posts >= 3",
        "linked": "ties >= 10 or invitations >= 1",
    }
    some = {name: rules[name] for name in ("fresh", "dormant", "writers")}
    quotas = {
        **some,
        "active": "days_since_visit < 7 and not fresh",
        "top_1": part(0.01),
        "top_5": part(0.05, 0.01),
        "top_30": part(0.3, 0.05),
        "hubs": part(0.05, by="ties"),
    }
    density = "relation_density"
    scores = {
        "dormant": rules["dormant"],
        "warned": "churn_risk >= 0.9 and not dormant",
        "core": f"{density} >= 0.9 and not dormant and not warned",
        "potential": "not core and not dormant and not warned",
        "level_5": part(0.01, by=density),
        "level_4": part(0.05, 0.01, density),
        "level_3": part(0.2, 0.05, density),
        "level_2": part(0.5, 0.2, density),
    }
    return {"rules": rules, "quotas": quotas, "scores": scores}


def measured(preset: str, kind: str, members: int, weeks: int) -> dict[str, float]:
    """Return how much longer weeks take with audiences: the first ones, and those after them."""
    import numpy as np

    from sim.behaviour.preset import Behaviour
    from sim.calendar import Calendar
    from sim.community import Community
    from sim.offers import Offers
    from sim.spec import CommunitySpec
    from strategies.audiences.audiences import named

    definitions = sets()[kind]
    audiences = named(definitions, tuple(definitions))
    horizon = 7 * (weeks + FIRST_WEEKS)
    days = WARM_DAYS + horizon
    spec = CommunitySpec(
        behaviour=Behaviour.preset(preset), launch=LAUNCH,
        start=LAUNCH + timedelta(days=WARM_DAYS), horizon_days=horizon,
        organic=np.full(days, members * 5e-4), organic_known=np.zeros(days, np.bool_),
        founders=members, segments=("a", "b", "c"), segment_shares=(0.5, 0.3, 0.2),
        deeds=kind == "scores",
    )  # fmt: skip
    without = Community(spec, 1)
    without.live(WARM_DAYS, threads=2)
    having = without.copy()
    for community, offered in ((without, None), (having, audiences)):
        calendar = Calendar(spec.start, horizon)
        community.offer(Offers(calendar, len(spec.segments), offered), WARM_DAYS)
    seconds = np.zeros((2, weeks + FIRST_WEEKS))
    for week in range(weeks + FIRST_WEEKS):
        for k, community in enumerate((without, having)):
            began = time.perf_counter()
            community.live(community.today + 7)
            seconds[k, week] = time.perf_counter() - began
    first, later = seconds[:, :FIRST_WEEKS].sum(axis=1), seconds[:, FIRST_WEEKS:].sum(axis=1)
    return {
        "first": float(first[1] / first[0] - 1),
        "later": float(later[1] / later[0] - 1),
        "week": float(later[0] / weeks),
    }


def main() -> int:
    """Run the benchmark and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--members", type=int, default=1_000_000)
    parser.add_argument("--presets", nargs="+", default=["forum", "knowledge"])
    parser.add_argument("--weeks", type=int, default=8)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = {
        preset: {kind: measured(preset, kind, asked.members, asked.weeks) for kind in sets()}
        for preset in asked.presets
    }
    if asked.json:
        print(json.dumps({"members": asked.members, "more_time": found}))
        return 0
    for preset, kinds in found.items():
        for kind, one in kinds.items():
            print(
                f"{preset}, {kind}: {one['later']:+.3f} of a week of {one['week']:.2f} s; "
                f"{one['first']:+.3f} in the first {FIRST_WEEKS} weeks"
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
