"""Joining: who comes, and as what."""
