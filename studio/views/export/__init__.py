"""Exports: what is asked for, how it will look, and the queue."""
