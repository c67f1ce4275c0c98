"""Motions as a still camera sees them: tracks and silhouettes, compared with one another."""
