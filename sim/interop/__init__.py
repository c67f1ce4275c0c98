"""Scenes of other simulators in and out."""
