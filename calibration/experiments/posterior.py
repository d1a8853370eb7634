"""From effects in simulated worlds to what a trial says of the parameters.

The worlds are draws of the prior. A line is laid through their effects: the effect of a trial is
``a + b x``, with ``x`` the parameters in standard deviations of their prior, plus the square of
``b x`` where worlds show a bend; what it leaves over is the part of other parameters and of chance,
and counts as an error beside the trial's own. Parameters whose part is not told from nothing are
left as they are. The posterior is drawn jointly: where the line is straight and no range cuts, it
is that of a normal prior and a normal likelihood in closed form; from there elliptical slice
sampling (Murray, Adams and MacKay 2010) goes on to bends and cuts.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.draws import decision_key, uniforms53

Floats = NDArray[np.float64]

DRAWS: Final = 256
"""Equal-weight draws handed on."""

STEPS: Final = 60
"""Of slice sampling, from the draws of the closed form on."""

TOLD: Final = 2.0
"""A slope is told from nothing if it is so many of its standard errors."""

BENT: Final = 3.0
"""The same of a bend."""


@dataclass(frozen=True)
class Prior:
    """What is known of some parameters before a trial: ``clip(mean + root z)``, z standard normal.

    Attributes
    ----------
    mean, low, high
        Means and ranges, shape ``(parameters,)``.
    root
        Of their covariance, shape ``(parameters, parameters)``.
    """

    mean: Floats
    root: Floats
    low: Floats
    high: Floats

    @property
    def sd(self) -> Floats:
        """Standard deviations before they are cut, shape ``(parameters,)``."""
        return np.asarray(np.sqrt((self.root**2).sum(axis=1)))

    def values(self, z: Floats) -> Floats:
        """Return parameters of latent draws, both of shape ``(draws, parameters)``."""
        return np.clip(self.mean + z @ self.root.T, self.low, self.high)

    def standard(self, values: Floats) -> Floats:
        """Return parameters in standard deviations from their means."""
        return np.asarray((values - self.mean) / self.sd)


@dataclass(frozen=True)
class Response:
    """How effects follow the parameters.

    Attributes
    ----------
    level
        Effects at the prior's mean, shape ``(effects,)``.
    slopes
        Change a standard deviation, shape ``(effects, parameters)``; 0 where not told from nothing.
    bends
        Times the square of the sloped part, shape ``(effects,)``.
    left
        Covariance of what is left over, shape ``(effects, effects)``.
    """

    level: Floats
    slopes: Floats
    bends: Floats
    left: Floats

    def at(self, x: Floats) -> Floats:
        """Return effects, shape ``(draws, effects)``, of standardised parameters."""
        part = x @ self.slopes.T
        return np.asarray(self.level + part + self.bends * part**2)


def respond(x: Floats, effects: Floats) -> Response:
    """Lay a line through the effects of worlds.

    Parameters
    ----------
    x
        Standardised parameters, shape ``(worlds, parameters)``.
    effects
        Shape ``(worlds, effects)``.
    """
    fitted = [_line(x, effects[:, k]) for k in range(effects.shape[1])]
    left = np.column_stack([rest for _, _, _, rest in fitted])
    used = max(1 + int(np.count_nonzero(slopes)) + (bend != 0) for _, slopes, bend, _ in fitted)
    return Response(
        np.array([level for level, _, _, _ in fitted]),
        np.stack([slopes for _, slopes, _, _ in fitted]),
        np.array([bend for _, _, bend, _ in fitted]),
        left.T @ left / max(len(x) - used, 1),
    )


def _line(x: Floats, effect: Floats) -> tuple[float, Floats, float, Floats]:
    """Level, slopes, bend, and what is left over: least squares, the weakest slope taken out."""
    kept = list(range(x.shape[1]))
    while True:
        design = np.column_stack([np.ones(len(x)), x[:, kept]])
        found, t, rest = _least_squares(design, effect)
        if not kept or t[1:].min() >= TOLD:
            break
        del kept[int(t[1:].argmin())]
    slopes = np.zeros(x.shape[1])
    slopes[kept] = found[1:]
    part = x @ slopes
    if kept and len(x) > len(kept) + 4:
        bent, t, _ = _least_squares(np.column_stack([design, part**2]), effect)
        if t[-1] >= BENT:
            slopes[kept] = bent[1:-1]
            part = x @ slopes
            # The slopes have moved a little, and the bend is of the part as it is now.
            (level, bend), _, rest = _least_squares(
                np.column_stack([np.ones(len(x)), part**2]), effect - part
            )
            return float(level), slopes, float(bend), rest
    return float(found[0]), slopes, 0.0, rest


def _least_squares(design: Floats, y: Floats) -> tuple[Floats, Floats, Floats]:
    """Coefficients, their absolute t, and residuals."""
    found = np.linalg.lstsq(design, y, rcond=None)[0]
    rest = y - design @ found
    spread = rest @ rest / max(len(y) - design.shape[1], 1)
    errors = np.sqrt(np.diag(np.linalg.pinv(design.T @ design)) * max(spread, 1e-300))
    return np.asarray(found), np.abs(found) / np.maximum(errors, 1e-300), rest


def draws(
    prior: Prior, response: Response, estimates: Floats, covariance: Floats, seed: int = 0
) -> Floats:
    """Return equal-weight draws of the parameters after a trial, ``(DRAWS, parameters)``.

    Parameters
    ----------
    prior, response
        What was known, and how effects follow.
    estimates, covariance
        The trial's effects and the covariance of their errors.
    seed
        Of the draws.
    """
    error = covariance + response.left
    inverse = np.linalg.inv(error)

    def fit(z: Floats) -> Floats:
        off = response.at(prior.standard(prior.values(z))) - estimates
        return np.asarray(-0.5 * np.einsum("de,ef,df->d", off, inverse, off))

    z = _in_closed_form(prior, response, estimates, error, seed)
    for step in range(STEPS):
        z = _slice(z, fit, seed, step)
    return prior.values(z)


def _in_closed_form(
    prior: Prior, response: Response, estimates: Floats, error: Floats, seed: int
) -> Floats:
    """Return latent draws under a straight line without cuts, exactly: Matheron's rule."""
    # Changes of the effects a unit of the latent draws.
    slopes = response.slopes @ (prior.root / prior.sd[:, None])
    size = slopes.shape[1]
    z = _normals(seed, "prior", (DRAWS, size))
    noise = _normals(seed, "error", (DRAWS, len(error))) @ np.linalg.cholesky(error).T
    gain = slopes.T @ np.linalg.inv(slopes @ slopes.T + error)
    return np.asarray(z + (estimates - response.level + noise - z @ slopes.T) @ gain.T)


