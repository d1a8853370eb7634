"""Names for the types of compiled code.

numba infers the machine types when it compiles; NumPy's stubs cannot describe the fields of a
record nor 32-bit scalars that stay 32-bit, so a type checker sees ``Any`` here and a reader sees
what is meant.
"""

from __future__ import annotations

from typing import Any

Float32 = Any
"""A 32-bit float."""

Word = Any
"""64 random bits: an identity, a key, a draw (uint64)."""

Words = Any
"""An array of such."""

Whole = Any
"""A whole number: a day, a row, a count (int64 unless said otherwise)."""

Theta = Any
"""`sim.behaviour.preset.Theta`."""

Member = Any
"""One record of `sim.compiled.layout.MEMBER`, in place."""

Effect = Any
"""The effects of a day on one tier and segment, float32, shape ``(EFFECTS,)``."""

Effects = Any
"""The effects of a day, float32, shape ``(tiers, cells, EFFECTS)``."""

Float64 = Any
"""A float64 number."""

Floats = Any
"""A float32 array."""

Wholes = Any
"""A whole-number array."""

Columns = Any
"""`sim.compiled.layout.Columns`."""

Days = Any
"""`sim.compiled.layout.Days`."""

Today = Any
"""`sim.compiled.layout.Today`."""

Work = Any
"""`sim.compiled.work.Work`."""

Tallies = Any
"""`sim.compiled.layout.Tallies`."""

Flag = Any
"""A truth value."""
