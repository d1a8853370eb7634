"""The service desk: one pool of staff with shifts and a priority queue, in SimPy."""

from sim.desk.desk import Answers, Desk

__all__ = ["Answers", "Desk"]
