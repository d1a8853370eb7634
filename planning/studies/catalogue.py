"""Every virtual study."""

from __future__ import annotations

from typing import Final

from planning.studies import (
    commerce,
    creators,
    harm,
    incentives,
    leaving,
    messages,
    money,
    networks,
    newcomers,
)
from planning.studies.contract import Study

STUDIES: Final[tuple[Study, ...]] = (
    *newcomers.STUDIES,
    *creators.STUDIES,
    *incentives.STUDIES,
    *money.STUDIES,
    *messages.STUDIES,
    *leaving.STUDIES,
    *commerce.STUDIES,
    *harm.STUDIES,
    *networks.STUDIES,
)

STUDY: Final = {study.name: study for study in STUDIES}
"""The same by name."""
