"""``python -m forerun``: the command line where no command ``forerun`` is on the path."""

import sys

from forerun.cli import main

if __name__ == "__main__":
    sys.exit(main())
