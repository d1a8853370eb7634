"""A second, plain implementation of the day, which the engine must match draw for draw."""
