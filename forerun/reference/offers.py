"""``python -m forerun.reference.offers [KIND ...]`` measures `docs/reference/offers.md`.

Each offer, or those that are named, is tried over its main lever's search range in the same few
worlds; the figures stand in the page and the pictures in `docs/reference/offers/`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from evidence.pages import begin, end, inside
from forerun.reference.offer_rows import OFFERS, Offer
from forerun.reference.source import ROOT
from forerun.report.charts import DASHED, INK, PALETTE, QUIET, styled
from forerun.report.labels import Labels
from forerun.report.svg import new_figure, standalone, to_svg
from forerun.report.units import unit_in
from scenarios import Scenario, parse
from sim.behaviour.register import MECHANISMS
from sim.ledger import OPERATION
from sim.metrics import MEASURES, evaluate
from sim.plan import NoPlan
from sim.run import Run, live_past, run
from strategies import STRATEGIES, StrategyPlan
from strategies.money import extra
from worlds.statistics import Interval, interval
from worlds.store import write_whole

COMMAND: Final = "python -m forerun.reference.offers"
FOLDER: Final = ROOT / "docs" / "reference"
PAGE: Final = FOLDER / "offers.md"
PICTURES: Final = FOLDER / "offers"

WORLDS: Final = 16
"""Worlds in which each depth is tried: the seeds 0 to 15."""

DEPTHS: Final = 6
"""Depths above nothing, evenly over the search range."""

_TEXT: Final = """
name: Offers
start: 2025-01-06
horizon_days: 91
community:
  preset: {preset}
  launch: 2024-10-07
  members: 2000
  arrivals: {{organic_per_day: 10}}
  overrides: {overrides}
economy: {{revenue_per_visit: 0.2, revenue_per_post: 0.5, margin: 0.4}}
"""
"""The community in which offers are tried; what it earns is invented."""


@dataclass(frozen=True)
class Response:
    """What came of an offer at each depth, against doing nothing in the same worlds.

    Attributes
    ----------
    depths
        Values of the field, nothing left out.
    found
        By measure an interval at each depth.
    grants, redemptions, owed
        What it costs as it ships, in currency, mean over the worlds.
    """

    depths: tuple[float, ...]
    found: Mapping[str, tuple[Interval, ...]]
    grants: float
    redemptions: float
    owed: float


def depths_of(offer: Offer) -> tuple[float, ...]:
    """Return the depths at which an offer is tried, in its parameter's unit."""
    info = STRATEGIES[offer.kind].model_fields[offer.field]
    search = extra(info)["search"]
    values = np.linspace(search["low"], search["high"], DEPTHS + 1)[1:]
    step = search["step"]
    if step is not None:
        values = search["low"] + np.rint((values - search["low"]) / step) * step
    whole = step is not None and float(step).is_integer()
    # A short range of whole numbers has fewer.
    return tuple(dict.fromkeys(int(v) if whole else float(f"{v:.6g}") for v in values))


def measures_of(offer: Offer) -> tuple[str, str]:
    """Return the measures that are read: what it moves, and the gain."""
    return offer.moves, "gain"


def measured(offer: Offer) -> Response:
    """Try an offer at each depth and as it ships."""
    kind = STRATEGIES[offer.kind]
    depths = depths_of(offer)
    worlds = [_World(offer, seed) for seed in range(WORLDS)]
    changes: dict[str, list[Interval]] = {name: [] for name in measures_of(offer)}
    for depth in depths:
        tried = [one.changes(StrategyPlan((kind(**{offer.field: depth}),))) for one in worlds]
        for name, found in changes.items():
            found.append(interval(np.array([change[name] for change in tried])))
    shipped = [one.run(StrategyPlan((kind(),))).ledger for one in worlds]

    def mean(amounts: Iterable[int]) -> float:
        return float(np.mean(list(amounts))) / 100

    return Response(
        depths,
        {name: tuple(found) for name, found in changes.items()},
        mean(one.balance("grant") for one in shipped),
        mean(one.cash() - one.cash(OPERATION) - one.balance("grant") for one in shipped),
        mean(one.owed() for one in shipped),
    )


