"""The list of planted errors fits the source, the tests and the page."""

from __future__ import annotations

import pytest

from evidence.pages import filled
from tests.mutations.mutation import ROOT, Mutation
from tests.mutations.page import BLOCKS, FIELDS, PAGE, cases
from tests.mutations.planted import MUTATIONS


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_its_text_is_there_exactly_once(mutation: Mutation) -> None:
    assert mutation.old != mutation.new
    assert mutation.place(ROOT).suffix == ".py"


def test_text_that_is_not_there_is_told() -> None:
    lost = Mutation("lost", "an error", "sim/day", "no such text", "other", ())
    with pytest.raises(LookupError, match=r"'lost'.*once under sim/day.*0 times: nowhere"):
        lost.place(ROOT)


def test_text_that_is_there_twice_is_told() -> None:
    twice = Mutation("twice", "an error", "sim/day", "import numpy as np", "other", ())
    with pytest.raises(LookupError, match=r"\d+ times: sim/day/[a-z]+.py"):
        twice.place(ROOT)


def test_names_are_unique() -> None:
    names = [mutation.name for mutation in MUTATIONS]
    assert len(set(names)) == len(names)


def test_every_case_says_what_it_is_and_has_an_error_that_it_catches() -> None:
    caught = {test for mutation in MUTATIONS for test in mutation.caught_by}
    assert caught <= {case.test for case in cases()}
    for case in cases():
        assert tuple(case.fields) == FIELDS, case.test
        assert case.test.partition("::")[2].startswith(f"test_{case.number.lower()}_"), case.test
        assert case.known_fault != (case.test in caught), case.test


def test_page_is_in_step() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == filled(page, BLOCKS), "run python -m tests.mutations.page"
