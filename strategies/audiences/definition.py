"""How an audience is said in a scenario: a rule, a quota, an arm by hash, a sample, seeds."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Annotated, Any, ClassVar, Final, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from sim.draws import decision_key, uniform
from sim.errors import InputError
from sim.facts import Fact, Facts
from strategies.audiences.ranking import Ranking
from strategies.audiences.rule import Evaluate, Known, condition, names, number
from strategies.audiences.seeds import Seeds
from strategies.audiences.strata import among, sampled
from strategies.base import parameter

_OWN: Final = "user's own"


def _of() -> Any:
    return parameter(
        None, title="of", title_zh="所属受众", unit="audience",
        meaning="the audience of which they are a part; none: everybody",
        source=_OWN, evidence="D",
    )  # fmt: skip


class Ranked(BaseModel):
    """A quota: those in a part of a ranking, the highest first.

    Ties are broken by the members' identities. Who joined since the last refresh is in no ranking.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    of_all: ClassVar[bool] = True
    """Whether who is in it hangs on others."""
    of_takers: ClassVar[bool] = False
    """Whether only those are ranked of whom what they are ranked by is above 0."""

    top: float = parameter(
        ..., title="end of the part", title_zh="名次上限", unit="share", low=0.0, high=1.0,
        meaning="share of those ranked at which the part ends", source=_OWN, evidence="D",
    )  # fmt: skip
    after: float = parameter(
        0.0, title="beginning of the part", title_zh="名次下限", unit="share", low=0.0, high=1.0,
        meaning="share of those ranked at which it begins", source=_OWN, evidence="D",
    )  # fmt: skip
    by: str = parameter(
        ..., title="ranked by", title_zh="排序依据", unit="rule",
        meaning="a fact, or an expression of facts; the highest come first",
        source=_OWN, evidence="D",
    )  # fmt: skip
    of: str | None = _of()

    @model_validator(mode="after")
    def _has_somebody(self) -> Self:
        if self.top <= self.after:
            raise InputError(f"a part that ends at {self.top:g} must begin before it")
        return self


class Arm(BaseModel):
    """A share by keyed hash of the identity: the arm of an experiment.

    Nobody is put in an arm who did not consent to be contacted.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    of_all: ClassVar[bool] = False
    """Whether who is in it hangs on others."""

    share: float = parameter(
        ..., title="share", title_zh="占比", unit="share", low=0.0, high=1.0,
        meaning="share of them who are in it", source=_OWN, evidence="D",
    )  # fmt: skip
    of: str | None = _of()

    def evaluate(self, name: str) -> Evaluate:
        """Return who is in the arm of that name: bool, shape ``(rows,)``."""

        def who(facts: Facts, known: Known) -> NDArray[np.bool_]:
            found = np.zeros(len(facts.identity), np.bool_)
            there = np.flatnonzero(among(facts, known, self.of) & facts.consented)
            drawn = uniform(facts.identity[there], decision_key(facts.seed, f"arm {name}", 0))
            found[there] = drawn < np.float32(self.share)
            return found

        return who


class Strata(BaseModel):
    """A sample of as many from each stratum, by keyed hash of the identity: who is asked or tried.

    Who is in it stays in it while it is of its stratum; who left makes room for the next. Where a
    stratum has fewer they are all in it. Who joined since the last refresh is in no sample, nor who
    did not consent to be contacted.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    of_all: ClassVar[bool] = True
    """Whether who is in it hangs on others."""

    each: int = parameter(
        ..., title="members of each", title_zh="每层人数", unit="members", low=1,
        high=100_000_000, meaning="members of each stratum", source=_OWN, evidence="D",
    )  # fmt: skip
    strata: str | tuple[str, ...] = parameter(
        ..., title="strata", title_zh="分层依据", unit="fact",
        meaning="a fact whose values are names, such as region, or a list of them",
        source=_OWN, evidence="D",
    )  # fmt: skip
    of: str | None = _of()

    @property
    def by(self) -> tuple[str, ...]:
        """The facts by which strata are told apart."""
        return (self.strata,) if isinstance(self.strata, str) else self.strata


