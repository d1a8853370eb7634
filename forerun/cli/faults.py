"""Every way a command can end other than well: one line, an exit code, no traceback."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, cast

import typer

from sim.errors import InputError

FAULT: Final = 1
MENDABLE: Final = 2
STOPPED: Final = 130

# Typer carries its own click since it parted from it, so the class is reached through a public one.
UsageError: Final = cast("type[Exception]", typer.BadParameter.__base__)


@dataclass
class Outcome:
    """How a command ended."""

    code: int = 0


@contextmanager
def told(as_json: bool) -> Iterator[Outcome]:
    """Tell what goes wrong inside in one line, and keep the exit code.

    Parameters
    ----------
    as_json
        Whether to print the error as JSON on standard output too.
    """
    outcome = Outcome()
    try:
        yield outcome
        if outcome.code == STOPPED:
            _say("stopped; nothing was written that is not whole")
    except InputError as error:
        outcome.code = MENDABLE
        _tell(error, as_json)
    except UsageError as error:
        outcome.code = MENDABLE
        _tell(InputError(_usage(error)), as_json)
    except (KeyboardInterrupt, typer.Abort):
        outcome.code = STOPPED
        _say("stopped; nothing was written that is not whole")
    except BrokenPipeError:
        # Whoever read our output has seen enough; what is left must not fail at the exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        outcome.code = FAULT
    except Exception as error:
        if interrupted(error):
            outcome.code = STOPPED
            _say("stopped; nothing was written that is not whole")
            return
        outcome.code = FAULT
        place = _keep(error)
        _tell(InputError(f"a fault in Forerun: {_first_line(error)}; details: {place}"), as_json)


def interrupted(error: BaseException) -> bool:
    """Return whether an error is an interrupt, or came of one: a library may be caught mid-step."""
    while not isinstance(error, KeyboardInterrupt):
        before = error.__cause__ or error.__context__
        if before is None:
            return False
        error = before
    return True


def _tell(error: InputError, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"error": error.as_dict()}, ensure_ascii=False), flush=True)
    _say(f"error: {error}")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _usage(error: Exception) -> str:
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    return f"{message.rstrip('.')}; see forerun --help"


def _first_line(error: Exception) -> str:
    lines = str(error).splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__


def _keep(error: Exception) -> str:
    """Write the traceback to a file of its own and return its name."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="forerun-fault-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        traceback.print_exception(error, file=file)
    return file.name
