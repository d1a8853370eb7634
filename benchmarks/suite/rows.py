"""Figures as lines of a table, with what was asked of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

Figures = Mapping[str, Any]

NAMES: Final = {
    "mesa": "Mesa, idiomatic (`discrete_space.Network`)",
    "mesa-grid": "Mesa, `space.NetworkGrid`",
    "mesa-cached": "Mesa, cached neighbour lists",
    "numpy": "NumPy with a SciPy sparse graph",
}
EVERY: Final = ", the core day; engine with every mechanism"

AT_LEAST: Final = {
    "mesa-5": 1000.0, "mesa-large": 700.0, "mesa-15": 400.0, "mesa-cached-5": 300.0,
    "mesa-cached-large": 300.0, "numpy-5": 8.0, "numpy-large": 8.0, "mesa-every": 1000.0,
    "mesa-cached-every": 300.0, "numpy-every": 8.0, "mesa-every-15": 400.0,
    "mesa-every-large": 700.0, "numpy-every-large": 8.0,
}  # fmt: skip
"""Ratios asked for, by part."""

LARGE: Final = 100_000_000
"""Members of whose year time and memory are asked for."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what, the figure, and what was asked, empty where nothing was."""

    what: str
    figure: str
    asked: str = ""
    met: bool | None = None

    @property
    def verdict(self) -> str:
        """What was asked, and whether it is so."""
        if self.met is None:
            return self.asked
        return f"{self.asked}: {'yes' if self.met else 'no'}"


@dataclass(frozen=True, slots=True)
class Beside:
    """One line of the comparison with a rival."""

    rival: str
    members: str
    active: str
    ns: str
    engine: str
    ratio: Line


def comparisons(figures: Figures) -> list[Beside]:
    """Return a line for each rival and world that was measured."""
    found = []
    for part, f in figures.items():
        if "rival" not in f:
            continue
        asked = AT_LEAST.get(part)
        low, high = f["ratio_range"]
        ratio = Line(
            part,
            f"{_times(f['ratio'])} ({_times(low)} to {_times(high)})",
            f"at least {asked:,.0f}" if asked else "",
            f["ratio"] >= asked if asked else None,
        )
        found.append(
            Beside(
                NAMES[f["rival"]] + (EVERY if f.get("every_mechanism") else ""),
                f"{f['members']:,}",
                f"{f['engine_active']:.1%}, {f['rival_active']:.1%}",
                f"{f['rival_ns']:,.0f}",
                f"{f['engine_ns']:.1f}",
                ratio,
            )
        )
    return found


def others(figures: Figures) -> list[Line]:
    """Return a line for each other figure that was measured."""
    lines = []
    for part, write in _WRITERS.items():
        f = figures.get(part)
        if f and "left_out" not in f and "error" not in f:
            lines += write(f)
    return lines


def missing(figures: Figures) -> list[Line]:
    """Return a line for each part that was not measured, with the reason."""
    return [
        Line(part, f.get("left_out") or f["error"])
        for part, f in figures.items()
        if "left_out" in f or "error" in f
    ]


def _times(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:.1f}"


def _at_most(what: str, value: float, limit: float, figure: str, unit: str = "") -> Line:
    return Line(what, figure, f"at most {limit:g}{unit}", value <= limit)


def _members(f: Figures) -> list[Line]:
    costs = ", ".join(f"{ns:.1f} at {n:,}" for n, ns in zip(f["members"], f["ns"], strict=True))
    span = f"{f['members'][0]:,} to {f['members'][-1]:,}"
    return [
        Line("a day of a member, ns, by members", costs),
        _at_most(
            f"exponent of a day's cost in members, {span}", f["exponent"], 1.10,
            f"{f['exponent']:.3f}",
        ),
    ]  # fmt: skip


def _ties(f: Figures) -> list[Line]:
    costs = ", ".join(f"{ns:.1f} at {n:g}" for n, ns in zip(f["ties"], f["ns"], strict=True))
    return [
        Line(f"a day of a member, ns, by ties ({f['members']:,} members)", costs),
        Line("one tie more", f"{f['ns_a_tie']:.2f} ns a member-day"),
    ]


