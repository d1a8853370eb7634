"""What one run hangs on, as one hash: scenario, plans, behaviour draw, seed, model version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Final

from sim.identity import digest, source_digest
from sim.plan import Described, Plan
from sim.spec import CommunitySpec

CODE: Final = ("sim", "strategies", "worlds")
"""The packages that decide what a run leaves."""


BESIDE: Final = ("scenarios", "calibration")
"""The other packages of which a task that is sent to another machine may need something."""


@cache
def version() -> str:
    """Return the version of the model: the digest of the code that decides what a run leaves."""
    return _digest_of(CODE)


def whole_version() -> str:
    """Return the digest of all code that a task may need."""
    return _digest_of(CODE + BESIDE)


def _digest_of(packages: Sequence[str]) -> str:
    return digest([source_digest(Path(__file__).parents[2] / name) for name in packages])


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
        return cls.each(spec, baseline, (seed,))[0]

    @classmethod
    def each(cls, spec: CommunitySpec, baseline: Plan, seeds: Iterable[int]) -> list[World]:
        """Return the worlds of some seeds with their keys."""
        community = {field.name: digest(getattr(spec, field.name)) for field in fields(spec)}
        held_against = known(spec, baseline)
        return [
            cls(spec, baseline, seed, digest([version(), community, held_against, seed]))
            for seed in seeds
        ]

    def run_key(self, plan: Plan) -> str:
        """Return the key of the run of a plan in it, 64 hexadecimal digits."""
        return self.key_of(known(self.spec, plan))

    def key_of(self, plan: str) -> str:
        """Return the key of the run of a plan that goes by what `known` returned."""
        return digest([self.key, plan])


def known(spec: CommunitySpec, plan: Plan) -> str:
    """Return the digest of a plan: what it offers beforehand and, if it tells, its parameters."""
    offers = plan.offers(spec.calendar, spec.segments)
    return digest((plan.as_dict() if isinstance(plan, Described) else None, offers))


def tells_all(plan: Plan) -> bool:
    """Return whether equal keys mean equal runs of a plan: all its code is of this version.

    Of a strategy of a user's own the key has the parameters and not the code, which may change.
    """
    if getattr(plan, "facts", None) and not getattr(plan, "code", ""):
        return False
    parts = (plan, *getattr(plan, "strategies", ()))
    return all(type(part).__module__.partition(".")[0] in CODE for part in parts)
