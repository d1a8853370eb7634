"""The register: what was foretold is held against a history that has gone on, and no other."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from calibration.forecasts.product import foretell
from calibration.history import History
from calibration.observation import weekly
from calibration.register import append, read, score
from sim.errors import InputError
from tests.calibration.logs import history_of

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


def history(weeks: int, late: int = 9) -> History:
    days = 7 * weeks
    active = np.where(np.arange(days) < 140, 9, late)
    return history_of(active, np.full(days, 1), np.eye(weeks, dtype=int), date(2024, 1, 1))


def registered(path: Path, known: History, weeks: int = 4) -> None:
    simulation = np.full(weeks, 18.0)
    append(path, known, foretell(weekly(known), 1, simulation), simulation, NOW)


def test_weeks_that_have_come_are_scored(tmp_path: Path) -> None:
    path = tmp_path / "new" / "register.jsonl"
    registered(path, history(20))
    entry = json.loads(path.read_text(encoding="utf-8"))
    assert entry["made"] == "2026-11-29T12:00:00+00:00"
    assert entry["what"] == "daily_active"
    assert entry["first"] == "2024-05-20"
    found = score(path, history(22, late=6)).as_dict()
    assert found["waiting"] == found["others"] == 0
    assert found["scored"][0]["weeks_come"] == 2
    assert found["error"]["naive"] == pytest.approx(0.5)
    assert found["error"]["simulation"] == pytest.approx(2.0)
    # Nine a day without a change for twenty weeks: six are then out of all bands.
    assert found["coverage"]["90"] == 0.0


def test_what_has_not_come_waits_and_other_histories_are_left(tmp_path: Path) -> None:
    path = tmp_path / "register.jsonl"
    registered(path, history(20))
    registered(path, history(18))
    found = score(path, history(20))
    assert (len(found.scored), found.waiting, found.others) == (1, 1, 0)
    changed = history_of(np.full(210, 8), np.full(210, 1), np.eye(30, dtype=int), date(2024, 1, 1))
    found = score(path, changed)
    assert (len(found.scored), found.waiting, found.others) == (0, 0, 2)
    assert found.as_dict()["error"] == {}


def test_the_same_prediction_counts_once(tmp_path: Path) -> None:
    path = tmp_path / "register.jsonl"
    for _ in range(2):
        registered(path, history(20))
    assert len(read(path)) == 2
    assert len(score(path, history(24)).scored) == 1


@pytest.mark.parametrize(
    "line",
    ["{", "[]", "3", '"x"', "{}", '{"first": "2024-01-01"}', "\xff", "[" * 100_000],
)
def test_what_is_no_register_is_refused_in_a_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "register.jsonl"
    registered(path, history(20))
    before = path.read_bytes()
    path.write_bytes(before + line.encode("latin-1") + b"\n")
    with pytest.raises(InputError, match="no prediction") as error:
        score(path, history(24))
    assert error.value.line == 2
    with pytest.raises(InputError):
        registered(path, history(20))
    assert path.read_bytes() == before + line.encode("latin-1") + b"\n"


def test_a_missing_register_and_numbers_that_are_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "register.jsonl")
    path = tmp_path / "register.jsonl"
    registered(path, history(20))
    entry = json.loads(path.read_text(encoding="utf-8"))
    for key, value in (("naive", [1.0]), ("naive", ["x"] * 4), ("naive", [float("nan")] * 4)):
        wrong = {**entry, "forecast": {**entry["forecast"], key: value}}
        path.write_text(json.dumps(wrong) + "\n", encoding="utf-8")
        with pytest.raises(InputError, match="no prediction"):
            read(path)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("weeks", True),
        ("weeks", 4.0),
        ("weeks", "4"),
        ("weeks", 0),
        ("what", 7),
        ("history", None),
        ("first", 3),
        ("made", "yesterday"),
        ("bands", []),
        ("bands", {"80": {"low": [1.0] * 4}}),
        ("bands", {"90": {"low": [1.0] * 4, "high": [1.0] * 4}}),
        ("forecast", {"product": [1.0] * 4}),
        *(
            ("forecast", {"product": [1.0] * 4, "naive": wrong})
            for wrong in ([True] * 4, [-1.0] * 4, [1e13] * 4, ["1"] * 4, "1234", [[1.0]] * 4)
        ),
    ],
)
def test_a_line_of_other_kinds_is_no_prediction(tmp_path: Path, key: str, value: object) -> None:
    path = tmp_path / "register.jsonl"
    registered(path, history(20))
    entry = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**entry, key: value}) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="no prediction") as error:
        score(path, history(24))
    assert error.value.line == 1


def test_predictions_of_other_versions_are_scored_by_what_all_have(tmp_path: Path) -> None:
    path = tmp_path / "register.jsonl"
    registered(path, history(20))
    registered(path, history(21))
    first, second = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    del first["forecast"]["theta"], first["bands"]["50"]
    second["forecast"]["newer"] = second["forecast"]["naive"]
    for order in ((first, second), (second, first)):
        path.write_text("".join(json.dumps(one) + "\n" for one in order), encoding="utf-8")
        found = score(path, history(24)).as_dict()
        assert len(found["scored"]) == 2
        assert {"product", "naive", "simulation"} <= set(found["error"])
        assert not {"theta", "newer"} & set(found["error"])
        assert set(found["coverage"]) == {"80", "90"}
        assert "newer" in found["scored"][order.index(second)]["error"]


def test_a_last_line_without_an_end_is_not_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "register.jsonl"
    registered(path, history(20))
    path.write_bytes(path.read_bytes().removesuffix(b"\n"))
    registered(path, history(21))
    assert [entry["first"] for entry in read(path)] == ["2024-05-20", "2024-05-27"]
    assert path.read_bytes().count(b"\n") == 2


def test_what_was_written_when_its_weeks_were_over_is_told(tmp_path: Path) -> None:
    path, known = tmp_path / "register.jsonl", history(20)
    simulation = np.full(4, 18.0)
    for day in (20, 26, 27):
        product = foretell(weekly(known), 1, simulation + day)
        append(path, known, product, simulation + day, datetime(2024, 5, day, tzinfo=UTC))
    found = score(path, history(22))
    assert [one.over for one in found.scored] == [0, 0, 1]
    facts = found.as_dict()
    assert facts["late"] == 1
    assert facts["scored"][2]["weeks_over_when_made"] == 1
    registered(path, history(19))
    assert score(path, history(22)).scored[-1].over == 3
