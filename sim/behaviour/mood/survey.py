"""Survey: the recommendation answer is satisfaction with noise.

    answer = round(survey_centre + survey_slope (S - 1/2) + survey_noise z),  cut to 0 .. 10

z is standard normal. NPS is the share of 9 and 10 less that of 0 to 6 (M62, V38).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Decision, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Whole

DECISION: Final = Decision(
    "survey",
    title="answering a survey",
    title_zh="问卷",
    parameters=(
        Parameter(
            "survey_centre", 7.5, unit="points", low=0.0, high=10.0, grade="assumed",
            evidence="D",
            source="M62",
            meaning="mean recommendation answer at satisfaction one half",
            meaning_zh="问卷中心分",
        ),
        Parameter(
            "survey_slope", 6.0, unit="points", low=0.0, high=20.0, grade="assumed", evidence="D",
            source="M62",
            meaning="change of the answer per unit of satisfaction",
            meaning_zh="满意度对问卷的作用",
        ),
        Parameter(
            "survey_noise", 1.5, unit="points", low=0.0, high=5.0, grade="assumed", evidence="B",
            source="M62",
            meaning="noise of the recommendation answer, 0 to 10", meaning_zh="问卷噪声",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def answer(
    centre: Float32, slope: Float32, noise: Float32, satisfaction: Float32, z: Float32
) -> Whole:
    """Return the answer, 0 to 10."""
    score = centre + slope * (satisfaction - F(0.5)) + noise * z
    return min(max(np.int64(np.floor(score + F(0.5))), 0), 10)
