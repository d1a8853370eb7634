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


def redeemed_share(redeems: float, leaves: float, days: int) -> float:
    """Return the share of coupons that are redeemed in so many days, 0 to 1.

        share = h (1 - k^days) / (1 - k),    k = (1 - h) (1 - c)

    with hazards h of redeeming and c of leaving a day, redeeming first (V60: 0.426244 of h = 0.02,
    c = 0.005 in 30 days). Holders who redeem with different hazards redeem fewer (V60).

    Parameters
    ----------
    redeems, leaves
        Hazards a day, 0 to 1.
    days
        Days for which a coupon is still valid.
    """
    kept = (1.0 - redeems) * (1.0 - leaves)
    return redeems * (1.0 - kept**days) / (1.0 - kept) if kept < 1.0 else 0.0
