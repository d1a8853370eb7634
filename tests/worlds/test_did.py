"""What a strategy did is told of all worlds, not of the one in which it did nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forerun.report.deeds import stopped
from forerun.report.labels import Labels
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


@pytest.mark.parametrize(("lang", "said"), [
    ("en", "money gone on day 9 in 1 of 3 worlds"), ("zh", "3 个世界中有 1 个资金在第 9 天用尽"),
])  # fmt: skip
def test_what_stopped_it_in_some_worlds_is_told_of_those(lang: str, said: str) -> None:
    dry = replace(delivery(5), stop=Stop("money", 9))
    assert stopped(Did.of([delivery(5), dry, delivery(6)], {}).as_json(), Labels(lang)) == said
    whole = stopped(Did.of([dry, dry], {}).as_json(), Labels(lang))
    assert said.replace(" in 1 of 3 worlds", "").endswith(whole)
