"""Chinese help: every command, option and default in Chinese, where ``--lang zh`` stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any, Final

import typer

TITLES: Final[Mapping[str, str]] = {
    "ARGUMENTS_PANEL_TITLE": "参数",
    "OPTIONS_PANEL_TITLE": "选项",
    "COMMANDS_PANEL_TITLE": "命令",
    "DEFAULT_STRING": "[默认：{}]",
    "REQUIRED_LONG_STRING": "[必填]",
}
"""What frames a page of help, by its name in Typer."""

USAGE: Final = ("Usage:", "用法：")


def asked_in_chinese(words: Sequence[str]) -> bool:
    """Return whether the words after ``forerun`` ask for Chinese."""
    return "--lang=zh" in words or ("--lang", "zh") in set(pairwise(words))


@contextmanager
def in_chinese(command: Any, *, asked: bool) -> Iterator[None]:
    """Turn the help of a command and of all below it into Chinese, if asked, for the while.

    What has no Chinese stays as it is.
    """
    if not asked:
        yield
        return
    from typer import rich_utils

    usual = {name: getattr(rich_utils, name) for name in TITLES}
    try:
        for name, title in TITLES.items():
            setattr(rich_utils, name, title)
        for one, options in every(command):
            _translate(one, options)
        yield
    finally:
        for name, title in usual.items():
            setattr(rich_utils, name, title)


def every(command: Any, parent: typer.Context | None = None) -> Iterator[tuple[Any, list[Any]]]:
    """Yield a command and all below it, each with its arguments and options, ``--help`` too."""
    context = typer.Context(
        command, info_name=command.name, parent=parent, **command.context_settings
    )
    helps = command.get_help_option(context)
    yield command, [*command.params, *([] if helps is None else [helps])]
    for below in getattr(command, "commands", {}).values():
        yield from every(below, context)


def _translate(command: Any, options: Sequence[Any]) -> None:
    from forerun.cli.help_zh import COMMANDS, DEFAULTS, OPTIONS

    command.help = COMMANDS.get(command.help, command.help)
    usual = command.get_usage

    def usage(context: typer.Context) -> str:
        return str(usual(context)).replace(*USAGE, 1)

    command.get_usage = usage
    for option in options:
        option.help = OPTIONS.get(option.help, option.help)
        default = option.show_default
        option.show_default = DEFAULTS.get(default, default)
