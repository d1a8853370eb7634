"""Templates of events: what operators hold, each in a small file of its own, to hold it again.

A plan uses one by name, ``- event: {template: live-selling, from_day: 30}``, and what else it says
of the event goes before what the template has. Amounts are in units of money, as defaults are. Whom
it suits is told by a rule; an event is for everybody until its ``for`` names an audience, and is
held once until its ``every_days`` says when again.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import Field, StringConstraints, ValidationError, field_validator

from scenarios import yaml_text
from scenarios.explain import explain
from scenarios.setting import Section
from sim.errors import InputError, known_name
from sim.facts import CATALOGUE
from sim.metrics import MEASURES
from strategies.audiences.rule import condition
from strategies.event_terms import MOST_DAYS

TEMPLATES: Final = Path(__file__).parent / "templates"
"""The templates: one file each, called by its name."""

Kind = Literal[
    "festival", "sale", "themed", "live", "check-in", "contest", "talk", "meet-up", "joint",
    "welcome", "members", "charity", "co-creation",
]  # fmt: skip
"""What sort of event it is."""

KINDS_ZH: Final[dict[Kind, str]] = {
    "festival": "节点大促", "sale": "促销", "themed": "主题活动", "live": "直播",
    "check-in": "打卡", "contest": "征集大赛", "talk": "课程讲座", "meet-up": "线下聚会",
    "joint": "联动", "welcome": "迎新", "members": "会员专属", "charity": "公益",
    "co-creation": "共创",
}  # fmt: skip

LINES: Final[dict[str, tuple[str, ...]]] = {
    "venue": ("costs", "venue"), "host": ("costs", "host"), "production": ("costs", "production"),
    "promotion": ("costs", "promotion"), "staff": ("costs", "staff"), "prizes": ("costs", "prizes"),
    "seat": ("seat_cost",), "guest": ("guest_cost",), "session": ("session_cost",),
    "item": ("asset_cost",), "prize": ("prize_cost",), "check-in": ("checkin_reward",),
    "day": ("day_cost",),
}  # fmt: skip
"""Where each cost line stands in the event."""

Text = Annotated[str, StringConstraints(min_length=2, max_length=200)]
Amount = Annotated[float, Field(ge=0, le=1e6)]
Days = Annotated[int, Field(ge=0, le=MOST_DAYS)]
Share = Annotated[float, Field(ge=0, le=1)]
Line = Literal[
    "venue", "host", "production", "promotion", "staff", "prizes", "seat", "guest", "session",
    "item", "prize", "check-in", "day",
]  # fmt: skip


class Cost(Section):
    """A cost line: how much, in units of money, and where that comes from."""

    amount: Amount
    source: Text


class Lengths(Section):
    """Days of its phases."""

    warm_up: Days
    burst: Annotated[int, Field(ge=1, le=MOST_DAYS)]
    after: Days


class Whom(Section):
    """Whom it suits: in words, and by a rule over facts; without one, everybody."""

    title: Text
    title_zh: Text
    rule: str | None = None

    @field_validator("rule")
    @classmethod
    def _is_a_rule(cls, rule: str | None) -> str | None:
        if rule is not None:
            condition(rule, CATALOGUE, frozenset())
        return rule


class Does(Section):
    """What it does; what is not said is as an event ships (`strategies.event_terms`)."""

    interest: Share
    seats: Annotated[int, Field(ge=1, le=100_000)] | None = None
    sells: bool = False
    invites: Annotated[float, Field(ge=0, le=10)] = 0.3
    thanks: Annotated[float, Field(ge=0, le=10)] = 0.1
    channel: Literal["push", "group", "one-to-one"] = "push"
    discount: Annotated[float, Field(ge=0, le=0.95)] = 0.0
    prize_share: Share = 0.0
    quests: Annotated[float, Field(ge=0, le=5)] = 0.0
    checkin_days: Days = 0
    sessions: Annotated[float, Field(ge=0, le=50)] = 0.0
    assets: Annotated[int, Field(ge=0, le=500)] = 0


class Template(Section):
    """A template of an event.

    Attributes
    ----------
    title, title_zh, about, about_zh
        What it is called, and what happens, in English and Chinese.
    type, place
        What sort it is, and where.
    phases
        Its days.
    every_days
        Days after which it is usually held again; 0: it is not.
    audience
        Whom it suits.
    does
        What it does.
    costs
        What it costs, line by line.
    targets
        Measures by which it is judged.
    """

    title: Text
    title_zh: Text
    about: Text
    about_zh: Text
    type: Kind
    place: Literal["online", "offline"]
    phases: Lengths
    every_days: Annotated[int, Field(ge=0, le=366)] = 0
    audience: Whom
    does: Does
    costs: Annotated[dict[Line, Cost], Field(min_length=1)]
    targets: Annotated[tuple[str, ...], Field(min_length=1)]

    @field_validator("title_zh", "about_zh")
    @classmethod
    def _is_chinese(cls, text: str) -> str:
        if not any("\u4e00" <= letter <= "\u9fff" for letter in text):
            raise InputError(f"{text!r} is not in Chinese")
        return text

    @field_validator("targets")
    @classmethod
    def _are_measures(cls, targets: tuple[str, ...]) -> tuple[str, ...]:
        for name in targets:
            known_name("there is no measure", name, MEASURES)
        return targets

    @property
    def fields(self) -> dict[str, Any]:
        """The event's fields, those in units of money too."""
        found: dict[str, Any] = {
            "place": self.place, "warm_up_days": self.phases.warm_up, "days": self.phases.burst,
            "return_days": self.phases.after, "costs": {name: 0.0 for name in _OF_COSTS},
            "guest_cost": 0.0, **self.does.model_dump(exclude_none=True),
        }  # fmt: skip
        for name, line in self.costs.items():
            *inside, last = LINES[name]
            (found["costs"] if inside else found)[last] = line.amount
        return found


_OF_COSTS: Final = tuple(path[1] for path in LINES.values() if len(path) > 1)


def template_names() -> tuple[str, ...]:
    """Return the names of the templates, sorted."""
    return tuple(sorted(path.stem for path in TEMPLATES.glob("*.yaml")))


@cache
def template(name: str) -> Template:
    """Read a template.

    Raises
    ------
    InputError
        If there is none of that name, or something in its file is wrong, with line and field.
    """
    listed = "forerun templates lists those there are"
    known_name("no template", name, template_names(), listed, field="template")
    return read_template(TEMPLATES / f"{name}.yaml")


def read_template(path: Path) -> Template:
    """Read a template from a file.

    Raises
    ------
    InputError
        If something in it is wrong, in one line with file, line and field.
    """
    document = yaml_text.parse(yaml_text.read_text(path, yaml_text.MAX_BYTES), str(path))
    try:
        return Template.model_validate(document.value, strict=True)
    except ValidationError as error:
        raise explain(error, document, Template) from None
