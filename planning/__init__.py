"""Many runs: replicate, compare, search, and the folder that keeps what came out."""
