"""What one run hangs on, as one hash: scenario, plans, behaviour draw, seed, model version."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Final

from sim.calendar import Calendar
from sim.identity import digest, source_digest
from sim.plan import Described, Plan
from sim.spec import CommunitySpec

CODE: Final = ("sim", "strategies", "worlds")
"""The packages that decide what a run leaves."""


@cache
def version() -> str:
    """Return the version of the model: the digest of the code that decides what a run leaves."""
    return digest([source_digest(Path(__file__).parents[2] / name) for name in CODE])


@dataclass(frozen=True, slots=True)
class World:
    """Where plans are lived: a community, what they are held against, and a seed.

    Attributes
    ----------
    spec
        The community, with the behaviour that the draw gave it.
    baseline
        What return on investment is measured against.
    seed
        The seed of all chance in it.
    key
        Names the content of all three, of one version of the model.
    """

    spec: CommunitySpec
    baseline: Plan
    seed: int
    key: str

    @classmethod
    def of(cls, spec: CommunitySpec, baseline: Plan, seed: int) -> World:
        """Return a world with its key."""
        community = {field.name: digest(getattr(spec, field.name)) for field in fields(spec)}
        key = digest([version(), community, _known(spec, baseline), seed])
        return cls(spec, baseline, seed, key)

    def run_key(self, plan: Plan) -> str:
        """Return the key of the run of a plan in it, 64 hexadecimal digits."""
        return digest([self.key, _known(self.spec, plan)])


def _known(spec: CommunitySpec, plan: Plan) -> str:
    """Return the digest of a plan: what it offers beforehand and, if it tells, its parameters."""
    offers = plan.offers(Calendar(spec.start, spec.horizon_days), spec.segments)
    return digest((plan.as_dict() if isinstance(plan, Described) else None, offers))
