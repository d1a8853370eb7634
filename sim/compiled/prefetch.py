"""Ask the processor for a line of memory before it is needed."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic


@intrinsic  # type: ignore[untyped-decorator]
def prefetch(typing_context: Any, array: Any, row: Any) -> Any:
    """Prefetch row `row` of an array; it changes nothing that can be computed."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        held = context.make_array(signature.args[0])(context, builder, arguments[0])
        start = builder.ptrtoint(held.data, ir.IntType(64))
        stride = cgutils.unpack_tuple(builder, held.strides)[0]
        place = builder.add(start, builder.mul(arguments[1], stride))
        byte = ir.IntType(8)
        number = ir.IntType(32)
        pointer = builder.inttoptr(place, byte.as_pointer())
        function = cgutils.get_or_insert_function(
            builder.module,
            ir.FunctionType(ir.VoidType(), [byte.as_pointer(), number, number, number]),
            "llvm.prefetch.p0i8",
        )
        builder.call(function, [pointer, number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(array, types.int64), generate
