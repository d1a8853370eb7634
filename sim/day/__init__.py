"""The compiled day: screen, sift, visits, spend, births, ties, what is remembered and counted.

Imported when a run starts, because of numba.
"""
