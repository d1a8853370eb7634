"""``python -m tests.docs.write [--slow] [PAGE ...]`` shows in documents what their blocks print."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.docs.pages import PAGES, rewritten
from tests.docs.running import BlockError, run


def main() -> None:
    """Run pages and write their outputs anew; a page with a fault is left as it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", type=Path, help="all if none is named")
    parser.add_argument("--slow", action="store_true", help="run the slow blocks too")
    options = parser.parse_args()
    failed = False
    for page in options.pages or PAGES:
        began = time.monotonic()
        try:
            with tempfile.TemporaryDirectory() as folder:
                outputs = list(run(page, Path(folder), options.slow))
        except BlockError as error:
            failed = True
            print(error, file=sys.stderr)
            continue
        text = page.read_text(encoding="utf-8")
        new = rewritten(text, outputs)
        page.write_text(new, encoding="utf-8")
        told = "written" if new != text else "as it was"
        print(f"{page.name}: {len(outputs)} blocks, {time.monotonic() - began:.0f} s, {told}",
              file=sys.stderr)  # fmt: skip
    sys.exit(failed)


if __name__ == "__main__":
    main()
