"""Published experiments, run again inside the simulation."""

from evidence.studies.catalogue import STUDIES, STUDY
from evidence.studies.conduct import Finding, Report, conduct, named
from evidence.studies.contract import Figure, Study
from evidence.studies.document import document, simulated, tables

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
