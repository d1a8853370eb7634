"""A content calendar: items a day by topic, source and format, and what each costs.

For an audience, nobody else sees them: they stand first in its feed, and take the room of what all
read (`sim.behaviour.read.grading`), as beginners' items for newcomers and deep ones for old hands.

Money. Items are grants: paid on the day they appear, whatever members do. Envelope: the calendar
stops on the first day that the money would not cover, until the next month or quarter if the
budget holds by those.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from sim.errors import InputError
from sim.ledger import CASH, Ledger
from sim.money import daily_cents
from sim.offers import Offers
from sim.rules import FORMATS, SOURCES
from sim.trajectory import Trajectory
from strategies.base import Brief, Evidence, Range, Strategy, parameter
from strategies.published import Published, of_use

Weight = Annotated[float, Field(ge=0)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class _Mix(_Part):
    """Weights, of which only the proportions matter: 1 to 4 is 20 % to 80 %."""

    @model_validator(mode="after")
    def _something(self) -> Self:
        if sum(self.model_dump().values()) <= 0:
            raise ValueError("a mix needs at least one weight above 0")
        return self


def _weight(title: str, title_zh: str, meaning: str, source: str, evidence: Evidence) -> Any:
    return parameter(
        0.0, title=title, title_zh=title_zh, unit="weight", meaning=meaning,
        low=0.0, high=100.0, search=Range(0.01, 1.0), source=source, evidence=evidence,
    )  # fmt: skip


class SourceMix(_Mix):
    """Who makes the items, as weights."""

    professional: float = _weight(
        "weight of staff", "专业团队权重", "items made by staff", "M18: vendor figures", "D"
    )
    kol: float = _weight(
        "weight of opinion leaders", "KOL权重", "items made by opinion leaders",
        "M48: hubs win by taking part more", "B",
    )  # fmt: skip
    member: float = _weight(
        "weight of members", "用户原创权重", "items made by members who were asked",
        "M8, M23: company posts alone do not sustain a group", "B",
    )  # fmt: skip
    derivative: float = _weight(
        "weight of derivatives", "二次创作权重",
        "items made from items by staff, leaders and members; each original is new but once",
        "none published; practitioners reuse 82 %", "D",
    )  # fmt: skip
    ai: float = _weight(
        "weight of AI-assisted items", "AI辅助权重",
        "items made with a machine's help: cheaper, and the more there are the more alike and the "
        "less trusted", "Doshi and Hauser 2024; Altay and Gilardi 2024", "B",
    )  # fmt: skip


class FormatMix(_Mix):
    """Form of the items, as weights."""

    text: float = _weight(
        "weight of text", "图文权重", "image and text", "M18: no controlled effect", "D"
    )
    video: float = _weight(
        "weight of short video", "短视频权重", "short video", "M18: no controlled effect", "D"
    )
    live: float = _weight(
        "weight of live sessions", "直播权重", "live session", "M18: no controlled effect", "D"
    )


class SourceCost(_Part):
    """Cost of an item of text, by who makes it."""

    professional: float = parameter(
        30.0, title="professional item", title_zh="专业内容成本", unit="currency/item",
        meaning="cost of a text by staff", low=0.0, high=1e6,
        source="none published; user's own", evidence="D",
    )  # fmt: skip
    kol: float = parameter(
        80.0, title="opinion leader's item", title_zh="KOL内容成本", unit="currency/item",
        meaning="cost of a text by an opinion leader", low=0.0, high=1e6,
        source="none published; user's own", evidence="D",
    )  # fmt: skip
    member: float = parameter(
        3.0, title="member's item", title_zh="用户内容成本", unit="currency/item",
        meaning="cost of prompting a member's text", low=0.0, high=1e6,
        source="none published; user's own", evidence="D",
    )  # fmt: skip
    derivative: float = parameter(
        8.0, title="derivative", title_zh="二次创作成本", unit="currency/item",
        meaning="cost of a text made from another item", low=0.0, high=1e6,
        source="none published; user's own", evidence="D",
    )  # fmt: skip
    ai: float = parameter(
        5.0, title="AI-assisted item", title_zh="AI辅助内容成本", unit="currency/item",
        meaning="cost of a text made with a machine's help and read by staff", low=0.0, high=1e6,
        source="none published; user's own", evidence="D",
    )  # fmt: skip


class FormatCost(_Part):
    """Cost of a format relative to text."""

    text: float = parameter(
        1.0, title="text", title_zh="图文成本系数", unit="1",
        meaning="cost of text relative to the source's cost", low=0.0, high=1000.0,
        source="by definition", evidence="D",
    )  # fmt: skip
    video: float = parameter(
        2.5, title="short video", title_zh="短视频成本系数", unit="1",
        meaning="cost of a short video relative to text", low=0.0, high=1000.0,
        source="none published; user's own", evidence="D",
    )  # fmt: skip
    live: float = parameter(
        4.0, title="live session", title_zh="直播成本系数", unit="1",
        meaning="cost of a live session relative to text", low=0.0, high=1000.0,
        source="none published; user's own", evidence="D",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Schedule:
    """Items and cents a day, zero where the calendar does not run, and where the money covers it.

    All of shape ``(days,)``.
    """

    items: NDArray[np.float64]
    cost_cents: NDArray[np.int64]
    paid: NDArray[np.bool_]


class Content(Strategy):
    """Items of content a day, by topic, source and format, with notifications if wanted."""

    kind: ClassVar[str] = "content"
    title: ClassVar[str] = "Content calendar"
    title_zh: ClassVar[str] = "内容日历"
    lever_family: ClassVar[str] = "content"
    aimable = True
    by_day = True
    by_span = True
    published: ClassVar[tuple[Published, ...]] = of_use(
        0.005, 0.29,
        "M101: chosen content +0.5 % daily actives; M17: personalised content +28.9 % use",
    )  # fmt: skip

    items_per_day: float = parameter(
        3.0, title="items per day", title_zh="每日内容数", unit="items/day",
        meaning="items of content a day, mean over a week; may be fractional",
        low=0.0, high=500.0, search=Range(0, 20, 0.5),
        source="practitioners' calendar: 3 a day; M19: attention is finite", evidence="C",
    )  # fmt: skip
    sources: SourceMix = parameter(
        SourceMix(professional=0.2, member=0.8), title="sources", title_zh="来源配比",
        unit="weights", meaning="who makes the items", source="M8, M18", evidence="C",
    )  # fmt: skip
    formats: FormatMix = parameter(
        FormatMix(text=0.7, video=0.25, live=0.05), title="formats", title_zh="形式配比",
        unit="weights", meaning="form of the items", source="M18", evidence="D",
    )  # fmt: skip
    topics: dict[str, Weight] | None = parameter(
        None, title="topics", title_zh="话题配比", unit="weights",
        meaning="weight of each segment's topic, by segment name; none: all alike",
        source="M17: a topic that fills the feed is worth less; no crossover in time", evidence="B",
    )  # fmt: skip
    weekdays: tuple[Weight, Weight, Weight, Weight, Weight, Weight, Weight] | None = parameter(
        None, title="weekdays", title_zh="每周节奏", unit="weights",
        meaning="weight of Monday to Sunday in a week's items; none: all alike",
        source="M1: weekday amplitude 5-20 %, sign depends on the product", evidence="C",
    )  # fmt: skip
    push_per_item: float = parameter(
        0.0, title="notifications per item", title_zh="每条内容推送", unit="messages/member/item",
        meaning="notifications that each member gets for an item", low=0.0, high=10.0,
        search=Range(0, 0.5),
        source="M21: small randomised effect; fewer messages, more use after a year", evidence="A",
    )  # fmt: skip
    hook: float = parameter(
        0.0, title="hook", title_zh="开头吸引力", unit="0 to 1",
        meaning="strength of the openings, with which more open an item and a strong one promises "
        "too much; of items for all", low=0.0, high=1.0, search=Range(0, 1),
        source="practitioners: win attention within 3 seconds; pairs of headlines: up to twice "
        "the opens", evidence="C",
    )  # fmt: skip
    hook_cost: float = parameter(
        8.0, title="cost of a hook", title_zh="开头打磨成本", unit="currency/item",
        meaning="cost of writing and trying the strongest opening of an item", low=0.0, high=1e6,
        source="none published; user's own", evidence="D",
    )  # fmt: skip
    source_cost: SourceCost = parameter(
        SourceCost(), title="cost by source", title_zh="来源成本", unit="currency/item",
        meaning="cost of an item of text, by source", source="user's own", evidence="D",
    )  # fmt: skip
    format_cost: FormatCost = parameter(
        FormatCost(), title="cost by format", title_zh="形式成本", unit="1",
        meaning="cost of a format relative to text", source="user's own", evidence="D",
    )  # fmt: skip

    @field_validator("topics", "weekdays")
    @classmethod
    def _weights(
        cls, weights: dict[str, float] | tuple[float, ...] | None
    ) -> dict[str, float] | tuple[float, ...] | None:
        if weights is None:
            return None
        values = weights.values() if isinstance(weights, dict) else weights
        if not math.fsum(values) > 0:
            raise ValueError("needs at least one weight above 0")
        return weights

    @model_validator(mode="after")
    def _hooks_those_who_choose(self) -> Self:
        if self.audience is not None and self.hook > 0:
            raise ValueError("items for an audience stand first in its feed; hook is not for them")
        return self

    def offers(self, brief: Brief, offers: Offers) -> None:
        """Write the supply of items and the notifications that go with them."""
        items = self._schedule(brief).items
        mix = np.einsum(
            "t,s,f->tsf", self._topic_shares(brief.segments), self._sources, self._formats
        )
        supply = items[:, None, None, None] * mix[None]
        if self.audience is None:
            offers.supply += supply
            offers.hooks += supply.sum(axis=(2, 3)) * self.hook
        else:
            offers.pinned += supply
        push = (items * self.push_per_item).astype(np.float32)
        offers.pull("push", push[:, None, None])

    def settle(self, brief: Brief, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book the items as grants on the days they appeared."""
        cost = self._schedule(brief).cost_cents
        if cost.any():
            ledger.post(self.called, "grant", CASH, cost)

    @property
    def idle(self) -> bool:
        """Whether there are no items."""
        return self.items_per_day == 0

    def funded(self, brief: Brief) -> NDArray[np.bool_]:
        """Return the days of its window up to the first one that the money does not cover."""
        return super().funded(brief) & self._schedule(brief).paid

    def ran(self, brief: Brief, trajectory: Trajectory) -> NDArray[np.bool_]:
        """Return the days with items."""
        return self._schedule(brief).items > 0

    def reached(
        self, brief: Brief, trajectory: Trajectory, ran: NDArray[np.bool_]
    ) -> tuple[int, str]:
        """Return the items that appeared, to the nearest."""
        return round(float(self._schedule(brief).items.sum())), "items"

    @property
    def item_cost(self) -> float:
        """Mean cost of an item over the mix, in currency."""
        by_source = np.array([getattr(self.source_cost, name) for name in SOURCES])
        by_format = np.array([getattr(self.format_cost, name) for name in FORMATS])
        made = float((self._sources @ by_source) * (self._formats @ by_format))
        return made + self.hook * self.hook_cost

    def _schedule(self, brief: Brief) -> _Schedule:
        items = self.scheduled(brief).astype(np.float64) * self.items_per_day
        if self.weekdays is not None:
            items *= (7 * _shares(self.weekdays))[brief.calendar.weekdays]
        cost = daily_cents(np.cumsum(items) * (100 * self.item_cost))
        paid = brief.covers(cost)
        return _Schedule(items * paid, cost * paid, paid)

    @property
    def _sources(self) -> NDArray[np.float64]:
        return _shares([getattr(self.sources, name) for name in SOURCES])

    @property
    def _formats(self) -> NDArray[np.float64]:
        return _shares([getattr(self.formats, name) for name in FORMATS])

    def _topic_shares(self, segments: tuple[str, ...]) -> NDArray[np.float64]:
        if self.topics is None:
            return _shares([1.0] * len(segments))
        for name in self.topics:
            if name not in segments:
                raise InputError(
                    f"no segment {name!r}; there are {', '.join(segments)}",
                    field=f"{self.called}.topics",
                )
        return _shares([self.topics.get(name, 0.0) for name in segments])


def _shares(weights: list[float] | tuple[float, ...]) -> NDArray[np.float64]:
    values: NDArray[np.float64] = np.asarray(weights, np.float64)
    return values / float(values.sum())
