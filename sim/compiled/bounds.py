"""Upper bounds of probabilities, kept in one byte: four bits of exponent, four of mantissa.

Byte b stands for ``(16 + b % 16) 2^(b // 16) / 2^20``, that is for 1.5e-5 to 0.97 in steps of 3 to
6 %, so that a bound is as tight for a member who comes once a year as for one who comes each day.
The byte is cut from the bits of the probability as a 32-bit float, and one is added.
"""

from __future__ import annotations

import numpy as np

from sim.compiled.compile import inlined
from sim.compiled.draws import U
from sim.compiled.layout import ALWAYS
from sim.compiled.types import Flag, Float32, Whole, Word

F = np.float32
_SHIFT = np.int32(19)
_SMALLEST = np.int32((127 - 16) << 4)
_TWENTY = np.int32(20 << 4)


@inlined
def bound_byte(p: Float32) -> Whole:
    """Return a byte whose bound is above p, for p from 0 on; 255 means always."""
    place = (np.float32(p).view(np.int32) >> _SHIFT) - _SMALLEST + np.int32(1)
    return np.uint8(min(max(place, np.int32(0)), np.int32(255)))


@inlined
def bound_of(byte: Whole) -> Float32:
    """Return the bound of a byte in units of 2^-20."""
    return np.int32((np.int32(byte) + _SMALLEST + _TWENTY) << _SHIFT).view(np.float32)


@inlined
def may_leave(x: Word, byte: Whole, scale: Float32) -> Flag:
    """Return whether a member's draw is below the bound of leaving times the day's scale."""
    return (F(np.int32((x >> U(12)) & U(0xFFFFF))) < bound_of(byte) * scale) | (byte == ALWAYS)


@inlined
def may_come(x: Word, byte: Whole, scale: Float32) -> Flag:
    """Return whether a member's draw is below the bound of visiting times the day's scale."""
    return (F(np.int32(x >> U(44))) < bound_of(byte) * scale) | (byte == ALWAYS)
