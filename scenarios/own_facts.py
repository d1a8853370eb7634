"""Facts of the user's own in a scenario: ``facts: {loyal: my_module:loyal}``."""

from __future__ import annotations

import inspect
import keyword
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Final

from pydantic import AfterValidator, StringConstraints, ValidationInfo, WithJsonSchema

from scenarios.own_code import REFERENCE, code_of
from sim.errors import InputError
from sim.facts import CATALOGUE, Fact, catalogue
from sim.metrics import Comparison, Metric
from sim.profiles import Column
from sim.spec import Attribute
from strategies.audiences.own_fact import OwnRead, own_fact

MOST: Final = 32
"""Facts of the user's own that a scenario may have."""


@dataclass(frozen=True, slots=True)
class Own:
    """What a scenario has of the user's own code.

    Attributes
    ----------
    code
        Digest of the source of what was imported or given; empty if nothing was.
    facts
        Facts by name.
    measures
        Measures, which go by name too.
    """

    code: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    measures: tuple[Metric | Comparison, ...] = ()

    def refuse_cluster(self, cluster: str | None) -> None:
        """Raise `InputError` if the machines of a cluster would need the user's own code."""
        if cluster is not None and self.code:
            raise InputError(
                "the scenario names code of your own, which the machines of a cluster do not have; "
                "leave the cluster out",
                field="cluster",
            )


def _is_function(reference: str, info: ValidationInfo) -> str:
    found = code_of(info.context).find(reference)
    if not inspect.isfunction(found):
        raise InputError(f"{reference} is no function; a fact is one, of the facts that there are")
    module, _, name = reference.partition(":")
    if (found.__module__, found.__qualname__) != (module, name):
        raise InputError(f"{reference} must be written in {module}.py, by def {name}(facts)")
    return reference


def _is_name(name: str) -> str:
    if not name.isidentifier() or keyword.iskeyword(name):
        raise InputError(f"{name!r} cannot stand in a rule; letters, digits and _ can")
    if name in CATALOGUE:
        raise InputError(f"{name} is one of Forerun's facts; choose another name")
    return name


FactName = Annotated[str, StringConstraints(max_length=64), AfterValidator(_is_name)]

FactCode = Annotated[
    str,
    AfterValidator(_is_function),
    WithJsonSchema({"type": "string", "pattern": REFERENCE}),
]
"""A function of the user's own."""


def facts_of(references: Mapping[str, str], found: Mapping[str, object]) -> dict[str, Fact]:
    """Return facts by name from what was imported by reference."""
    facts = {}
    for name, reference in references.items():
        function = found[reference]
        assert inspect.isfunction(function)
        facts[name] = own_fact(name, function)
    return facts


def check_facts(own: Mapping[str, Fact], described: tuple[Attribute | Column, ...]) -> None:
    """Raise `InputError`, with its field, for the first fact that is none in a community."""
    if len(own) > MOST:
        raise InputError(f"holds {len(own)} facts; at most {MOST} are allowed", field="facts")
    known = catalogue(described)
    for name, fact in own.items():
        if name in known:
            raise InputError("an attribute has that name; take another", field=f"facts.{name}")
        if isinstance(fact.read, OwnRead):
            fact.read.check({**known, **{k: one for k, one in own.items() if k != name}})
