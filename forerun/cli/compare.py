"""``forerun compare``: plans side by side in the same worlds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from forerun.cli.figures import Figures, with_beside
from forerun.cli.journal import kept_runs
from forerun.cli.options import (
    STORE,
    AllowCode,
    AsJson,
    Asked,
    BehaviourFile,
    Cluster,
    Form,
    Format,
    Lang,
    Language,
    Out,
    Seeds,
    StoreFolder,
    Workers,
)
from forerun.cli.screen import Screen, default_folder, scenario

if TYPE_CHECKING:
    from forerun.results import Effect


def compare(
    asked: Asked,
    workers: Workers,
    plans: Annotated[
        str | None,
        typer.Option(
            "--plans",
            metavar="A,B",
            help="Two or more plans; the others are compared with the first.",
            show_default="the status quo and the main plan",
        ),
    ] = None,
    seeds: Seeds = 20,
    ablate: Annotated[
        bool,
        typer.Option(
            "--ablate", help="Take the last plan apart: what each of its strategies is worth."
        ),
    ] = False,
    behaviour: BehaviourFile = None,
    cluster: Cluster = None,
    store: StoreFolder = STORE,
    out: Out = None,
    form: Format = Form.parquet,
    allow_code: AllowCode = False,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """Compare plans, and print each paired difference with its interval."""
    import forerun

    screen = Screen(as_json, lang)
    tested = scenario(asked, behaviour, allow_code=allow_code)
    names = None if plans is None else [name.strip() for name in plans.split(",")]
    with kept_runs(screen, store), screen.meter() as meter:
        result = forerun.compare(
            tested,
            names,
            seeds=seeds,
            ablate=ablate,
            workers=workers,
            cluster=cluster,
            store=store,
            progress=meter,
            tell=screen.note,
        )
    folder = out or default_folder(asked, "compare")
    screen.save(result, folder, form)
    screen.facts(result.as_json())
    show(screen, result, screen.headline(folder))


def show(screen: Screen, result: Effect, told: Sequence[str] = ()) -> None:
    """Print the measures that the scenario names, a table a pair; no doubt that was told."""
    found = result.as_json()
    for pair in found.get("comparisons", [found]):
        _show_pair(screen, result, pair, found["seeds"])
        _show_audiences(screen, result, found, pair["plans"])
    if "ablation" in found:
        _show_ablation(screen, result, found["ablation"])
    _show_alarms(screen, result, found)
    screen.doubts(found, result.scenario, told)


def _show_alarms(screen: Screen, result: Effect, found: dict[str, Any]) -> None:
    """Print how often alerts let something run, and the first time."""
    from forerun.report.deeds import ALARM_HEAD, alarm_rows

    labels = screen.labels_of(result.scenario)
    for plan, deeds in found.get("strategies", {}).items():
        if rows := alarm_rows(deeds, labels):
            screen.table(plan, [labels(key) for key in ALARM_HEAD], rows, texts=2)


def _show_ablation(screen: Screen, result: Effect, apart: dict[str, Any]) -> None:
    """Print what each strategy of a plan is worth, and the gap of their sum to the whole."""
    labels = screen.labels_of(result.scenario)
    rows = []
    for name in with_beside(result.scenario.measures):
        if name not in apart["measures"]:
            continue
        own = apart["measures"][name]
        write = Figures(name, labels, result.scenario.horizon_days)
        parts = {
            screen.word("whole_plan"): own["whole"],
            **own["strategies"],
            screen.word("together"): own["gap"],
        }
        for place, (part, found) in enumerate(parts.items()):
            rows.append(
                [
                    "" if place else write.title,
                    part,
                    write.change(found["mean"]),
                    write.changes(found["low"], found["high"]),
                ]
            )
    screen.table(
        screen.word("ablated", plan=apart["plan"], baseline=apart["baseline"]),
        [screen.word(key) for key in ("measure", "part", "difference", "interval")],
        rows,
    )


def _show_audiences(
    screen: Screen, result: Effect, found: dict[str, Any], plans: Sequence[str]
) -> None:
    """Print whom a plan moves, of those who were in an audience when first looked at."""
    baseline, plan = plans
    own = found.get("audiences", {}).get(plan, {})
    if not own:
        return
    labels = screen.labels_of(result.scenario)
    # Sales are told where there are any.
    told = {"active": "weekly_active", "gmv": "revenue"}
    told = {what: how for what, how in told.items() if any(m[what]["mean"] for m in own.values())}
    rows = []
    for name, measures in own.items():
        row = [name]
        for what, how in told.items():
            one, write = measures[what], Figures(how, labels)
            row += [write.level(one["mean"]), write.change(one["difference"])]
            row += [_share(one[key], screen) for key in ("share_low", "share_high")]
        rows.append(row)
    keys = [key for what in told for key in (f"of_{what}", "difference", "from_all", "to_all")]
    screen.table(
        screen.word("by_audience", plan=plan, baseline=baseline),
        [screen.word(key) for key in ("audience", *keys)],
        rows,
    )


def _share(value: float | None, screen: Screen) -> str:
    if value is None:
        return "–"
    text = screen.labels("").percent(value, 1)
    return f"+{text}" if value > 0 else text


def _show_pair(screen: Screen, result: Effect, pair: dict[str, Any], seeds: int) -> None:
    labels = screen.labels_of(result.scenario)
    baseline, plan = pair["plans"]
    rows = []
    for name in with_beside(result.scenario.measures):
        write = Figures(name, labels, result.scenario.horizon_days)
        if name not in pair["measures"]:
            rows.append([write.title, *["–"] * 6])
            continue
        own = pair["measures"][name]
        saving = own["seed_saving"]
        interval = write.changes(own["low"], own["high"])
        if own["difference"] is None and own["b"] is not None:
            interval = labels("own_interval", interval=write.levels(own["b_low"], own["b_high"]))
        rows.append(
            [
                write.title,
                write.level(own["a"]),
                write.level(own["b"]),
                write.change(own["difference"]),
                interval,
                labels.chance(own["p_better"], own["worlds"]),
                "–" if saving is None else f"×{saving:,.1f}",
            ]
        )
    measure, *others = (
        screen.word(key) for key in ("measure", "difference", "interval", "p_better", "seed_saving")
    )
    screen.table(
        screen.word("compared", plan=plan, baseline=baseline, seeds=seeds),
        [measure, "A", "B", *others],
        rows,
    )
