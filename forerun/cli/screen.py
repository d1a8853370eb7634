"""What a command shows: facts on standard output, everything else on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forerun.cli.options import Form, Lang
from forerun.cli.progress import Meter
from forerun.cli.words import word
from sim.visible import visible

if TYPE_CHECKING:
    from forerun.report.labels import Labels
    from forerun.results import Result
    from scenarios import Scenario

WIDE = 160
"""Columns of a table that goes to a file or a pipe."""


@dataclass(frozen=True)
class Screen:
    """Where a command shows what it found.

    Attributes
    ----------
    as_json
        Whether a machine reads.
    lang
        Language of the labels.
    """

    as_json: bool = False
    lang: Lang = Lang.en

    def word(self, key: str, **values: object) -> str:
        """Return a label."""
        return word(self.lang, key, **values)

    def unit(self, unit: str) -> str:
        """Return a unit as a column tells it, money by its word."""
        from forerun.report.units import unit_in

        return unit_in(self.lang.value, unit)

    def labels(self, currency: str) -> Labels:
        """Return the texts and number formats of the report."""
        from forerun.report.labels import Labels

        return Labels(self.lang.value, currency)

    def labels_of(self, tested: Scenario) -> Labels:
        """Return the same for a scenario, with the names of what is the user's own in it."""
        from forerun.report.labels import Labels

        return Labels.of(tested, self.lang.value)

    def facts(self, facts: Any) -> None:
        """Print the facts as JSON, if that is what was asked for."""
        from worlds.store import to_json

        if self.as_json:
            sys.stdout.write(to_json(facts))

    def table(
        self, title: str, head: Sequence[str], rows: Iterable[Sequence[str]], texts: int = 1
    ) -> None:
        """Print a table, whose first ``texts`` columns are text and the others numbers."""
        if self.as_json:
            return
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
        for place, name in enumerate(head):
            # On a narrow screen texts fold and numbers stay whole.
            number = place >= texts
            table.add_column(Text(name), justify="right" if number else "left", no_wrap=number)
        for row in rows:
            table.add_row(*(Text(visible(cell)) for cell in row))
        console = Console(width=None if sys.stdout.isatty() else WIDE)
        if title:
            console.print(Text(visible(title), style="bold"))
        console.print(table)
        console.print()

    def doubts(self, found: Mapping[str, Any], tested: Scenario, told: Sequence[str] = ()) -> None:
        """Print which of the scenario's measures are undefined and why, or stand on little.

        What was told before is not told again.
        """
        from forerun.report.doubts import doubts

        labels = self.labels_of(tested)
        for sentence in doubts(found, tested.measures, tested, labels):
            if sentence not in told:
                self.line(sentence)

    def headline(self, folder: Path) -> Sequence[str]:
        """Print the answer of a run folder as it stands at the top of its report; return it."""
        if self.as_json:
            return ()
        from forerun.report.answer import answer
        from forerun.report.folder import read
        from forerun.report.labels import Labels

        run = read(folder)
        labels = Labels(self.lang.value, run.currency, run.titles, run.measures)
        found = answer(run, labels)
        if found is None:
            return ()
        self.line(found.verdict)
        for sentence in found.sentences:
            self.line(sentence)
        self.line("")
        return found.sentences

    def line(self, text: str) -> None:
        """Print a line, if a person reads."""
        if not self.as_json:
            print(visible(text))

    def note(self, text: str) -> None:
        """Print a line beside the facts."""
        print(visible(text), file=sys.stderr, flush=True)

    def meter(self) -> Meter:
        """Return a progress meter, and compile the kernel first if that was never done."""
        from forerun.warm import warm
        from sim.compiled.compile import is_compiled, tell

        if not is_compiled():
            tell()
            warm()
        return Meter(silent=self.as_json)

    def save(self, result: Result, folder: Path, form: Form = Form.parquet) -> None:
        """Write the run folder of a result, and say where and what is missing in it."""
        result.save(folder, form.value)
        failed = result.as_json().get("failed", [])
        if isinstance(failed, int):
            if failed:
                self.note(f"Trials that failed: {failed}; trials.parquet says why.")
        else:
            for world in failed:
                self.note(f"World {world['seed']} failed and is left out: {world['error']}")
        self.note(f"Written to {folder}; forerun report {folder} draws the page.")


def default_folder(asked: str, command: str) -> Path:
    """Return where a command writes when nobody said: ``runs/SCENARIO-COMMAND``.

    A file called ``scenario.yaml`` goes by its folder.
    """
    path = Path(asked)
    name = path.stem if path.stem != "scenario" else path.parent.name or path.stem
    return Path("runs") / f"{name}-{command}"


def scenario(asked: str, behaviour: Path | None = None, *, allow_code: bool = False) -> Scenario:
    """Load a scenario, with the behaviour of a file if one is given, and code if it may be."""
    import forerun

    found = forerun.load(asked, allow_code=allow_code)
    return found if behaviour is None else found.with_behaviour(behaviour)
