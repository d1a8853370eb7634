"""Each planted error makes the tests fail that are there to catch it.

To plant all takes about 25 minutes on two quick cores, and an hour on slow ones. With
``FORERUN_PLANTED_PARTS=N`` one part in N is planted, another with every commit.
"""

from __future__ import annotations

import os
import subprocess
import zlib

import pytest

from tests.mutations.copied import Copy
from tests.mutations.mutation import ROOT, Mutation
from tests.mutations.planted import MUTATIONS

pytestmark = pytest.mark.slow


def _due() -> list[Mutation]:
    """Return the errors to plant: all, or those whose turn it is at this commit."""
    parts = int(os.environ.get("FORERUN_PLANTED_PARTS", "1"))
    if parts == 1:
        return list(MUTATIONS)
    words = ["git", "rev-parse", "HEAD"]
    commit = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    turn = int(commit[:8] or "0", 16)
    return [one for one in MUTATIONS if (zlib.crc32(one.name.encode()) + turn) % parts == 0]


ERRORS = sorted(_due(), key=lambda mutation: not mutation.recompiles)
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
