"""Splat file formats, one module each; axes and value conventions convert here and nowhere else."""
