"""What stands beside a scenario of the library: the case that it is, and what is claimed of it.

``case.yaml`` beside ``scenario.yaml``. Its claims are figures as they are told, anonymous and
without a control group: they are shown beside what is simulated, and nothing is tuned to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from scenarios.community_types import TYPES
from scenarios.platforms import PLATFORMS
from scenarios.questions import Measure
from scenarios.setting import Section
from scenarios.ties_section import Name
from sim.behaviour.register import PARAMETER
from sim.errors import InputError, known_name

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

QUESTIONS: Final = {
    "growth": "拉新",
    "activity": "活跃",
    "retention": "留存",
    "content": "内容",
    "sales": "销售",
    "membership": "付费会员",
    "cost": "成本",
}
"""What a case asks about, in English and Chinese."""

ORGANIC: Final = "organic_per_day"
"""What may be turned beside the parameters of behaviour: who joins of themselves."""

DAILY: Final = ("daily_active", "members", "joined", "left", "posts", "revenue")
"""Measures that are kept day by day, so that a peak can be read."""

Read = Literal["level", "rise", "difference", "times", "peak"]
"""How a figure is read off: the level under the plan; its rise over the plan that it is held
against, as a share; its difference from that, or its multiple of that; the best day's multiple of
that plan's mean day."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Texts = Annotated[tuple[Text, ...], Field(min_length=1)]
Row = Annotated[int, Field(ge=1, le=150)]


def _is_chinese(text: str) -> str:
    if not any("\u4e00" <= letter <= "\u9fff" for letter in text):
        raise InputError(f"{text!r} is not in Chinese")
    return text


class Turn(Section):
    """One assumption that is turned until the simulation shows what is claimed, if it ever does.

    Attributes
    ----------
    parameter
        A parameter of behaviour, or ``organic_per_day``.
    low, high
        Between which it is looked for, in its unit.
    """

    parameter: str
    low: float
    high: float

    @field_validator("parameter")
    @classmethod
    def _is_known(cls, name: str) -> str:
        known = [ORGANIC, *PARAMETER]
        return known_name("there is no parameter", name, known, "forerun assumptions lists them")

    @model_validator(mode="after")
    def _lies_in_range(self) -> Self:
        own = PARAMETER.get(self.parameter)
        low, high = (0.0, 1e6) if own is None else (own.low, own.high)
        if not low <= self.low < self.high <= high:
            raise InputError(f"low and high must rise and lie in {low:g} to {high:g}")
        return self


class Claim(Section):
    """A figure that a source tells, and what is read off beside it.

    Attributes
    ----------
    says, says_zh
        What is claimed, in the source's sense.
    text
        The source text.
    figure
        The figure in the unit of what is read off.
    plan, against
        Under which plan it is read, and which one it is held against; none: the baseline.
    measure
        What is read off.
    over
        A measure that it is divided by, as a ratio of sums over worlds.
    per
        A number that it is divided by, such as the days of the plan or the members at launch.
    read
        How.
    turn
        What is turned to find what would have to be true.
    by_size
        Whether the claim says nothing of how large the community was, so that how many founders it
        would take at the simulated rate is told.
    needs, needs_zh
        What would have to be true, in words.
    """

    says: Text
    says_zh: Text
    text: Literal["000", "001", "002", "003"]
    figure: float
    plan: Name | None = None
    against: Name | None = None
    measure: Measure
    over: Measure | None = None
    per: Annotated[float, Field(gt=0)] = 1.0
    read: Read = "level"
    turn: Turn | None = None
    by_size: bool = False
    needs: Text
    needs_zh: Text

    _zh = field_validator("says_zh", "needs_zh")(_is_chinese)

    @model_validator(mode="after")
    def _is_read_in_one_way(self) -> Self:
        if self.read == "level" and self.against is not None:
            raise InputError("a level is held against no plan", field="against")
        if self.read == "peak" and (self.measure not in DAILY or self.over is not None):
            raise InputError(
                f"a peak is of one of {', '.join(DAILY)}, over nothing", field="measure"
            )
        if self.by_size and (self.read != "level" or self.over is not None):
            raise InputError("only a plain level grows with the community", field="by_size")
        return self


class Case(Section):
    """What is said of a scenario of the library beside it.

    Attributes
    ----------
    title, title_zh
        The case.
    platform
        The platform that the scenario's community lives on; none: one of its own.
    type
        The type of community.
    question
        What it asks about, one of `QUESTIONS`.
    rows
        Rows of the list of what was asked for; none of a scenario that is no case of a text.
    assumed, assumed_zh
        What is assumed that no text tells.
    claims
        What the texts claim.
    first_look
        The smaller scenario to begin with, where this one takes minutes.
    """

    title: Text
    title_zh: Text
    platform: str | None = None
    type: str
    question: str
    rows: tuple[Row, ...] = ()
    assumed: Texts
    assumed_zh: Texts
    claims: tuple[Claim, ...] = ()
    first_look: Name | None = None

    @field_validator("platform", "type", "question")
    @classmethod
    def _is_known(cls, name: str | None, info: Any) -> str | None:
        field: str = info.field_name
        known = {"platform": [*PLATFORMS], "type": [*TYPES], "question": [*QUESTIONS]}[field]
        return None if name is None else known_name(f"there is no {field}", name, known)

    @field_validator("title_zh")
    @classmethod
    def _title_is_chinese(cls, text: str) -> str:
        return _is_chinese(text)

    @field_validator("assumed_zh")
    @classmethod
    def _assumed_is_chinese(cls, texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_is_chinese(text) for text in texts)

    def check(self, scenario: Scenario) -> None:
        """Raise `InputError` if it does not fit its scenario.

        Its claims must be read under plans that are there, and its platform must be the scenario's.
        """
        for place, claim in enumerate(self.claims):
            for key in ("plan", "against"):
                asked = getattr(claim, key)
                if asked is not None and asked not in scenario.plans:
                    raise InputError(
                        f"there is no {asked!r}; there are {', '.join(scenario.plans)}",
                        field=f"claims[{place}].{key}",
                    )
        own = scenario.community
        for key, said in (("platform", own.platform), ("type", own.type or self.type)):
            if getattr(self, key) != said:
                raise InputError(f"{getattr(self, key)} is not the scenario's {said}", field=key)
