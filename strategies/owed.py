"""What is still outstanding when a plan ends, and how much of it will be claimed."""

from __future__ import annotations

POINTS_PRIOR = 0.5
"""M32: about half of all points are redeemed; used for points that are still outstanding."""

REWARDS_PRIOR = 1.0
"""A reward that is held is paid unless the friend does not come back: counted whole until then."""


def claimed_share(paid: int, lapsed: int, outstanding: int, prior: float) -> float:
    """Return the share of what is outstanding that is expected to be claimed, 0 to 1.

        share = (paid + prior x outstanding) / (paid + lapsed + outstanding)

    The world's own record, over all days of the plan, of what has been decided (paid or lapsed),
    with what is still open counted at the published rate. So a young programme, of which next to
    nothing is decided, is booked at the published rate, and an old one at its own: in the steady
    state of V31 (redemption hazard 0.005 a day, expiry after 365 days) the share tends to one less
    the breakage, 1 - 0.160481. Nothing is left out because it is recent, as a share of issued
    would do, and no division is by nothing once anything is outstanding.

    Parameters
    ----------
    paid, lapsed, outstanding
        Points or cents that were claimed; that expired or were clawed back; that are still open.
    prior
        Share of those still open that is claimed by what was published, 0 to 1.
    """
    decided = paid + lapsed + outstanding
    return (paid + prior * outstanding) / decided if decided else prior
