"""Tile rasterizer for CPUs in numba."""
