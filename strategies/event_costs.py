"""What an event costs whatever comes of it: lines of a budget, paid each time that it is held."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from strategies.parameter import parameter


def _line(default: float, title: str, title_zh: str, meaning: str) -> Any:
    return parameter(
        default, title=title, title_zh=title_zh, unit="currency/event", meaning=meaning, low=0.0,
        high=1e7, source="none published; user's own", evidence="D",
    )  # fmt: skip


class EventCosts(BaseModel):
    """Cost lines of an event, paid on the day on which it is first told of."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    venue: float = _line(0.0, "venue", "场地", "room, platform or stand")
    host: float = _line(100.0, "hosts and speakers", "主持与嘉宾", "fees of hosts and speakers")
    production: float = _line(
        150.0, "production", "策划与物料", "planning, design, material, technics"
    )
    promotion: float = _line(0.0, "promotion", "推广", "advertising for it outside the community")
    staff: float = _line(50.0, "staff", "人力", "hours of one's own people")
    prizes: float = _line(0.0, "prizes", "奖品池", "prizes that are given in any case")

    @property
    def total(self) -> float:
        """All of them, in currency."""
        return float(sum(self.model_dump().values()))
