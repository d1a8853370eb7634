"""Questions put to many worlds: compare and search."""
