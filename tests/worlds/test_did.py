"""What a strategy did is told of all worlds, not of the one in which it did nothing."""

from __future__ import annotations

import pytest

from strategies.delivery import Delivery, Stop
from worlds.did import Did


def delivery(reached: int) -> Delivery:
    stop = None if reached else Stop("nobody")
    return Delivery("invite", 30, 0, 29, reached, "members", 0, 0, 0, None, 0, stop)


@pytest.mark.parametrize(
    ("reached", "said"), [((0, 21, 30), None), ((0, 0, 0), Stop("nobody")), ((5, 6), None)]
)
def test_who_reached_some_is_not_said_to_have_reached_nobody(
    reached: tuple[int, ...], said: Stop | None
) -> None:
    assert Did.of([delivery(each) for each in reached], {}).stop == said
