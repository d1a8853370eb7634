"""Published experiments, run again inside the simulation."""

from planning.studies.catalogue import STUDIES, STUDY
from planning.studies.conduct import Finding, Report, conduct, named
from planning.studies.contract import Figure, Study
from planning.studies.document import document, simulated, tables

__all__ = [
    "STUDIES",
    "STUDY",
    "Figure",
    "Finding",
    "Report",
    "Study",
    "conduct",
    "document",
    "named",
    "simulated",
    "tables",
]
