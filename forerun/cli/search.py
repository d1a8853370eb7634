"""``forerun search``: a better plan within the budget."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from forerun.cli.figures import Figures, with_beside
from forerun.cli.journal import kept_study
from forerun.cli.options import (
    STORE,
    AllowCode,
    AsJson,
    Asked,
    BehaviourFile,
    Cluster,
    Form,
    Format,
    Journal,
    Lang,
    Language,
    Out,
    Resume,
    Seeds,
    StoreFolder,
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
    cluster: Cluster = None,
    journal: Journal = None,
    resume: Resume = False,
    store: StoreFolder = STORE,
    out: Out = None,
    form: Format = Form.parquet,
    allow_code: AllowCode = False,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """Search the plan's parameters, and print the winner beside status quo and equal split."""
    import forerun
    from forerun.api import check

    screen = Screen(as_json, lang)
    check(trials=trials, seeds=seeds, seed=seed, workers=workers)
    tested = scenario(asked, behaviour, allow_code=allow_code)
    folder = out or default_folder(asked, "search")
    with kept_study(screen, journal, folder, resume) as study, screen.meter() as meter:
        result = forerun.search(
            tested,
            trials=trials,
            workers=workers,
            cluster=cluster,
            seeds=seeds,
            seed=seed,
            journal=study,
            store=store,
            progress=meter,
            tell=screen.note,
        )
    screen.save(result, folder, form)
    screen.facts(result.as_json())
    show(screen, result, screen.headline(folder))


def show(screen: Screen, result: Best, told: Sequence[str] = ()) -> None:
    """Print the winner beside the comparators, what it did, its levers, its constraints."""
    from forerun.report.deeds import about_the_winner

    found = result.as_json()
    winner = found["winner"]
    _show_measures(screen, result, found, told)
    if winner is None:
        screen.line(screen.word("no_winner"))
        return
    _show_against(screen, result, winner)
    _show_deeds(screen, result, winner)
    _show_parameters(screen, result, winner)
    _show_constraints(screen, result, winner)
    labels = screen.labels_of(result.scenario)
    for sentence in about_the_winner(winner, labels):
        screen.line(sentence)
    if winner["budget"] is not None:
        money = {
            key: labels.number(winner[key], "currency") for key in ("spend", "budget", "unspent")
        }
        screen.line(screen.word("spend", **money))


def _show_measures(
    screen: Screen, result: Best, found: dict[str, Any], told: Sequence[str]
) -> None:
    """Print the measures that the scenario names: status quo, equal split, today's plan, winner."""
    labels = screen.labels_of(result.scenario)
    winner = found["winner"]
    columns = [found["status_quo"], found["equal_split"], found["today"]]
    columns += [winner["measures"]] if winner else []
    rows = []
    for name in with_beside(result.scenario.measures):
        write = Figures(name, labels, result.scenario.horizon_days)
        if not all(name in column for column in columns):
            rows.append([write.title, *["–"] * (len(columns) + (3 if winner else 0))])
            continue
        row = [write.title, *(write.level(column[name]["mean"]) for column in columns)]
        if winner:
            own = winner["measures"][name]
            row.append(write.change(own["difference"]))
            interval = write.changes(own["difference_low"], own["difference_high"])
            if own["difference"] is None and own["mean"] is not None:
                interval = labels("own_interval", interval=write.levels(own["low"], own["high"]))
            row.append(interval)
            row.append(labels.chance(own["p_better"], own["worlds_paired"]))
        rows.append(row)
    keys = ["measure", "status_quo", "equal_split", "today"]
    if winner:
        keys += ["winner", "difference", "interval", "p_better"]
    counts = {key: found[key] for key in ("trials", "feasible", "seeds")}
    screen.table(screen.word("searched", **counts), [screen.word(key) for key in keys], rows)
    screen.doubts(found, result.scenario, told)


def _show_against(screen: Screen, result: Best, winner: dict[str, Any]) -> None:
    """Print the first objective's paired difference from each comparator."""
    section = result.scenario.search
    assert section is not None
    name = section.objectives[0].metric
    labels = screen.labels_of(result.scenario)
    write = Figures(name, labels)
    rows = []
    for other, measures in winner["against"].items():
        if (own := measures.get(name)) is not None:
            rows.append(
                [
                    screen.word(other),
                    write.change(own["difference"]),
                    write.changes(own["low"], own["high"]),
                    labels.chance(own["p_better"], own["worlds"]),
                ]
            )
    screen.table(
        screen.word("against", measure=write.title),
        [screen.word(key) for key in ("than", "difference", "interval", "p_better")],
        rows,
    )


def _show_deeds(screen: Screen, result: Best, winner: dict[str, Any]) -> None:
    """Print what each strategy did, what it was paid and owes, and what stopped it."""
    from forerun.report.deeds import stopped

    labels = screen.labels_of(result.scenario)
    cell = labels.bare()
    rows = [
        [
            labels.strategy(one["strategy"]),
            stopped(one, labels) or "–",
            cell.number(round(one["days"])),
            f"{cell.number(round(one['reached']))} {labels.unit_text(one['unit'])}",
            cell.number(one["spent"], "currency"),
            cell.number(one["owed"], "currency"),
        ]
        for one in (*winner["strategies"], *winner["not_run"])
    ]
    head = ("strategies", "stopped_by", "ran_days", "reached", "in_cash", "still_owed")
    screen.table(screen.word("what_it_did"), [screen.word(key) for key in head], rows, texts=2)


def _show_parameters(screen: Screen, result: Best, winner: dict[str, Any]) -> None:
    """Print what the winner sets; its budgets stand as they were spent, with what it did."""
    from forerun.report.deeds import DIGITS
    from strategies import search_space

    section = result.scenario.search
    assert section is not None
    labels = screen.labels_of(result.scenario)
    rows = []
    for dimension in search_space(result.scenario.plan(section.plan)):
        if dimension.path in winner["parameters"] and not dimension.path.endswith(".budget"):
            value = winner["parameters"][dimension.path]
            now, found = (labels.figures(x, DIGITS) for x in (dimension.current, value))
            rows.append([dimension.path, screen.unit(dimension.unit), now, found])
    screen.table(
        "", [screen.word(key) for key in ("lever", "unit", "before", "found")], rows, texts=2
    )


def _show_constraints(screen: Screen, result: Best, winner: dict[str, Any]) -> None:
    from forerun.report.deeds import bound_state
    from scenarios import parse_constraint

    labels = screen.labels_of(result.scenario)
    rows = []
    for entry in winner["constraints"]:
        write = Figures(parse_constraint(entry["constraint"]).metric, labels)
        rows.append(
            [
                entry["constraint"],
                screen.word(bound_state(entry)),
                write.level(entry["value"]),
                labels(entry["side"], bound=write.level(entry["bound"])),
            ]
        )
    screen.table(
        "", [screen.word(key) for key in ("constraint", "state", "value", "bound")], rows, texts=2
    )
