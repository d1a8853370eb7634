"""A file that cannot be gone on with says so in one line."""

from __future__ import annotations

import io
import json
import os
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim import checkpoint, identity
from sim.compiled.control import ACCEPTED_WAITING, JOINED, POINTS_PURSE
from sim.compiled.layout import HOLD_DAYS, LEVELS, NEVER, REFERRED
from sim.errors import InputError
from sim.plan import NoPlan
from strategies import Points, StrategyPlan
from tests.checkpoint.saved import LIMITED, lived, spec
from tests.communities import Fixed, rich
from tests.oracle.worlds import everything

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


def lead(array: str, field: str | None, value: float, at: int = 3) -> Callable[[Entries], Entries]:
    """Return a change that lets a stored place lead outside."""

    def change(found: Entries) -> Entries:
        changed = found[array].copy()
        places = changed.reshape(-1) if field is None else changed[field]
        places[at] = value
        return {**found, array: changed}

    return change


def smuggled(array: str, value: int, at: int) -> Callable[[Entries], Entries]:
    """Return a change that adds a day's array, which the scenario implies, with a place changed."""

    def change(found: Entries) -> Entries:
        name = f"days.{array}"
        changed = getattr(lived(OF, LIMITED, 5, 0).community.days, array).copy()
        changed[at] = value
        told = with_head(found, lambda head: head["rows"].update({name: len(changed)}))
        return {**told, name: changed}

    return change


def longer(*arrays: str) -> Callable[[Entries], Entries]:
    """Return a change that makes some columns twice as long as they are."""

    def change(head: dict[str, Any]) -> None:
        for array in arrays:
            head["rows"][f"columns.{array}"] *= 2

    return lambda found: with_head(found, change)


CONTENTS: dict[str, Callable[[Entries], Entries]] = {
    "a tie to nobody": lead("columns.lines", None, 2_000_000, at=0),
    "a tie too many": lead("columns.members", "ties", 97),
    "a segment too far": lead("columns.members", "segment", 9),
    "a visit to come": lead("columns.members", "last_visit", 4_000),
    "a first day after the last": lead("columns.members", "debut", 400),
    "an inviter of tomorrow": lead("columns.inviter", None, 2_000_000),
    "a roster of strangers": lead("columns.roster", None, -7),
    "a birthday before the last": lead("columns.born", None, 0),
    "an inviter who is nobody": lead("columns.members", "flags", int(REFERRED)),
    "a first day without a last": lead("columns.members", "last_active", int(NEVER)),
    "levels in the days": smuggled("rules", 10**6, LEVELS),
    "a hold in the days": smuggled("rules", -1000, HOLD_DAYS),
    "a week in the days too far": smuggled("week", 100_000, 20),
    "a week in the days below zero": smuggled("week", -5, 20),
    "joiners below zero": lead("days.organic", None, -5, at=40),
    "joiners from nowhere": lead("days.organic", None, 5_000, at=40),
    "a wait without a number": lead("days.waits", None, np.nan),
    "a wait below zero": lead("days.waits", None, -2.0),
    "an offer without a number": lead("offers.table", None, np.nan),
    "items without end": lead("offers.supply", None, np.inf),
    "levels without end": put("rules", "level_thresholds", value=list(range(1, 9))),
    "a threshold beyond all": put("rules", "level_thresholds", value=[2**70]),
    "a hold before it begins": put("rules", "hold_days", value=-1),
    "a hold without end": put("rules", "hold_days", value=2**63 - 1),
    "joiners at midnight": lead("columns.control", None, 5, at=JOINED),
    "acceptances of nobody": lead("columns.control", None, 50, at=ACCEPTED_WAITING),
    "acceptances to come": lead("tallies.accepted", None, -3, at=0),
    "accepted without a count": lead("columns.accepted", None, 2**64 - 1, at=0),
    "returned and unknown": lead("columns.returned", None, 1 << 63, at=-1),
    "leavers at midnight": lead("columns.leaving", None, 1, at=0),
    "members longer than the rest": longer("members"),
    "records longer than their bits": longer(
        "members", "identity", "visit_bound", "leave_bound", "inviter", "roster", "lines", "claims"
    ),
    "a queue longer than its order": longer("queue"),
    "an order longer than its queue": longer("order"),
    "bits of their own length": longer("leaving"),
    "days of their own length": longer("born"),
    "presence of some": longer("friends_here"),
    "claims of some": longer("claims"),
    "memories of some": longer("memories"),
    "groups of some": longer("group"),
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


GROWN: dict[str, Callable[[Entries], Entries]] = {
    "the market below zero": lead("days.organic", None, -5, at=12),
    "the market without end": lead("days.organic", None, 10**6, at=12),
    "history rewritten": lead("days.organic", None, 7, at=4),
    "joiners of days to come": lead("days.organic", None, 7, at=60),
    "a purse without claims": lead("columns.control", None, 100, at=POINTS_PURSE),
    "a group too far": lead("columns.group", None, 100_000),
    "a group not opened": lead("columns.group", None, 15),
    "an open group not opened": lead("columns.open_group", None, 15, at=1),
    "a group of fewer": lead("columns.group_size", None, 1, at=0),
    "a group too full": lead("columns.group_size", None, 201, at=0),
    "a group that waits full": lead("columns.group_size", None, 5, at=-1),
    "a stranger in a group": lead("columns.group_rows", None, 2_000_000, at=1),
    "a level too high": lead("columns.memories", "level_held", 8),
    "an award to come": lead("columns.memories", "award_day", 4_000),
    "groups longer than their rows": longer("group_size"),
    "rows longer than their groups": longer("group_rows"),
    "adoption longer than the rest": longer("adopted"),
}


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("good") / "run.npz"
    checkpoint.save(lived(everything(), NoPlan(), 5, 9), path)
    return path.read_bytes()


@pytest.mark.parametrize("change", GROWN)
def test_a_world_of_everything_that_nobody_lived(change: str, grown: bytes, tmp_path: Path) -> None:
    path, of = tmp_path / "run.npz", everything()
    path.write_bytes(packed(**entries(grown)))
    assert checkpoint.load(path, of, NoPlan()).today == 9
    path.write_bytes(packed(**GROWN[change](entries(grown))))
    said = refused(path, spec=of, plan=NoPlan())
    assert said.startswith("it is not a checkpoint, or it is damaged")


def test_what_has_no_digest_is_a_fault_of_ours() -> None:
    with pytest.raises(TypeError, match="set has no digest"):
        identity.digest({"segments": {"a", "b"}})
    assert identity.digest((1, np.float64(0.5))) == identity.digest([np.int64(1), 0.5])
    assert identity.digest(np.zeros(4)) != identity.digest(np.zeros((2, 2)))
    assert identity.digest(np.zeros(4, np.float32)) != identity.digest(np.zeros(2))


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of a POSIX system")
def test_a_checkpoint_is_not_moved_over_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="it is a pipe"):
        checkpoint.save(lived(OF, LIMITED, 5, 9), tmp_path / "pipe")
    assert (tmp_path / "pipe").is_fifo()
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]
