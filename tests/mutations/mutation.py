"""A planted error: a piece of source text, what stands in its place, and who must see it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
CASES: Final = "tests/closed_forms"


@dataclass(frozen=True, slots=True)
class Mutation:
    """One planted error.

    Parameters
    ----------
    name
        Short name, unique.
    error
        Which error it is, in one line.
    where
        File or folder of the source, from the root.
    old, new
        What stands there, and what is planted.
    caught_by
        Tests that must fail, as ``file::test`` in `CASES`; of a parametrized test, one case at
        least.
    """

    name: str
    error: str
    where: str
    old: str
    new: str
    caught_by: tuple[str, ...]

    @property
    def tests(self) -> tuple[str, ...]:
        """The tests' ids from the root."""
        return tuple(f"{CASES}/{test}" for test in self.caught_by)

    @property
    def recompiles(self) -> bool:
        """Whether the compiled day must be compiled anew, a minute or two."""
        text = self.place(ROOT).read_text()
        return any(f"@{mark}" in text for mark in ("entry", "compiled", "inlined"))

    def place(self, root: Path) -> Path:
        """Return the one file under a root that holds the text.

        Raises
        ------
        LookupError
            If the text is not there, or more than once.
        """
        where = root / self.where
        files = sorted(where.rglob("*.py")) if where.is_dir() else [where]
        found = [file for file in files for _ in range(file.read_text().count(self.old))]
        if len(found) != 1:
            places = ", ".join(str(file.relative_to(root)) for file in found) or "nowhere"
            raise LookupError(
                f"mutation {self.name!r}: {self.old!r} must be once under {self.where}; "
                f"it is {len(found)} times: {places}. The source has changed: plant it anew."
            )
        return found[0]
