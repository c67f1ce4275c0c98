"""Sweeps: a list of runs of one object in, takes out, by whatever executor."""
