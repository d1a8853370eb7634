"""``forerun assumptions``: every behaviour parameter in use, and how well it is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forerun.cli.options import AllowCode, AsJson, Asked, BehaviourFile, Lang, Language
from forerun.cli.screen import Screen, scenario

HEAD = (
    "parameter", "meaning", "mechanism", "unit", "grade", "evidence", "source", "range", "value",
)  # fmt: skip


def _value(row: Mapping[str, Any]) -> str:
    """Return a value with what is not known of it: a prior's deviation or the fitted range."""
    if row["posterior"]:
        low, high = row["posterior"]
        told = f"{row['value']:.4g} ({low:.4g} … {high:.4g})"
        if row["prior"]:
            mean, sd = row["prior"]
            told += f" ← {mean:.4g} ± {sd:.2g}"
        return told
    return f"{row['value']:g}" + (f" ± {row['spread']:.2g}" if row["spread"] else "")


def assumptions(
    asked: Asked,
    behaviour: BehaviourFile = None,
    allow_code: AllowCode = False,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """Print the behaviour parameters in use with grade and source, and the mechanisms."""
    from forerun.register import assumed, mechanisms
    from sim.behaviour.register import DECISIONS

    screen = Screen(as_json, lang)
    found = scenario(asked, behaviour, allow_code=allow_code)
    rows, switched = assumed(found), mechanisms(found)
    screen.facts({"assumptions": rows, "mechanisms": switched})
    zh = lang is Lang.zh
    meaning, title = ("meaning_zh", "title_zh") if zh else ("meaning", "title")
    on = {True: screen.word("on"), False: screen.word("off")}
    titles = {name: (each.title, each.title_zh)[zh] for name, each in DECISIONS.items()}
    titles |= {
        each["name"]: each[title] if each["on"] else f"{each[title]} ({on[False]})"
        for each in switched
    }
    screen.table(
        "",
        [screen.word(key) for key in HEAD],
        [
            [
                row["name"],
                row[meaning],
                titles[row["mechanism"]],
                screen.unit(row["unit"]),
                screen.word(row["grade"]),
                row["evidence"] or "–",
                row["source"],
                f"{row['low']:g} … {row['high']:g}",
                _value(row),
            ]
            for row in rows
        ],
        texts=len(HEAD) - 1,
    )
    screen.table(
        screen.word("mechanisms", on=sum(each["on"] for each in switched), n=len(switched)),
        [screen.word(key) for key in ("mechanism", "title", "switch", "on_or_off")],
        [
            [
                each["name"],
                each[title],
                ", ".join(f"{name} = {value:g}" for name, value in each["switches"].items()),
                on[each["on"]],
            ]
            for each in switched
        ],
        texts=4,
    )
