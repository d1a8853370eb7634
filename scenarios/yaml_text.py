"""YAML as plain values that remember their lines: YAML 1.2, safe, bounded, no key twice."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.errors import InputError
from sim.files import open_file

if TYPE_CHECKING:
    from ruamel.yaml.constructor import SafeConstructor
    from ruamel.yaml.nodes import Node

MAX_BYTES: Final = 1 << 20
"""A scenario file may be so long; a person writes some kilobytes."""

MAX_DEPTH: Final = 24
"""Mappings and lists may be nested so deep; a scenario needs six."""

MAX_VALUES: Final = 50_000
"""Values after aliases are written out, so that aliases of aliases cannot fill the memory."""

TAGS: Final = {
    "MappingNode": ("map",),
    "SequenceNode": ("seq",),
    "ScalarNode": ("str", "int", "float", "bool", "null", "timestamp"),
}
"""Tags that YAML finds by itself, by kind of node; one that asks for another is refused."""

Location = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML document.

    Attributes
    ----------
    value
        Mappings as ``dict``, lists as ``tuple``, scalars as ``str``, ``int``, ``float``, ``bool``,
        ``date``, ``datetime`` or ``None``.
    lines
        Line number, from 1, by path of keys and indices; a mapping's entry stands on the line of
        its key. The root is ``()``.
    file
        The file as the user named it, if it was one.
    """

    value: object
    lines: dict[Location, int]
    file: str | None

    def line(self, path: Location) -> int | None:
        """Return the line of a path, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)


def read_text(path: Path, limit: int) -> str:
    """Read a UTF-8 text file of at most ``limit`` bytes.

    Parameters
    ----------
    path
        The file.
    limit
        Bytes allowed.

    Raises
    ------
    InputError
        If it cannot be read, is too long or is not text.
    """
    name = str(path)
    try:
        with open_file(path) as stream:
            raw = stream.read(limit + 1)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=name) from None
    if len(raw) > limit:
        raise InputError(f"is longer than the {limit:,} bytes allowed", file=name)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise InputError("is not a text file; UTF-8 text is allowed", file=name)
    return text


def parse(text: str, file: str | None = None) -> Document:
    """Parse YAML text.

    Parameters
    ----------
    text
        One YAML 1.2 document.
    file
        Its name, for errors.

    Raises
    ------
    InputError
        If it is no YAML, holds a key twice, a tag, a number that is not finite, more than one
        document, or is nested or aliased beyond the bounds.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.reader import ReaderError

    # The pure parser: the compiled one recurses on the C stack, where depth is a crash.
    loader = YAML(typ="safe", pure=True)
    try:
        root = loader.compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise InputError(
            f"is not YAML: {error.problem or error.context}",
            file=file,
            line=None if mark is None else mark.line + 1,
        ) from None
    except ReaderError:
        raise InputError("is not a text file; UTF-8 text is allowed", file=file) from None
    except (YAMLError, ValueError) as error:
        raise InputError(f"is not YAML: {error}", file=file) from None
    except RecursionError:
        raise InputError(f"is nested more than {MAX_DEPTH} deep", file=file) from None
    if root is None:
        raise InputError("is empty; a scenario has at least a name", file=file)
    walk = _Walk(file, loader.constructor)
    value = walk.value(root, ())
    return Document(value, walk.lines, file)


class _Walk:
    """Turns nodes into values, counting as it goes."""

    def __init__(self, file: str | None, constructor: SafeConstructor) -> None:
        self.file = file
        self.constructor = constructor
        self.lines: dict[Location, int] = {}
        self.count = 0

    def value(self, node: Node, path: Location) -> object:
        from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

        line = node.start_mark.line + 1
        self.lines.setdefault(path, line)
        self.count += 1
        if self.count > MAX_VALUES:
            raise self.fault(f"holds more than {MAX_VALUES:,} values, aliases counted", line, path)
        if len(path) > MAX_DEPTH:
            raise self.fault(f"is nested more than {MAX_DEPTH} deep", line, path[:1])
        if str(node.tag).removeprefix("tag:yaml.org,2002:") not in TAGS[type(node).__name__]:
            raise self.fault(f"has the tag {node.tag}; tags are not allowed", line, path)
        if isinstance(node, MappingNode):
            return self.mapping(node, path)
        if isinstance(node, SequenceNode):
            return tuple(self.value(item, (*path, k)) for k, item in enumerate(node.value))
        assert isinstance(node, ScalarNode)
        return self.scalar(node, path)

    def mapping(self, node: Node, path: Location) -> dict[str, object]:
        values: dict[str, object] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node.value, str):
                raise self.fault("has a key that is not a word; keys are plain text", line, path)
            key = key_node.value
            here = (*path, key)
            if key in values:
                first = self.lines[here]
                raise self.fault(f"is given twice, first on line {first}; keep one", line, here)
            self.lines[here] = line
            values[key] = self.value(value_node, here)
        return values

    def scalar(self, node: Node, path: Location) -> object:
        from ruamel.yaml.error import YAMLError

        line = node.start_mark.line + 1
        try:
            value: object = self.constructor.construct_object(node)
        except (ValueError, ArithmeticError, LookupError, YAMLError):
            raise self.fault(f"{node.value!r} is not a value that exists", line, path) from None
        if isinstance(value, float) and not math.isfinite(value):
            raise self.fault(f"{node.value!r} is not a finite number", line, path)
        return value

    def fault(self, message: str, line: int, path: Location) -> InputError:
        return InputError(message, file=self.file, line=line, field=dotted(path) or None)


def undotted(field: str) -> Location:
    """Return the path that `dotted` wrote; no key of a scenario holds a dot or a bracket."""
    parts = re.findall(r"\[(\d+)\]|([^.\[\]]+)", field)
    return tuple(int(index) if index else key for index, key in parts)


def dotted(path: Location) -> str:
    """Return a path as a person writes it: ``plans.welcome.strategies[0].points``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
