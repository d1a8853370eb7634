"""The pages of the reference: which there are, and how each is put together.

A page is a template, `templates/NAME.md`, with parts where ``<!-- PART -->`` marks their places.
A part is made here from the source; or another command measures it, and it is kept as that command
left it in the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from evidence.pages import Blocks, begin, end, filled
from forerun.reference.alert_tables import field_table, ready_table, watched_table
from forerun.reference.audience_tables import fact_table, set_table
from forerun.reference.measure_tables import measure_tables
from forerun.reference.model_tables import MODEL_BLOCKS
from forerun.reference.register_tables import (
    mechanism_table,
    parameter_tables,
    preset_table,
)
from forerun.reference.scenario_tables import platform_table, section_tables, type_table
from forerun.reference.source import ROOT
from forerun.reference.strategy_tables import strategy_tables

COMMAND: Final = "python -m forerun.reference"
FOLDER: Final = ROOT / "docs" / "reference"
TEMPLATES: Final = Path(__file__).parent / "templates"

_PLACE: Final = re.compile(r"^<!-- (.+) -->$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the reference.

    Attributes
    ----------
    name
        Its file, without the suffix.
    blocks
        What makes the parts that are made from the source, by their names.
    measured_by
        The command that writes the page's other parts; empty where there are none.
    quick
        Whether that command simulates nothing, so that it runs whenever pages are written.
    """

    name: str
    blocks: Blocks = field(default_factory=dict)
    measured_by: str = ""
    quick: bool = False

    @property
    def path(self) -> Path:
        """Where it stands."""
        return FOLDER / f"{self.name}.md"

    @property
    def template(self) -> str:
        """Its text, with a mark in the place of every part."""
        return (TEMPLATES / f"{self.name}.md").read_text(encoding="utf-8")

    @property
    def title(self) -> str:
        """Its heading."""
        return self.template.partition("\n")[0].removeprefix("# ")

    def written(self) -> str:
        """Return the page as it should be; parts that were measured are kept as they are.

        Raises
        ------
        LookupError
            If the template has no place for a part.
        """
        old = self.path.read_text(encoding="utf-8") if self.path.exists() else ""

        def place(found: re.Match[str]) -> str:
            return f"{begin(found[1])}{_kept(old, found[1])}{end(found[1])}"

        says = f"Written by `{COMMAND}`: change its sources, not this page."
        if self.measured_by:
            says += f" Figures by `{self.measured_by}`."
        return filled(f"*{says}*\n\n{_PLACE.sub(place, self.template)}", self.blocks)


PAGES: Final = (
    Page("model", MODEL_BLOCKS),
    Page("behaviour", {
        "mechanisms": mechanism_table, "presets": preset_table, "parameters": parameter_tables,
    }),
    Page("scenario-format", {
        "sections": section_tables, "platforms": platform_table, "types": type_table,
    }),
    Page("strategies", {"strategies": strategy_tables}),
    Page("offers", measured_by="python -m forerun.reference.offers"),
    Page("audiences", {"facts": fact_table, "sets": set_table}),
    Page("alerts", {"ready": ready_table, "fields": field_table, "watched": watched_table}),
    Page("metrics", {"measures": measure_tables}),
    Page("studies", measured_by="forerun study --all --page docs/reference/studies.md"),
    Page("patterns", measured_by="python -m evidence.patterns.page"),
    Page("personal-data"),
    Page("forecast", measured_by="python benchmarks/forecast.py --document"),
    Page("verification", measured_by="python -m tests.mutations.page", quick=True),
    Page("speed", measured_by="python benchmarks/engine.py --document"),
)  # fmt: skip
"""Every page, in the order in which they are listed."""


def index() -> str:
    """Return the page that lists the others."""
    lines = [f"- [{page.title}]({page.name}.md)" for page in PAGES]
    return "\n".join([f"*Written by `{COMMAND}`.*", "", "# Reference", "", *lines, ""])


def _kept(page: str, name: str) -> str:
    """Return what stands between the marks of a part; an empty line where there is none."""
    return page.partition(begin(name))[2].partition(end(name))[0] or "\n\n"
