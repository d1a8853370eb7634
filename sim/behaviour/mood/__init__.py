"""Mood: satisfaction and what hurts it."""
