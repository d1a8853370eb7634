"""Leaving for good, and coming back."""
