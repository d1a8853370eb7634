"""BG/NBD: how often customers buy again, and when they stop, from three figures a customer.

    rate ~ gamma(r, alpha),   P(stop after a purchase) ~ beta(a, b)

    L = G(r + x) alpha^r / G(r) { B(a, b + x) / B(a, b) (alpha + T)^-(r + x)
        + [x > 0] B(a + 1, b + x - 1) / B(a, b) (alpha + t)^-(r + x) }

for x purchases since the clock began, the last of them at t, seen until T (Fader, Hardie and Lee
2005, doi:10.1287/mksc.1040.0098, equation 6). All ratios of gamma functions here are of whole
steps, so they are products.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

NAMES: Final = ("r", "alpha", "a", "b")

PRIOR_SD: Final = 1.5
"""Standard deviation of the prior, of logs: a factor of 4.5 either way. It decides only what the
history leaves open."""

IDENTIFIED: Final = 0.5
"""A parameter is told by a history if its error is less than this part of the prior's, or if it
lies more than two errors from where the prior expects it."""

_STEPS: Final = 200
_STEP: Final = 1e-3
"""Newton steps at most; step of the numerical derivatives, of logs."""


@dataclass(frozen=True, slots=True)
class Law:
    """The parameters.

    Parameters
    ----------
    r, alpha
        Shape and rate of the gamma of purchase rates; alpha in units of the clock.
    a, b
        Shapes of the beta of the probability to stop after a purchase.
    """

    r: float
    alpha: float
    a: float
    b: float

    @property
    def logs(self) -> NDArray[np.float64]:
        """Natural logarithms in the order of `NAMES`, shape ``(4,)``."""
        return np.log([self.r, self.alpha, self.a, self.b])

    @classmethod
    def of_logs(cls, logs: NDArray[np.float64]) -> Law:
        """Return the law whose parameters have these logarithms, shape ``(4,)``."""
        return cls(*np.exp(logs).tolist())


@dataclass(frozen=True, slots=True)
class Customers:
    """Customers in groups that have the same three figures, each array of shape ``(groups,)``.

    Attributes
    ----------
    frequency
        Purchases since the clock began, 0 or more.
    recency
        When the last of them was, in units of the clock; 0 where there was none.
    age
        How long they were seen, same units, not less than `recency`.
    size
        Customers in the group.
    """

    frequency: NDArray[np.int64]
    recency: NDArray[np.float64]
    age: NDArray[np.float64]
    size: NDArray[np.float64]

    @classmethod
    def of(
        cls,
        frequency: NDArray[np.integer],
        recency: NDArray[np.number],
        age: NDArray[np.number],
    ) -> Customers:
        """Group customers given one by one, each array of shape ``(customers,)``."""
        rows = np.stack([frequency, recency, age], axis=1).astype(np.float64)
        groups, size = np.unique(rows, axis=0, return_counts=True)
        return cls(
            groups[:, 0].astype(np.int64), groups[:, 1], groups[:, 2], size.astype(np.float64)
        )

    @property
    def count(self) -> int:
        """Number of customers."""
        return int(self.size.sum())

    @property
    def repeaters(self) -> int:
        """Customers who bought since the clock began."""
        return int(self.size[self.frequency > 0].sum())


@dataclass(frozen=True, slots=True)
class Fit:
    """What a history says of the law.

    Attributes
    ----------
    law
        The most probable parameters.
    covariance
        Of their logarithms, shape ``(4, 4)``.
    likelihood
        Natural log of the likelihood, without the prior.
    identified
        Names of the parameters that the history tells; the others are the prior's.
    """

    law: Law
    covariance: NDArray[np.float64]
    likelihood: float
    identified: tuple[str, ...]

    def draws(self, normals: NDArray[np.float64]) -> list[Law]:
        """Return laws that the history allows, one for each row of standard normals.

        Parameters
        ----------
        normals
            Shape ``(draws, 4)``.
        """
        root = np.linalg.cholesky(self.covariance)
        return [Law.of_logs(self.law.logs + root @ row) for row in normals]


def log_likelihood(law: Law, customers: Customers) -> float:
    """Return the natural log of the probability of what customers did."""
    r, alpha, a, b = law.r, law.alpha, law.a, law.b
    x = customers.frequency
    most = int(x.max(initial=0))
    bought, kept, asked = (_rising(base, most) for base in (r, b, a + b))
    stays = kept[x] - asked[x] - (r + x) * np.log(alpha + customers.age)
    stopped = (
        np.log(a)
        + kept[np.maximum(x - 1, 0)]
        - asked[x]
        - (r + x) * np.log(alpha + customers.recency)
    )
    either = np.where(x > 0, np.logaddexp(stays, stopped), stays)
    return float(customers.size @ (bought[x] + r * np.log(alpha) + either))


def fit(customers: Customers, prior: Law) -> Fit:
    """Fit the law to customers.

    Newton's method on the logarithms of the parameters, with numerical derivatives, from the prior.

    Parameters
    ----------
    customers
        One or more.
    prior
        What is expected of shops alike; a history outweighs it where it can (`PRIOR_SD`).
    """
    centre = prior.logs

    def loss(logs: NDArray[np.float64]) -> float:
        apart = (logs - centre) / PRIOR_SD
        return 0.5 * float(apart @ apart) - log_likelihood(Law.of_logs(logs), customers)

    best, hessian = _lowest(loss, centre)
    covariance = np.asarray(np.linalg.inv(hessian), np.float64)
    errors = np.sqrt(np.diag(covariance))
    law = Law.of_logs(best)
    sure = (errors < IDENTIFIED * PRIOR_SD) | (np.abs(best - centre) > 2 * errors)
    told = tuple(name for name, is_sure in zip(NAMES, sure, strict=True) if is_sure)
    return Fit(law, covariance, log_likelihood(law, customers), told)


def _rising(base: float, most: int) -> NDArray[np.float64]:
    """Logs of ``base (base + 1) ... (base + n - 1)`` for n from 0, shape ``(most + 1,)``."""
    return np.concatenate([[0.0], np.cumsum(np.log(base + np.arange(most)))])


def _lowest(
    loss: Callable[[NDArray[np.float64]], float], start: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the minimum of a smooth function and its second derivatives there."""
    at, here, damping = start, loss(start), 1e-3
    gradient, hessian = _derivatives(loss, at)
    for _ in range(_STEPS):
        step = np.linalg.solve(_positive(hessian, damping), -gradient)
        # A factor of e a step at most, so that no parameter runs off.
        step *= min(1.0, 1.0 / float(np.abs(step).max()))
        there = loss(at + step)
        if there < here:
            done = here - there < 1e-9 * max(abs(here), 1.0) and damping <= 1e-3
            at, here, damping = at + step, there, damping / 10
            gradient, hessian = _derivatives(loss, at)
            if done:
                break
        elif damping > 1e9:
            break
        else:
            damping = max(damping, 1e-6) * 10
    return at, _positive(hessian, 0.0)


def _positive(hessian: NDArray[np.float64], damping: float) -> NDArray[np.float64]:
    """Return a matrix of second derivatives bent so that it has a minimum."""
    values, vectors = np.linalg.eigh(hessian)
    values = np.maximum(np.abs(values), PRIOR_SD**-2) * (1.0 + damping)
    bent: NDArray[np.float64] = (vectors * values) @ vectors.T
    return bent


def _derivatives(
    loss: Callable[[NDArray[np.float64]], float], at: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return first and second derivatives by central differences."""
    size = len(at)
    step = np.eye(size) * _STEP
    here = loss(at)
    up = np.array([loss(at + one) for one in step])
    down = np.array([loss(at - one) for one in step])
    gradient = (up - down) / (2 * _STEP)
    hessian = np.diag((up - 2 * here + down) / _STEP**2)
    for i in range(size):
        for j in range(i):
            both = loss(at + step[i] + step[j]) + loss(at - step[i] - step[j])
            cross = both - up[i] - down[i] - up[j] - down[j] + 2 * here
            hessian[i, j] = hessian[j, i] = cross / (2 * _STEP**2)
    return gradient, hessian
