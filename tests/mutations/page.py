"""The tables of the page on verification, from the tests' docstrings and the planted errors.

Run ``python -m tests.mutations.page`` to write them anew.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import Final

from evidence.pages import Blocks, fill
from tests.mutations.mutation import CASES, ROOT
from tests.mutations.planted import MUTATIONS

PAGE: Final = ROOT / "docs" / "reference" / "verification.md"
FIELDS: Final = ("Expected", "Runs", "Tolerance", "Power")


@dataclass(frozen=True, slots=True)
class Case:
    """One test of a closed form, as its docstring tells it.

    Attributes
    ----------
    test
        ``file::test`` in `CASES`.
    number
        Number of the case in the evidence, as ``V4``, or of the mechanism, as ``M29``.
    title
        What is tested, in one line.
    fields
        Text by name of `FIELDS`.
    known_fault
        Whether the test is marked as failing, for a fault that is known.
    """

    test: str
    number: str
    title: str
    fields: dict[str, str]
    known_fault: bool


def cases() -> list[Case]:
    """Return the tests named by a case, in the order of the cases, mechanisms after them."""
    found = []
    for path in sorted((ROOT / CASES).glob("test_*.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and re.match(r"test_[vm]\d+_", node.name):
                found.append(_case(f"{path.name}::{node.name}", node))
    order = {"V": 0, "M": 1}
    return sorted(found, key=lambda c: (order[c.number[0]], int(c.number[1:]), c.test))


def _case(test: str, node: ast.FunctionDef) -> Case:
    text = ast.get_docstring(node) or ""
    head, *parts = re.split(rf"^({'|'.join(FIELDS)}):", text, flags=re.MULTILINE)
    number, _, title = head.partition("\n\n")[0].partition(": ")
    marks = [ast.unparse(mark) for mark in node.decorator_list]
    return Case(
        test, number, _line(title),
        {name: _line(body) for name, body in zip(parts[::2], parts[1::2], strict=True)},
        any("xfail" in mark for mark in marks),
    )  # fmt: skip


def _line(text: str) -> str:
    return " ".join(text.split()).rstrip(".").replace("|", "\\|")


def case_table() -> str:
    """Return the table of the cases."""
    rows = [
        "| case | test | expected | runs; tolerance | power | planted error |",
        "|---|---|---|---|---|---|",
    ]
    for case in cases():
        errors = ", ".join(f"`{m.name}`" for m in MUTATIONS if case.test in m.caught_by)
        if case.known_fault:
            errors = "fails today: see below"
        name = case.test.partition("::")[2].removeprefix("test_")
        runs = f"{case.fields['Runs']}; {case.fields['Tolerance']}"
        cells = (
            f"{case.number} {case.title}", f"`{name}`", case.fields["Expected"], runs,
            case.fields["Power"], errors,
        )  # fmt: skip
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def error_table() -> str:
    """Return the table of the planted errors."""
    rows = ["| name | error | planted in | caught by |", "|---|---|---|---|"]
    for m in MUTATIONS:
        tests = ", ".join(
            f"`{test.partition('::')[2].removeprefix('test_')}`" for test in m.caught_by
        )
        rows.append(f"| `{m.name}` | {m.error} | `{m.where}` | {tests} |")
    return "\n".join(rows)


BLOCKS: Final[Blocks] = {"cases": case_table, "errors": error_table}


if __name__ == "__main__":
    fill(PAGE, BLOCKS)
