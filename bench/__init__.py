"""Benchmarks: one file each, with a function `measure() -> (figures, compared_with)`."""
