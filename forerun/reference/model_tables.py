"""The generated parts of docs/reference/model.md: state variables, schedule, submodels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from evidence.pages import table
from forerun.reference.docstrings import difference
from forerun.reference.register_tables import evidence_of, parameters_of
from forerun.reference.schedule import PARTS, steps
from forerun.reference.source import Field, docstring, flags, markdown, names, record
from sim.behaviour.register import DECLARED, MECHANISM

LAYOUT: Final = "sim/compiled/layout.py"

OTHERS: Final = (
    ("Offers", "sim/response.py", "effects_table", "what the levers of a plan do"),
    ("Ties", "sim/day/befriend.py", "", ""),
    ("Groups", "sim/day/groups.py", "", ""),
    ("Invitation rewards", "sim/day/rewards.py", "", ""),
    ("Turns", "sim/compiled/ration.py", "", ""),
    ("Service desk", "sim/desk/__init__.py", "", ""),
)
"""Submodels beside the modules of `sim/behaviour/`: title, file, function, subject."""


def homes() -> dict[str, str]:
    """Return the file in which each decision and mechanism stands, by name."""
    return {each.name: f"{name.replace('.', '/')}.py" for name, each in DECLARED.items()}


def _record(name: str) -> Callable[[], str]:
    return lambda: _fields(record(LAYOUT, name))


def _fields(fields: list[Field]) -> str:
    return table(
        ("variable", "type", "unit or meaning"),
        ([f"`{f.name}`", f.kind, f.meaning or f.name.replace("_", " ")] for f in fields),
    )


def _flags() -> str:
    notes, marks = flags(LAYOUT)
    rows = [
        [f"`{field}`", f"`{each.name}`", each.meaning or each.name.lower().replace("_", " ")]
        for field, group in (("flags", marks), ("notes", notes))
        for each in group
    ]
    return table(("byte", "flag", "meaning"), rows)


def _schedule() -> str:
    parts = []
    for part in PARTS:
        rows = [
            [
                f"{'– ' * step.depth}{step.what}",
                ", ".join(f"[{name}](#{name})" for name in step.submodels) or "–",
                f"`{step.path}`: `{step.function}`",
            ]
            for step in steps(part)
        ]
        parts.append(f"**{part}**\n\n{table(('step', 'submodels', 'code'), rows)}")
    return "\n\n".join(parts)


def _differences() -> str:
    found = {path: difference(docstring(path)) for path in homes().values()}
    rows = [[f"[{_title(path)}](#{_title(path)})", said] for path, said in found.items() if said]
    return table(("submodel", "how it differs"), rows)


def _submodels() -> str:
    parts = [_submodel(path, group) for group, path in homes().items()]
    for title, path, function, subject in OTHERS:
        text = docstring(path, function)
        if function:
            text = f"{title}: {subject}.\n\n{text}"
        parts.append(_section(title, text, path, ""))
    return "\n\n".join(parts)


def _submodel(path: str, group: str) -> str:
    return _section(_title(path), docstring(path), path, group)


def _title(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".py")


def _section(title: str, text: str, path: str, group: str) -> str:
    first, _, rest = text.partition("\n\n")
    parts = [f"### {title}", " ".join(first.split()), markdown(rest), f"Code: `{path}`."]
    if group:
        parts.append(_facts(group))
    return "\n\n".join(part for part in parts if part)


def _facts(group: str) -> str:
    kind = "Mechanism" if group in MECHANISM else "Decision"
    parameters = ", ".join(f"`{p.name}`" for p in parameters_of(group))
    text = f"{kind} [`{group}`](behaviour.md#{group}): {parameters}."
    if group in MECHANISM:
        switches = MECHANISM[group].switches
        text += f" Switch: {', '.join(f'`{name}`' for name in switches)}."
    evidence = evidence_of(group)
    return f"{text} Evidence: {evidence}." if evidence else text


MODEL_BLOCKS: Final[dict[str, Callable[[], str]]] = {
    "member": _record("MEMBER"),
    "memory": _record("MEMORY"),
    "flags": _flags,
    "climate": lambda: _fields(names(LAYOUT, "CLIMATE", "float32")),
    "schedule": _schedule,
    "submodels": _submodels,
    "differences": _differences,
}
"""Generated parts of the page by the name of their marks."""