def _year(f: Figures) -> list[Line]:
    what = f"a year of {f['members']:,} members ({f['members_at_end']:,} at its end)"
    seconds, gib = f["seconds"], f["peak_bytes"] / 2**30
    took = (f"{seconds:,.0f} s; of processors {f['processor_seconds']:,.0f} s, "
            f"{f['ns']:.1f} ns a member-day")  # fmt: skip
    threads = "a thread" if f["threads"] == 1 else f"{f['threads']} threads"
    time = f"{what}: time on {threads} of {f['processor']}"
    memory = f"{what}: peak memory"
    large = f["members"] >= LARGE
    return [
        _at_most(time, seconds, 1200.0, took, " s") if large else Line(time, took),
        _at_most(memory, gib, 24.0, f"{gib:.2f} GiB", " GiB") if large
        else Line(memory, f"{gib:.2f} GiB"),
        _at_most("memory a member", f["bytes_a_member"], 200.0,
                 f"{f['bytes_a_member']:.0f} bytes", " bytes"),
    ]  # fmt: skip


def _in_c(f: Figures) -> list[Line]:
    low, high = f["times_c_range"]
    times, limit = f["times_c"], f["most"]
    return [
        Line(f"the same algorithm in C, {f['members']:,} members",
             f"{f['c_ns']:.1f} ns a member-day, engine {f['engine_ns']:.1f}"),
        Line("the engine's time in C's", f"{times:.2f} ({low:.2f} to {high:.2f})",
             f"at most {limit:g}", times <= limit),
    ]  # fmt: skip


def _bandwidth(f: Figures) -> list[Line]:
    return [
        Line(
            f"memory read by the screen alone, {f['members']:,} members",
            f"{f['screen_gib_s']:.1f} GiB/s ({f['screen_ns']:.2f} ns a member)",
        ),
        Line(
            "share of the bandwidth that a plain loop reaches",
            f"{f['share_of_read']:.0%} of {f['read_gib_s']:.1f} GiB/s read, "
            f"{f['share_of_triad']:.0%} of {f['triad_gib_s']:.1f} GiB/s triad",
        ),
    ]


def _replications(f: Figures) -> list[Line]:
    what = f"runs of {f['members']:,} members over {f['days']} days, a second"
    figure = f"{f['one_thread']:.1f} on one thread, {f['two_threads']:.1f} on two"
    return [
        Line(what, figure),
        Line("two threads over one", f"{f['speed_up']:.2f} times", "at least 1.7",
             f["speed_up"] >= 1.7),
        Line("share of a run outside the compiled days", f"{f['lock_share']:.0%}"),
    ]  # fmt: skip


def _stalls(f: Figures) -> list[Line]:
    quiet, taken = f["quiet"], f["core_taken"]
    return [
        Line("runs on two threads when another process takes a core",
             f"{f['slower']:.2f} times slower"),
        Line("longest run, in medians", f"{quiet['longest_run']:.1f} quiet, "
             f"{taken['longest_run']:.1f} with the core taken"),
        Line(f"longest day of {f['large']:,} members, in medians",
             f"{quiet['longest_day']:.1f} quiet, {taken['longest_day']:.1f} with the core taken"),
    ]  # fmt: skip


def _import(f: Figures) -> list[Line]:
    return [_at_most("`import forerun`", f["seconds"], 0.3, f"{f['seconds']:.3f} s", " s")]


def _run(f: Figures) -> list[Line]:
    what = "`forerun run` of 2,000 members in 20 worlds, warm"
    desk = f"`forerun run {f['library_scenario']}`, warm: as many, with a help desk"
    return [
        _at_most(what, f["small"], 1.5, f"{f['small']:.2f} s", " s"),
        Line(desk, f"{f['library']:.2f} s"),
    ]


def _first_run(f: Figures) -> list[Line]:
    says = "says" if f["says_so"] else "does not say"
    figure = f"{f['seconds']:.0f} s, {says} that it compiles"
    return [Line("the first run, which compiles", figure, "says so", f["says_so"])]


def _mechanisms(f: Figures) -> list[Line]:
    ns, own = f["ns"], f["own_ns"]
    what = "a day of a member with a plan that pulls every lever"
    return [
        Line(f"{what}: without mechanisms, with all",
             f"{ns['none']:.1f} ns, {ns['all']:.1f} ns"),
        *(
            Line(f"own cost of the mechanism `{name}`", f"{own[name]:+.2f} ns a member-day")
            for name in own if name not in ("none", "all")
        ),
    ]  # fmt: skip


_WRITERS: Final = {
    "mechanisms": _mechanisms,
    "c": _in_c,
    "c-large": _in_c,
    "members": _members,
    "ties": _ties,
    "year": _year,
    "year-large": _year,
    "bandwidth": _bandwidth,
    "replications": _replications,
    "stalls": _stalls,
    "import": _import,
    "run": _run,
    "first-run": _first_run,
}
