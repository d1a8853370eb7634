"""What is assumed: every behaviour parameter with grade and source, the assumed ones first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from forerun.report.folder import Folder
from forerun.report.labels import Labels
from forerun.report.section import Cell, Section, folded, table

GRADES: Final = ("assumed", "published", "measured")


def assumptions(folder: Folder, labels: Labels) -> Section | None:
    """Return the section, or None when there is no register."""
    register = folder.assumptions
    if not register:
        return None
    by_grade = {grade: [entry for entry in register if entry["grade"] == grade] for grade in GRADES}
    body = ""
    for grade in GRADES:
        if by_grade[grade]:
            title = labels("joined_count", a=labels(grade), n=len(by_grade[grade]))
            rows = [_row(entry, labels) for entry in by_grade[grade]]
            text = table(_head(labels), rows, texts=2)
            body += text if grade == "assumed" else folded(title, text)
    return Section(
        "assumptions",
        labels("assumptions"),
        labels(
            "assumptions_insight",
            n=len(register),
            **{grade: len(entries) for grade, entries in by_grade.items()},
        ),
        body,
        labels("gap").join((*_money(folder, labels), labels("assumptions_note"))),
    )


def _money(folder: Folder, labels: Labels) -> list[str]:
    """Return the scale of money in a sentence, if the run wrote it down."""
    money = folder.meta.get("money")
    return [labels.money_unit(money["unit"], money["origin"])] if money else []


def _head(labels: Labels) -> list[str]:
    return [labels(key) for key in ("parameter", "source", "value", "grade", "evidence")]


def _row(entry: Mapping[str, Any], labels: Labels) -> list[Cell]:
    meaning = entry["meaning_zh"] if labels.lang == "zh" else entry["meaning"]
    source = str(entry["source"])
    # Registers that were written before experiments could be read have no priors.
    if prior := entry.get("prior"):
        mean, sd = prior
        source = labels("prior_was", source=source, mean=f"{mean:.3g}", sd=f"{sd:.2g}")
    unit = "" if entry["unit"] == "1" else labels.unit_text(entry["unit"])
    return [
        str(meaning),
        source,
        f"{entry['value']:g} {unit}".rstrip(),
        labels(str(entry["grade"])),
        str(entry["evidence"] or "–"),
    ]
