"""Rehearse a community strategy before you launch it.

>>> import forerun as fr
>>> scenario = fr.load("travel-questions")
>>> effect = fr.compare(scenario, ["status-quo", "welcome-and-invite"], seeds=20)
"""

from typing import TYPE_CHECKING

from forerun.rooms import check_rooms

check_rooms()

# The package of the page is imported before the function that draws one, because importing it
# later would put it in the function's place.
import forerun.report  # noqa: E402, F401
from forerun.api import (  # noqa: E402
    assumptions,
    calibrate,
    compare,
    load,
    report,
    run,
    schema,
)
from forerun.audiences import audience  # noqa: E402
from forerun.backtesting import backtest  # noqa: E402
from forerun.learned import learn  # noqa: E402
from forerun.searching import search  # noqa: E402
from forerun.starting import new  # noqa: E402
from forerun.sweeping import runs, sweep  # noqa: E402
from sim.errors import InputError  # noqa: E402

if TYPE_CHECKING:
    from forerun.version import __version__
else:

    def __getattr__(name: str) -> str:
        # Reading what is installed takes a tenth of the time in which the help is there.
        if name != "__version__":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from forerun.version import __version__

        return __version__


__all__ = [
    "InputError",
    "__version__",
    "assumptions",
    "audience",
    "backtest",
    "calibrate",
    "compare",
    "learn",
    "load",
    "new",
    "report",
    "run",
    "runs",
    "schema",
    "search",
    "sweep",
]