def _slice(z: Floats, fit: Callable[[Floats], Floats], seed: int, step: int) -> Floats:
    """Move every draw once along an ellipse through it, to where the fit is good enough."""
    other = _normals(seed, f"ellipse {step}", z.shape)
    u = _uniforms(seed, f"height {step}", (2, len(z)))
    bound = fit(z) + np.log(u[0])
    angle = 2 * math.pi * u[1]
    low, high = angle - 2 * math.pi, angle.copy()
    found, left = z.copy(), np.ones(len(z), bool)
    for shrink in range(200):
        at = z * np.cos(angle)[:, None] + other * np.sin(angle)[:, None]
        good = left & (fit(at) > bound)
        found[good] = at[good]
        left &= ~good
        if not left.any():
            break
        low, high = np.where(angle < 0, angle, low), np.where(angle >= 0, angle, high)
        angle = low + (high - low) * _uniforms(seed, f"angle {step} {shrink}", (len(z),))
    return found


def _uniforms(seed: int, name: str, shape: tuple[int, ...]) -> Floats:
    counters = np.arange(1, math.prod(shape) + 1, dtype=np.uint64)
    return uniforms53(counters, int(decision_key(seed, f"trial {name}", 0))).reshape(shape)


def _normals(seed: int, name: str, shape: tuple[int, ...]) -> Floats:
    """Return standard normal draws (Box and Muller 1958)."""
    radius = np.sqrt(-2.0 * np.log(_uniforms(seed, f"{name} radius", shape)))
    return np.asarray(radius * np.cos(2 * math.pi * _uniforms(seed, f"{name} turn", shape)))
