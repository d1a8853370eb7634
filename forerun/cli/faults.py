"""Every way a command can end other than well: one line, an exit code, no traceback."""

from __future__ import annotations

import errno
import json
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final, cast

import typer

from forerun.cli.streams import refused
from sim.errors import InputError
from sim.visible import visible

FAULT: Final = 1
MENDABLE: Final = 2
STOPPED: Final = 130
STOPPED_LINE: Final = "stopped; nothing was written that is not whole"

NO_ROOM: Final = {
    getattr(errno, name, None) for name in ("ENOSPC", "EDQUOT", "EFBIG", "EROFS", "EIO")
}
"""What a machine says that takes no more: a full disk, a quota, a limit, a disk that fails."""

# Typer carries its own click since it parted from it, so the class is reached through a public one.
UsageError: Final = cast("type[Exception]", typer.BadParameter.__base__)


@dataclass
class Outcome:
    """How a command ended."""

    code: int = 0
    zh: bool = False


@contextmanager
def told(as_json: bool, zh: bool = False) -> Iterator[Outcome]:
    """Tell what goes wrong inside in one line, and keep the exit code.

    Parameters
    ----------
    as_json
        Whether to print the error as JSON on standard output too.
    zh
        Whether to tell it in Chinese; in JSON as ``message_zh`` beside the English.
    """
    outcome = Outcome(zh=zh)
    try:
        yield outcome
        if outcome.code == STOPPED:
            _say_stopped(outcome)
    except InputError as error:
        outcome.code = MENDABLE
        _tell(error, outcome, as_json)
    except UsageError as error:
        outcome.code = MENDABLE
        _tell(InputError(_usage(error)), outcome, as_json)
    except (KeyboardInterrupt, typer.Abort) as error:
        if isinstance(error.__cause__, EOFError):
            # Typer takes the end of any file for a user who closed the terminal.
            _tell_fault(error.__cause__, outcome, as_json)
            return
        outcome.code = STOPPED
        _say_stopped(outcome)
    except OSError as error:
        _tell_outside(error, outcome, as_json)
    except Exception as error:
        if interrupted(error):
            outcome.code = STOPPED
            _say_stopped(outcome)
            return
        _tell_fault(error, outcome, as_json)


def _tell_fault(error: Exception, outcome: Outcome, as_json: bool) -> None:
    outcome.code = FAULT
    place = _keep(error)
    fault = InputError(f"a fault in Forerun: {_first_line(error)}; details: {place}")
    _tell(fault, outcome, as_json)


def _tell_outside(error: OSError, outcome: Outcome, as_json: bool) -> None:
    """Tell what the machine refused: a reader who has seen enough, a full disk."""
    if interrupted(error):
        outcome.code = STOPPED
        _say_stopped(outcome)
    elif refused(sys.stdout) or isinstance(error, BrokenPipeError):
        outcome.code = FAULT
        if not isinstance(error, BrokenPipeError):
            _say(f"error: standard output cannot be written: {error.strerror}")
    elif error.errno in NO_ROOM:
        outcome.code = MENDABLE
        file = error.filename if isinstance(error.filename, str) else None
        _tell(InputError(f"cannot be written: {error.strerror}", file=file), outcome, as_json)
    else:
        _tell_fault(error, outcome, as_json)


def interrupted(error: BaseException) -> bool:
    """Return whether an error is an interrupt, or came of one: a library may be caught mid-step."""
    while not isinstance(error, KeyboardInterrupt):
        before = error.__cause__ or error.__context__
        if before is None:
            return False
        error = before
    return True


def _tell(error: InputError, outcome: Outcome, as_json: bool) -> None:
    facts, line = error.as_dict(), f"error: {error}"
    if outcome.zh:
        from forerun.cli.errors_zh import in_chinese

        said = in_chinese(error)
        facts, line = {**facts, "message_zh": said.message}, f"错误：{said}"
    if as_json:
        with suppress(OSError):
            print(visible(json.dumps({"error": facts}, ensure_ascii=False)), flush=True)
        refused(sys.stdout)
    _say(line)


def _say_stopped(outcome: Outcome) -> None:
    _say("已停止；没有留下不完整的内容" if outcome.zh else STOPPED_LINE)


def _say(text: str) -> None:
    with suppress(OSError):
        print(text, file=sys.stderr, flush=True)
    refused(sys.stderr)


def _usage(error: Exception) -> str:
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    return f"{message.rstrip('.')}; see forerun --help"


def _first_line(error: Exception) -> str:
    lines = str(error).splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__


def _keep(error: Exception) -> str:
    """Write the traceback to a file of its own and return its name."""
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="forerun-fault-", suffix=".txt", delete=False, encoding="utf-8",
            errors="backslashreplace",
        ) as file:  # fmt: skip
            traceback.print_exception(error, file=file)
    except OSError as full:
        return f"not kept ({full.strerror})"
    return file.name
