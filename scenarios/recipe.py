"""What stands over the scenario of a recipe: what it is called, rests on and must show.

A recipe is a scenario file with one section more, ``recipe``, which is read as data, checked, and
set aside before the scenario is read. Its checks say which way an effect goes, what it may cost and
what it does not do; never how large a vendor said that it was.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, field_validator, model_validator

from scenarios.questions import Measure
from scenarios.scenario import Scenario
from scenarios.setting import Section
from scenarios.ties_section import Name
from sim.errors import InputError

KEY: Final = "recipe"
"""The section's name in the file."""

_HEADER: Final = re.compile(rf"^{KEY}:\n(?:[ \t].*\n|\n)*", re.MULTILINE)

Finding = Literal["higher", "lower", "unclear", "nothing"]
"""On which side of nothing the whole interval of a difference lies; unclear: on neither; nothing:
the plans do not differ in any world."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=400)]
Texts = tuple[Text, ...]
Row = Annotated[int, Field(ge=1, le=150)]


def _evidence(row: str) -> str:
    if not re.fullmatch(r"[MV]\d{1,3}", row):
        raise InputError(f"{row!r} is no row of the evidence, such as M36 or V33")
    return row


Evidence = Annotated[str, AfterValidator(_evidence)]


class Check(Section):
    """One thing that the worlds of a recipe must show.

    Attributes
    ----------
    plan, against
        The plan, and the one that it is compared with; none: the baseline.
    measure
        What is read off; or
    audience, counts
        of those who were in it when first looked at, what is counted: daily active members, posts,
        or what they spent.
    finds
        Which way the difference goes; of a measure that is undefined for the other plan, such as
        a return on investment, on which side of zero it lies. Or
    at_most
        What the measure's interval under the plan stays below.
    """

    plan: Name
    against: Name | None = None
    measure: Measure | None = None
    audience: Name | None = None
    counts: Literal["active", "posts", "gmv"] = "active"
    finds: Finding | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if (self.measure is None) == (self.audience is None):
            raise InputError("needs a measure or an audience, not both")
        if (self.finds is None) == (self.at_most is None):
            raise InputError("needs finds or at_most, not both")
        if self.audience is not None and (self.against or self.at_most is not None):
            raise InputError("of an audience only what it finds against the baseline is known")
        return self


class Recipe(Section):
    """What is said of a recipe beside its scenario.

    Attributes
    ----------
    title, title_zh
        What it does.
    rows
        Rows of the list of what operators ask for that it does.
    asked, asked_zh
        What operators call it.
    rests_on
        Rows of the evidence.
    limit, limit_zh
        What it does not do, or where it backfires.
    checks
        What must come out.
    """

    title: Text
    title_zh: Text
    rows: tuple[Row, ...]
    asked: Texts
    asked_zh: Texts
    rests_on: tuple[Evidence, ...]
    limit: Text
    limit_zh: Text
    checks: tuple[Check, ...]

    @field_validator("rows", "asked", "asked_zh", "rests_on", "checks")
    @classmethod
    def _names_something(cls, given: tuple[Any, ...]) -> tuple[Any, ...]:
        if not given:
            raise InputError("is empty; at least one is needed")
        return given

    def check(self, scenario: Scenario) -> None:
        """Raise `InputError` if a check names a plan or an audience that its scenario has not."""
        for place, check in enumerate(self.checks):
            for key, names in (
                ("plan", scenario.plans),
                ("against", scenario.plans),
                ("audience", scenario.who),
            ):
                asked = getattr(check, key)
                if asked is not None and asked not in names:
                    raise InputError(
                        f"there is no {asked!r}; there are {', '.join(names) or 'none'}",
                        field=f"{KEY}.checks[{place}].{key}",
                    )


class Headed(Section):
    """A file's section ``recipe``, at its place."""

    recipe: Recipe


def parted(value: object) -> tuple[Any, dict[str, Any] | None]:
    """Return a document's value without the section, and the section at its place; None: none."""
    if not isinstance(value, dict) or KEY not in value:
        return value, None
    return {key: own for key, own in value.items() if key != KEY}, {KEY: value[KEY]}


def without(text: str) -> str:
    """Return the text of a recipe's scenario: the file without the section."""
    return _HEADER.sub("", text).lstrip("\n")
