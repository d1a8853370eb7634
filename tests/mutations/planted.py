"""The errors that are planted, and the tests that must fail on each.

An error is a piece of source text and what stands in its place. The piece must be there exactly
once under `where`, a file or a folder, so that it may move between the files of a folder.
"""

from __future__ import annotations

from typing import Final

from tests.mutations.mutation import Mutation
from tests.mutations.planted_around import AROUND
from tests.mutations.planted_day import DAY
from tests.mutations.planted_equations import EQUATIONS
from tests.mutations.planted_offers import OFFERS

MUTATIONS: Final[tuple[Mutation, ...]] = AROUND + EQUATIONS + DAY + OFFERS
