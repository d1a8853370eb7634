"""``forerun demo``: the main job on a real community, from its history to a report."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from forerun.cli import calibrate, compare, search
from forerun.cli.options import AsJson, Lang, Language, Workers
from forerun.cli.screen import Screen, scenario

if TYPE_CHECKING:
    from forerun.results import Result

SCENARIO: Final = "travel-questions"
HOLDOUT: Final = "13w"
SEEDS: Final = 20
FIT_TRIALS: Final = 100
TRIALS: Final = 60
"""So many that the whole takes less than three minutes on two cores."""


def demo(
    workers: Workers,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write to.")] = Path(
        "runs/demo"
    ),
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """Calibrate, compare, search and report on a real question-and-answer community."""
    import forerun
    import forerun.api
    from forerun.past import past

    screen = Screen(as_json, lang)
    tested = scenario(SCENARIO)
    screen.note(f"1/5 Checking the figures of {tested.name} ...")
    known = past(tested)
    last, members = known.end - timedelta(days=1), known.counts("new_members").sum()
    screen.note(f"    {known.start} to {last}, {members:,} members")
    with screen.meter() as meter:
        screen.note(f"2/5 Fitting the members' behaviour, with {HOLDOUT} held out ...")
        fitted = forerun.calibrate(
            tested, holdout=HOLDOUT, trials=FIT_TRIALS, workers=workers, progress=meter
        )
        plans = [tested.baseline, forerun.api.main_plan(tested)]
        screen.note(f"3/5 Comparing {plans[1]} with {plans[0]} in {SEEDS} worlds ...")
        effect = forerun.compare(
            fitted.scenario, plans, seeds=SEEDS, workers=workers, progress=meter
        )
        screen.note(f"4/5 Searching for a better plan in {TRIALS} trials ...")
        best = forerun.search(
            fitted.scenario, trials=TRIALS, seeds=SEEDS, workers=workers, progress=meter
        )
    screen.note("5/5 Drawing the report ...")
    results: list[Result] = [fitted, effect, best]
    for result in results:
        result.save(out)
    page = forerun.report(out, lang=lang.value)
    facts: dict[str, Any] = {result.command: result.as_json() for result in results}
    screen.facts({**facts, "report": str(page)})
    calibrate.show_holdout(screen, fitted)
    told = screen.headline(out)
    compare.show(screen, effect, told)
    search.show(screen, best, told)
    screen.line(f"\n{page.resolve()}")
