"""The numbers in an audience's definition that a search may turn.

A threshold is a number that a fact is compared with by ``< <= > >=``, the share at which a quota
ends, or the number of seeds. Where a search looks by default is stated, not measured: from a third
of it to three times it, and shares to at most 1.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sim.facts import Fact
from strategies.audiences.definition import Definition, Ranked, as_definition
from strategies.audiences.rule import MOST_NUMBER
from strategies.audiences.seeds import Seeds

WIDTH: Final = 3.0
"""A search looks from the threshold divided by this to the threshold times this."""

_ORDERED: Final = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)

_SHARES: Final = ("share", "probability")
"""Units of facts that are no whole numbers, as money is none."""

_MOST: Final = {"share": 1.0, "probability": 1.0, "score": 15.0, "levels": 7.0}
"""What facts of a unit reach at most."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number of a definition.

    Attributes
    ----------
    key
        Its name within the definition: the fact that it bounds (a second one of it with ``_2``),
        ``top`` or ``seeds``.
    value
        What it is.
    unit
        Its unit.
    title, title_zh
        What a reader sees.
    floor
        What it is counted from: of a quota where it begins.
    """

    key: str
    value: float
    unit: str
    title: str
    title_zh: str
    floor: float = 0.0

    @property
    def low(self) -> float:
        """Where a search begins to look."""
        return self._kept(self.floor + (self.value - self.floor) / WIDTH)

    @property
    def high(self) -> float:
        """Where it ends."""
        most = self.floor + (self.value - self.floor) * WIDTH
        return self._kept(min(most, _MOST.get(self.unit, math.inf)))

    @property
    def step(self) -> float | None:
        """The grid of what is counted whole."""
        return None if self.unit in (*_SHARES, "currency") else 1.0

    def _kept(self, value: float) -> float:
        return value if self.step is None else max(float(round(value)), 1.0)


def thresholds(definition: Definition, facts: dict[str, Fact]) -> list[Threshold]:
    """Return the thresholds of a definition above 0, in their order; none of what is no rule."""
    if isinstance(definition, Ranked):
        title, title_zh = "end of the part", "名次上限"
        return [Threshold("top", definition.top, "share", title, title_zh, definition.after)]
    if isinstance(definition, Seeds):
        return [Threshold("seeds", float(definition.seeds), "members", "seeds", "种子人数")]
    if not isinstance(definition, str):
        return []
    found = []
    for key, node, name in _bounds(definition):
        fact = facts.get(name)
        value = _number(node)
        if fact is not None and not fact.names and value > 0:
            found.append(Threshold(key, value, fact.unit, fact.title, fact.title_zh))
    return found


def turned(definition: Definition, key: str, value: float) -> Definition:
    """Return a definition with one of its thresholds replaced.

    Raises
    ------
    KeyError
        If it has none of that name.
    InputError
        If the value is none that it can have.
    """
    if isinstance(definition, Ranked):
        if key != "top":
            raise KeyError(key)
        return as_definition({**definition.model_dump(), "top": value})
    if isinstance(definition, Seeds):
        if key != "seeds":
            raise KeyError(key)
        return as_definition({**definition.model_dump(), "seeds": round(value)})
    if isinstance(definition, str):
        tree = ast.parse(definition.strip(), mode="eval")
        for name, node, _ in _bounds_of(tree):
            if name == key:
                node.value = int(value) if float(value).is_integer() else float(value)
                return ast.unparse(tree)
    raise KeyError(key)


def _number(node: ast.Constant) -> float:
    assert isinstance(node.value, int | float)
    # What no float holds is refused as a rule, and is no threshold.
    return float(node.value) if abs(node.value) <= MOST_NUMBER else math.inf


def _bounds(text: str) -> Iterator[tuple[str, ast.Constant, str]]:
    try:
        yield from _bounds_of(ast.parse(text.strip(), mode="eval"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return


def _bounds_of(tree: ast.Expression) -> Iterator[tuple[str, ast.Constant, str]]:
    """Walk the numbers that facts are compared with: key, number, fact."""
    seen: dict[str, int] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare):
            continue
        sides = [node.left, *node.comparators]
        for sign, left, right in zip(node.ops, sides, sides[1:], strict=False):
            for fact, number in ((left, right), (right, left)):
                if (
                    isinstance(sign, _ORDERED)
                    and isinstance(fact, ast.Name)
                    and isinstance(number, ast.Constant)
                    and type(number.value) in (int, float)
                    and _number(number) <= MOST_NUMBER
                ):
                    seen[fact.id] = seen.get(fact.id, 0) + 1
                    times = seen[fact.id]
                    yield fact.id if times == 1 else f"{fact.id}_{times}", number, fact.id
