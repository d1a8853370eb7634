"""The catalogue as a page: ``python -m sim.metrics.reference`` prints `docs/metrics.md`."""

from __future__ import annotations

from sim.metrics.catalogue import GROUPS

_INTRODUCTION = """\
# Measures

Made from the catalogue in `sim/metrics/` by `python -m sim.metrics.reference`; do not edit.

A measure is undefined (NaN in files, blank in reports) where its formula divides by nothing or
where nothing was observed: missing is not zero. *Share* is a number from 0 to 1, *currency* the
scenario's currency. *Better* says which way an operator wants it to go.
"""


def markdown() -> str:
    """Return the reference of all measures as Markdown."""
    lines = [_INTRODUCTION]
    for group, measures in GROUPS.items():
        lines += [f"## {group}\n", "| name | measure | formula | unit | window | source | better |"]
        lines.append("|---|---|---|---|---|---|---|")
        lines += [
            f"| `{m.name}` | {m.title} · {m.title_zh} | {m.formula} | {m.unit} | {m.window} "
            f"| {m.source} | {m.better} |"
            for m in measures
        ]
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    print(markdown(), end="")
