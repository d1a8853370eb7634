"""Survey: the recommendation answer is satisfaction with noise.

    answer = round(survey_centre + survey_slope (S - 1/2) + survey_noise z),  cut to 0 .. 10

z is standard normal. NPS is the share of 9 and 10 less that of 0 to 6 (M62, V38).

From the register (`python -m forerun.model_page` writes it):

    survey_centre = 7.5 points, 0 to 10; assumed, D: M62
    survey_slope = 6 points, 0 to 20; assumed, D: M62
    survey_noise = 1.5 points, 0 to 5; assumed, B: M62
"""

from __future__ import annotations

import numpy as np

from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Whole

F = np.float32


@inlined
def answer(
    centre: Float32, slope: Float32, noise: Float32, satisfaction: Float32, z: Float32
) -> Whole:
    """Return the answer, 0 to 10."""
    score = centre + slope * (satisfaction - F(0.5)) + noise * z
    return min(max(np.int64(np.floor(score + F(0.5))), 0), 10)
