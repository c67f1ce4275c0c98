"""Finishes: how the surface of a material looks and swells, by generator and class."""
