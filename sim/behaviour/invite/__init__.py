"""Inviting: who invites, and who accepts."""
