"""Experiments in: a trial's result updates the prior of the lever that it tested."""

from calibration.experiments.asked import Asked
from calibration.experiments.learning import Learned, learn
from calibration.experiments.table import read_trial
from calibration.experiments.trial import Trial

__all__ = ["Asked", "Learned", "Trial", "learn", "read_trial"]