def as_definition(value: object) -> Definition:
    """Make a quota, an arm or a sample of a mapping, by what it has; else tell it in one line."""
    if isinstance(value, str | Ranked | Arm | Strata | Seeds):
        return value
    if not isinstance(value, Mapping):
        raise InputError(
            "is no audience; give a rule, {top: ..., by: ...}, {share: ...}, "
            "{strata: ..., each: ...} or {seeds: ..., by: ...}"
        )
    kind: type[Ranked | Arm | Strata | Seeds] = Ranked
    if "seeds" in value:
        kind = Seeds
    elif "strata" in value or "each" in value:
        kind = Strata
    elif "share" in value and "top" not in value:
        kind = Arm
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        inner = first.get("ctx", {}).get("error")
        if isinstance(inner, InputError):
            raise InputError(inner.message) from None
        place = ".".join(str(step) for step in first["loc"])
        if first["type"] in ("missing", "extra_forbidden"):
            allowed = ", ".join(kind.model_fields)
            verb = "is missing" if first["type"] == "missing" else "is not known"
            raise InputError(f"{place} {verb}; it has {allowed}") from None
        raise InputError(f"{first['msg']}, not {first['input']!r}", field=place) from None


Definition = Annotated[str | Ranked | Arm | Strata | Seeds, BeforeValidator(as_definition)]
"""A rule over facts, a quota, an arm, a sample by strata or seeds."""


def compiled(
    name: str, definition: Definition, facts: Mapping[str, Fact], audiences: Set[str]
) -> Evaluate:
    """Return who is in an audience: bool, shape ``(rows,)``; see `sim.facts.Facts`.

    Raises
    ------
    InputError
        If a rule is none, or names an audience that does not come before it.
    """
    if isinstance(definition, str):
        return condition(definition, facts, audiences)
    of = definition.of
    if of is not None and of not in audiences:
        raise InputError(
            f"there is no audience {of!r} before it; "
            + (f"there are {', '.join(sorted(audiences))}" if audiences else "there is none yet"),
            field="of",
        )
    if isinstance(definition, Arm):
        return definition.evaluate(name)
    if isinstance(definition, Seeds):
        return definition.evaluate(name, facts, audiences)
    if isinstance(definition, Strata):
        return sampled(name, definition.by, definition.each, of, facts)
    try:
        by = number(definition.by, facts, audiences)
    except InputError as error:
        raise InputError(error.message, field="by") from None
    return _ranked(definition, by)


def names_in(definition: Definition) -> frozenset[str]:
    """Return the facts and audiences that a definition names."""
    if isinstance(definition, Arm):
        return frozenset()
    if isinstance(definition, Seeds):
        return definition.named
    if isinstance(definition, Strata):
        return frozenset(definition.by)
    return names(definition if isinstance(definition, str) else definition.by)


def said_by(definition: Definition) -> frozenset[str]:
    """Return the names of facts and audiences by which a definition says who is in it."""
    of = set() if isinstance(definition, str) or definition.of is None else {definition.of}
    return names_in(definition) | of


def _ranked(quota: Ranked, by: Evaluate) -> Evaluate:
    key = f"ranking of {quota.of} by {quota.by}{' of takers' * quota.of_takers}"

    def ranked(facts: Facts, known: Known) -> Ranking:
        rows = len(facts.identity)
        there = among(facts, known, quota.of) & facts.here
        with np.errstate(all="ignore"):
            values = np.broadcast_to(by(facts, known), (rows,))
        if values.dtype.kind == "f" and np.isnan(values.min(initial=np.inf)):
            values = np.where(np.isnan(values), -np.inf, values)
        if quota.of_takers:
            there = there & (values > 0)
        return Ranking(values, facts.identity, there)

    def evaluate(facts: Facts, known: Known) -> NDArray[np.bool_]:
        if not facts.whole:
            return np.zeros(len(facts.identity), np.bool_)
        # The parts of a pyramid are parts of one ranking.
        ranking = facts.once(key, lambda: ranked(facts, known))
        return ranking.between(quota.after, quota.top)

    return evaluate
