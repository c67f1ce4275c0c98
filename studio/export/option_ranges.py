"""What options of pictures and videos may be; light, so that help loads no renderer."""

from __future__ import annotations

PROJECTIONS = ("perspective", "orthographic", "360")
"""How space becomes a picture; 360 is all round."""
OVERLAYS = ("grid", "axes", "bounds")
"""What may be drawn over a picture; fields of `render.overlays.Overlays`."""
COLOR = "colour"
"""Name of the pass that shows the scene as it is."""
SUPERSAMPLE_RANGE = (1, 4)
"""Drawn pixels along a picture's pixel."""
SIDE_RANGE_PX = (16, 16384)
"""Width and height of a picture [px]."""
FPS_RANGE = (1.0, 120.0)
"""Frames a second that videos may have."""
