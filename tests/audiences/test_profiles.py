"""Members are as a table of a user's own says, several things at once, whatever their order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from planning.audience import look
from scenarios import Scenario, load
from sim.community import Community
from sim.errors import InputError
from sim.profiles import Column, Profiles
from tests.communities import community
from tests.oracle import addresses as at

TABLE = """\
age,gender,region,price_minded,members
18,f,north,yes,30
45,f,south,no,10
45,m,south,yes,5
61,m,north,no,55
"""

SCENARIO = """\
name: Table
start: 2025-03-03
horizon_days: 14
community:
  preset: shop
  overrides: {visit_base: -1.5}
  launch: 2025-02-03
  members: 400
  segments: {makers: 0.6, browsers: 0.4}
  member_table: {file: members.csv, count: members}
audiences:
  young_north: age < 30 and region == "north"
  minded: price_minded == "yes"
plans: {status-quo: {}}
"""


def table(**columns: list[object]) -> Profiles:
    weights = np.array(columns.pop("weights"), np.float64)
    segments = columns.pop("segments", None)
    own = tuple(Column(name, np.array(values)) for name, values in columns.items())
    return Profiles(own, weights, None if segments is None else np.array(segments, np.int64))


def lived(profiles: Profiles | None, members: int = 4000) -> Community:
    one = Community(replace(community(members, 8), profiles=profiles), 6)
    one.live(3)
    return one


def read(folder: Path, text: str, section: str = "count: members") -> Scenario:
    (folder / "members.csv").write_text(text, "utf-8")
    written = SCENARIO.replace("count: members", section).replace("csv, }", "csv}")
    (folder / "scenario.yaml").write_text(written, "utf-8")
    return load(folder / "scenario.yaml")


def test_what_goes_together_in_the_table_goes_together_in_members() -> None:
    """Of 20,000 members; 4 standard errors."""
    facts = lived(
        table(weights=[30, 10, 5, 55], age=[18.0, 45.0, 45.0, 61.0], sex=["f", "f", "m", "m"]),
        20_000,
    ).facts()
    for age, sex, share in ((18, "f", 0.3), (45, "f", 0.1), (45, "m", 0.05), (61, "m", 0.55)):
        both = (facts["age"] == age) & (facts["sex"] == sex)
        assert both.mean() == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / 20_000))
    assert not ((facts["age"] == 18) & (facts["sex"] == "m")).any()


def test_lines_of_a_segment_are_its_members_alone() -> None:
    facts = lived(
        table(weights=[1, 3, 2, 2, 9], job=list("abcde"), segments=[0, 0, 1, 2, 3]), 20_000
    ).facts()
    segment = facts.members["segment"]
    for place, jobs in enumerate(("ab", "c", "d", "e")):
        assert set(facts["job"][segment == place]) == set(jobs)
    north = facts["job"][segment == 0]
    assert (north == "b").mean() == pytest.approx(0.75, abs=4 * 0.433 / np.sqrt(len(north)))


def test_the_draw_has_an_address() -> None:
    """Worked out by hand for every member: where its draw of 32 bits falls."""
    weights = [7, 1, 4, 8]
    facts = lived(table(weights=weights, kind=list("abcd")), 300).facts()
    ends = [round(sum(weights[: k + 1]) / 20 * 2**32) for k in range(4)]
    key = at.key(6, "profile", 0)
    for identity, kind in zip(facts.identity.tolist(), facts["kind"], strict=True):
        drawn = at.mix(identity ^ key) >> 32
        assert kind == "abcd"[next(k for k, end in enumerate(ends) if drawn < end)]


def test_no_line_hangs_on_the_order_of_members() -> None:
    profiles = table(weights=[1, 2, 3], kind=list("abc"), segments=[0, 0, 1])
    identity = np.random.default_rng(3).integers(0, 2**63, 5000).astype(np.uint64)
    segment = (identity % np.uint64(2)).astype(np.uint8)
    found, other = profiles.lines(identity, segment, 1), np.random.default_rng(4).permutation(5000)
    assert np.array_equal(profiles.lines(identity[other], segment[other], 1), found[other])
    assert not np.array_equal(profiles.lines(identity, segment, 2), found)


def test_a_table_changes_no_bit_of_what_members_do() -> None:
    one, other = lived(None), lived(table(weights=[1, 1], kind=["a", "b"]))
    assert one.members.tobytes() == other.members.tobytes()
    assert np.array_equal(one.tallies.counts, other.tallies.counts)


def test_a_row_a_member_is_a_row_a_kind_with_its_count(tmp_path: Path) -> None:
    counted = read(tmp_path, TABLE).spec().profiles
    rows = [line.rsplit(",", 1) for line in TABLE.splitlines()]
    single = [rows[0][0], *(own for own, count in rows[1:] for _ in range(int(count)))]
    text = "\n".join([single[0], *single[:0:-1]])
    spelled = read(tmp_path, text, "").spec().profiles
    assert counted is not None
    assert spelled is not None
    assert np.array_equal(counted.weights, spelled.weights)
    for one, other in zip(counted.columns, spelled.columns, strict=True):
        assert one.name == other.name
        assert one.values.tolist() == other.values.tolist()


def test_numbers_are_numbers_and_an_empty_cell_is_what_it_is_said_to_be(tmp_path: Path) -> None:
    text = TABLE.replace("45,f,south", "45,f,")
    profiles = read(tmp_path, text, "count: members, missing: unknown").spec().profiles
    assert profiles is not None
    kinds = {column.name: column.names for column in profiles.columns}
    assert kinds == {"age": False, "gender": True, "region": True, "price_minded": True}
    assert "unknown" in profiles.columns[2].values


def test_another_table_is_another_scenario(tmp_path: Path) -> None:
    one = read(tmp_path, TABLE).digest
    assert read(tmp_path, TABLE).digest == one
    assert read(tmp_path, TABLE.replace("yes,30", "yes,31")).digest != one


def test_a_column_of_segments_ties_rows_to_them(tmp_path: Path) -> None:
    text = TABLE.replace("age,gender", "age,segment").replace(",f,", ",makers,")
    one = Community(read(tmp_path, text.replace(",m,", ",browsers,")).spec(), 2)
    one.live(1)
    facts = one.facts()
    assert set(facts["age"][facts["segment"] == "makers"]) == {18.0, 45.0}
    assert set(facts["age"][facts["segment"] == "browsers"]) == {45.0, 61.0}
    assert "gender" not in facts.known


@pytest.mark.parametrize(
    ("text", "section", "line", "column", "said"),
    [
        (TABLE.replace("61,m,north", "61,m,"), "count: members", 5, "region", "is empty; fill it"),
        (TABLE, "count: heads", 1, None, "has no column 'heads'"),
        (TABLE, "columns: [age, town]", 1, None, "has no column 'town'"),
        (TABLE, "columns: [age, members], count: members", 1, "members", "is the count"),
        (TABLE.replace(",55", ",-5"), "count: members", 5, "members", "is not a count"),
        (TABLE.replace("61,m,north", "61,m,=A1+1"), "count: members", 5, "region", "a formula"),
        (TABLE.replace("61,m,north", "61,m,@sum"), "count: members", 5, "region", "a formula"),
        (TABLE.replace("61,m,north", "61,m"), "count: members", 5, None, "has 4 columns where"),
        (TABLE.replace("age", "my age"), "count: members", 1, None, "cannot stand in a rule"),
        (TABLE.replace("age", "if"), "count: members", 1, None, "cannot stand in a rule"),
        (TABLE.replace("age", "visits"), "count: members", 1, "visits", "a fact visits already"),
        (TABLE.replace("gender", "age"), "count: members", 1, None, "names a column twice"),
        (TABLE.replace("north", "x" * 65), "count: members", 2, "region", "65 characters"),
        (TABLE.replace("north", '"north'), "count: members", None, None, "is not CSV"),
        ("age,members\n", "count: members", None, "community.member_table.file", "no members"),
        (TABLE.replace("region", "segment"), "count: members", 2, "segment", "no segment; there"),
        ("segment,a\nmakers,1\n", "", None, "segment", "no row is of the segment browsers"),
        ("\n".join(["a", *(f"n{k}" for k in range(201))]), "", None, "a", "201 different names"),
        (",".join(f"c{k}" for k in range(17)), "", 1, None, "has 17 columns; name 1 to 16"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_one_line(
    tmp_path: Path, text: str, section: str, line: int | None, column: str | None, said: str
) -> None:
    with pytest.raises(InputError) as error:
        read(tmp_path, text, section).check()
    assert said in error.value.message
    assert "\n" not in str(error.value)
    assert error.value.field == column
    if line is not None:
        assert (error.value.line, Path(error.value.file or "").name) == (line, "members.csv")


def test_a_file_that_is_missing_or_no_text_names_its_field(tmp_path: Path) -> None:
    scenario = read(tmp_path, TABLE)
    for content in (None, TABLE.replace("north", "北").encode("gb18030")):
        (tmp_path / "members.csv").unlink()
        if content is not None:
            (tmp_path / "members.csv").write_bytes(content)
        with pytest.raises(InputError) as error:
            load(scenario.source_path or "").check()
        assert error.value.field == "community.member_table.file"
        (tmp_path / "members.csv").touch()


def test_audiences_are_told_by_who_they_are(tmp_path: Path) -> None:
    found = look(read(tmp_path, TABLE), "status-quo", seeds=2).as_json()
    young = found["audiences"]["young_north"]
    assert young["who"]["region"]["north"]["mean"] == 1.0
    assert young["who"]["age"]["mean"]["mean"] == 18.0
    assert young["end_share"]["mean"] == pytest.approx(0.3, abs=0.08)
    everybody = found["everybody"]["who"]
    assert sum(one["mean"] for one in everybody["region"].values()) == pytest.approx(1.0)
    assert found["audiences"]["minded"]["who"]["price_minded"]["no"]["mean"] == 0.0
    assert -100 <= found["everybody"]["nps"]["mean"] <= 100


def test_profiles_that_cannot_be_are_refused() -> None:
    with pytest.raises(InputError, match="not above 0"):
        table(weights=[1, 0], kind=["a", "b"])
    with pytest.raises(InputError, match="lines for 2 segments"):
        community(10, 5, profiles=table(weights=[1, 1], kind=["a", "b"], segments=[0, 1]))
