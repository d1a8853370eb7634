"""The reference, `docs/reference/`: every page made from the source, or kept from a measurement."""
