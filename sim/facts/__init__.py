"""What an operator can see of members, one fact a column; hidden traits are not among them."""

from sim.facts.catalogue import CATALOGUE, catalogue
from sim.facts.facts import Fact, Facts, levels
from sim.facts.record import BOOKED, columns_of

__all__ = ["BOOKED", "CATALOGUE", "Fact", "Facts", "catalogue", "columns_of", "levels"]
