"""The health card of a fit: what can be relied on, what is to be looked at, what is broken.

Every check is a function of the facts of the fit and of its holdout alone, so that the card of a
run folder can be read again from its ``calibrate.json``. A check for which the history has nothing
is not there: it is neither passed nor failed. Where nothing was held out no forecast was tried, and
that is one to look at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, Literal

from calibration.forecasts.breaks import FAR
from scenarios.forecasts.names import NAIVE

Verdict = Literal["pass", "review", "fail"]

ORDER: Final[tuple[Verdict, ...]] = ("pass", "review", "fail")
"""From good to bad; a card is as bad as its worst check."""

FIT: Final = MappingProxyType(
    {
        "level": (0.10, 0.25),
        "recent": (0.20, 0.50),
        "retention": (0.05, 0.10),
        "rhythm": (0.10, 0.25),
        "posting": (0.25, 0.70),
        "buying": (0.15, 0.40),
    }
)
"""By group of targets the largest error (`calibration.targets.Targets.errors`, on the group's own
scale) that passes, and the largest that does not fail. About twice, and five times, the tolerance
that the fit has for them."""

WORLDS: Final = (1.0, 1.5)
"""Error of the fitted community in the holdout over the naive one, in the same way. One holdout is
one draw: of sixteen histories a good fit was above 1 on half."""

MIX: Final = 1.1
"""Error of the mix over the naive one from which it is looked at."""

BEST: Final = 1.5
"""Times the error of the best simple forecast, which of several is best by luck, at which the mix
is looked at as where it is no better than naive."""

COVERED: Final = (0.5, 0.2)
"""Share of the holdout's weeks in the 80 % band that passes, and that does not fail: weeks of one
holdout err together, so that less than 80 % is no surprise."""

NEWCOMERS: Final = (0.05, 0.12)
"""Square roots of the fourth-week retention of those who joined in the holdout, as it came and as
simulated, may be so far apart beside twice the chance of so few."""

UNTOLD: Final = 0.7
"""Of a parameter whose standard deviation the history leaves at so much of the prior's it is said
that the history does not tell it."""

YEAR: Final = 52
"""Weeks that a fit weighs most: a break in them is one to look at."""

EDGE: Final = 0.02
"""A fitted value so near an end of its search range, as a part of it, stands at that end."""


def card(fit: Mapping[str, Any], holdout: Mapping[str, Any]) -> dict[str, Any]:
    """Return the health card of a fit.

    Parameters
    ----------
    fit, holdout
        Facts of `calibration.fit.Calibration`.

    Returns
    -------
    dict
        ``verdict``, the worst of all checks: ``pass``, ``review`` or ``fail``; and ``checks``, each
        with its ``name``, its own ``verdict``, and the ``figures`` that it is of.
    """
    checks = [*_fitted(fit), *_forecast(holdout), *_newcomers(holdout)]
    checks += [*_breaks(fit), *_parameters(fit)]
    worst = max((ORDER.index(check["verdict"]) for check in checks), default=0)
    return {"verdict": ORDER[worst], "checks": checks}


def _check(name: str, verdict: Verdict, **figures: Any) -> dict[str, Any]:
    return {"name": name, "verdict": verdict, "figures": figures}


def _by(value: float, limits: tuple[float, float]) -> Verdict:
    """Return the verdict of what is the better the smaller it is."""
    passes, fails = limits
    return "pass" if value <= passes else "review" if value <= fails else "fail"


def _fitted(fit: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for group, limits in FIT.items():
        if group in fit["errors"]:
            error = fit["errors"][group]
            yield _check(group, _by(error, limits), error=error)


def _forecast(holdout: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if not holdout["weeks"]:
        yield _check("held_out", "review", weeks=0)
        return
    own, plain = holdout["error"], holdout["naive_error"]
    if own is None or plain is None:
        yield _check("worlds", "review", error=None, naive=None)
        return
    # Where the naive forecast is never wrong, any error is as many times larger.
    verdict = _by(own / plain, WORLDS) if plain else ("pass" if not own else "review")
    yield _check("worlds", verdict, error=own, naive=plain)
    product = holdout["product"]
    simple = {name: error for name, error in holdout["simple"].items() if error is not None}
    best = min(simple, key=lambda name: simple[name])
    worst = MIX * min(simple[NAIVE], BEST * simple[best])
    yield _check(
        "mix",
        "pass" if product["error"] <= worst else "review",
        error=product["error"], naive=simple[NAIVE], best=best, best_error=simple[best],
    )  # fmt: skip
    inside = product["coverage"]["80"]
    passes, fails = COVERED
    verdict = "pass" if inside >= passes else "review" if inside >= fails else "fail"
    yield _check("bands", verdict, inside=inside)


def _newcomers(holdout: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    shares = holdout.get("retention_w4") or {}
    came, seen, joiners = (shares.get(name) for name in ("observed", "simulation", "joiners"))
    if came is None or seen is None or not joiners:
        return
    # The square root of a share of n has the standard error 1 / (2 sqrt n).
    apart = abs(came**0.5 - seen**0.5) - joiners**-0.5
    yield _check("newcomers", _by(apart, NEWCOMERS), observed=came, simulation=seen)


def _breaks(fit: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Whether the level shifted, and so lately that the fit's last year holds two levels."""
    if fit["days"] < 7 * 2 * FAR:
        # Breaks are not looked for.
        return
    late = [one for one in fit["breaks"] if one["weeks_ago"] < YEAR]
    # What followed the last of them is what a plan begins from.
    last = late[-1] if late else {"first": None, "ratio": None}
    yield _check("breaks", "review" if late else "pass", first=last["first"], ratio=last["ratio"])


def _parameters(fit: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    values = fit["values"]
    untold = [name for name, found in values.items() if found["left"] > UNTOLD]
    yield _check("identified", "review" if untold else "pass", names=untold, of=len(values))
    edges = [
        name
        for name, found in values.items()
        if not EDGE <= found["place"] <= 1.0 - EDGE and name not in untold
    ]
    yield _check("edges", "review" if edges else "pass", names=edges)
