"""``forerun assumptions``: every behaviour parameter in use, and how well it is known."""

from __future__ import annotations

from forerun.cli.options import AsJson, Asked, BehaviourFile, Lang, Language
from forerun.cli.screen import Screen, scenario


def assumptions(
    asked: Asked,
    behaviour: BehaviourFile = None,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """Print the behaviour parameters in use, with unit, grade, evidence and source."""
    from forerun.register import assumed

    screen = Screen(as_json, lang)
    rows = assumed(scenario(asked, behaviour))
    screen.facts({"assumptions": rows})
    meaning = "meaning_zh" if lang is Lang.zh else "meaning"
    screen.table(
        "",
        [
            screen.word(key)
            for key in ("parameter", "meaning", "unit", "grade", "evidence", "source", "value")
        ],
        [
            [
                str(row["name"]),
                str(row[meaning]),
                str(row["unit"]),
                screen.word(str(row["grade"])),
                str(row["evidence"]),
                str(row["source"]),
                f"{row['value']:g}",
            ]
            for row in rows
        ],
        texts=6,
    )
