"""The pages and their generated parts, which stand between marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from forerun.model_page.docstrings import with_register
from forerun.model_page.model_tables import MODEL_BLOCKS, homes
from forerun.model_page.register_tables import (
    mechanism_table,
    parameter_tables,
    parameters_of,
    preset_table,
)
from forerun.model_page.source import ROOT

COMMAND: Final = "python -m forerun.model_page"

BEHAVIOUR_BLOCKS: Final[dict[str, Callable[[], str]]] = {
    "mechanisms": mechanism_table,
    "presets": preset_table,
    "parameters": parameter_tables,
}

PAGES: Final[dict[Path, Mapping[str, Callable[[], str]]]] = {
    ROOT / "docs" / "model.md": MODEL_BLOCKS,
    ROOT / "docs" / "behaviour.md": BEHAVIOUR_BLOCKS,
}
"""Every page, with what makes its parts by the name of their marks."""


def docstrings() -> dict[Path, str]:
    """Return the modules of `sim/behaviour` as they should be, by path."""
    found = {}
    for name, groups in homes().items():
        parameters = [parameter for group in groups for parameter in parameters_of(group)]
        path = ROOT / name
        found[path] = with_register(path.read_text(encoding="utf-8"), parameters)
    return found


def filled(page: str, blocks: Mapping[str, Callable[[], str]]) -> str:
    """Return a page with its generated parts as they should be; what stands around them is kept.

    Parameters
    ----------
    page
        The page, with ``<!-- name -->`` and ``<!-- end of name -->`` around every part.
    blocks
        What makes each part.

    Raises
    ------
    LookupError
        If the page has no place for a part.
    """
    for name, make in blocks.items():
        begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        before, found, rest = page.partition(begin)
        _, closed, after = rest.partition(end)
        if not (found and closed):
            raise LookupError(f"the page has no place for {name}")
        page = f"{before}{begin}\n\n{make()}\n\n{end}{after}"
    return page
