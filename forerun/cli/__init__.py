"""The command line: one module a command."""

from forerun.cli.app import main

__all__ = ["main"]
