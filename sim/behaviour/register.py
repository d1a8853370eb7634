"""The register of behaviour parameters: each with unit, range, grade and source."""

from __future__ import annotations

from typing import Final

from sim.behaviour.core_parameters import CORE
from sim.behaviour.further_parameters import FURTHER
from sim.behaviour.parameter import Grade as Grade
from sim.behaviour.parameter import Parameter as Parameter

PARAMETERS: Final[tuple[Parameter, ...]] = CORE + FURTHER

PARAMETER: Final = {parameter.name: parameter for parameter in PARAMETERS}
