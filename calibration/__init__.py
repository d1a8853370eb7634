"""History in, behaviour out: readers, targets, fit, posterior, backtest."""

from calibration.fit import Calibration, calibrate
from calibration.history import History, read

__all__ = ["Calibration", "History", "calibrate", "read"]
