"""Weeks to forecast: published series, and made ones that rise, fall and stay."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

OIL = np.array(
    [445.36, 453.20, 454.41, 422.38, 456.04, 440.39, 425.19, 486.21, 500.43, 521.28, 508.95,
     488.89, 509.87, 456.72, 473.82, 525.95, 549.83, 542.34]
)  # fmt: skip
"""Saudi Arabia's oil, million tonnes a year, 1996 to 2013 (Hyndman, Athanasopoulos 2018, 7.1)."""

AIR = np.array(
    [17.5534, 21.8601, 23.8866, 26.9293, 26.8885, 28.8314, 30.0751, 30.9535, 30.1857, 31.5797,
     32.5776, 33.4774, 39.0216, 41.3864, 41.5966, 44.6573, 46.9518, 48.7288, 51.4884, 50.0269,
     60.6409, 63.3603, 66.3553, 68.1979, 68.1232, 69.7793, 72.5977]
)  # fmt: skip
"""Air passengers of Australia, millions a year, 1990 to 2016 (the same book, 7.2)."""

NILE = np.array(
    [1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180,
     799, 958, 1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833,
     701, 916, 692, 1020, 1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845,
     864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676,
     649, 846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923,
     975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740],
    np.float64,
)  # fmt: skip
"""Flow of the Nile at Aswan, 100 million m3 a year, 1871 to 1970 (Cobb 1978)."""


def made(kind: str, weeks: int = 60) -> NDArray[np.float64]:
    """Return weeks that grow, decline or are steady, with a wobble of a tenth."""
    k = np.arange(weeks)
    wobble = np.sin(1.7 * k) * 0.06 + np.cos(2.9 * k) * 0.05
    base = {
        "growth": 40 + 1.5 * k,
        "decline": 200 * np.exp(-k / 15) + 20,
        "steady": np.full(weeks, 80.0),
    }[kind]
    return np.round(base * (1 + wobble), 1)


SERIES = {
    "oil": OIL,
    "air": AIR,
    "nile": NILE,
    **{kind: made(kind) for kind in ("growth", "decline", "steady")},
}
