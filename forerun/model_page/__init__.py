"""The pages that describe the model, made from its own docstrings and its register."""
