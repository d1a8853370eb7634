"""The command ``forerun``: its commands, and what happens when one of them fails."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from forerun.cli.alerts import alerts
from forerun.cli.assumptions import assumptions
from forerun.cli.audience import audience
from forerun.cli.backtest import backtest
from forerun.cli.calibrate import calibrate
from forerun.cli.check import check
from forerun.cli.chinese import asked_in_chinese, in_chinese
from forerun.cli.compare import compare
from forerun.cli.demo import demo
from forerun.cli.faults import told
from forerun.cli.interrupts import INTERRUPTS
from forerun.cli.learn import learn
from forerun.cli.list import ready
from forerun.cli.new import new
from forerun.cli.options import Lang, Language
from forerun.cli.recipes import recipes
from forerun.cli.register import register
from forerun.cli.report import report
from forerun.cli.run import run
from forerun.cli.runs import runs
from forerun.cli.schema import schema
from forerun.cli.search import search
from forerun.cli.streams import prepare
from forerun.cli.study import study
from forerun.cli.sweep import sweep
from forerun.cli.templates import templates

app = typer.Typer(
    help="Rehearse a community strategy before you launch it.",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)
for command in (
    new, check, run, compare, search, sweep, audience, alerts, calibrate, backtest, learn, report,
    runs, assumptions, study, recipes, templates, schema, demo,
):  # fmt: skip
    app.command()(command)
app.command("list")(ready)
app.add_typer(register)


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    lang: Language = Lang.en,
) -> None:
    """Rehearse a community strategy before you launch it."""
    if version:
        from forerun.version import __version__

        typer.echo(f"forerun {__version__}")
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main(words: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    words
        What stands after ``forerun``; the process's own arguments if absent.

    Returns
    -------
    int
        The exit code: 0; 2 for what the user can mend, a full disk too; 1 for a fault of ours, and
        where nobody reads to the end what is printed (``| head``, a full standard output); 130
        when stopped. With standard output closed the command does its work in silence.
    """
    # Looking for rubbish among a hundred thousand fresh classes and functions takes a tenth of a
    # short command.
    gc.set_threshold(200_000)
    words = sys.argv[1:] if words is None else list(words)
    prepare()
    chinese = asked_in_chinese(words)
    with told(as_json="--json" in words, zh=chinese) as outcome, INTERRUPTS.listening():
        try:
            commands = typer.main.get_command(app)
            with in_chinese(commands, asked=chinese):
                code = commands.main(args=words, prog_name="forerun", standalone_mode=False)
        except SystemExit as stop:
            # Click and Rich leave in this way when nobody reads on.
            code = stop.code
        sys.stdout.flush()
        outcome.code = code if isinstance(code, int) else 0
    return outcome.code
