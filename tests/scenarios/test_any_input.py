"""Whatever stands in a file, reading it ends in a scenario or in an `InputError`."""

from __future__ import annotations

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios import parse
from scenarios.loader import LIBRARY
from scenarios.objective import parse_constraint, parse_objective
from sim.errors import InputError

LINES = (LIBRARY / "small-forum" / "scenario.yaml").read_text(encoding="utf-8").splitlines()

YAMLISH = st.text(alphabet="ab:-[]{}&*!?|>'\"#%@`, \n\t0123456789.~<=", max_size=60)

WORDS = st.sampled_from(
    ["", "0", "-1", "1e999", "~", "[]", "{}", "- x", "[[1]]", "{a: {b: 1}}", "x", "true", ".nan",
     "2016-07-04", "!!seq x", "!!float x", "*a", "&a [1]", '"', "1_0", "\u2028", "🙂"]
)  # fmt: skip


@settings(max_examples=300, deadline=None, derandomize=True)
@given(YAMLISH)
def test_any_text(text: str) -> None:
    with contextlib.suppress(InputError):
        parse(text)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.integers(0, len(LINES) - 1), WORDS)
def test_any_value_in_the_place_of_another(line: int, word: str) -> None:
    head, colon, _ = LINES[line].partition(":")
    text = "\n".join([*LINES[:line], f"{head}{colon} {word}", *LINES[line + 1 :]])
    told: InputError | None = None
    try:
        parse(text)
    except InputError as error:
        told = error
    assert told is None or (told.line is not None and "\n" not in str(told))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(alphabet="ab_1.e+-*<>=, baseline()", max_size=30))
def test_any_objective_and_constraint(text: str) -> None:
    with contextlib.suppress(InputError):
        parse_objective(text)
    with contextlib.suppress(InputError):
        parse_constraint(text)
