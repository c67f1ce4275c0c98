"""The camera rig that a photo is assumed to be taken with.

Source: the orbit cameras of PhysGM's rendered objects (vertical field of view and radius).
"""

from __future__ import annotations

RIG_DISTANCE = 1.7067
"""Distance of the camera from the object's centre, in units of the object's longest side."""
RIG_ELEVATION_DEG = 8.93
"""Elevation of the rig's camera [degrees]."""
RIG_VERTICAL_FOV_DEG = 53.13
"""Vertical field of view of the rig's camera [degrees]."""
