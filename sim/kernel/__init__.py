"""The compiled day: imported when a run starts, because importing numba takes half a second."""
