"""Errors of the simulators."""

from __future__ import annotations

from render.errors import InputError


class SimulationDivergedError(InputError):
    """The simulation blew up; the message names time, cause and remedy. Good frames are kept."""
