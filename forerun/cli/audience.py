"""``forerun audience``: who is in which audience, how they overlap and move, what each brings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from forerun.cli.options import (
    AllowCode,
    AsJson,
    Asked,
    BehaviourFile,
    Lang,
    Language,
    Out,
    Seeds,
    Workers,
)
from forerun.cli.screen import Screen, default_folder, scenario

if TYPE_CHECKING:
    from forerun.report.labels import Labels


NAMES: Final = 8
"""Names of an attribute that are shown, the most frequent first; the file holds all."""


def audience(
    asked: Asked,
    workers: Workers,
    plan: Annotated[
        str | None,
        typer.Option("--plan", metavar="NAME", help="The plan.", show_default="the status quo"),
    ] = None,
    only: Annotated[
        str | None,
        typer.Option(
            "--only",
            metavar="A,B",
            help="The audiences to look at, at most 8.",
            show_default="all of the scenario's",
        ),
    ] = None,
    seeds: Seeds = 20,
    behaviour: BehaviourFile = None,
    out: Out = None,
    allow_code: AllowCode = False,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """Look at the scenario's audiences: sizes, shares, overlaps, moves."""
    import forerun

    screen = Screen(as_json, lang)
    tested = scenario(asked, behaviour, allow_code=allow_code)
    names = None if only is None else [name.strip() for name in only.split(",")]
    with screen.meter() as meter:
        looked = forerun.audience(tested, plan, names, seeds=seeds, workers=workers, progress=meter)
    screen.save(looked, out or default_folder(asked, "audience"))
    found = looked.as_json()
    screen.facts(found)
    labels = screen.labels(tested.currency)
    _show_sizes(screen, found)
    for key in ("overlaps", "next"):
        _show_pairs(screen, labels, found["audiences"], key)
    if found["everybody"]["who"]:
        _show_who(screen, labels, found)


def _show_sizes(screen: Screen, found: dict[str, Any]) -> None:
    sizes, shares = [], []
    for name, own in found["audiences"].items():
        ends = (f"{own[end]['mean']:,.0f}" for end in ("start", "end"))
        sizes.append([name, *ends, _between(own["end_share"])])
        shares.append([name, *map(_between, own["shares"].values())])
    title = screen.word("audiences", plan=found["plan"], seeds=found["seeds"])
    head = [screen.word(key) for key in ("audience", "at_start", "at_end", "of_members")]
    screen.table(title, head, sizes)
    named = ("members", "visits", "posts", "revenue", "cost")
    head = [screen.word("audience"), *(screen.word(f"share_{name}") for name in named)]
    screen.table(screen.word("shares_title"), head, shares)


def _show_pairs(screen: Screen, labels: Labels, audiences: dict[str, Any], key: str) -> None:
    rows = [
        [name, *(_share(labels, own[key].get(other)) for other in audiences)]
        for name, own in audiences.items()
    ]
    screen.table(screen.word(f"{key}_title"), [screen.word("audience"), *audiences], rows)


def _show_who(screen: Screen, labels: Labels, found: dict[str, Any]) -> None:
    own = [*found["audiences"].values(), found["everybody"]]
    rows = []
    for attribute, kinds in found["everybody"]["who"].items():
        if list(kinds) == ["mean"]:
            cells = [_number(each["who"][attribute]["mean"]) for each in own]
            rows.append([screen.word("mean_of", name=attribute), *cells])
            continue
        most = sorted(kinds, key=lambda name: (-(kinds[name]["mean"] or 0.0), name))[:NAMES]
        for name in most:
            cells = [_share(labels, each["who"][attribute][name]) for each in own]
            rows.append([f"{attribute}: {name}", *cells])
    rows.append([screen.word("nps"), *(_number(each["nps"]) for each in own)])
    head = [screen.word("who"), *found["audiences"], screen.word("everybody")]
    screen.table(screen.word("who_title"), head, rows)


def _number(found: dict[str, Any]) -> str:
    return "–" if found["mean"] is None else f"{found['mean']:,.1f}"


def _share(labels: Labels, found: dict[str, Any] | None) -> str:
    if found is None or found["mean"] is None:
        return "–"
    return labels.percent(found["mean"], 1)


def _between(found: dict[str, Any]) -> str:
    if found["mean"] is None:
        return "–"
    mean, *ends = (f"{100 * found[key]:.1f}" for key in ("mean", "low", "high"))
    return f"{mean} ({ends[0]}–{ends[1]})"
