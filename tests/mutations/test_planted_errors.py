"""Each planted error makes the tests fail that are there to catch it.

To plant all takes one core about a quarter of an hour: of the compiled day only the functions that
an error touches are compiled anew (`tests.mutations.kept`).
"""

from __future__ import annotations

import pytest

from tests.mutations.copied import Copy
from tests.mutations.mutation import Mutation
from tests.mutations.planted import MUTATIONS

pytestmark = pytest.mark.slow

ERRORS = sorted(MUTATIONS, key=lambda mutation: not mutation.recompiles)
"""Those that take longest first, so that no core is left alone with one at the end."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return Copy(tmp_path_factory.mktemp("planted") / "copy")


@pytest.mark.parametrize("mutation", ERRORS, ids=lambda mutation: mutation.name)
def test_a_planted_error_is_caught(mutation: Mutation, copy: Copy) -> None:
    with copy.planted(mutation):
        verdicts = copy.run(mutation.tests)
    assert verdicts == dict.fromkeys(mutation.tests, "assertion"), mutation.error


def test_the_copy_as_it_is_passes(copy: Copy) -> None:
    verdicts = copy.run(tuple(sorted({test for each in ERRORS for test in each.tests})))
    assert set(verdicts.values()) == {"passed"}
