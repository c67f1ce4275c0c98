"""Layers of a view: pictures that are blended from the same tile lists."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np
import numpy.typing as npt

from render.base import FloatArray, RenderSettings
from render.cpu_tiles.blending import blend_tiles
from render.cpu_tiles.channel_blending import blend_channels
from render.cpu_tiles.stages import Lens, Splats, TileLists
from render.splat_styles import PROFILES

Array = npt.NDArray[np.generic]

MAX_CHANNELS = 32
"""Channels blended at a time; their sums over a tile fill a first-level cache."""


class Layer(ABC):
    """Pictures that stretches of the depth order are blended into, one after the other."""

    @abstractmethod
    def blend(
        self,
        tiles: npt.NDArray[np.int64],
        lists: TileLists,
        splats: Splats,
        stretch: tuple[bool, bool, npt.NDArray[np.uint8]],
    ) -> None:
        """Blend a stretch of the depth order in some tiles.

        Args:
            tiles: Numbers of the tiles.
            lists: Splats of each tile.
            splats: Projected Gaussians.
            stretch: Whether it is the first and whether the last; which tiles are opaque [tiles].
        """


class ColorLayer(Layer):
    """Colour, alpha and depth of plain splats, the fast way."""

    def __init__(self, lens: Lens, settings: RenderSettings) -> None:
        self._columns = lens.columns
        self._background = np.array(settings.background, np.float32)
        self.color = np.empty((*lens.size, 3), np.float32)
        self.alpha = np.empty(lens.size, np.float32)
        self.depth = np.empty(lens.size, np.float32)

    def blend(
        self,
        tiles: npt.NDArray[np.int64],
        lists: TileLists,
        splats: Splats,
        stretch: tuple[bool, bool, npt.NDArray[np.uint8]],
    ) -> None:
        """Blend some tiles; see `Layer.blend`."""
        out = (self.color, self.alpha, self.depth)
        blend_tiles(
            tiles, lists[:2], self._columns, splats[:2], self._background, stretch, out, None
        )


class ChannelLayer(Layer):
    """Sums of up to `MAX_CHANNELS` channels in any style, and the median Gaussians."""

    def __init__(
        self, lens: Lens, values: FloatArray, settings: RenderSettings, *, color_count: int = 0
    ) -> None:
        """Make empty pictures.

        Args:
            lens: Camera.
            values: Channels, shape [N, C].
            settings: Their style counts.
            color_count: Channels, from the first on, that the style darkens as colours.
        """
        self._columns = lens.columns
        self._values = (np.ascontiguousarray(values), color_count)
        self._profile = np.zeros(0, np.float32)
        if settings.style in PROFILES:
            self._profile = np.array(PROFILES[settings.style].coefficients, np.float32)
        self.left = np.ones(lens.size, np.float32)
        self.sums = np.zeros((*lens.size, values.shape[1]), np.float32)
        self.gaussian_id = np.full(lens.size, -1, np.int32)

    def blend(
        self,
        tiles: npt.NDArray[np.int64],
        lists: TileLists,
        splats: Splats,
        stretch: tuple[bool, bool, npt.NDArray[np.uint8]],
    ) -> None:
        """Blend some tiles; see `Layer.blend`."""
        out = (self.left, self.sums, self.gaussian_id)
        blend_channels(
            tiles, lists[:2], self._columns, splats[:2],
            self._values, self._profile, stretch[2], out,
        )  # fmt: skip

    def pictures(self, settings: RenderSettings) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Colour, alpha and expected depth of a layer whose channels are red green blue depth."""
        color = self.sums[:, :, :3] + self.left[:, :, None] * np.array(settings.background)
        alpha = 1 - self.left
        depth = np.zeros_like(alpha)
        np.divide(self.sums[:, :, 3], alpha, out=depth, where=alpha > 0)
        return np.clip(color, 0, 1).astype(np.float32), alpha, depth


def feature_layers(
    lens: Lens, features: FloatArray, settings: RenderSettings
) -> list[ChannelLayer]:
    """Layers that blend features [N, D], as few as hold D."""
    return [
        ChannelLayer(lens, features[:, first : first + MAX_CHANNELS], settings)
        for first in range(0, features.shape[1], MAX_CHANNELS)
    ]
