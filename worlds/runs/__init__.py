"""Runs of one world, kept under the hash of all that they hang on."""
