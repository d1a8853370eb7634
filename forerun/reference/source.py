"""What the source says of itself: docstrings, records and flags with their comments.

Files are parsed, not imported, so that nothing is compiled.
"""

from __future__ import annotations

import ast
import io
import textwrap
import tokenize
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
"""The folder that holds the rooms and the docs."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record.

    Attributes
    ----------
    name, kind
        What it is called, and the NumPy type that holds it.
    meaning
        Its comment in the source; empty where its name says it.
    """

    name: str
    kind: str
    meaning: str


@cache
def tree(path: str) -> ast.Module:
    """Return the parsed file; `path` counts from `ROOT`."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


@cache
def functions(path: str) -> dict[str, ast.FunctionDef]:
    """Return the functions of a file by name."""
    return {node.name: node for node in tree(path).body if isinstance(node, ast.FunctionDef)}


def docstring(path: str, function: str = "") -> str:
    """Return the docstring of a file, or of one of its functions; empty for none."""
    return ast.get_docstring(functions(path)[function] if function else tree(path)) or ""


def record(path: str, name: str) -> list[Field]:
    """Return the fields of a NumPy record that a file defines as ``name = np.dtype([...])``.

    Raises
    ------
    LookupError
        If the file defines no such record.
    """
    value = _assigned(path, name)
    if not (isinstance(value, ast.Call) and isinstance(value.args[0], ast.List)):
        raise LookupError(f"{path} has no record {name}")
    fields = []
    for element in value.args[0].elts:
        assert isinstance(element, ast.Tuple)
        title, kind, *_ = element.elts
        assert isinstance(title, ast.Constant)
        comment = _comments(path).get(element.end_lineno or 0, "")
        fields.append(Field(str(title.value), ast.unparse(kind).removeprefix("np."), comment))
    return fields


def names(path: str, name: str, kind: str) -> list[Field]:
    """Return the names of a tuple of texts, each with its comment; `kind` is the type of all."""
    value = _assigned(path, name)
    if not isinstance(value, ast.Tuple):
        raise LookupError(f"{path} has no tuple {name}")
    return [
        Field(str(each.value), kind, _comments(path).get(each.lineno, ""))
        for each in value.elts
        if isinstance(each, ast.Constant)
    ]


def flags(path: str) -> list[list[Field]]:
    """Return the flags of a file in their bytes: a byte begins with the flag that is 1."""
    found: list[list[Field]] = []
    for node in tree(path).body:
        if not (isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)):
            continue
        value = node.value
        if not (isinstance(value, ast.Call) and ast.unparse(value.func) == "np.uint8"):
            continue
        (bit,) = value.args
        assert isinstance(bit, ast.Constant)
        number = int(str(bit.value))
        if number.bit_count() != 1:
            continue
        if number == 1:
            found.append([])
        comment = _comments(path).get(node.lineno, "")
        found[-1].append(Field(node.target.id, str(number), comment))
    return found


def markdown(text: str) -> str:
    """Return a docstring as Markdown: its indented blocks are equations."""
    lines: list[str] = []
    block: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("    ") or (block and not line):
            block.append(line)
            continue
        if block:
            equation = textwrap.dedent("\n".join(block)).strip("\n")
            lines += ["```text", equation, "```", ""]
            block = []
        lines.append(line)
    if block:
        lines += ["```text", textwrap.dedent("\n".join(block)).strip("\n"), "```"]
    return "\n".join(lines).strip()


def _assigned(path: str, name: str) -> ast.expr | None:
    for node in tree(path).body:
        if (
            isinstance(node, ast.AnnAssign)
            and isinstance(node.target, ast.Name)
            and node.target.id == name
        ):
            return node.value
    raise LookupError(f"{path} does not define {name}")


@cache
def _comments(path: str) -> dict[int, str]:
    """Return the comments of a file by line."""
    source = io.StringIO((ROOT / path).read_text(encoding="utf-8"))
    return {
        token.start[0]: token.string.lstrip("# ")
        for token in tokenize.generate_tokens(source.readline)
        if token.type == tokenize.COMMENT
    }
