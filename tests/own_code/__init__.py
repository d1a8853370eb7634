"""Code of the user's own: found where it may be, held to the contract, told in one line."""
