"""Kinds: segments differ in how often their members come and in how fast they leave.

    logit + segment_visit z_k,   hazard of leaving x exp(segment_leave z_k)

z_k are the normal scores of the segments in their order, so that the last one comes most and leaves
most. With homophily, neighbours then behave alike without any influence (M50).

From the register (`python -m forerun.model_page` writes it):

    segment_visit = 0 (on: 0.3) logit, 0 to 3; assumed, B: M50: a trait that drives ties and
        behaviour
    segment_leave = 0 (on: 0.5) ln, 0 to 3; assumed, B: M50: homophily is about half of what looks
        like influence
"""

from __future__ import annotations

from statistics import NormalDist


def scores(segments: int) -> list[float]:
    """Return the normal score of each segment; 0 for a single one."""
    normal = NormalDist()
    return [normal.inv_cdf((k + 0.5) / segments) for k in range(segments)]
