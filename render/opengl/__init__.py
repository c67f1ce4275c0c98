"""Instanced-quad back-end on VisPy."""
