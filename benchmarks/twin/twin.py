"""The engine beside its own algorithm in C: `day.c`, on copies of the same community's arrays."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.suite.worlds import FIVE, SEED, World, counted, member_days
from sim.community import Community
from sim.compiled import control, layout
from sim.draws import DAILY, LASTING, decision
from sim.trajectory import COUNTS

COMPILERS: Final = ("gcc", "cc", "clang")
FLAGS: Final = (
    "-O3", "-march=native", "-ffp-contract=off", "-fno-math-errno", "-fno-trapping-math",
    "-fno-tree-pre", "-shared", "-fPIC",
)  # fmt: skip
"""As fast as strict 32-bit arithmetic allows: none of them changes a bit. Without the last of the
optimisation gcc turns the cut of an exponent into a branch, and no exponential is vectorised."""

MOST: Final = 1.25
"""Times the time of C that the engine may take."""

Say = Callable[[str], None]
"""Takes a line of progress."""


def compiler() -> str | None:
    """Return the C compiler of this machine, or None."""
    return next(filter(None, map(shutil.which, COMPILERS)), None)


@cache
def library() -> ctypes.CDLL:
    """Compile `day.c` and return it, loaded.

    Raises
    ------
    FileNotFoundError
        If there is no C compiler.
    RuntimeError
        If the compiler refuses.
    """
    command = compiler()
    if command is None:
        raise FileNotFoundError(f"no C compiler: none of {', '.join(COMPILERS)} is there")
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder) / "day.so"
        (Path(folder) / "layout.h").write_text(header(), encoding="utf-8")
        source = Path(__file__).with_name("day.c")
        done = subprocess.run(
            [command, *FLAGS, "-I", folder, "-o", str(built), str(source), "-lm"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{command} refuses day.c: {done.stderr}")
        return ctypes.CDLL(str(built))


_KINDS: Final = {
    np.dtype(np.float32): "float",
    **{
        np.dtype(kind): f"{kind}_t"
        for kind in ("int8", "uint8", "uint16", "int32", "int64", "uint64")
    },
}


def header() -> str:
    """Return `layout.h`: the engine's records, arrays and numbers, as C declares them."""
    tiny = Community(World(64).spec(1), SEED)
    lines = ["#pragma once", "#include <stdint.h>"]
    for name, value in (vars(layout) | vars(control)).items():
        if name.isupper() and isinstance(value, (int, np.integer)):
            lines.append(f"enum {{ {name} = {int(value)} }};")
    names = [name.upper().replace(" ", "_") for name in DAILY + LASTING]
    counts = [f"{name.upper()}_COUNT" for name in COUNTS]
    numbers = ", ".join(f"{decision(name)}u" for name in DAILY + LASTING)
    lines += [
        f"enum {{ {', '.join(names)}, KEYS }};",
        f"enum {{ {', '.join(counts)}, COUNTS }};",
        f"enum {{ EFFECTS = {len(layout.EFFECTS)}, LINE = {tiny.columns.lines.shape[1]} }};",
        f"static const uint64_t DECISIONS[KEYS] = {{ {numbers} }};",
        _struct("Member", [
            f"{_KINDS[layout.MEMBER[name]]} {name}" for name in layout.MEMBER.names or ()
        ]),
        f'_Static_assert(sizeof(Member) == {layout.MEMBER.itemsize}, "a record");',
        _struct("Theta", [f"float {name}" for name in tiny.spec.behaviour.pack()._fields]),
    ]  # fmt: skip
    for group in _groups(tiny):
        pointers = [
            f"{_KINDS.get(array.dtype, 'Member')} *{name}"
            for name, array in group._asdict().items()
        ]
        lines.append(_struct(type(group).__name__, pointers))
    return "\n".join(lines) + "\n"


def _struct(name: str, fields: list[str]) -> str:
    return f"typedef struct {{ {' '.join(f'{field};' for field in fields)} }} {name};"


def _groups(community: Community) -> tuple[Any, ...]:
    return (
        community.columns, community.days, community._today, community.tallies,
    )  # fmt: skip


