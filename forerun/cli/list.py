"""``forerun list``: the ready scenarios, by case, platform, type and question."""

from __future__ import annotations

from typing import Annotated

import typer

from forerun.cli.options import AsJson, Lang, Language
from forerun.cli.screen import Screen


def ready(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORDS]", help="What to look for, in English or Chinese; all if absent."
        ),
    ] = None,
    platform: Annotated[
        str | None, typer.Option(help="Only those on a platform; own: on none.")
    ] = None,
    type_: Annotated[
        str | None, typer.Option("--type", help="Only those of a type of community.")
    ] = None,
    question: Annotated[str | None, typer.Option(help="Only those that ask about this.")] = None,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """List the library's ready scenarios by case, platform and question."""
    from scenarios.case import QUESTIONS
    from scenarios.cases import cases, described
    from scenarios.community_types import TYPES
    from scenarios.platforms import PLATFORMS

    screen = Screen(as_json, lang)
    found = cases(" ".join(words or ()), platform=platform, type=type_, question=question)
    screen.facts({"scenarios": [described(*each) for each in found.items()]})
    if not found:
        screen.note(screen.word("no_case"))
        return
    zh = lang is Lang.zh

    def place(name: str | None) -> str:
        if name is None:
            return screen.word("own_place")
        return PLATFORMS[name].title_zh if zh else name

    screen.table(
        screen.word("cases"),
        [screen.word(key) for key in ("case", "title", "platform", "sort", "question", "rows")],
        [
            [
                name,
                case.title_zh if zh else case.title,
                place(case.platform),
                TYPES[case.type].title_zh if zh else case.type,
                QUESTIONS[case.question] if zh else case.question,
                ", ".join(map(str, case.rows)),
            ]
            for name, case in found.items()
        ],
        texts=6,
    )
    screen.note(screen.word("use_case", name=next(iter(found))))
