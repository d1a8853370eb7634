"""The page `docs/reference/studies.md`: what stands between its marks is what was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from evidence.pages import begin, end, fill, table
from evidence.studies.conduct import Finding, Report
from evidence.studies.contract import number
from sim.errors import InputError

PART: Final = "studies"
"""Name of the part of the page."""


def document(reports: Sequence[Report], page: Path) -> None:
    """Write what studies found between the marks of a page.

    Raises
    ------
    InputError
        If the page cannot be read or written or has no marks.
    """
    found = tables(reports)
    try:
        fill(page, {PART: lambda: found})
    except OSError as error:
        raise InputError(f"cannot be read or written: {error.strerror}", file=str(page)) from None
    except LookupError:
        raise InputError(f"has no lines {begin(PART)} and {end(PART)}", file=str(page)) from None


def tables(reports: Sequence[Report]) -> str:
    """Return the table of figures, the count of those that agree, and the designs, in Markdown."""
    head = (
        "study",
        "figure",
        "kind",
        "published",
        "simulated (90 % interval)",
        "agrees",
        "set from it",
        "confirms",
    )
    rows = [
        (
            f"`{report.study.name}` {report.study.evidence}" if place == 0 else "",
            finding.figure.title,
            "level" if finding.figure.level else finding.figure.kind,
            finding.figure.published,
            simulated(finding),
            "yes" if finding.holds else "no",
            names(finding.figure.sets),
            names(finding.figure.confirms),
        )
        for report in reports
        for place, finding in enumerate(report.findings)
    ]
    designs = [
        (f"`{report.study.name}`", report.study.grade, report.study.source, report.study.design,
         str(report.seeds))
        for report in reports
    ]  # fmt: skip
    return "\n".join(
        [
            summary(reports),
            "",
            table(head, rows),
            "",
            table(("study", "grade", "published by", "run here", "worlds"), designs),
        ]
    )


def summary(reports: Sequence[Report]) -> str:
    """Return in one line how many figures agree, and how many of those that count."""
    findings = [f for report in reports for f in report.findings if not f.figure.level]
    tests = [f for f in findings if not f.figure.sets]
    return (
        f"{len(reports)} studies. {_of(findings)} figures agree with what was published; of the "
        f"figures from which no parameter was set, {_of(tests)}."
    )


def _of(findings: Sequence[Finding]) -> str:
    return f"{sum(finding.holds for finding in findings)} of {len(findings)}"


def simulated(finding: Finding) -> str:
    """Return the simulated mean with its interval and unit."""
    found, unit = finding.simulated, finding.figure.unit
    return f"{number(found.mean, unit)} ({number(found.low)} to {number(found.high)})"


def names(parameters: Iterable[str]) -> str:
    """Return parameters as code, separated by commas."""
    return ", ".join(f"`{name}`" for name in parameters)
