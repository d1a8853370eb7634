"""Push: a message brings some back today.

    pull = push_pull m     m messages a day

The randomised effect is small (M21); what messages cost in the long run is of `fatigue` and
`optout`.

Differs from the evidence: the pull of a message stays and fatigue is taken off beside it, where M21
has the pull itself fade with fatigue, as m exp(-phi F).

From the register (`python -m forerun.model_page` writes it):

    push_pull = 0.25 ± 0.1 (off: 0) logit/message, 0 to 2; published, A: M21: randomised effect
        small
"""

from __future__ import annotations

from collections.abc import Mapping

from sim.behaviour.curves import Table


def pull(values: Mapping[str, float], messages: Table) -> Table:
    """Return the pull of messages, logit; `messages` a day."""
    return values["push_pull"] * messages
