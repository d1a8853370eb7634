"""Patterns that real communities show, and that every preset must show: reference/patterns."""
