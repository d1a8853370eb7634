"""The register's lines in docstrings of `sim/behaviour`: default, unit, range, grade, source."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from typing import Final

from sim.behaviour.register import Parameter

HEAD: Final = "From the register (`python -m forerun.model_page` writes it):"
"""What the lines begin with; they are the last of the docstring."""

DIFFERS: Final = "Differs from the evidence: "
"""What a paragraph begins with that says how an equation differs from its row of the evidence."""

WIDTH: Final = 100
_DOCSTRING: Final = re.compile(r'\A"""(.*?)"""', re.DOTALL)


def without_register(text: str) -> str:
    """Return a docstring without the register's lines."""
    return text.partition(HEAD)[0].rstrip()


def difference(text: str) -> str:
    """Return how a module differs from the evidence by its docstring; empty where it does not."""
    for paragraph in without_register(text).split("\n\n"):
        said = " ".join(paragraph.split())
        if said.startswith(DIFFERS):
            return said.removeprefix(DIFFERS)
    return ""


def with_register(source: str, parameters: Iterable[Parameter]) -> str:
    """Return the text of a module whose docstring has the register's lines of some parameters.

    Raises
    ------
    LookupError
        If the module has no docstring.
    """
    found = _DOCSTRING.match(source)
    if not found:
        raise LookupError("the module has no docstring")
    lines = "\n".join(line(parameter) for parameter in parameters)
    text = f"{without_register(found[1])}\n\n{HEAD}\n\n{lines}\n"
    return f'"""{text}"""{source[found.end() :]}'


def line(parameter: Parameter) -> str:
    """Return what the register says of a parameter, folded."""
    p = parameter
    value = f"{p.value:g}"
    if p.spread:
        value += f" ± {p.spread:g}"
    if p.typical is not None:
        value = f"{value} (on: {p.typical:g})"
    if p.neutral is not None:
        value = f"{value} (off: {p.neutral:g})"
    unit = "" if p.unit == "1" else f" {p.unit}"
    said = f"{p.name} = {value}{unit}, {p.low:g} to {p.high:g}; {p.grade}, {p.evidence}: {p.source}"
    return textwrap.fill(
        said, WIDTH, initial_indent=" " * 4, subsequent_indent=" " * 8,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
