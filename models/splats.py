"""Splats made from tangent vectors: the bricks of the composed object."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.covariance import decompose
from render.gaussians import GaussianCloud
from render.spherical_harmonics import rgb_to_sh0

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Splats:
    """N flat Gaussians, each spanned by two half-axes, in units of the longest side."""

    means: FloatArray
    """Centres, shape [N, 3]."""
    first_axis: FloatArray
    """First half-axis in the surface, one standard deviation long, shape [N, 3]."""
    second_axis: FloatArray
    """Second half-axis in the surface, shape [N, 3]."""
    thickness: FloatArray
    """Standard deviation across the surface, shape [N]."""
    colors: FloatArray
    """sRGB 0 to 1, shape [N, 3]."""

    def __len__(self) -> int:
        return len(self.means)

    @staticmethod
    def concatenated(parts: list[Splats]) -> Splats:
        """All splats of several sets."""
        return Splats(
            *(np.concatenate([getattr(part, name) for part in parts]) for name in Splats.__slots__)
        )

    def repeated(self, counts: npt.NDArray[np.integer], offsets: FloatArray) -> Splats:
        """Each splat `counts` times, moved by `offsets`, shape [counts.sum(), 3]."""
        return Splats(
            np.repeat(self.means, counts, axis=0) + offsets,
            np.repeat(self.first_axis, counts, axis=0),
            np.repeat(self.second_axis, counts, axis=0),
            np.repeat(self.thickness, counts),
            np.repeat(self.colors, counts, axis=0),
        )

    def to_cloud(self, opacity: float) -> GaussianCloud:
        """The splats as Gaussians of one opacity."""
        normal = np.cross(self.first_axis, self.second_axis)
        length = np.linalg.norm(normal, axis=1, keepdims=True)
        normal = normal / np.maximum(length, 1e-20) * self.thickness[:, None]
        axes = np.stack([self.first_axis, self.second_axis, normal], axis=-1)
        quats, scales = decompose(axes @ axes.transpose(0, 2, 1))
        count = len(self)
        return GaussianCloud(
            self.means,
            quats,
            np.maximum(scales, 0.25 * float(np.median(self.thickness))),
            np.full(count, opacity, np.float32),
            rgb_to_sh0(self.colors).reshape(count, 1, 3),
        )


def split_along(splats: Splats, *, longest: float) -> Splats:
    """Replace splats whose axes exceed `longest` by rows of shorter ones over the same surface."""
    for name in ("first_axis", "second_axis"):
        axis = getattr(splats, name)
        counts = np.ceil(np.linalg.norm(axis, axis=1) / longest).astype(np.int64).clip(1, 64)
        if counts.max(initial=1) == 1:
            continue
        at = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        many = np.repeat(counts, counts)
        place = ((at + 0.5) / many - 0.5)[:, None].astype(np.float32)
        # A half-axis of one standard deviation stands for a cell of 1 / SPREAD of its length.
        offsets = place * np.repeat(axis, counts, axis=0) / SPREAD
        splats = _shortened(splats.repeated(counts, offsets), name, many)
    return splats


SPREAD = 0.58
"""Standard deviation of a splat over the spacing to the next one."""


def _shortened(splats: Splats, name: str, divisor: npt.NDArray[np.integer]) -> Splats:
    axes = {"first_axis": splats.first_axis, "second_axis": splats.second_axis}
    axes[name] = (axes[name] / divisor[:, None]).astype(np.float32)
    return Splats(
        splats.means, axes["first_axis"], axes["second_axis"], splats.thickness, splats.colors
    )
