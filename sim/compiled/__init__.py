"""The ground of compiled code: how it is compiled, types, layout, draws, arithmetic, bits."""
