"""Weights, samples, presets, icons, themes and licences: data only."""
