"""``forerun learn``: a trial's result in, the prior of the lever that it tested updated."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import typer

from forerun.cli.history import Column, mapped
from forerun.cli.options import (
    AllowCode,
    AsJson,
    Asked,
    BehaviourFile,
    Lang,
    Language,
    Out,
    Workers,
)
from forerun.cli.screen import Screen, default_folder, scenario

if TYPE_CHECKING:
    from forerun.learned import Taught


class Estimate(StrEnum):
    """What an estimate is."""

    relative = "relative"
    difference = "difference"


MEANINGS: Final[dict[Estimate, Literal["relative", "difference"]]] = {
    Estimate.relative: "relative",
    Estimate.difference: "difference",
}


def learn(
    asked: Asked,
    trial: Annotated[
        str,
        typer.Argument(
            metavar="TRIAL",
            help="A row a member (arm, outcome), an arm (arm, size, outcome) or an effect (lever, "
            "estimate, standard error): a file, or the URL of a table.",
            show_default=False,
        ),
    ],
    workers: Workers,
    outcome: Annotated[
        str | None,
        typer.Option(
            "--outcome",
            metavar="NAME",
            help="What was counted: visited, retained, stayed, posted, invited, bought (shares); "
            "visits, posts, invitations, orders, spend (amounts a member).",
            show_default="the column's heading",
        ),
    ] = None,
    days: Annotated[
        int | None,
        typer.Option(
            "--days", metavar="N", help="Length of its window.", show_default="the column window"
        ),
    ] = None,
    control: Annotated[
        str | None,
        typer.Option(
            "--control", metavar="ARM", help="The control arm.", show_default="told by its name"
        ),
    ] = None,
    arm: Annotated[
        list[str] | None,
        typer.Option(
            "--arm",
            metavar="ARM=PLAN",
            help="The plan that an arm had; may be repeated.",
            show_default="the plan of its name",
        ),
    ] = None,
    audience: Annotated[
        str | None,
        typer.Option(
            "--audience",
            metavar="NAME",
            help="A segment or an audience of the scenario among whom the trial was.",
            show_default="everybody, or the column audience",
        ),
    ] = None,
    estimate: Annotated[
        Estimate | None,
        typer.Option("--estimate", help="What an estimate is.", show_default="told by its heading"),
    ] = None,
    column: Column = None,
    behaviour: BehaviourFile = None,
    worlds: Annotated[
        int, typer.Option("--worlds", metavar="N", help="Worlds to simulate it in, at least 24.")
    ] = 64,
    out: Out = None,
    allow_code: AllowCode = False,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """Let the result of an experiment update the prior of the lever that it tested."""
    import forerun

    screen = Screen(as_json, lang)
    tested = scenario(asked, allow_code=allow_code)
    with screen.meter() as meter:
        result = forerun.learn(
            tested,
            trial,
            outcome=outcome,
            days=days,
            control=control,
            arms=mapped(arm, "arm", "ARM=PLAN"),
            audience=audience,
            estimate=None if estimate is None else MEANINGS[estimate],
            columns=mapped(column),
            behaviour=behaviour,
            worlds=worlds,
            workers=workers,
            progress=meter,
            command="forerun learn",
        )
    folder = out or default_folder(asked, "learn")
    screen.save(result, folder)
    screen.note(f"Name {folder / 'behaviour.json'} with --behaviour, or in the scenario file.")
    screen.facts(result.as_json())
    show(screen, result)


def show(screen: Screen, result: Taught) -> None:
    """Print how the trial was read, its effects before and after, and the parameters."""
    from sim.behaviour.register import PARAMETER

    learned, found = result.learned, result.as_json()
    for sentence in learned.reading.told(screen.lang.value):
        screen.line(sentence)
    screen.line("")
    head = ("arm", "audience", "plan", "in_trial", "expected_before", "expected_after")
    screen.table(
        screen.word("trial_effects", outcome=found["outcome"], days=found["days"]),
        [screen.word(key) for key in head],
        [
            [
                one["arm"],
                one["audience"] or screen.word("everybody"),
                one["plan"],
                _interval(screen, one, _normal(one["estimate"], one["standard_error"])),
                _interval(screen, one, _ends(one["before"])),
                _interval(screen, one, _ends(one["after"])),
            ]
            for one in found["effects"]
        ],
        texts=3,
    )
    meaning = "meaning_zh" if screen.lang is Lang.zh else "meaning"
    screen.table(
        screen.word("taught"),
        [screen.word(key) for key in ("parameter", "meaning", "prior", "after_trial")],
        [
            [name, getattr(PARAMETER[name], meaning), *(
                f"{own[when]['mean']:.3g} ± {own[when]['sd']:.2g}"
                for when in ("prior", "posterior")
            )]
            for name, own in found["parameters"].items()
        ],
        texts=2,
    )  # fmt: skip
    for doubt in learned.doubts:
        screen.line(doubt.zh if screen.lang is Lang.zh else doubt.en)


def _normal(mean: float, error: float) -> tuple[float, float, float]:
    return mean, mean - 1.645 * error, mean + 1.645 * error


def _ends(told: dict[str, Any]) -> tuple[float, float, float]:
    return told["mean"], told["low"], told["high"]


def _interval(screen: Screen, one: dict[str, Any], ends: Sequence[float]) -> str:
    """Return an effect with its 90 % interval as changes in per cent."""
    from math import expm1

    mean, low, high = (100 * expm1(min(end, 50.0)) for end in ends)
    text = f"{mean:+.1f} % ({low:+.1f} … {high:+.1f})"
    return screen.word("of_odds", text=text) if one["scale"] == "odds" else text
