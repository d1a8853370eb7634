"""Reading: what a feed is worth, and how much of it is read."""
