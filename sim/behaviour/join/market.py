"""Market: people outside join by themselves and as members do (Bass).

    joiners a day, mean = (market_innovation + market_imitation N / M) (M - N) / 365.25

N have joined of M = market_size people (M53, V8; Bass 1969, doi:10.1287/mnsc.15.5.215).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.behaviour.mechanism import Mechanism, Parameter

MECHANISM: Final = Mechanism(
    "market",
    title="growth of the outside market",
    title_zh="市场扩散",
    switches=("market_size",),
    parameters=(
        Parameter(
            "market_size", 0.0, unit="members", low=0.0, high=1000000000.0, typical=20000.0,
            grade="assumed", evidence="D",
            source="user's own",
            meaning="people who may ever join; 0: arrivals are as the scenario says",
            meaning_zh="市场规模",
        ),
        Parameter(
            "market_innovation", 0.03, unit="1/year", low=0.0, high=100.0, grade="published",
            evidence="A",
            source="M53: p mean 0.03, often below 0.01",
            meaning="share of those outside who join by themselves", meaning_zh="Bass创新系数",
        ),
        Parameter(
            "market_imitation", 0.38, unit="1/year", low=0.0, high=100.0, grade="published",
            evidence="A",
            source="M53: q mean 0.38, 0.3-0.5",
            meaning="share of those outside who join as members do", meaning_zh="Bass模仿系数",
        ),
    ),
)  # fmt: skip


def joiners(values: Mapping[str, float], joined: int) -> float:
    """Return the mean number of organic joiners on a day, 0 or more."""
    size = values["market_size"]
    outside = max(size - joined, 0.0)
    rate = values["market_innovation"] + values["market_imitation"] * joined / size
    return rate * outside / 365.25
