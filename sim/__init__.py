"""One simulated community: members, ties, behaviour, service desk, ledger, trajectory, measures.

Nothing is imported here: every command needs `sim.errors`, and few need the engine. Import from
`sim.run`, `sim.spec` and the others.
"""
