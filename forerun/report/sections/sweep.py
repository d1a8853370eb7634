"""A sweep: which inputs move the measures, which share is luck, where its cases lie."""

from __future__ import annotations

from functools import partial

from forerun.report.folder import Folder
from forerun.report.labels import Labels
from forerun.report.section import Section, table
from forerun.report.swept import boxed, headings, shares, thin


def sweep(folder: Folder, labels: Labels) -> Section | None:
    """Return the section; None where there is no sweep."""
    found = folder.sweep
    if found is None:
        return None
    rows = []
    for name in folder.meta["measures"]:
        if name in found["measures"] and name in labels.measures:
            level = partial(labels.bare().number, unit=labels.unit(name))
            rows += shares(found, name, labels.row(name), level, labels)
    asked, counts = found["asked"], {key: found[key] for key in ("runs", "finished")}
    said = [labels("swept", plan=asked["plan"], design=asked["design"], **counts)]
    return Section(
        "sweep",
        labels("sweep"),
        boxed(found, labels) or said.pop(),
        table(headings(found, labels), rows, texts=2),
        labels("gap").join([*said, *thin(found, labels)]),
    )
