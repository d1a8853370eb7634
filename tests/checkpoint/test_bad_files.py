"""A file that cannot be gone on with says so in one line."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim import checkpoint, identity
from sim.errors import InputError
from sim.plan import NoPlan
from strategies import Points, StrategyPlan
from tests.checkpoint.saved import LIMITED, lived, spec
from tests.worlds import Fixed, rich

OF = spec("a late desk")
Entries = dict[str, np.ndarray[Any, Any]]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("good") / "run.npz"
    checkpoint.save(lived(OF, LIMITED, 5, 9), path)
    return path.read_bytes()


def refused(path: Path, **changes: Any) -> str:
    """Return the one line with which a file is refused."""
    asked = {"spec": OF, "plan": LIMITED, **changes}
    with pytest.raises(InputError) as error:
        checkpoint.load(path, **asked)
    assert error.value.file == str(path)
    assert "\n" not in str(error.value)
    return error.value.message


def entries(content: bytes) -> Entries:
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        return dict(archive)


def head_of(found: Entries) -> dict[str, Any]:
    head = json.loads(found["head"].tobytes())
    assert isinstance(head, dict)
    return head


def with_head(found: Entries, change: Callable[[dict[str, Any]], object]) -> Entries:
    head = head_of(found)
    change(head)
    return {**found, "head": np.frombuffer(json.dumps(head).encode(), np.uint8)}


def test_the_whole_file_is_read(whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "run.npz"
    np.savez(path, **entries(whole))  # type: ignore[arg-type]
    assert checkpoint.load(path, OF, LIMITED, seed=5).today == 9


def test_of_another_run(whole: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "run.npz"
    path.write_bytes(whole)
    assert refused(path, seed=6) == "it is of seed 5, not 6"
    another = "it is of another community: {}; name another, or remove it"
    assert refused(path, spec=replace(OF, founders=151)) == another.format("founders differs")
    other = replace(OF, organic=OF.organic + 0.5, desk=None)
    assert refused(path, spec=other) == another.format("organic, desk differ")
    assert "plan" in refused(path, plan=NoPlan())
    assert "plan" in refused(path, plan=Fixed(rich))
    # They offer the same, but settle differently.
    dearer = StrategyPlan((Points(setup_cost=1.0),))
    checkpoint.save(lived(OF, StrategyPlan((Points(),)), 5, 2), path)
    assert "plan" in refused(path, plan=dearer)
    monkeypatch.setattr(identity, "FORMAT", 2)
    assert "another version of Forerun" in refused(path, plan=StrategyPlan((Points(),)))


def test_no_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.npz") == "there is no such checkpoint"
    assert refused(tmp_path) == "cannot be read: Is a directory"
    with pytest.raises(InputError, match=r"cannot save here: No such file or directory$"):
        checkpoint.save(lived(OF, LIMITED, 5, 0), tmp_path / "no" / "folder.npz")


def packed(**arrays: Any) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def compressed(content: bytes) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **entries(content))  # type: ignore[arg-type]
    return buffer.getvalue()


def npy(array: Any) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=True)
    return buffer.getvalue()


def flipped(content: bytes) -> bytes:
    """Return the file with one bit of one member turned over."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        place = archive.getinfo("columns.members.npy").header_offset + 2000
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def longer_than_said(content: bytes) -> bytes:
    """Return the file with a header that promises more than there is."""
    found = entries(content)
    buffer = io.BytesIO(content)
    name = "columns.identity.npy"
    with zipfile.ZipFile(buffer, "a") as archive, archive.open(name, "w") as file:
        head = {"descr": "<u8", "fortran_order": False, "shape": (2**50,)}
        np.lib.format.write_array_header_1_0(file, head)
        file.write(found["columns.identity"].tobytes())
    return buffer.getvalue()


