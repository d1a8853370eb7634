"""A sweep: what moves a community's measures, over any number of inputs at once."""