class _World:
    """A world whose past is lived once, with and without plans."""

    def __init__(self, offer: Offer, seed: int) -> None:
        asks = STRATEGIES[offer.kind].of_deeds
        self._spec, self._seed = replace(_scenario(offer).spec(), deeds=asks), seed
        self._past = live_past(self._spec, seed)
        self._names = measures_of(offer)
        self._without = run(self._spec, NoPlan(), seed, past=self._past)
        self._quo = evaluate(self._names, self._without, self._without)

    def run(self, plan: StrategyPlan) -> Run:
        return run(self._spec, plan, self._seed, past=self._past)

    def changes(self, plan: StrategyPlan) -> dict[str, float]:
        """Return by how much a plan changes each measure, in its unit."""
        own = evaluate(self._names, self.run(plan), self._without)
        return {name: own[name] - self._quo[name] for name in self._names}


@cache
def _scenario(offer: Offer) -> Scenario:
    return parse(_text(offer))


def _text(offer: Offer) -> str:
    return _TEXT.format(preset=offer.preset, overrides=json.dumps(dict(offer.overrides)))


def mark(offer: Offer) -> str:
    """Return the line that says of which inputs an offer's figures are."""
    ships = STRATEGIES[offer.kind]().model_dump(mode="json")
    told = [_text(offer), offer.kind, offer.field, offer.moves, depths_of(offer), ships]
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:12]
    changed = "".join(f", `{name}` {value:g}" for name, value in offer.overrides)
    return f"{WORLDS} worlds of `{offer.preset}`{changed}; inputs `{digest}`."


def break_even(response: Response) -> float | None:
    """Return the depth at which the mean gain passes from one side of nothing to the other.

    The first such, on the line between two depths that were tried; None if there is none.
    """
    gains = [one.mean for one in response.found["gain"]]
    for place in range(len(gains) - 1):
        one, other = gains[place], gains[place + 1]
        if one * other < 0:
            a, b = response.depths[place], response.depths[place + 1]
            return a + (b - a) * one / (one - other)
    return None


def pays(response: Response) -> tuple[str, str]:
    """Return in English and Chinese at which depths it pays back by the mean, and if that is sure.

    "No depth" where it gains nothing anywhere.
    """
    found = response.found["gain"]
    even, gains = break_even(response), [one.mean for one in found]
    if even is not None and gains[0] > 0:
        told = f"It pays back up to about {even:.2g}.", f"约 {even:.2g} 以下能回本。"
    elif even is not None:
        told = f"It pays back from about {even:.2g} on.", f"约 {even:.2g} 以上能回本。"
    elif min(gains) > 0:
        told = "It pays back at every depth that was tried.", "在所试的每个力度上都能回本。"
    else:
        told = "It pays back at no depth that was tried.", "在所试的任何力度上均不能回本。"
    clear, tried = sum(one.clear for one in found), len(found)
    if clear == tried:
        return told
    return (
        f"{told[0]} Beyond noise at {clear} of {tried} depths.",
        f"{told[1]}{tried} 个力度中 {clear} 个超出噪声。",
    )


def section(offer: Offer, response: Response) -> str:
    """Return what the page says of an offer."""
    kind = STRATEGIES[offer.kind]
    info = kind.model_fields[offer.field]
    own = extra(info)
    titles = {one.name: one.title for one in MECHANISMS}
    through = ", ".join(f"{titles[name]} (`{name}`)" for name in offer.through)
    number = Labels("en", "USD").number
    names = measures_of(offer)
    rows = [
        f"| {depth:.3g} | {' | '.join(map(_told, found, names))} |"
        for depth, *found in zip(
            response.depths, *(response.found[name] for name in names), strict=True
        )
    ]
    pays_en, pays_zh = pays(response)
    costs = [
        number(amount, "currency")
        for amount in (response.grants, response.redemptions, response.owed)
    ]
    return "\n\n".join(
        (
            f"## {kind.title} · {kind.title_zh}",
            f"![Response to {offer.kind}.{offer.field}](offers/{offer.kind}.svg)",
            f"Through {through}. Source of `{offer.field}`: {own['source']}; grade "
            f"{own['evidence']}.",
            f"As it ships it costs {costs[0]} of grants and {costs[1]} of redemptions, and owes "
            f"{costs[2]}. {pays_en} {offer.limit}",
            f"默认力度下的成本：发放 {costs[0]}，兑付 {costs[1]}，未结 {costs[2]}。{pays_zh}"
            f"{offer.limit_zh}",
            f"{mark(offer)}",
            "\n".join(
                (
                    f"| {offer.field}, {own['unit']} · {own['title_zh']} "
                    f"({unit_in('zh', own['unit'])}) | {' | '.join(map(_title, names))} |",
                    "|---|---|---|",
                    *rows,
                )
            ),
        )
    )


