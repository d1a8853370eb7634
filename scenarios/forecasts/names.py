"""What forecasts are called, in all that is printed and kept."""

from __future__ import annotations

from typing import Final

PRODUCT: Final = "product"
"""The forecast that mixes the others."""

SIMULATION: Final = "simulation"
"""That of the fitted community's worlds."""

NAIVE: Final = "naive"
"""The mean of the last four weeks, which can always be made."""
