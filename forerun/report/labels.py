"""Texts and numbers as a reader sees them, in English or Chinese."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Self

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from forerun.report.texts import TEXT
from forerun.report.units import unit_in
from sim.errors import InputError
from sim.facts import CATALOGUE
from sim.ledger import BEYOND
from sim.metrics.told import TOLD, Told
from strategies import STRATEGIES
from strategies.levers import AUDIENCES

if TYPE_CHECKING:
    from scenarios import Scenario

LANGUAGES: Final = ("en", "zh")

SMALL_PANEL: Final = 20
"""With fewer worlds a share of them is told as a count: one world is more than 5 %."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The texts and numbers of one report.

    Parameters
    ----------
    lang
        One of `LANGUAGES`.
    currency
        What money is in.
    own
        What a reader sees of strategies that the user wrote, by name and by path of a parameter:
        title in English, in Chinese, unit.
    measures
        What is told of each measure, by name.
    """

    lang: str
    currency: str = ""
    own: Mapping[str, Sequence[str]] = field(default_factory=dict)
    measures: Mapping[str, Told] = field(default_factory=lambda: TOLD)

    @classmethod
    def of(cls, scenario: Scenario, lang: str) -> Self:
        """Return those of a scenario, with the names of what is the user's own in it."""
        from scenarios.own_titles import own_titles

        own = {one.name: Told.of(one) for one in scenario.own.measures}
        return cls(lang, scenario.currency, own_titles(scenario.plans), {**TOLD, **own})

    def __post_init__(self) -> None:
        if self.lang not in LANGUAGES:
            raise InputError(
                f"no language {self.lang!r}; there are {', '.join(LANGUAGES)}", field="lang"
            )

    def __call__(self, key: str, **values: object) -> str:
        """Return a text with its gaps filled."""
        return TEXT[key][LANGUAGES.index(self.lang)].format(**values)

    def known(self, name: str) -> str:
        """Return the text of a name of ours, of an account or a stage; another as it is."""
        return self(name) if name in TEXT else name

    def strategy(self, kind: str) -> str:
        """Return a strategy's title; of what it did beyond its money, that it did."""
        if kind.endswith(BEYOND):
            return self("beyond", strategy=self.strategy(kind.removesuffix(BEYOND)))
        if kind in self.own:
            return self.own[kind][LANGUAGES.index(self.lang)]
        if kind not in STRATEGIES:
            # What runs without any plan has books of its own.
            return self(kind) if kind == "operation" else kind
        return STRATEGIES[kind].title_zh if self.lang == "zh" else STRATEGIES[kind].title

    def lever(self, path: str) -> str:
        """Return a lever's title from its path, such as ``points.per_visit``."""
        kind, _, name = path.partition(".")
        if kind == AUDIENCES:
            return self._threshold(name)
        if path not in self.own and kind not in STRATEGIES:
            return path
        return f"{self.strategy(kind)}: {self.setting(path)}"

    def setting(self, path: str) -> str:
        """Return a lever's title without its strategy's."""
        if path in self.own:
            return self.own[path][LANGUAGES.index(self.lang)]
        title, title_zh, _ = _about(path)
        return title_zh if self.lang == "zh" else title

    def unit_text(self, unit: str) -> str:
        """Return a unit as it stands beside a number."""
        return unit_in(self.lang, unit, self.currency)

    def lever_unit(self, path: str) -> str:
        """Return a lever's unit as its strategy declares it."""
        return self.own[path][2] if path in self.own else _about(path)[2]

    def _threshold(self, path: str) -> str:
        """Return the title of an audience's threshold, such as ``dormant.days_since_visit``."""
        audience, _, key = path.rpartition(".")
        fact = CATALOGUE.get(key) or CATALOGUE.get(key.rpartition("_")[0])
        if fact is None:
            return f"{audience}: {key}"
        return f"{audience}: {fact.title_zh if self.lang == 'zh' else fact.title}"

    def measure(self, name: str) -> str:
        """Return a measure's title; of a risk such as ``q10(profit)`` that of both."""
        if name.endswith(")"):
            risk, _, measure = name[:-1].partition("(")
            share = risk.removeprefix("q").removeprefix("0")
            return self(f"risk_{risk[:1]}", measure=self.measure(measure), share=share)
        if name not in self.measures:
            return name
        told = self.measures[name]
        return told.title_zh if self.lang == "zh" else told.title

    def unit(self, name: str) -> str:
        """Return the unit of a measure or a risk of one, 1 for one that is not known."""
        name = name.partition("(")[2].removesuffix(")") or name
        return self.measures[name].unit if name in self.measures else "1"

    def row(self, name: str) -> str:
        """Return a measure's title for a table whose cells leave out the currency."""
        title = self.measure(name)
        if self.unit(name).startswith("currency") and self.currency:
            return f"{title}, {self.currency}"
        return title

    def bare(self) -> Labels:
        """Return these labels without the currency, for the cells of a table."""
        return replace(self, currency="")

    def phrase(self, name: str) -> str:
        """Return a measure's title as it stands inside a sentence."""
        title = self.measure(name)
        # "NPS" and "K-factor" keep their capitals, "Weekly active members" does not.
        return title[:1].lower() + title[1:] if title[1:2].islower() else title

    def number(self, value: float | None, unit: str = "1") -> str:
        """Return a number for a reader; a dash where it is undefined."""
        if value is None or math.isnan(value):
            return "–"
        if unit == "share":
            return self.percent(value, 1)
        if unit.startswith("currency"):
            return f"{self.amount(value)} {self.currency}".rstrip()
        return _minus(_plain(value))

    def figures(self, value: float, digits: int) -> str:
        """Return a number of so many significant digits, whole ones kept whole."""
        if value == round(value) or abs(value) >= 10**digits:
            return _minus(f"{value:,.0f}")
        return _minus(f"{value:,.{digits}g}")

    def money_unit(self, unit: float, origin: str) -> str:
        """Return what a unit of money is worth and where that comes from, in a sentence."""
        return self(
            "money_unit", unit=f"{unit:,.12g}", currency=self.currency,
            origin=self(f"money_{origin}"),
        )  # fmt: skip

    def amount(self, value: float) -> str:
        """Return an amount of money without its currency."""
        whole = abs(value) >= 1000 or value == round(value)
        return _minus(f"{value:,.0f}" if whole else f"{value:,.2f}")

    def interval(self, low: float | None, high: float | None, unit: str = "1") -> str:
        """Return the interval of a difference; a dash where it is undefined."""
        if low is None or high is None:
            return "–"
        first = self.change(low, unit).removesuffix(f" {self.currency}").removesuffix(self("pp"))
        return self("range", low=first.rstrip(), high=self.change(high, unit))

    def size(self, value: float | None, unit: str = "1") -> str:
        """Return a difference without its sign; one between shares is in percentage points."""
        if value is None or math.isnan(value):
            return "–"
        if unit == "share":
            points = abs(100 * value)
            return f"{points:.{2 if 0 < points < 0.095 else 1}f} {self('pp')}"
        return self.number(abs(value), unit)

    def change(self, value: float | None, unit: str = "1") -> str:
        """Return a difference with its sign."""
        if value is None or math.isnan(value):
            return "–"
        size = self.size(value, unit)
        # What rounds to nothing has no direction for a reader.
        sign = "±" if _is_nothing(size) else "+" if value > 0 else "−"
        return f"{sign}{size}"

    def chance(self, share: float | None, worlds: int) -> str:
        """Return in what share of worlds a plan is better, for a cell; of few as a count."""
        if share is None or worlds >= SMALL_PANEL or worlds <= 0:
            return self.percent(share)
        return self("few", k=f"{share * worlds:g}", n=worlds)

    def better(self, share: float | None, worlds: int) -> str:
        """Return the same as words of a sentence."""
        few = share is not None and 0 < worlds < SMALL_PANEL
        return self("chance_few" if few else "chance", p=self.chance(share, worlds))

    def levels(self, low: float | None, high: float | None, unit: str = "1") -> str:
        """Return the interval of a level; a dash where it is undefined."""
        if low is None or high is None:
            return "–"
        return self("range", low=self.bare().number(low, unit), high=self.number(high, unit))

    def signed_percent(self, value: float, digits: int = 1) -> str:
        """Return a relative change as per cent, with its sign."""
        text = self.percent(value, digits)
        return f"+{text}" if value > 0 and not _is_nothing(text) else text

    def percent(self, value: float | None, digits: int = 0) -> str:
        """Return a share as per cent."""
        if value is None or math.isnan(value):
            return "–"
        return _minus(f"{100 * value:.{digits}f}{'%' if self.lang == 'zh' else ' %'}")


def _plain(value: float) -> str:
    size = abs(value)
    if size >= 100 or value == round(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if size >= 10 else f"{value:.2f}"


def _minus(text: str) -> str:
    if not text.startswith("-"):
        return text
    return text[1:] if _is_nothing(text) else text.replace("-", "−", 1)


def _is_nothing(text: str) -> bool:
    """Return whether a number reads as zero."""
    return not any(digit in text for digit in "123456789")


def _about(path: str) -> tuple[str, str, str]:
    """Return title, title in Chinese and unit of a lever, such as ``points.levels.most``."""
    kind, *names = path.split(".")
    model: type[BaseModel] | None = STRATEGIES.get(kind)
    info: FieldInfo | None = None
    for name in names:
        info = None if model is None else model.model_fields.get(name)
        inner = None if info is None else info.annotation
        model = inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None
    title = (info and info.title) or path.rpartition(".")[2].replace("_", " ")
    about = info.json_schema_extra if info is not None else None
    about = about if isinstance(about, dict) else {}
    return title, str(about.get("title_zh", title)), str(about.get("unit", ""))
