"""The documents: every block runs, every link leads somewhere."""
