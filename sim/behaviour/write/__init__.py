"""Writing: who posts, and what moves it."""
