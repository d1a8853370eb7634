"""``forerun schema``: the scenario format for editors and other tools."""

from __future__ import annotations

from typing import Annotated

import typer

from forerun.cli.screen import Screen


def schema(
    as_json: Annotated[
        bool, typer.Option("--json", help="As on every command; the schema is JSON in any case.")
    ] = False,
) -> None:
    """Print the JSON Schema of a scenario file."""
    import forerun

    Screen(as_json=True).facts(forerun.schema())
