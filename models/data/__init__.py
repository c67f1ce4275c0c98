"""Datasets: scans, procedural shapes, rendered views."""
