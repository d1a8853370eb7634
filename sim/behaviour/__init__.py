"""How members behave: one compiled module a decision, and the register of their parameters."""
