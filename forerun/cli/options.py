"""The options that commands share."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Lang(StrEnum):
    """Language of the labels."""

    en = "en"
    zh = "zh"


class Form(StrEnum):
    """Form of the tables in a run folder."""

    parquet = "parquet"
    csv = "csv"
    xlsx = "xlsx"


def cores() -> int:
    """Return the processor cores that this process may use, at most 8."""
    able = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(able or 1, 8)


Asked = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO",
        help="A scenario of the library or a recipe by name, or the path of a YAML file.",
        show_default=False,
    ),
]
BehaviourFile = Annotated[
    Path | None,
    typer.Option(
        "--behaviour",
        metavar="FILE",
        help="A behaviour file that calibrate wrote; goes before the scenario's own.",
        show_default=False,
    ),
]
AllowCode = Annotated[
    bool,
    typer.Option(
        "--allow-code",
        help="Import the modules beside the scenario that it names, my_module:MyStrategy.",
    ),
]
Seeds = Annotated[int, typer.Option("--seeds", metavar="N", help="Worlds to run in, at least 2.")]
Workers = Annotated[
    int,
    typer.Option(
        "--workers",
        metavar="W",
        default_factory=cores,
        help="Parallel workers; the result does not depend on it.",
        show_default="the cores there are, at most 8",
    ),
]
Cluster = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="ADDRESS",
        help="Scheduler of a Dask cluster, such as tcp://host:8786, whose workers do it.",
        show_default="this machine",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        help="Folder to write to, from which report draws its page.",
        show_default="runs/SCENARIO-COMMAND",
    ),
]
StoreFolder = Annotated[
    Path,
    typer.Option(
        "--store",
        metavar="DIR",
        help="Folder that keeps finished runs; asked again, they are read.",
    ),
]
STORE = Path("runs/store")
Format = Annotated[
    Form,
    typer.Option("--format", help="Form of the tables; beside csv and xlsx Parquet stays."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the facts as JSON, and nothing else.")]
Language = Annotated[Lang, typer.Option("--lang", help="Language of the labels.")]
Journal = Annotated[
    str | None,
    typer.Option(
        "--journal",
        metavar="FILE",
        help="File, or postgresql://USER@HOST/DATABASE, that keeps the study; one that is there "
        "is gone on with.",
        show_default="DIR.journal",
    ),
]
Resume = Annotated[
    bool,
    typer.Option("--resume", help="Go on with an earlier journal; there must be one."),
]
