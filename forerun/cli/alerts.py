"""``forerun alerts``: how often alerts fire where nothing is wrong, and how soon where it is."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from forerun.cli.options import (
    AllowCode,
    AsJson,
    Asked,
    BehaviourFile,
    Lang,
    Language,
    Seeds,
    Workers,
)
from forerun.cli.screen import Screen, scenario


def alerts(
    asked: Asked,
    workers: Workers,
    only: Annotated[
        str | None,
        typer.Option(
            "--only",
            metavar="A,B",
            help="The alerts to hold against it, of its plans or ready ones.",
            show_default="all of its plans, or all ready ones",
        ),
    ] = None,
    seeds: Seeds = 20,
    behaviour: BehaviourFile = None,
    allow_code: AllowCode = False,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """Measure alerts: false alarms where nothing is wrong, and how soon a crisis is caught."""
    from forerun.api import check
    from planning.alarms import guard

    screen = Screen(as_json, lang)
    check(seeds=seeds, workers=workers)
    tested = scenario(asked, behaviour, allow_code=allow_code)
    names = None if only is None else [name.strip() for name in only.split(",")]
    with screen.meter() as meter:
        found = guard(tested, names, seeds, workers, meter).as_json()
    screen.facts(found)
    _show(screen, found)


def _show(screen: Screen, found: dict[str, Any]) -> None:
    struck = found["crisis"] is not None
    head = ["alert", "watched", "false_a_month", "false_in"]
    head += ["caught_in", "fires_after", "acts_after"] if struck else []
    screen.table(
        screen.word("alarms_struck" if struck else "alarms_quiet", **_said(found)),
        [screen.word(key) for key in head],
        [
            [name, _watched(screen, own["metric"]), *_figures(own, found["seeds"])]
            for name, own in found["alerts"].items()
        ],
        texts=2,
    )


def _said(found: dict[str, Any]) -> dict[str, object]:
    return {"seeds": found["seeds"], "days": found["days"], "crisis": found["crisis"]}


def _watched(screen: Screen, metric: str) -> str:
    from strategies.alerts import WATCHED

    watched = WATCHED[metric]
    return watched.title_zh if screen.lang == "zh" else watched.title


def _figures(own: dict[str, Any], seeds: int) -> list[str]:
    rate = own["false_a_month"]
    cells = [
        f"{rate['mean']:.2f} ({rate['low']:.2f}–{rate['high']:.2f})",
        f"{own['false_in']}/{seeds}",
    ]
    if "caught_in" in own:
        days = [own["fires_after"], own["acts_after"]]
        cells.append(f"{own['caught_in']}/{seeds}")
        cells += ["–" if each is None else f"{each:.1f}" for each in days]
    return cells
