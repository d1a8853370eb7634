"""Whom a strategy is for: named rules over facts that an operator can see."""

from strategies.audiences.audiences import Audiences, ask_for_deeds, named
from strategies.audiences.audiences import check as check_audiences
from strategies.audiences.definition import Arm, Definition, Ranked

__all__ = ["Arm", "Audiences", "Definition", "Ranked", "ask_for_deeds", "check_audiences", "named"]
