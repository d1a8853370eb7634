"""Visiting: what brings a member on a day."""
