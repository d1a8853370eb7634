"""Buying: purchases, teams, and points that are redeemed."""
