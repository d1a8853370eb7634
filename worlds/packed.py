"""What a plan left in a world as JSON values, which keep every bit of a float."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.metrics import Parts, with_own
from sim.spec import CommunitySpec
from strategies.delivery import Alarm, Delivery, Stop
from worlds.replicate import DAILY, FUNNELS, SEGMENT_MEASURES, Integers, Lived


def packed(lived: Lived, triangle: Integers) -> dict[str, Any]:
    """Return what a plan left as JSON values."""
    return {
        "parts": {name: list(own) for name, own in lived.parts.items()},
        "daily": lived.daily.tolist(),
        "funnel": lived.funnel,
        "segments": lived.segments.tolist(),
        "audiences": lived.audiences.tolist(),
        "ledger": [[*names, *sides] for names, sides in lived.ledger.items()],
        "triangle": triangle.tolist(),
        "deliveries": [one.as_dict() for one in lived.deliveries],
    }


def unpacked(plan: Any, spec: CommunitySpec) -> tuple[Lived, Integers]:
    """Return what `packed` was given.

    Parameters
    ----------
    plan
        JSON values, perhaps damaged.
    spec
        The community, whose days and segments they must have.

    Raises
    ------
    ValueError, TypeError, LookupError, ArithmeticError
        If they are something else.
    """
    lived = Lived(
        parts={name: Parts(*map(float, plan["parts"][name])) for name in with_own(spec.measures)},
        daily=_matrix(plan["daily"], np.float64, len(DAILY), spec.horizon_days),
        funnel=tuple(
            int(plan["funnel"][place]) for place in range(sum(map(len, FUNNELS.values())))
        ),
        segments=_matrix(plan["segments"], np.float64, len(SEGMENT_MEASURES), len(spec.segments)),
        audiences=_matrix(
            plan["audiences"], np.float64, len(SEGMENT_MEASURES), len(plan["audiences"])
        ),
        ledger={(str(a), str(b)): (int(c), int(d)) for a, b, c, d in plan["ledger"]},
        deliveries=tuple(_delivery(one) for one in plan["deliveries"]),
    )
    return lived, _matrix(plan["triangle"], np.int64, len(plan["triangle"]))


def _delivery(own: dict[str, Any]) -> Delivery:
    stop = own["stop"]
    alarms = tuple(Alarm(one["alert"], tuple(one["fired"])) for one in own["alarms"])
    stages = tuple((str(stage), int(count)) for stage, count in own.get("stages", ()))
    stop = None if stop is None else Stop(**stop)
    return Delivery(**{**own, "stop": stop, "alarms": alarms, "stages": stages})


def _matrix(rows: Any, dtype: Any, width: int, length: int | None = None) -> Any:
    """Return rows as a matrix of a width and, unless it is square, a length."""
    return np.array(rows, dtype).reshape(width if length is None else length, width)
