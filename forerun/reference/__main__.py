"""``python -m forerun.reference`` writes `docs/reference/`.

``--measure studies patterns`` first has the named pages' figures measured anew, which takes from a
minute to half an hour each.
"""

from __future__ import annotations

import argparse
import shlex
import subprocess
import sys

from forerun.reference.pages import FOLDER, PAGES, index
from forerun.reference.source import ROOT

_PROGRAMS = {"python": [sys.executable], "forerun": [sys.executable, "-m", "forerun"]}


def main() -> None:
    """Write every page."""
    parser = argparse.ArgumentParser(description=__doc__)
    measured = [page.name for page in PAGES if page.measured_by]
    parser.add_argument("--measure", nargs="+", choices=measured, default=[], metavar="PAGE",
                        help=", ".join(measured))  # fmt: skip
    asked = parser.parse_args().measure
    for page in PAGES:
        page.path.write_text(page.written(), encoding="utf-8")
        if page.quick or page.name in asked:
            program, *arguments = shlex.split(page.measured_by)
            subprocess.run([*_PROGRAMS[program], *arguments], cwd=ROOT, check=True)
    (FOLDER / "README.md").write_text(index(), encoding="utf-8")


if __name__ == "__main__":
    main()