def _title(name: str) -> str:
    return " · ".join(Labels(lang, "USD").row(name) for lang in ("en", "zh"))


def _told(found: Interval, name: str) -> str:
    labels, unit = Labels("en", ""), MEASURES[name].unit
    mean = labels.change(found.mean, unit)
    return f"{mean} ({labels.interval(found.low, found.high, unit)})"


def picture(offer: Offer, response: Response) -> str:
    """Return the picture of a response as the text of an SVG: both measures over depth."""
    info = STRATEGIES[offer.kind].model_fields[offer.field]
    own, x = extra(info), np.array(response.depths, np.float64)
    even = break_even(response)
    with styled():
        drawn = new_figure(7.2, 2.6)
        for place, measure in enumerate(measures_of(offer)):
            axes = drawn.add_subplot(1, 2, place + 1)
            mean, low, high = (
                _column(response.found[measure], part) for part in ("mean", "low", "high")
            )
            axes.axhline(0, color=QUIET, linewidth=0.8)
            axes.fill_between(x, low, high, color=PALETTE[place], alpha=0.16, linewidth=0)
            axes.plot(x, mean, color=PALETTE[place], linewidth=1.8, marker="o", markersize=3)
            if measure == "gain" and even is not None:
                axes.axvline(even, color=INK, linewidth=0.9, linestyle=DASHED)
                side = "right" if even > x.mean() else "left"
                axes.annotate(
                    f" break-even {even:.2g} · 盈亏平衡 ", (even, 0.02), ha=side,
                    xycoords=("data", "axes fraction"), fontsize=8,
                )  # fmt: skip
            axes.set_title(_title(measure), fontsize=9, loc="left")
            axes.set_xlabel(f"{info.title} · {own['title_zh']}, {own['unit']}", fontsize=8)
        drawn.subplots_adjust(left=0.08, right=0.98, bottom=0.19, top=0.88, wspace=0.25)
        title = f"{offer.kind}: response to {offer.field}, with 90 % intervals over worlds"
        return standalone(to_svg(drawn, offer.kind, title))


def _column(found: Iterable[Interval], part: str) -> NDArray[np.float64]:
    return np.array([getattr(one, part) for one in found], np.float64)


def kept(kind: str) -> str:
    """Return what the page says of an offer; empty if it says nothing."""
    return inside(PAGE, kind)


def picture_path(kind: str) -> Path:
    """Return where an offer's picture stands."""
    return PICTURES / f"{kind}.svg"


def main() -> None:
    """Measure the offers that are named, or all, and write them into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help="offers to measure; none: all")
    asked = parser.parse_args().kinds
    text = PAGE.read_text(encoding="utf-8")
    PICTURES.mkdir(exist_ok=True)
    for offer in OFFERS:
        if asked and offer.kind not in asked:
            continue
        response = measured(offer)
        before, _, rest = text.partition(begin(offer.kind))
        after = rest.partition(end(offer.kind))[2]
        text = (
            f"{before}{begin(offer.kind)}\n\n{section(offer, response)}\n\n{end(offer.kind)}{after}"
        )
        write_whole(picture_path(offer.kind), picture(offer, response).encode())
    write_whole(PAGE, text.encode())


if __name__ == "__main__":
    main()
