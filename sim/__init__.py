"""One simulated community: members, ties, behaviour, service desk, ledger, trajectory, measures."""

from sim.errors import InputError
from sim.run import Past, Run, live_past, run
from sim.spec import CommunitySpec

__all__ = ["CommunitySpec", "InputError", "Past", "Run", "live_past", "run"]
