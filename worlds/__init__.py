"""Many runs as one thing: worlds lived once, executors, the run store, the journal of trials."""
