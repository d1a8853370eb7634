"""Who is tied to whom at the start: grown to order, read from a file, measured."""

from sim.graph import measure
from sim.graph.edges import EdgeList, Reading, read_edges
from sim.graph.exchange import from_networkx, to_networkx
from sim.graph.generator import generate
from sim.graph.start import StartGraph

__all__ = [
    "EdgeList",
    "Reading",
    "StartGraph",
    "from_networkx",
    "generate",
    "measure",
    "read_edges",
    "to_networkx",
]
