"""What an operator can see of members, one fact a column; hidden traits are not among them."""

from sim.facts.catalogue import CATALOGUE, catalogue
from sim.facts.facts import Fact, Facts, levels

__all__ = ["CATALOGUE", "Fact", "Facts", "catalogue", "levels"]
