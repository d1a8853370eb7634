"""One forecast of several, each believed as far as it was right before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scenarios.forecasts import METHODS
from scenarios.forecasts.levels import HALF
from scenarios.forecasts.names import NAIVE, SIMULATION

MIXED: Final = MappingProxyType(
    {
        NAIVE: 4.0,
        "seasonal": 1.0,
        "reverting": 2.0,
        "ets": 1.0,
        "ets_log": 1.0,
        "theta_damped": 1.0,
        "autoregression": 1.0,
    }
)
"""Methods that are mixed, and their weight before anything is known of their errors.

Twice for the return to the usual level, alone the best; four times for the naive one, which is
never far off: with three times its weight the mix was over a tenth above it on two of sixteen
histories, and with more the others have little to say. The theta method is there with its drift
damped: with the standard one the mean error 13 weeks ahead is a hundredth larger. The
autoregression of changes takes a hundredth off the error, 4 and 13 weeks ahead, on eight histories
and on eight others alike, more where little is known; with twice its weight, or three times the
naive one's and no more, the mix is over a tenth above the naive error on one or two. The drift of a
quarter is left out: its error was above the naive one's on all but one of eight histories. These
and the constants below were chosen on those eight, where twice or half of each moved the mean error
by a hundredth or so: errors in logarithms, or of weeks at once as they come, weigh no better.
"""

DECLINE: Final = 1.0
RISE: Final = 0.25
"""Weight of the simulation before anything is known of its errors, where it falls and where it
rises: worlds gather members who hardly ever leave, and most rises that they foresaw never came."""

POWER: Final = 3.0
"""Weights go by this power of the error, downward: half the error, eight times the weight."""

HALF_LIFE: Final = 104.0
"""Weeks after which an error counts half."""

TRUST: Final = 2.0
"""Forecasts, with no week in common, whose errors count as much as what was thought before."""

_TINY: Final = 1e-9


class Earlier(NamedTuple):
    """A forecast that was made at an earlier day of the same history.

    Attributes
    ----------
    known
        Weeks that were known.
    path
        What was forecast, shape ``(weeks,)``.
    """

    known: int
    path: NDArray[np.float64]


class Mixed(NamedTuple):
    """The forecast.

    Attributes
    ----------
    weights
        By method, adding up to 1; those that could not forecast are not there.
    path
        Weeks to come, shape ``(weeks,)``.
    """

    weights: Mapping[str, float]
    path: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rolling:
    """The simple forecasts of a history and their mix, today's and at every week before.

    Attributes
    ----------
    weekly
        What came, shape ``(weeks known,)``.
    paths
        Forecasts by method, each shape ``(weeks known + 1, weeks)``; see `scenarios.forecasts`.
    scores
        Weight of each method of `MIXED` before they are made to add up to 1, shape
        ``(weeks known + 1, methods)``; 0 where it cannot forecast.
    mean
        The mix of these, as `paths`.
    """

    weekly: NDArray[np.float64]
    paths: Mapping[str, NDArray[np.float64]]
    scores: NDArray[np.float64]
    mean: NDArray[np.float64]

    @classmethod
    def of(cls, weekly: NDArray[np.float64], weeks: int) -> Rolling:
        """Forecast from every week of what came, with the weights that were known by then."""
        weekly = np.asarray(weekly, np.float64)
        paths = {name: method(weekly, weeks) for name, method in METHODS.items()}
        mixed = np.array([paths[name] for name in MIXED])
        scores = _scores(weekly, mixed, weeks)
        total = np.maximum(scores.sum(axis=1), _TINY)
        logs = np.where(np.isnan(mixed), 0.0, np.log(np.nan_to_num(mixed) + HALF))
        mean = np.exp(np.einsum("tk,kth->th", scores / total[:, None], logs)) - HALF
        mean[scores.sum(axis=1) == 0.0] = np.nan
        return cls(weekly, paths, scores, np.maximum(mean, 0.0))

    def with_simulation(self, path: NDArray[np.float64], earlier: Sequence[Earlier] = ()) -> Mixed:
        """Return today's forecast by the simple ones and a simulation.

        Parameters
        ----------
        path
            What the simulation foresees, shape ``(weeks,)``.
        earlier
            Its earlier forecasts of this history: the weeks of theirs that have come say how much
            it is believed.
        """
        rises = path.mean() > self.paths[NAIVE][-1, : len(path)].mean()
        score = (RISE if rises else DECLINE) * self._believed(earlier)
        scores = {**dict(zip(MIXED, self.scores[-1].tolist(), strict=True)), SIMULATION: score}
        paths = {**{name: self.paths[name][-1] for name in MIXED}, SIMULATION: path}
        total = sum(scores.values())
        weights = {name: each / total for name, each in scores.items() if each > 0.0}
        logs = sum(part * np.log(paths[name] + HALF) for name, part in weights.items())
        return Mixed(weights, np.maximum(np.exp(logs) - HALF, 0.0))

    def _believed(self, earlier: Sequence[Earlier]) -> float:
        """What the simulation's errors at earlier days make of its weight.

        A week that several of them foretold counts once, shared among them.
        """
        own = plain = seen = 0.0
        part = 0.5 ** (np.arange(len(self.weekly))[::-1] / HALF_LIFE)
        told = np.zeros(len(self.weekly))
        for known, path in earlier:
            told[known : known + len(path)] += 1.0
        for known, path in earlier:
            weeks = slice(known, known + len(path))
            came, share = self.weekly[weeks], part[weeks] / told[weeks]
            own += float(share @ np.abs(path[: len(came)] - came))
            naive = self.paths[NAIVE][known, : len(came)]
            plain += float(share @ np.abs(naive - came))
            seen += float(share.sum()) / len(path)
        return float(_ratio(np.array(own), np.array(plain), np.array(seen)) ** -POWER)


def _scores(
    weekly: NDArray[np.float64], paths: NDArray[np.float64], weeks: int
) -> NDArray[np.float64]:
    """Weights at every week, by the errors of forecasts all of whose weeks had come by then."""
    prior, fade = np.array([*MIXED.values()]), 0.5 ** (1 / HALF_LIFE)
    first = [*MIXED].index(NAIVE)
    able = ~np.isnan(paths[:, :, 0])
    own, plain, seen = (np.zeros(len(prior)) for _ in range(3))
    scores = np.zeros((len(weekly) + 1, len(prior)))
    for week in range(len(weekly) + 1):
        own, plain, seen = fade * own, fade * plain, fade * seen
        made = week - weeks
        if made >= 0 and able[first, made]:
            missed = np.abs(paths[:, made] - weekly[made:week]).sum(axis=1)
            had = able[:, made]
            own += np.where(had, missed, 0.0)
            plain += np.where(had, missed[first], 0.0)
            seen += had / weeks
        scores[week] = np.where(able[:, week], prior * _ratio(own, plain, seen) ** -POWER, 0.0)
    return scores


def _ratio(
    own: NDArray[np.float64], plain: NDArray[np.float64], seen: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Error over the naive one's, nearer to 1 the fewer forecasts tell of it."""
    found: NDArray[np.float64] = np.log((own + _TINY) / (plain + _TINY)) * seen / (seen + TRUST)
    return np.exp(np.clip(found, -3.0, 3.0))
