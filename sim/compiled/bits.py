"""What the machine knows about words and Python does not say."""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from sim.compiled.compile import inlined
from sim.compiled.types import Whole


@intrinsic  # type: ignore[untyped-decorator]
def lowest(typing_context: Any, bits: Any) -> Any:
    """Return the place of the lowest bit that is set in a word that is not 0, int64."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.uint64), generate


@inlined
def unsigned(x: Whole) -> Whole:
    """Return x, 0 to 2^32 - 1, as an int64 that is known not to count from an array's end."""
    return np.int64(np.uint32(x))
