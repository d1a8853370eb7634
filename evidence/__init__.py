"""Published experiments and patterns, run again as tests of the model."""
