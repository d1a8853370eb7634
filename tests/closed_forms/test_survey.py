"""V38: what a survey can know."""

from __future__ import annotations

import math

import numpy as np

from sim.metrics import METRICS
from tests.closed_forms.limits import CERTAIN, near, play, world


def test_v38_noise_of_the_net_promoter_score() -> None:
    """V38: 30 % promoters and 20 % detractors among all who could be asked.

    The answer is a normal number, rounded: a spread of 1.4641 around 7.7322 puts 30 % above 8.5 and
    20 % below 6.5.

    Expected: NPS +10 with a standard error of sqrt((P + D - (P - D)^2) / n) = 3.5 points for n =
        400 and 7.0 for n = 100; the measure `nps_error` says so.
    Runs: 300 surveys of 400 members, 300 of 100.
    Tolerance: 4 standard errors; 2 % for what the measure says.
    Power: fails when the mean is 1.0 points off (2.0), the spread 20 %.
    """
    surveys = 300
    for n, error in ((400, 3.5), (100, 7.0)):
        spec = world(
            n, 1, visit_base=CERTAIN, survey_centre=7.7322, survey_slope=0.0, survey_noise=1.4641
        )
        runs = [play(spec, seed) for seed in range(surveys)]
        assert all(run.trajectory.survey.sum() == n for run in runs)
        scores = np.array([METRICS["nps"].compute(run) for run in runs])
        near(scores.mean(), 10, error / math.sqrt(surveys))
        near(scores.std(ddof=1), error, error / math.sqrt(2 * surveys))
        said = np.mean([METRICS["nps_error"].compute(run) for run in runs])
        assert abs(said - error) < 0.02 * error
