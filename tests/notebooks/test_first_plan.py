"""The notebook runs from top to bottom, and its cells show what its text says."""

from __future__ import annotations

from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "first_plan.py"


@pytest.mark.slow
def test_the_notebook_runs(tmp_path: Path) -> None:
    jupytext = pytest.importorskip("jupytext", reason="the extra [notebooks] is not installed")
    client = pytest.importorskip("nbclient", reason="the extra [notebooks] is not installed")
    notebook = jupytext.read(NOTEBOOK)
    # A broken cell raises CellExecutionError, which says which one.
    client.NotebookClient(
        notebook, timeout=600, resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    kinds = [set(output.get("data", {})) for output in outputs]
    assert sum("image/svg+xml" in kind for kind in kinds) == 3
    page = Path(outputs[-1]["data"]["text/plain"].split("'")[1])
    assert "Travel questions" in page.read_text(encoding="utf-8")
