"""``forerun templates``: events that operators hold, to use in a plan by name."""

from __future__ import annotations

from typing import Annotated

import typer

from forerun.cli.options import AsJson, Lang, Language
from forerun.cli.screen import Screen


def templates(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORDS]", help="What to look for, in English or Chinese; all if absent."
        ),
    ] = None,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """List the templates of events, or those that some words mean."""
    from scenarios.template import KINDS_ZH
    from scenarios.template_list import described, usual_cost
    from scenarios.template_list import templates as looked_up

    screen = Screen(as_json, lang)
    found = looked_up(" ".join(words or ()))
    screen.facts({"templates": [described(*each) for each in found.items()]})
    if not found:
        screen.note(screen.word("no_template"))
        return
    zh = lang is Lang.zh
    screen.table(
        screen.word("templates"),
        [screen.word(key) for key in ("template", "title", "sort", "place", "lasts", "costs")],
        [
            [
                name,
                one.title_zh if zh else one.title,
                KINDS_ZH[one.type] if zh else one.type,
                screen.word(one.place),
                f"{one.phases.warm_up}+{one.phases.burst}+{one.phases.after}",
                f"{usual_cost(name):,.0f}",
            ]
            for name, one in found.items()
        ],
        texts=5,
    )
    screen.note(screen.word("use_template", name=next(iter(found))))
