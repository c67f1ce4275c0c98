"""Posed views whose outlines hold no background."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.edge_colour import object_colour
from models.posed_views import PosedViews

_FRINGE_SIDES = 256


def without_fringe(views: PosedViews) -> PosedViews:
    """The views with colours free of the background that shone through at the outline."""
    radius = max(1, round(max(views.size_px) / _FRINGE_SIDES))
    colors = [
        object_colour(rgba[..., :3].clip(0, 1), rgba[..., 3].clip(0, 1), radius_px=radius)
        for rgba in views.rgba
    ]
    alpha = views.rgba[..., 3:].clip(0, 1)
    return replace(views, rgba=np.concatenate([np.stack(colors), alpha], axis=-1))