FORMS: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "text": lambda _: b"name: Tiny forum\n",
    "truncated": lambda content: content[: len(content) // 2],
    "without its end": lambda content: content[:-1],
    "a bit flipped": flipped,
    "compressed": compressed,
    "one array": lambda _: npy(np.arange(3)),
    "a pickle": lambda _: npy(np.array([{}], object)),
    "no head": lambda _: packed(a=np.arange(3)),
    "pickled head": lambda _: packed(head=np.array([{}], object)),
    "head is no JSON": lambda _: packed(head=np.frombuffer(b"{", np.uint8)),
    "head is a list": lambda _: packed(head=np.frombuffer(b"[]", np.uint8)),
    "head is deep": lambda _: packed(head=np.frombuffer(b"[" * 100_000, np.uint8)),
    "promises more": longer_than_said,
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("form", FORMS)
def test_no_checkpoint_at_all(form: str, whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "run.npz"
    path.write_bytes(FORMS[form](whole))
    said = refused(path)
    assert said.startswith(("it is not a checkpoint, or it is damaged", "there is not enough memo"))


def member_rows(found: Entries, name: str, change: Callable[[Any], Any]) -> Entries:
    return {**found, name: change(found[name])}


def put(*path: Any, value: Any) -> Callable[[Entries], Entries]:
    """Return a change of one place in the head."""

    def change(head: dict[str, Any]) -> None:
        place: Any = head
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return lambda found: with_head(found, change)


def lead(array: str, field: str | None, value: int, at: int = 3) -> Callable[[Entries], Entries]:
    """Return a change that lets a stored place lead outside."""

    def change(found: Entries) -> Entries:
        changed = found[array].copy()
        places = changed.reshape(-1) if field is None else changed[field]
        places[at] = value
        return {**found, array: changed}

    return change


CONTENTS: dict[str, Callable[[Entries], Entries]] = {
    "a tie to nobody": lead("columns.lines", None, 2_000_000, at=0),
    "a tie too many": lead("columns.members", "ties", 97),
    "a segment too far": lead("columns.members", "segment", 9),
    "a visit to come": lead("columns.members", "last_visit", 4_000),
    "a week too far": lead("columns.members", "cohort", 400),
    "an inviter of tomorrow": lead("columns.inviter", None, 2_000_000),
    "a roster of strangers": lead("columns.roster", None, -7),
    "a birthday before the last": lead("columns.born", None, 0),
    "an array missing": lambda found: {k: v for k, v in found.items() if k != "waits"},
    "another dtype": lambda found: member_rows(found, "waits", lambda a: a.astype(np.float32)),
    "objects": lambda found: member_rows(found, "waits", lambda a: a.astype(object)),
    "another width": lambda found: member_rows(found, "tallies.counts", lambda a: a[:, :2]),
    "flat": lambda found: member_rows(found, "tallies.counts", lambda a: a.ravel()),
    "too many rows": lambda found: member_rows(found, "waits", lambda a: np.tile(a, (99, 1))),
    "no rows": lambda found: member_rows(found, "waits", lambda a: a[:0]),
    "fewer rows than implied": put("rows", "waits", value=3),
    "more days than there are": put("rows", "tallies.counts", value=10_000),
    "fewer members than columns": put("rows", "columns.members", value=64),
    "memory without end": put("rows", "columns.spill", value=2**40),
    "rows below zero": put("rows", "columns.spill", value=-1),
    "rows no number": put("rows", "columns.members", value="many"),
    "seed below zero": put("seed", value=-1),
    "another day": put("day", value=10),
    "points no number": put("opening_points", value=None),
    "a rule missing": lambda found: with_head(found, lambda head: head["rules"].pop("hold_days")),
    "a rule too many": put("rules", "colour", value=1),
    "a rule no number": put("rules", "hold_days", value=1.5),
    "no desk": put("desk", value=None),
    "a desk of one queue": put("desk", "queues", value=[{"tickets": [], "cohorts": []}]),
    "a ticket of the future": put("desk", "queues", 0, "tickets", value=[[5.0, 1.0]]),
    "a ticket without end": put("desk", "queues", 0, "tickets", value=[[-5.0, float("inf")]]),
    "a ticket of no hours": put("desk", "queues", 0, "tickets", value=[[-5.0, "1"]]),
    "tickets without end": put("desk", "queues", 0, "tickets", value=[[-5.0, 1.0]] * 10_000),
    "two cohorts": put("desk", "queues", 0, "cohorts", value=[[9, 0.5]] * 2),
    "a cohort of nobody": put("desk", "queues", 0, "cohorts", value=[[0, 0.5]]),
    "more in hand than staff": put("desk", "in_hand", value=[0.5] * 2),
}


@pytest.mark.parametrize("change", CONTENTS)
def test_a_checkpoint_that_nobody_wrote(change: str, whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "run.npz"
    path.write_bytes(packed(**CONTENTS[change](entries(whole))))
    assert refused(path).startswith("it is not a checkpoint, or it is damaged")


def test_what_has_no_digest_is_a_fault_of_ours() -> None:
    with pytest.raises(TypeError, match="set has no digest"):
        identity.digest({"segments": {"a", "b"}})
    assert identity.digest((1, np.float64(0.5))) == identity.digest([np.int64(1), 0.5])
    assert identity.digest(np.zeros(4)) != identity.digest(np.zeros((2, 2)))
    assert identity.digest(np.zeros(4, np.float32)) != identity.digest(np.zeros(2))
