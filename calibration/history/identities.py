"""Who a name stands for: a number and a pseudonym in its place, nobody where it says so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from calibration.history import pseudonyms
from calibration.history.reading import Note
from calibration.history.vocabulary import is_known

if TYPE_CHECKING:
    import polars as pl

NOBODY: Final = (
    "nan", "none", "null", "\\n", "(null)", "<na>", "n/a", "#n/a", "nil", "undefined", "nat",
)  # fmt: skip
"""What programs write where there is no member; in any case."""


_ADDRESS: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+|^\+?\d[\d\s().\-]{5,}\d$")
"""An e-mail address within a text, or a text that is a telephone number."""


@dataclass(frozen=True, slots=True)
class Members:
    """The members of a table, without their names.

    Attributes
    ----------
    numbers
        For each row the member's number, in the order in which they first stand there; null where
        there is none. So nothing that follows depends on the key, or on what members are called.
    pseudonyms
        UInt64 by number: a member of two files has the same in both, if one user reads them.
    nobody
        What is written there, by the number, of those that are nobody.
    twin
        By number, whether it is written like ``12.0`` and stands beside ``12``.
    """

    numbers: pl.Series
    pseudonyms: pl.Series
    nobody: Mapping[int, str]
    twin: pl.Series

    @classmethod
    def of(cls, names: pl.Series, key: bytes) -> Members:
        """Take the names away.

        Parameters
        ----------
        names
            Trimmed, categorical; null where there is none.
        key
            The secret of the pseudonyms.
        """
        import polars as pl

        once = names.drop_nulls().unique(maintain_order=True)
        place = names.to_physical().fill_null(0).to_numpy()
        number = np.zeros(int(place.max()) + 1, np.uint32)
        number[once.to_physical().to_numpy()] = np.arange(len(once), dtype=np.uint32)
        there = pl.when(pl.col("there")).then("number")
        rows = pl.DataFrame({"number": number[place], "there": names.is_not_null()})
        texts = once.cast(pl.String)
        numbered = texts.to_frame("name").with_row_index("number")
        nobody = numbered.filter(is_nobody(pl.col("name")))
        return cls(
            numbers=rows.select(there)["number"],
            pseudonyms=pseudonyms.pseudonyms(texts, key),
            nobody=dict(nobody.iter_rows()),
            twin=_twins(texts),
        )


def trimmed(column: pl.Expr) -> pl.Expr:
    """Return names as text without blanks around them, null where there is none."""
    import polars as pl

    text = column.cast(pl.String).str.strip_chars()
    return pl.when(text != "").then(text)


def is_nobody(name: pl.Expr) -> pl.Expr:
    """Whether a trimmed name is one of `NOBODY`."""
    # Few names are so short, and lower case is costly.
    return (name.str.len_bytes() <= 9) & name.str.to_lowercase().is_in(NOBODY)


def like_members(events: pl.Series, members: pl.Series) -> list[str]:
    """Return names of events that are a member's: fields have slipped, or a wrong column is read.

    That is an address or a telephone number, or what is oftener a member than an event.

    Parameters
    ----------
    events, members
        By row, categorical; events in lower case.
    """
    import polars as pl

    kinds = events.drop_nulls().unique().cast(pl.String)
    named = kinds.to_list()
    found = [name for name in named if _ADDRESS.search(name)]
    once = members.drop_nulls().unique().to_frame("name")
    lower = pl.col("name").cast(pl.String).str.to_lowercase()
    suspects = once.filter(lower.is_in([n for n in named if not is_known(n) and not _is_code(n)]))
    if suspects.is_empty():
        return found
    rows = pl.DataFrame({"event": events, "member": members})
    known = rows.join(suspects, left_on="member", right_on="name", how="semi")
    by_name = known.group_by(name=pl.col("member").cast(pl.String).str.to_lowercase()).len()
    by_event = rows.group_by(name=pl.col("event").cast(pl.String)).agg(acts=pl.len())
    both = by_name.join(by_event, on="name").filter(pl.col("acts") <= pl.col("len"))
    return [*found, *both["name"].to_list()]


def _is_code(name: str) -> bool:
    """Whether events may be numbered like this, as members may."""
    return name.isdecimal() and len(name) < 7


def _twins(names: pl.Series) -> pl.Series:
    """Return whether each name is written like ``12.0`` and stands beside ``12``."""
    import polars as pl

    whole = pl.col("name").str.replace(r"\.0+$", "")
    twin = pl.col("name").str.contains(r"^\d+\.0+$") & whole.is_in(names.implode())
    return names.to_frame("name").select(twin=twin)["twin"]


def twins(members: Members, kept: pl.Series) -> list[Note]:
    """Tell of names like ``12.0`` that stand beside ``12`` as another member.

    Parameters
    ----------
    members
        Who is in the table.
    kept
        Numbers of those whose rows count, each once.
    """
    both = int(members.twin.gather(kept).sum())
    if not both:
        return []
    return [
        Note(
            "twins",
            f"{both:,} members are written like 12.0 beside 12 and count as others; "
            "write each in one way",
            f"{both:,} 个成员既写作 12 又写作 12.0，被当作不同的人；请统一写法",
            warning=True,
            rows=both,
        )
    ]
