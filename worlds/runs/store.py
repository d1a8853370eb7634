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
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sim.errors import InputError
from sim.files import open_file, refuse_special
from sim.metrics import MEASURES, Parts
from worlds.held import held
from worlds.runs.key import version
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
class Kept:
    """A finished run.

    Attributes
    ----------
    key
        See `worlds.runs.key.World.run_key`.
    inputs
        What was varied, by path.
    draw, seed
        The behaviour draw and the seed of chance.
    parts
        What the run adds to every measure of the catalogue.
    lived
        All that is kept of it, if more than that is: see `worlds.packed`, as JSON.
    """

    key: str
    inputs: Mapping[str, float]
    draw: int
    seed: int
    parts: Mapping[str, Parts]
    lived: str | None = None


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

    def segments(self) -> list[Segment]:
        """Return the files that the manifest names; lines of it that are damaged are left out.

        Raises
        ------
        InputError
            If the manifest cannot be read.
        """
        path = self.folder / MANIFEST
        if not path.exists():
            return []
        with open_file(path) as file:
            text = file.read(MOST_BYTES + 1)
        if len(text) > MOST_BYTES:
            raise InputError(f"is longer than {MOST_BYTES:,} bytes", file=str(path))
        # What follows the last line end is a line that a kill cut short.
        lines = text.split(b"\n")[:-1]
        found = [_segment(line) for line in lines]
        for number, segment in enumerate(found, 1):
            if segment is None:
                self._tell(f"{path}:{number}: damaged, left out")
        return [segment for segment in found if segment is not None]

    def find(self, keys: Collection[str]) -> dict[str, dict[str, Parts]]:
        """Return what is kept of runs, by key; runs that are not there are not in it.

        A file that is missing or damaged is told and passed over.
        """
        return self._found(keys, _parts)

    def find_lived(self, keys: Collection[str]) -> dict[str, str]:
        """Return what is kept of runs beyond their measures, by key, as `Kept.lived`; see `find`.

        Of a sweep's runs nothing is.
        """
        return self._found(keys, _lived)

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
        for segment in self.segments():
            if not (here := wanted.intersection(segment.keys)):
                continue
            frame = self.read(segment)
            if frame is None:
                self._tell(f"{self.folder / segment.file}: damaged or missing, not trusted")
                continue
            own = read_off(frame, here)
            found |= own
            wanted -= own.keys()
        return found

    def keep(self, runs: Sequence[Kept], scenario: str, plan: str) -> None:
        """Add a file of runs, at least one, whole or not at all.

        Raises
        ------
        InputError
            If the folder cannot be written.
        """
        buffer = io.BytesIO()
        _frame(runs, scenario, plan).write_parquet(buffer, compression="zstd", statistics=False)
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
        for found, segment in there:
            frame = self.read(segment) if found == key else None
            if frame is not None:
                return frame.filter(pl.col("key") == key)
        raise InputError("its file is damaged or missing", file=str(self.folder), field=prefix)

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


def _frame(runs: Sequence[Kept], scenario: str, plan: str) -> pl.DataFrame:
    """Return runs as a tidy table, a row a run and measure."""
    import polars as pl

    measures = list(runs[0].parts)
    parts = [run.parts[name] for run in runs for name in measures]
    # Once a run: on its first row.
    lived = [text for run in runs for text in (run.lived, *[None] * (len(measures) - 1))]
    each = pl.DataFrame(
        {
            "key": [run.key for run in runs],
            "scenario": [scenario] * len(runs),
            "plan": [plan] * len(runs),
            "version": [version()] * len(runs),
            "inputs": [json.dumps(dict(run.inputs)) for run in runs],
            "draw": pl.Series([run.draw for run in runs], dtype=pl.Int64),
            "seed": pl.Series([run.seed for run in runs], dtype=pl.Int64),
        }
    )
    repeated = each.select(pl.all().repeat_by(len(measures)).explode())
    return repeated.with_columns(
        pl.Series("measure", measures * len(runs)),
        pl.Series("numerator", [own.numerator for own in parts], pl.Float64),
        pl.Series("denominator", [own.denominator for own in parts], pl.Float64),
        pl.Series("lived", lived, pl.String),
    )


def _parts(frame: pl.DataFrame, keys: Collection[str]) -> dict[str, dict[str, Parts]]:
    """Return the runs of some keys that hold every measure of the catalogue."""
    import polars as pl

    found: dict[str, dict[str, Parts]] = {}
    columns = ("key", "measure", "numerator", "denominator")
    for key, name, above, below in (
        frame.filter(pl.col("key").is_in(list(keys))).select(columns).iter_rows()
    ):
        found.setdefault(key, {})[name] = Parts(above, below)
    return {key: own for key, own in found.items() if own.keys() >= MEASURES.keys()}


def _lived(frame: pl.DataFrame, keys: Collection[str]) -> dict[str, str]:
    """Return what is kept of some runs beyond their measures."""
    import polars as pl

    there = frame.filter(pl.col("key").is_in(list(keys)) & pl.col("lived").is_not_null())
    return dict(there.select("key", "lived").iter_rows())


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
