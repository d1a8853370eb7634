"""Ranks of a board: a part of the ranking of those who have done anything at all."""

from __future__ import annotations

from typing import ClassVar

from strategies.audiences.definition import Ranked


class Ranks(Ranked):
    """Those in a part of a ranking of whoever took part. It is made by a strategy, in no file."""

    of_takers: ClassVar[bool] = True
