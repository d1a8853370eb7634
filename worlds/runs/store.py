"""A store of finished runs: asked twice, lived once.

A run stands under the hash of all that it hangs on (`worlds.runs.key`). Runs are added in files of
Parquet, a row a run and measure, each written by one process, once, and named by the SHA-256 of its
bytes: one that is damaged, half written or moved no longer answers to its name and is not read. The
manifest has a line for each file with the keys in it; lines are only added.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sim.errors import InputError
from sim.files import open_file, refuse_special
from sim.metrics import MEASURES, Parts
from worlds.held import held
from worlds.runs import rows
from worlds.runs.key import version
from worlds.runs.rows import Kept
from worlds.store import write_whole

if TYPE_CHECKING:
    import polars as pl

Found = TypeVar("Found")

MANIFEST: Final = "manifest.jsonl"
LOCK: Final = "lock"
FILE: Final = re.compile(r"[0-9a-f]{64}\.parquet")
KEY: Final = re.compile(r"[0-9a-f]{64}")

MOST_BYTES: Final = 256 << 20
"""A manifest or a file of runs may be so long."""

LINE: Final = {"file", "scenario", "plan", "version", "keys"}


@dataclass(frozen=True, slots=True)
class Segment:
    """A file of runs, as the manifest has it.

    Attributes
    ----------
    file
        Its name: the SHA-256 of its bytes.
    scenario, plan
        Names of the scenario and of the plan.
    version
        Of the model; runs of another one are never asked for.
    keys
        Of the runs in it.
    """

    file: str
    scenario: str
    plan: str
    version: str
    keys: tuple[str, ...]


@dataclass(slots=True)
class _Known:
    """What was read of a manifest, and where each run is.

    Attributes
    ----------
    seen
        The manifest's identity, size and time when it was read.
    upto, lines
        Bytes and number of the whole lines that were read.
    segments
        The files.
    places
        By key the places of the files that hold it.
    """

    seen: tuple[int, int, int] = (0, 0, 0)
    upto: int = 0
    lines: int = 0
    segments: list[Segment] = field(default_factory=list)
    places: dict[str, list[int]] = field(default_factory=dict)

    def add(self, segments: Sequence[Segment]) -> None:
        for place, segment in enumerate(segments, len(self.segments)):
            for key in segment.keys:
                self.places.setdefault(key, []).append(place)
        self.segments += segments


class Store:
    """Runs kept in a folder.

    Parameters
    ----------
    folder
        Where; made when the first run is kept.
    tell
        Told in a line of each file that is not trusted.
    """

    def __init__(self, folder: Path, tell: Callable[[str], None] | None = None) -> None:
        self.folder = folder
        self._tell = tell or (lambda _line: None)
        self._known = _Known()
        self._distrusted: set[str] = set()

    def segments(self) -> list[Segment]:
        """Return the files that the manifest names; lines of it that are damaged are left out.

        Raises
        ------
        InputError
            If the manifest cannot be read.
        """
        known = _Known()
        self._read_on(known)
        return known.segments

    def _read_on(self, known: _Known) -> None:
        """Add the files that a manifest names beyond what is known of it."""
        path = self.folder / MANIFEST
        if not path.exists():
            return
        with open_file(path) as file:
            file.seek(known.upto)
            text = file.read(MOST_BYTES + 1 - known.upto)
        if known.upto + len(text) > MOST_BYTES:
            raise InputError(f"is longer than {MOST_BYTES:,} bytes", file=str(path))
        # What follows the last line end is a line that a kill cut short.
        lines = text.split(b"\n")[:-1]
        found = [_segment(line) for line in lines]
        for number, segment in enumerate(found, 1):
            if segment is None:
                self._tell(f"{path}:{known.lines + number}: damaged, left out")
        known.add([segment for segment in found if segment is not None])
        known.lines += len(lines)
        known.upto += sum(len(line) + 1 for line in lines)

    def find(
        self, keys: Collection[str], measures: Collection[str] = MEASURES
    ) -> dict[str, dict[str, Parts]]:
        """Return some measures of runs, by key; runs of which one is not kept are not in it.

        Of a search's runs there is only what it asked for. A file that is missing or damaged is
        told and passed over.
        """
        return self._found(keys, lambda frame, some: rows.parts(frame, some, measures))

    def find_lived(self, keys: Collection[str]) -> dict[str, str]:
        """Return what is kept of runs beyond their measures, by key, as `Kept.lived`; see `find`.

        Of the runs of a sweep or a search nothing is.
        """
        return self._found(keys, rows.lived)

    def tell_read(self, read: int, asked: int) -> None:
        """Tell how many of the runs that were asked for are read here, if any are."""
        if read:
            self._tell(f"{read} of {asked} runs are kept in {self.folder}, and read")

    def _found(
        self,
        keys: Collection[str],
        read_off: Callable[[pl.DataFrame, Collection[str]], dict[str, Found]],
    ) -> dict[str, Found]:
        wanted, found = set(keys), dict[str, Found]()
        known = self._up_to_date()
        there = {place for key in wanted for place in known.places.get(key, ())}
        for place in sorted(there):
            segment = known.segments[place]
            if not (here := wanted.intersection(segment.keys)):
                continue
            frame = self.read(segment)
            if frame is None:
                if segment.file not in self._distrusted:
                    self._distrusted.add(segment.file)
                    self._tell(f"{self.folder / segment.file}: damaged or missing, not trusted")
                continue
            own = read_off(frame, here)
            found |= own
            wanted -= own.keys()
        return found

    def _up_to_date(self) -> _Known:
        """Return where each run is; of the manifest only what was added is read again."""
        try:
            found = (self.folder / MANIFEST).stat()
        except OSError:
            return _Known()
        seen = (found.st_ino, found.st_size, found.st_mtime_ns)
        if seen != self._known.seen:
            if seen[0] != self._known.seen[0] or seen[1] < self._known.upto:
                # Another manifest, as pruning leaves.
                self._known = _Known()
            self._read_on(self._known)
            self._known.seen = seen
        return self._known

    def keep(self, runs: Sequence[Kept], scenario: str, plan: str) -> None:
        """Add a file of runs, at least one, whole or not at all.

        Raises
        ------
        InputError
            If the folder cannot be written.
        """
        buffer = io.BytesIO()
        rows.of_runs(runs, scenario, plan).write_parquet(
            buffer, compression="zstd", statistics=False
        )
        content = buffer.getvalue()
        segment = Segment(
            f"{sha256(content).hexdigest()}.parquet", scenario, plan, version(),
            tuple(run.key for run in runs),
        )  # fmt: skip
        try:
            with self._held():
                write_whole(self.folder / segment.file, content)
                with (self.folder / MANIFEST).open("a+b") as manifest:
                    manifest.seek(0)
                    manifest.truncate(manifest.read().rfind(b"\n") + 1)
                    manifest.write(_line(segment))
        except OSError as error:
            raise self._cannot(error) from error

    def read(self, segment: Segment) -> pl.DataFrame | None:
        """Return the rows of a file, None if it is not there as it was written."""
        import polars as pl

        try:
            with open_file(self.folder / segment.file) as file:
                content = file.read(MOST_BYTES + 1)
        except InputError:
            return None
        if sha256(content).hexdigest() != Path(segment.file).stem:
            return None
        try:
            return pl.read_parquet(io.BytesIO(content))
        except pl.exceptions.PolarsError:
            return None

    def run(self, prefix: str) -> pl.DataFrame:
        """Return the rows of one run.

        Parameters
        ----------
        prefix
            How its key begins.

        Raises
        ------
        InputError
            If no run or more than one begins so, or its file is damaged.
        """
        import polars as pl

        there = [(key, each) for each in self.segments() for key in each.keys]
        matching = {key for key, _ in there if key.startswith(prefix)}
        if len(matching) != 1 or not prefix:
            message = f"{len(matching)} kept runs begin with {prefix!r}; name one"
            raise InputError(message, file=str(self.folder), field="runs")
        (key,) = matching
        frames = [self.read(segment) for found, segment in there if found == key]
        own = [frame.filter(pl.col("key") == key) for frame in frames if frame is not None]
        if not own:
            raise InputError("its file is damaged or missing", file=str(self.folder), field=prefix)
        # A search keeps few of its measures; another command may have kept all.
        return max(own, key=len)

    def prune(self, everything: bool = False) -> tuple[int, int]:
        """Delete what will never be read again: runs of other versions, damaged and stray files.

        Parameters
        ----------
        everything
            Whether to delete the good runs of this version, too.

        Returns
        -------
        runs, files
            How many were deleted.

        Raises
        ------
        InputError
            If the folder cannot be written.
        """
        if not self.folder.is_dir():
            return 0, 0
        try:
            with self._held():
                there = self.segments()
                good = [
                    each
                    for each in there
                    if not everything and each.version == version() and self.read(each) is not None
                ]
                write_whole(self.folder / MANIFEST, b"".join(map(_line, good)))
                named = {each.file for each in good}
                stray = [
                    path
                    for path in self.folder.iterdir()
                    if FILE.search(path.name) and path.name not in named
                ]
                for path in stray:
                    path.unlink()
        except OSError as error:
            raise self._cannot(error) from error
        runs = {key for each in there for key in each.keys}
        return len(runs - {key for each in good for key in each.keys}), len(stray)

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Hold the store for the moment of a change, waiting for whoever holds it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        refuse_special(self.folder / MANIFEST)
        with held(self.folder / LOCK, wait=True):
            yield

    def _cannot(self, error: OSError) -> InputError:
        return InputError(f"cannot keep runs here: {error.strerror}", file=str(self.folder))


def _line(segment: Segment) -> bytes:
    return json.dumps(asdict(segment)).encode() + b"\n"


def _segment(line: bytes) -> Segment | None:
    """Return what a line of a manifest says; None if it is none."""
    try:
        own = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(own, dict) or set(own) != LINE or not isinstance(own["keys"], list):
        return None
    texts = [own[name] for name in LINE - {"keys"}] + own["keys"]
    if not all(isinstance(text, str) for text in texts):
        return None
    # A name of another form could lead out of the folder.
    if not (FILE.fullmatch(own["file"]) and all(KEY.fullmatch(key) for key in own["keys"])):
        return None
    return Segment(**{**own, "keys": tuple(own["keys"])})


def described(segments: Sequence[Segment], folder: Path) -> list[dict[str, Any]]:
    """Return what a store holds, a row a scenario, plan and version of the model."""
    rows: dict[tuple[str, str, str], dict[str, Any]] = {}
    for each in segments:
        name = (each.scenario, each.plan, each.version)
        row = rows.setdefault(
            name,
            {
                "scenario": each.scenario, "plan": each.plan, "version": each.version[:12],
                "current": each.version == version(), "runs": set(), "files": 0, "bytes": 0,
            },
        )  # fmt: skip
        path = folder / each.file
        row["runs"].update(each.keys)
        row["files"] += 1
        row["bytes"] += path.stat().st_size if path.is_file() else 0
    return [{**row, "runs": len(row["runs"])} for row in rows.values()]