def live(community: Community, until: int) -> None:
    """Live the days up to `until` (not included) in C, in place.

    The community must be past its launch, and nobody may join: no arrivals, no accepted
    invitation. It has no groups and no limited purse of points.
    """
    days, tallies = community.days, community.tallies
    if days.organic[community.today : until].any() or days.paid[community.today : until].any():
        raise ValueError("day.c lets nobody in")
    groups = _groups(community)
    sizes = ("segments", "levels", "offer_days", "supply_days", "weeks")
    behaviour = community.spec.behaviour.pack()

    class InC(ctypes.Structure):
        _fields_ = [
            *((type(group).__name__, ctypes.c_void_p * len(group)) for group in groups),
            ("theta", ctypes.c_float * len(behaviour)),
            *((name, ctypes.c_int64) for name in sizes),
            ("seed", ctypes.c_uint64),
        ]

    world = InC(
        *(
            (ctypes.c_void_p * len(group))(*(array.ctypes.data for array in group))
            for group in groups
        ),
        (ctypes.c_float * len(behaviour))(*behaviour),
        days.effects.shape[2], days.effects.shape[1], len(days.effects), len(days.supply),
        len(tallies.triangle), community.seed,
    )  # fmt: skip
    library().live(ctypes.byref(world), ctypes.c_int64(until))


def different(one: Community, other: Community) -> list[str]:
    """Return the names of the arrays in which two communities differ by any bit."""
    return [
        name
        for ours, theirs in zip(
            (one.columns, one.tallies), (other.columns, other.tallies), strict=True
        )
        for name, array in ours._asdict().items()
        if not _same(array, getattr(theirs, name))
    ]


def _same(a: NDArray[Any], b: NDArray[Any]) -> bool:
    return bool(np.array_equal(a.view(np.uint8), b.view(np.uint8)))


def closed(members: int, days: int) -> Community:
    """Return a community that nobody joins after its first day: invitations are not accepted."""
    world = World(members, FIVE, changes={"accept_rate": 0.0})
    return Community(replace(world.spec(days), organic=np.zeros(days)), SEED)


def compare(members: int, warm_days: int, days: int, pairs: int, say: Say) -> dict[str, Any]:
    """Let the engine and C live the same days in turn; return the figures.

    Parameters
    ----------
    members
        Founders of the community.
    warm_days
        Days lived before the clock runs.
    days
        Days of a turn, from a copy of the warmed community.
    pairs
        Turns of each.
    say
        Called with each line of progress.

    Raises
    ------
    AssertionError
        If the two differ by a bit.
    """
    end = warm_days + days
    warm = closed(members, end)
    warm.live(warm_days)
    ours, theirs = warm.copy(), warm.copy()
    ours.live(end)
    live(theirs, end)
    wrong = different(ours, theirs)
    assert not wrong, f"C lives another day: {', '.join(wrong)}"
    lived = member_days(ours, warm_days, end)
    active = counted(ours, "active", warm_days, end) / lived
    del ours, theirs
    turns = []
    for pair in range(pairs):
        engine = _timed(warm, lambda twin: twin.live(end)) / lived
        c = _timed(warm, lambda twin: live(twin, end)) / lived
        turns.append((engine, c))
        say(f"pair {pair + 1} of {pairs}: engine {engine:.2f} ns, C {c:.2f} ns, {engine / c:.3f}")
    ratios = sorted(engine / c for engine, c in turns)
    return {
        "members": members,
        "days_a_turn": days,
        "pairs": pairs,
        "active": active,
        "times_c": median(ratios),
        "times_c_range": [ratios[0], ratios[-1]],
        "most": MOST,
        "engine_ns": median(engine for engine, _ in turns),
        "c_ns": median(c for _, c in turns),
        "turns": [{"engine": engine, "c": c} for engine, c in turns],
    }


def _timed(warm: Community, work: Callable[[Community], None]) -> int:
    """Return the nanoseconds of processor time of a stretch from a copy of the community."""
    twin = warm.copy()
    begin = time.process_time_ns()
    work(twin)
    return time.process_time_ns() - begin
