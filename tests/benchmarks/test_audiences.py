"""The benchmark of audiences: eight of each kind, lived beside none."""

from __future__ import annotations

import pytest

from benchmarks.audiences import measured, sets


@pytest.mark.parametrize("kind", sets())
def test_eight_audiences_are_refreshed_beside_none(kind: str) -> None:
    assert len(sets()[kind]) == 8
    found = measured("knowledge", kind, 2_000, 1)
    assert found["week"] > 0.0
    assert found["later"] > -1.0
