"""`FrameScene`: one frame of moving Gaussians with what passes beyond colour are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from render.camera import Camera
from render.errors import InputError
from render.gaussians import GaussianCloud

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int32]
Range = tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class FrameScene:
    """One frame of N Gaussians; `clip_passes.ClipPasses` makes them from clips and takes."""

    cloud: GaussianCloud
    """The frame's Gaussians, world [m]."""
    next: GaussianCloud | None = None
    """The same Gaussians one frame later; None where there is no later frame."""
    camera: Camera | None = None
    """Camera of the whole picture in this frame; None takes the one that is drawn with."""
    next_camera: Camera | None = None
    """Camera of the whole picture one frame later; None for a camera that stands still."""
    labels: Mapping[str, IntArray] = field(default_factory=dict)
    """Name of a label pass → label of every Gaussian, -1 for none, shape [N] each."""
    label_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Name of a label pass → what its labels 0, 1, … are called."""
    scalars: Mapping[str, FloatArray] = field(default_factory=dict)
    """Name of a scalar pass → value of every Gaussian in the pass's unit, shape [N] each."""
    ranges: Mapping[str, Range] = field(default_factory=dict)
    """Name of a pass → values that its picture spans, the same for all frames of a clip."""

    def __post_init__(self) -> None:
        count = self.cloud.gaussian_count
        if self.next is not None and self.next.gaussian_count != count:
            raise InputError(
                f"the next frame has {self.next.gaussian_count} Gaussians and this one {count}; "
                "motion needs the same ones in every frame"
            )
        for name, values in (*self.labels.items(), *self.scalars.items()):
            if values.shape != (count,):
                raise InputError(f"{name} has shape {values.shape}, expected [{count}]")
        for name, (low, high) in self.ranges.items():
            if not (np.isfinite([low, high]).all() and low <= high):
                raise InputError(
                    f"the range of {name} must be finite and rising: {low:g}..{high:g}"
                )

    def scalar(self, name: str) -> FloatArray:
        """Values of a scalar pass, shape [N].

        Raises:
            InputError: If the scene lacks them.
        """
        _require(self.scalars, name)
        return self.scalars[name]

    def label(self, name: str) -> IntArray:
        """Labels of a label pass, shape [N].

        Raises:
            InputError: If the scene lacks them.
        """
        _require(self.labels, name)
        return self.labels[name]

    def camera_after(self, camera: Camera) -> Camera:
        """The next frame's camera for the part and size of the picture that `camera` draws."""
        if self.next_camera is None:
            return camera
        whole = self.camera or camera
        part = camera.K.astype(np.float64) @ np.linalg.inv(whole.K.astype(np.float64))
        return replace(
            self.next_camera,
            K=(part @ self.next_camera.K).astype(np.float32),
            width=camera.width,
            height=camera.height,
            part=camera.part,
        )


def _require(values: Mapping[str, object], name: str) -> None:
    if name not in values:
        known = ", ".join(values) or "none"
        raise InputError(
            f"nothing is known of {name!r} here (known: {known}); simulate a take first"
        )
