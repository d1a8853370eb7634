"""What a scenario file may say about ties: start, groups, attributes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import scenarios
from sim.community import Community
from sim.errors import InputError
from sim.spec import CommunitySpec, GivenTies

HEAD = """
name: Tied
horizon_days: 14
community:
  members: 300
  segments: {food: 0.5, travel: 0.5}
"""
ATTRIBUTES = """
  attributes:
    region: {shares: {north: 0.3, south: 0.7}, homophily: 0.8}
"""


def read(tmp_path: Path, ties: str, head: str = HEAD) -> CommunitySpec:
    path = tmp_path / "tied.yaml"
    path.write_text(head + ties)
    return scenarios.load(path).spec()


def test_founders_are_tied_to_measure(tmp_path: Path) -> None:
    graph = "  graph: {start: {degrees: lognormal, mean_ties: 10, spread: 0.8, homophily: 0.5}}\n"
    spec = read(tmp_path, ATTRIBUTES + graph)
    one = Community(spec, 1)
    assert one.size == 300
    ties = one.members["ties"]
    assert abs(ties.mean() - 10) < 1.5
    assert ties.std() > 5
    region = one.columns.attributes[:300] & 15
    assert abs((region == 0).mean() - 0.3) < 0.1
    one.live(14)


def test_founders_are_tied_as_a_file_says(tmp_path: Path) -> None:
    (tmp_path / "ties.csv").write_text("member,friend\nana,bo\nbo,cy\nana,cy\n")
    spec = read(tmp_path, "  graph: {start: {file: ties.csv}}\n")
    assert isinstance(spec.graph.start, GivenTies)
    one = Community(spec, 1)
    assert one.members["ties"][:4].tolist() == [2, 2, 2, 0]


def test_groups_fill_to_their_cap(tmp_path: Path) -> None:
    spec = read(tmp_path, "  graph: {groups: {cap: 40, ties: 0.9}}\n")
    one = Community(spec, 1)
    one.live(14)
    sizes = one.columns.group_size
    assert sizes.max() <= 40
    here = (one.members["flags"] & 1) == 0
    assert sizes.sum() == np.count_nonzero(here & (one.columns.group[: one.size] >= 0))


@pytest.mark.parametrize(
    ("ties", "wrong"),
    [
        ("  graph: {start: {file: none.csv}}\n", "none.csv"),
        ("  graph: {start: {file: ties.csv, mean_ties: 3}}\n", "a file gives the ties"),
        ("  graph: {groups: {cap: 1}}\n", "cap"),
        ("  graph: {start: {degrees: power_law, spread: 9}}\n", "spread"),
        ("  attributes: {region: {shares: {north: 0.5}}}\n", "add up to"),
        ("  attributes: {a: &x {shares: {x: 1}}, b: *x, c: *x}\n", "holds 3"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said(tmp_path: Path, ties: str, wrong: str) -> None:
    with pytest.raises(InputError, match=wrong):
        read(tmp_path, ties)


def test_a_file_with_too_many_founders_is_refused(tmp_path: Path) -> None:
    rows = "\n".join(f"{n},{n + 1}" for n in range(400))
    (tmp_path / "ties.csv").write_text(rows + "\n")
    with pytest.raises(InputError, match=r"community\.members is 300"):
        read(tmp_path, "  graph: {start: {file: ties.csv}}\n")
