"""``forerun search``: a better plan within the budget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from forerun.cli.figures import Figures
from forerun.cli.journal import kept_study
from forerun.cli.options import (
    AsJson,
    Asked,
    BehaviourFile,
    Journal,
    Lang,
    Language,
    Out,
    Resume,
    Seeds,
    Workers,
)
from forerun.cli.screen import Screen, default_folder, scenario

if TYPE_CHECKING:
    from forerun.results import Best


def search(
    asked: Asked,
    workers: Workers,
    trials: Annotated[int, typer.Option("--trials", metavar="N", help="Plans to try.")] = 100,
    seeds: Seeds = 20,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Seed of the proposals.")] = 0,
    behaviour: BehaviourFile = None,
    journal: Journal = None,
    resume: Resume = False,
    out: Out = None,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """Search the plan's parameters, and print the winner beside status quo and equal split."""
    import forerun

    screen = Screen(as_json, lang)
    tested = scenario(asked, behaviour)
    folder = out or default_folder(asked, "search")
    with kept_study(screen, journal, folder, resume) as study, screen.meter() as meter:
        result = forerun.search(
            tested,
            trials=trials,
            workers=workers,
            seeds=seeds,
            seed=seed,
            journal=study,
            progress=meter,
        )
    screen.save(result, folder)
    screen.facts(result.as_json())
    show(screen, result)


def show(screen: Screen, result: Best) -> None:
    """Print the winner's measures beside the comparators', its parameters, its constraints."""
    found = result.as_json()
    winner = found["winner"]
    show_measures(screen, result)
    if winner is None:
        screen.line(screen.word("no_winner"))
        return
    _show_parameters(screen, result, winner)
    _show_constraints(screen, result, winner)
    if winner["budget"] is not None:
        labels = screen.labels(result.scenario.currency)
        money = {
            key: labels.number(winner[key], "currency") for key in ("spend", "budget", "unspent")
        }
        screen.line(screen.word("spend", **money))


def show_measures(screen: Screen, result: Best) -> None:
    """Print the measures that the scenario names: status quo, equal split, winner."""
    found = result.as_json()
    labels = screen.labels(result.scenario.currency)
    winner = found["winner"]
    columns = [found["status_quo"], found["equal_split"], *([winner["measures"]] if winner else [])]
    rows = []
    for name in result.scenario.measures:
        if not all(name in column for column in columns):
            continue
        write = Figures(name, labels)
        row = [write.title, *(write.level(column[name]["mean"]) for column in columns)]
        if winner:
            own = winner["measures"][name]
            row.append(write.change(own["difference"]))
            row.append(write.changes(own["difference_low"], own["difference_high"]))
            row.append(labels.percent(own["p_better"]))
        rows.append(row)
    keys = ["measure", "status_quo", "equal_split"]
    if winner:
        keys += ["winner", "difference", "interval", "p_better"]
    counts = {key: found[key] for key in ("trials", "feasible", "seeds")}
    screen.table(screen.word("searched", **counts), [screen.word(key) for key in keys], rows)


def _show_parameters(screen: Screen, result: Best, winner: dict[str, Any]) -> None:
    from strategies import search_space

    section = result.scenario.search
    assert section is not None
    rows = []
    for dimension in search_space(result.scenario.plan(section.plan)):
        if dimension.path in winner["parameters"]:
            value = winner["parameters"][dimension.path]
            rows.append([dimension.path, dimension.unit, f"{dimension.current:g}", f"{value:.4g}"])
    screen.table(
        "", [screen.word(key) for key in ("lever", "unit", "before", "found")], rows, texts=2
    )


def _show_constraints(screen: Screen, result: Best, winner: dict[str, Any]) -> None:
    from scenarios import parse_constraint

    labels = screen.labels(result.scenario.currency)
    rows = []
    for entry in winner["constraints"]:
        write = Figures(parse_constraint(entry["constraint"]).metric, labels)
        state = "broken" if not entry["kept"] else "binding" if entry["binding"] else "kept"
        rows.append(
            [
                entry["constraint"],
                screen.word(state),
                write.level(entry["value"]),
                write.level(entry["bound"]),
            ]
        )
    screen.table(
        "", [screen.word(key) for key in ("constraint", "state", "value", "bound")], rows, texts=2
    )
