"""Planted errors: each test of a closed form is shown to fail on an error of its kind."""
