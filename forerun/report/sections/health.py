"""The health card of a fit as rows: what was checked, how it stands, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from forerun.report.forecast_texts import FORECASTS
from forerun.report.labels import Labels

ROOTS: Final = ("retention",)
"""Groups of targets whose errors are of square roots; the others' are of logarithms."""

HEAD: Final = ("health_check", "health_verdict", "health_found", "health_do")


def rows(card: Mapping[str, Any], labels: Labels) -> list[list[str]]:
    """Return check, verdict, finding and, where it has not passed, what to do.

    Parameters
    ----------
    card
        As `calibration.health.card` makes it.
    labels
        The texts.
    """
    found = []
    for check in card["checks"]:
        name, verdict, figures = check["name"], check["verdict"], check["figures"]
        told, advice = _told(name, figures, labels)
        shown = "" if verdict == "pass" else labels(advice)
        found.append([labels(f"health_{name}"), labels(f"health_{verdict}"), told, shown])
    return found


def _told(name: str, figures: Mapping[str, Any], labels: Labels) -> tuple[str, str]:
    """Return what was found, and the key of what to do."""
    advice = f"health_do_{name}"
    if name == "worlds" and figures["error"] is None:
        return labels("health_undefined"), advice
    if name in ("worlds", "mix", "bands", "newcomers"):
        key = {"worlds": "errors", "mix": "best", "bands": "inside", "newcomers": "shares"}[name]
        shown = {
            part: labels(FORECASTS[value]) if part == "best" else labels.percent(value, 1)
            for part, value in figures.items()
        }
        return labels(f"health_{key}", **shown), advice
    if name == "held_out":
        return labels("health_nothing_held"), advice
    if name == "breaks":
        if figures["first"] is None:
            return labels("health_unbroken"), advice
        return labels(
            "health_broke", first=figures["first"], ratio=f"{figures['ratio']:.1f}"
        ), advice
    if name in ("identified", "edges"):
        names = ", ".join(figures["names"])
        told, none = {
            "identified": ("health_not_told", "health_all_told"),
            "edges": ("health_at_edges", "health_no_edges"),
        }[name]
        key = told if names else none
        return labels(key, names=names, of=figures.get("of", "")), advice
    key = "health_off_root" if name in ROOTS else "health_off"
    return labels(key, error=f"{figures['error']:.2f}"), "health_do_fit"
