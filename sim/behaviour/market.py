"""Market: people outside join by themselves and as members do (Bass).

    joiners a day, mean = (market_innovation + market_imitation N / M) (M - N) / 365.25

N have joined of M = market_size people (M53, V8; Bass 1969, doi:10.1287/mnsc.15.5.215).

From the register (`python -m forerun.model_page` writes it):

    market_size = 0 (on: 20000) members, 0 to 1e+09; assumed, D: user's own
    market_innovation = 0.03 1/year, 0 to 100; published, A: M53: p mean 0.03, often below 0.01
    market_imitation = 0.38 1/year, 0 to 100; published, A: M53: q mean 0.38, 0.3-0.5
"""

from __future__ import annotations

from collections.abc import Mapping


def joiners(values: Mapping[str, float], joined: int) -> float:
    """Return the mean number of organic joiners on a day, 0 or more."""
    size = values["market_size"]
    outside = max(size - joined, 0.0)
    rate = values["market_innovation"] + values["market_imitation"] * joined / size
    return rate * outside / 365.25
