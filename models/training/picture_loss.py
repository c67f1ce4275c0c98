"""How the composed object differs from the true one in pictures from other sides.

Depth errors weigh a pixel that nobody sees from elsewhere like one that is the outline of another
view. Here the object is composed as it will be and drawn by the renderer from where other views of
the same scene were taken. Logarithms of squared errors are what PSNR averages.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch

from models.data.views import Views
from models.nets.surface_net import Surfaces
from models.rig import RIG_DISTANCE
from models.training.augment import Batch
from models.training.moving_splats import DepthMaps, moving_splats
from render.camera import Camera

OTHERS = 3
"""Other views that a composed object is compared with."""
_COMPOSED_SHARE = 0.5
"""Share of a batch that is composed: it takes as long as the network."""
_LEAST_PX = 40
_FLOOR = 2e-3
_OVERLAP_WEIGHT = 2.0


class Scenes:
    """Which views show the same."""

    def __init__(self, scene: npt.NDArray[np.int32]) -> None:
        """Take the number of each view's scene, shape [V]."""
        self._order = np.argsort(scene, kind="stable")
        self._ends = np.cumsum(np.bincount(scene))
        self._scene = scene

    def others(self, chosen: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        """Random other views of the same scenes; a view that is alone stands for itself.

        Args:
            chosen: Indices of views, shape [B].
            generator: Source of random numbers.

        Returns:
            Indices, shape [B, OTHERS].
        """
        rows = []
        for view in chosen.tolist():
            scene = self._scene[view]
            members = self._order[self._ends[scene - 1] if scene else 0 : self._ends[scene]]
            members = members[members != view] if len(members) > 1 else members
            order = torch.randperm(len(members), generator=generator).numpy()
            rows.append(np.resize(members[order], OTHERS))
        return torch.from_numpy(np.stack(rows))


def picture_loss(
    surfaces: Surfaces, batch: Batch, views: Views, chosen: torch.Tensor, others: torch.Tensor
) -> torch.Tensor:
    """Mean over pictures of log squared error plus twice one minus the coverages' overlap.

    Args:
        surfaces: Predicted surfaces.
        batch: What they were predicted from, with `others`.
        views: All training views.
        chosen: Indices of the batch's views, shape [B].
        others: Indices of the other views, shape [B, K].
    """
    from render.cpu_tiles.autograd import rasterize

    losses = []
    for at in range(max(1, round(_COMPOSED_SHARE * len(chosen)))):
        view = int(chosen[at])
        alpha = (views.rgba[view, ..., 3] / np.float32(255)).astype(np.float32)
        if (alpha > 0.5).sum() < _LEAST_PX:
            continue
        maps = _depth_maps(surfaces, batch, at)
        color = batch.unlit[at].movedim(0, -1)
        splats = moving_splats(color, alpha, maps, views.intrinsics[view])
        for truth, other in zip(batch.others[at], others[at].tolist(), strict=True):
            drawn, coverage, _ = rasterize(*splats, _camera(views, other, view))
            losses.append(_difference(drawn.movedim(-1, 0), coverage, truth))
    return torch.stack(losses).mean() if losses else surfaces.front_depth.sum() * 0


def _depth_maps(surfaces: Surfaces, batch: Batch, at: int) -> DepthMaps:
    """The surfaces of one view, turned back where it is mirrored."""
    fields = (surfaces.front_depth[at], surfaces.thickness[at], surfaces.back_color[at])
    front, thickness, color = (field.flip(-1) if batch.mirrored[at] else field for field in fields)
    width = batch.frame_width[at]
    depth = front * width + RIG_DISTANCE
    return DepthMaps(depth, depth + thickness * width, color.movedim(0, -1))


def _camera(views: Views, other: int, view: int) -> Camera:
    """The camera of another view in the axes of a view's camera."""
    here, there = views.world_to_camera[[view, other]].astype(np.float64)
    moved = there @ np.linalg.inv(here)
    side = views.rgba.shape[1]
    return Camera(views.intrinsics[other], moved.astype(np.float32), side, side)


def _difference(drawn: torch.Tensor, coverage: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    """How one picture differs from the truth [4, S, S]."""
    error = (drawn - truth[:3]).square().mean()
    both = (coverage * truth[3]).sum()
    either = (coverage + truth[3]).sum() - both
    return (error + _FLOOR).log() + _OVERLAP_WEIGHT * (1 - both / either.clamp(min=1))
