"""What a run depends on, as one hash: the values, the behaviour, the joiners, the ties."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from scenarios.arrivals import Arrivals
from scenarios.outlook import Outlook
from sim.behaviour.preset import Behaviour
from sim.spec import GivenTies


def digest(
    written: Mapping[str, Any],
    behaviour: Behaviour,
    history: Arrivals | None,
    outlook: Outlook | None,
    ties: GivenTies | None,
) -> str:
    """Return the SHA-256 of all that a run of a scenario depends on.

    Parameters
    ----------
    written
        The scenario's own values, as JSON.
    behaviour, history, outlook, ties
        The tables that it names.
    """
    content = {
        **written,
        "behaviour": [
            dict(sorted(behaviour.values.items())),
            {name: list(origin) for name, origin in behaviour.origin.items()},
            [dict(draw) for draw in behaviour.posterior],
            *([dict(sorted(behaviour.spreads.items()))] if behaviour.spreads else []),
        ],
        "ties": ties and hashlib.sha256(ties.edges.tobytes()).hexdigest(),
        "history": history and [history.first.isoformat(), history.counts.tolist()],
        "outlook": outlook and [outlook.first.isoformat(), outlook.means.tolist()],
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
