"""numba kernels of the material point method."""
