"""Taichi kernels of the material point method, for CUDA; they also run on Taichi's CPU target."""
