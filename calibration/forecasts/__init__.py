"""Forecasts of a history: the simulation mixed with simple ones, bands, and breaks of level."""
