"""Whom a strategy is for: named rules over facts that an operator can see."""

from strategies.audiences.audiences import MOST, Audiences, ask_for_deeds, named, needed_for
from strategies.audiences.audiences import check as check_audiences
from strategies.audiences.definition import Arm, Definition, Ranked, Strata
from strategies.audiences.guests import Guests
from strategies.audiences.ready import READY, with_ready
from strategies.audiences.seeds import Seeds

__all__ = [
    "MOST",
    "READY",
    "Arm",
    "Audiences",
    "Definition",
    "Guests",
    "Ranked",
    "Seeds",
    "Strata",
    "ask_for_deeds",
    "check_audiences",
    "named",
    "needed_for",
    "with_ready",
]
