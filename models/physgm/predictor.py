"""`PhysGMPredictor`: the user's PhysGM checkpoint behind the same calls as the embedded model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from models.checkpoint import file_digest
from models.multiview.view_generator import ViewGenerator, ViewRig
from models.physgm.config import PhysGMPreset
from models.physgm.model import PhysGM
from models.physgm.pictures import prepared_views
from models.physgm.precision import Precision
from models.posed_views import PosedViews
from models.predictor import (
    Prediction,
    check_request,
    elevation_of,
    longest_side,
    posed_source,
    seen_centre,
)
from models.preprocess import ObjectView
from render.errors import InputError

DoubleArray = npt.NDArray[np.float64]

_SAME_ELEVATION_DEG = 0.01
_SAME_PLACE = 1e-3


class PhysGMPredictor:
    """One to four posed views, or a photo with views that a generator adds.

    Args:
        model: The network.
        name: What projects call it.
        checkpoint: SHA-256 of its file or files.
        open_generator: Opens what makes further views of a photo; called at the first photo.
    """

    def __init__(
        self,
        model: PhysGM,
        *,
        name: str,
        checkpoint: str,
        open_generator: Callable[[], ViewGenerator],
    ) -> None:
        self.name = name
        self._model = model
        self._checkpoint = checkpoint
        self._open_generator = open_generator

    @staticmethod
    def load(
        path: Path,
        *,
        dino: Path | None = None,
        precision: Precision = Precision.FP32,
        device: str = "cpu",
        open_generator: Callable[[], ViewGenerator],
    ) -> PhysGMPredictor:
        """Open a checkpoint; errors as in `load_physgm`, and if there is no such device."""
        if device != "cpu" and not torch.cuda.is_available():
            raise InputError(f"PyTorch sees no device {device!r} here; predict with --device cpu")
        model = PhysGM.load(path, dino=dino, precision=precision, device=device)
        files = (path,) if dino is None else (path, dino)
        return PhysGMPredictor(
            model,
            name=f"PhysGM ({path.name})",
            checkpoint=file_digest(*files),
            open_generator=open_generator,
        )

    @cached_property
    def _generator(self) -> ViewGenerator:
        return self._open_generator()

    def predict(
        self, view: ObjectView, *, size_m: float = 0.5, elevation_deg: float | None = None
    ) -> Prediction:
        """As `Predictor.predict`; the prediction says how the further views were made."""
        check_request(size_m, elevation_deg)
        rig = view_rig(self._model.loaded.preset)
        made = self._generator.generate(view, rig, elevation_deg=elevation_deg)
        found = self.predict_posed(made.views)
        found = replace(
            found,
            elevation_deg=elevation_of(found.camera, np.zeros(3)),
            warnings=tuple(dict.fromkeys((*view.warnings, *made.notes, *found.warnings))),
            view_source=made.source,
        )
        if elevation_deg is not None and (
            abs(found.elevation_deg - elevation_deg) > _SAME_ELEVATION_DEG
        ):
            found = found.seen_from(elevation_deg)
        return found.resized(size_m).centred()

    def predict_posed(self, views: PosedViews, *, size_m: float | None = None) -> Prediction:
        """As `Predictor.predict_posed`."""
        check_request(size_m)
        loaded = self._model.loaded
        prepared = prepared_views(views, loaded.preset, multiple=loaded.config.patch_px)
        ring = _ring_through(views, loaded.preset) if views.count == 1 else None
        answer = self._model.predict(prepared, targets=ring)
        cloud = answer.cloud()
        if not cloud.gaussian_count:
            raise InputError(
                f"{self.name} left no Gaussian to see; its weights, or the biases of its preset, "
                "do not belong to these pictures"
            )
        camera = views.camera(0)
        prediction = Prediction(
            cloud=cloud,
            physics=answer.physics.distribution,
            camera=camera,
            elevation_deg=elevation_of(camera, seen_centre(cloud)),
            size_m=longest_side(cloud),
            model=self.name,
            warnings=(*_count_note(views.count, loaded.preset), *answer.physics.warnings),
            checkpoint=self._checkpoint,
            view_source=posed_source(views),
        )
        return prediction if size_m is None else prediction.resized(size_m)


def view_rig(preset: PhysGMPreset) -> ViewRig:
    """The ring of cameras that a checkpoint was trained with."""
    return ViewRig(
        azimuths_deg=preset.rig_azimuths_deg,
        elevation_deg=preset.rig_elevation_deg,
        radius=preset.rig_radius,
        vertical_fov_deg=preset.rig_vertical_fov_deg,
    )


def _ring_through(views: PosedViews, preset: PhysGMPreset) -> DoubleArray:
    """Poses of the checkpoint's ring through a single camera, about the world's z axis.

    One view has no spread that could scale the network's world; the views that the checkpoint
    expects beside it do.
    """
    pose = views.world_to_camera[0]
    position = -pose[:3, :3].T @ pose[:3, 3]
    if np.linalg.norm(position[:2]) < _SAME_PLACE * max(abs(position[2]), _SAME_PLACE):
        raise InputError(
            "one view from straight above or below gives no scale; add a view from the side"
        )
    poses = []
    for azimuth in preset.rig_azimuths_deg:
        angle = np.radians(azimuth - preset.rig_azimuths_deg[0])
        turn = np.eye(4)
        turn[:2, :2] = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
        poses.append(pose @ turn.T)
    return np.stack(poses)


def _count_note(count: int, preset: PhysGMPreset) -> tuple[str, ...]:
    if count == preset.view_count:
        return ()
    return (
        f"The network was trained with {preset.view_count} views of an object and was given "
        f"{count}; expect a rougher result.",
    )
