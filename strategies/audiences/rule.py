"""Rules such as ``days_since_visit >= 30 and level == 0``: a small grammar, read and never run.

A rule is parsed as Python writes expressions, and only what is listed here is let through: facts
and earlier audiences by name, numbers, names in quotes, ``and or not``, comparisons, ``+ - * /``
and brackets.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping, Set
from functools import reduce
from itertools import pairwise
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError, nearest_name
from sim.facts import Fact, Facts

MAX_LENGTH: Final = 500
"""Characters of a rule."""

MOST_NUMBER: Final = 1e15
"""A number in a rule; beyond it whole numbers cannot be told apart."""

MAX_DEPTH: Final = 40
"""Brackets and operators inside each other."""

Known = Mapping[str, NDArray[np.bool_]]
"""Who is in the audiences that were worked out before."""

Evaluate = Callable[[Facts, Known], NDArray[Any]]
Kind = Literal["number", "name", "yes or no"]

_SIGNS: Final[dict[type[ast.AST], Callable[..., Any]]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Add: operator.add, ast.Sub: operator.sub,
    ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip


def condition(text: str, facts: Mapping[str, Fact], audiences: Set[str]) -> Evaluate:
    """Return what a rule says of members: yes or no, bool, shape ``(rows,)``.

    Parameters
    ----------
    text
        The rule.
    facts
        Facts that there are.
    audiences
        Audiences that may be named.

    Raises
    ------
    InputError
        If it is no rule; says what was wrong and what is allowed.
    """
    evaluate, kind = _parsed(text, facts, audiences)
    if kind != "yes or no":
        raise InputError(f"{_shown(text)} is a {kind}; compare it, as in {_shown(text)} >= 1")
    return evaluate


def number(text: str, facts: Mapping[str, Fact], audiences: Set[str]) -> Evaluate:
    """Return what a rule counts of members, by which they can be ranked; float64.

    Raises
    ------
    InputError
        If it is no number.
    """
    evaluate, kind = _parsed(text, facts, audiences)
    if kind != "number":
        raise InputError(f"{_shown(text)} is {_article(kind)}; members are ranked by a number")
    return evaluate


def names(text: str) -> frozenset[str]:
    """Return the facts and audiences that a rule names; none of what is no rule."""
    try:
        tree = ast.parse(text.strip()[:MAX_LENGTH], mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))


def _parsed(text: str, facts: Mapping[str, Fact], audiences: Set[str]) -> tuple[Evaluate, Kind]:
    if len(text) > MAX_LENGTH:
        raise InputError(f"a rule of {len(text):,} characters; at most {MAX_LENGTH} are allowed")
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise InputError(
            f"{_shown(text)} is no rule; write one such as days_since_visit >= 30 and level == 0"
        ) from None
    return _Reader(facts, audiences).read(tree.body, 0)


class _Reader:
    """Reads the parts of a rule from the inside out."""

    def __init__(self, facts: Mapping[str, Fact], audiences: Set[str]) -> None:
        self.facts, self.audiences = facts, audiences

    def read(self, node: ast.AST, depth: int) -> tuple[Evaluate, Kind]:
        if depth > MAX_DEPTH:
            raise InputError(f"more than {MAX_DEPTH} brackets and operators inside each other")
        if isinstance(node, ast.Name):
            return self._name(node.id)
        if isinstance(node, ast.Constant):
            return self._constant(node.value)
        if isinstance(node, ast.BoolOp):
            parts = [self._wanted(part, "yes or no", depth) for part in node.values]
            both = operator.and_ if isinstance(node.op, ast.And) else operator.or_
            return lambda f, k: reduce(both, (part(f, k) for part in parts)), "yes or no"
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self._wanted(node.operand, "yes or no", depth)
            return lambda f, k: ~inner(f, k), "yes or no"
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            inner = self._wanted(node.operand, "number", depth)
            return lambda f, k: -inner(f, k), "number"
        if isinstance(node, ast.BinOp) and type(node.op) in _SIGNS:
            left, right = (self._wanted(x, "number", depth) for x in (node.left, node.right))
            sign = _SIGNS[type(node.op)]
            return lambda f, k: sign(left(f, k), right(f, k)), "number"
        if isinstance(node, ast.Compare):
            return self._compared(node, depth)
        raise InputError(
            f"{_shown(ast.unparse(node))} is not allowed in a rule; facts, numbers, names in "
            "quotes, and or not, comparisons, + - * / and brackets are"
        )

    def _wanted(self, node: ast.AST, kind: Kind, depth: int) -> Evaluate:
        evaluate, found = self.read(node, depth + 1)
        if found != kind:
            hint = ", as in days_since_visit >= 30" if kind == "yes or no" else ""
            raise InputError(
                f"{_shown(ast.unparse(node))} is {_article(found)}, where {_article(kind)} is "
                f"needed{hint}"
            )
        return evaluate

    def _name(self, name: str) -> tuple[Evaluate, Kind]:
        if name in self.audiences:
            return lambda _, known: known[name], "yes or no"
        if name in self.facts:
            kind: Kind = "name" if self.facts[name].names else "number"
            return lambda facts, _: facts[name], kind
        allowed = [*self.facts, *sorted(self.audiences)]
        hint = nearest_name(name, allowed, f"there are {', '.join(allowed)}")
        raise InputError(f"there is no fact {_shown(name)}; {hint}")

    def _constant(self, value: object) -> tuple[Evaluate, Kind]:
        if isinstance(value, str):
            return lambda _, __: np.asarray(value), "name"
        if isinstance(value, int | float) and not isinstance(value, bool):
            if not abs(value) <= MOST_NUMBER:
                raise InputError(f"{_shown(repr(value))} is too large for a rule")
            constant: NDArray[Any] = np.asarray(value, np.float64)
            return lambda _, __: constant, "number"
        raise InputError(f"{_shown(repr(value))} is not allowed in a rule")

    def _compared(self, node: ast.Compare, depth: int) -> tuple[Evaluate, Kind]:
        sides = [self.read(part, depth + 1) for part in (node.left, *node.comparators)]
        for sign, ((_, left), (_, right)) in zip(node.ops, pairwise(sides), strict=True):
            by_name = left == right == "name" and isinstance(sign, ast.Eq | ast.NotEq)
            if type(sign) not in _SIGNS or not (left == right == "number" or by_name):
                raise InputError(
                    f"{_shown(ast.unparse(node))} compares {_article(left)} with "
                    f"{_article(right)}; numbers compare with < <= > >= == !=, names with == !="
                )
        signs = [_SIGNS[type(sign)] for sign in node.ops]
        parts = zip((node.left, *node.comparators), sides, strict=True)
        values = [_plain(part) or evaluate for part, (evaluate, _) in parts]

        def evaluate(facts: Facts, known: Known) -> NDArray[Any]:
            found = [value(facts, known) for value in values]
            pairs = zip(signs, pairwise(found), strict=True)
            holds = reduce(operator.and_, (sign(left, right) for sign, (left, right) in pairs))
            # Of constants alone it is one for all.
            return holds if np.ndim(holds) else np.full(facts.identity.shape, holds)

        return evaluate, "yes or no"


def _plain(node: ast.AST) -> Callable[[Facts, Known], Any] | None:
    """Return a whole number as Python has it: with it whole numbers compare as whole numbers.

    By an array of one they would be made floats first, which takes five times as long.
    """
    if not isinstance(node, ast.Constant) or not isinstance(node.value, int | float):
        return None
    value = float(node.value)
    whole = int(value)
    return (lambda _, __: whole) if whole == value else None


def _article(kind: Kind) -> str:
    return kind if kind == "yes or no" else f"a {kind}"


def _shown(text: str) -> str:
    from sim.visible import excerpt

    return excerpt(text)
