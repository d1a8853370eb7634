"""What a strategy did in one world: days run, reached, spent, owed, and what stopped it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any, Final, Literal, Self

Reason = Literal[
    "money",
    "span",
    "parts",
    "set-up",
    "budget",
    "calendar",
    "strength",
    "alert",
    "unseen",
    "uncounted",
    "nobody",
]

REASONS: Final = MappingProxyType({
    "money": ("money gone on day {day}", "资金在第 {day} 天用尽"),
    "span": (
        "money of a month or quarter gone, first on day {day}",
        "当期（月或季）资金用尽，首次在第 {day} 天",
    ),
    "parts": (
        "money of a part of it gone on day {day}",
        "其中一部分的资金在第 {day} 天用尽",
    ),
    "set-up": (
        "never ran: its money does not cover the first day",
        "从未运行：资金不足以支付第一天",
    ),
    "budget": ("never ran: it was given no money", "从未运行：没有分配资金"),
    "calendar": ("its days ended on day {day}", "排期在第 {day} 天结束"),
    "never": ("never ran: none of its days is in the plan", "从未运行：运行日均不在方案期内"),
    "strength": ("never ran: it offers nothing", "从未运行：力度为零"),
    "alert": ("never ran: no alert let it run", "从未运行：没有预警触发它"),
    "unseen": (
        "never fires: this community does not show what it watches",
        "从不触发：该社区没有它监测的数据",
    ),
    "uncounted": (
        "never ran: this community has nothing that it could act on",
        "从未运行：该社区没有它可以作用的对象",
    ),
    "nobody": ("ran, and reached nobody", "已运行，但未触达任何人"),
})  # fmt: skip
"""What each reason says: English, Chinese; ``never`` is ``calendar`` without a day."""


@dataclass(frozen=True, slots=True)
class Stop:
    """What stops a strategy.

    Parameters
    ----------
    reason
        What it is.
    day
        Day of the plan from which it no longer runs, from 0; None: it never does, or nothing but
        its reach is at fault.
    """

    reason: Reason
    day: int | None = None

    @classmethod
    def too_little(cls, envelope_cents: int | None) -> Self:
        """Return the stop of a strategy whose money does not cover its first day."""
        return cls("budget" if envelope_cents == 0 else "set-up")

    def told(self, lang: str = "en") -> str:
        """Return it in words, in English (``en``) or Chinese (``zh``)."""
        never = self.reason == "calendar" and self.day is None
        texts = REASONS["never" if never else self.reason]
        return texts[lang == "zh"].format(day=self.day)


@dataclass(frozen=True, slots=True)
class Alarm:
    """When one alert fired in one world.

    Attributes
    ----------
    alert
        Its name.
    fired
        Days of the plan in whose morning it did, from 0.
    """

    alert: str
    fired: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a strategy did in one world, from the record.

    Parameters
    ----------
    strategy
        Its name, as in the ledger.
    days, first_day, last_day
        Days on which it ran; the first and the last of them, from 0, None if it never did.
    reached, unit
        Whom or what it reached on those days, and what that counts: ``visits``, ``items``,
        ``members``, or the deeds that it paid for (`strategies.metered`).
    spent_cents, owed_cents, owed_in_full_cents
        What it paid; what it is expected to pay for what is outstanding; the whole of that.
    budget_cents
        Money that it had, of all months or quarters of its days together; None: no limit.
    refused_cents
        What members earned when its money was gone, and were not given.
    stop
        What stopped it; None: it ran to the end of the plan.
    left_out
        What it had no room for on those days, in what `reached` counts.
    beyond_cents
        What it did in a rush when its money was gone: paid beside its budget.
    alarms
        When the alerts that begin it fired; none of them where no alert does.
    stages
        Its funnel, stage by stage, where it has one (`strategies.event_funnel.STAGES`).
    """

    strategy: str
    days: int
    first_day: int | None
    last_day: int | None
    reached: int
    unit: str
    spent_cents: int
    owed_cents: int
    owed_in_full_cents: int
    budget_cents: int | None
    refused_cents: int
    stop: Stop | None
    left_out: int = 0
    beyond_cents: int = 0
    alarms: tuple[Alarm, ...] = ()
    stages: tuple[tuple[str, int], ...] = ()

    @property
    def ran(self) -> bool:
        """Whether it ran on any day."""
        return self.days > 0

    @property
    def dry_day(self) -> int | None:
        """Day from which its money was gone, to the end of the plan; None: it never was."""
        return self.stop.day if self.stop is not None and self.stop.reason == "money" else None

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A warning: what will stop a strategy, as far as that is known before the first day.

    Parameters
    ----------
    strategy
        Its name.
    stop
        What will stop it.
    """

    strategy: str
    stop: Stop

    def told(self, lang: str = "en") -> str:
        """Return it in words, in English (``en``) or Chinese (``zh``)."""
        colon = ":" if lang == "zh" else ": "
        return f"{self.strategy}{colon}{self.stop.told(lang)}"
