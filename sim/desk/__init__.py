"""The service desk: one pool of staff with shifts and a priority queue, in SimPy."""

from sim.desk.desk import SINGLE_LIMIT, Answers, Desk

__all__ = ["SINGLE_LIMIT", "Answers", "Desk"]
