"""Where to look next: what a search proposes from what its trials have told."""
