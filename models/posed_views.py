"""`PosedViews`: pictures of an object whose cameras are known, and their file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.data.object_poses import read_pose_file, read_rgba
from models.rigid_poses import checked_poses
from render.camera import Camera, intrinsics_matrix
from render.errors import InputError

FloatArray = npt.NDArray[np.float32]
DoubleArray = npt.NDArray[np.float64]

MAX_VIEWS = 4
"""Most views that a pose file may give for a prediction."""
_LEAST_COVERAGE = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class PosedViews:
    """Pictures of one object, all of one size, with their cameras; the world has Z up.

    Networks take squares: those of a file become square in `squares`.
    """

    rgba: FloatArray
    """Straight colour and coverage, sRGB 0 to 1, shape [V, H, W, 4]."""
    intrinsics: DoubleArray
    """fx, fy, cx, cy [px], shape [V, 4]."""
    world_to_camera: DoubleArray
    """Rigid poses with OpenCV axes [m], shape [V, 4, 4]."""

    def __post_init__(self) -> None:
        shape, count = self.rgba.shape, len(self.rgba)
        if len(shape) != 4 or shape[3] != 4 or not self.rgba.size:
            raise InputError(f"views must have shape [V, H, W, 4], got {list(shape)}")
        if self.intrinsics.shape != (count, 4) or self.world_to_camera.shape != (count, 4, 4):
            raise InputError(
                f"{count} views need intrinsics [{count}, 4] and poses [{count}, 4, 4], got "
                f"{list(self.intrinsics.shape)} and {list(self.world_to_camera.shape)}"
            )
        if not (np.isfinite(self.intrinsics).all() and (self.intrinsics[:, :2] > 0).all()):
            raise InputError("focal lengths must be finite and > 0 px")
        if not np.isfinite(self.rgba).all():
            raise InputError("the views hold values that are not finite")
        checked_poses(self.world_to_camera)

    @property
    def count(self) -> int:
        """Number of views V."""
        return len(self.rgba)

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the pictures [px]."""
        return int(self.rgba.shape[2]), int(self.rgba.shape[1])

    def camera(self, index: int) -> Camera:
        """The camera of a view."""
        K = intrinsics_matrix(self.intrinsics[index]).astype(np.float32)  # noqa: N806
        return Camera(K, self.world_to_camera[index].astype(np.float32), *self.size_px)

    def squares(self) -> PosedViews:
        """The middle square of every picture, shape [V, S, S, 4]; square ones as they are."""
        width, height = self.size_px
        side = min(width, height)
        left, top = (width - side) // 2, (height - side) // 2
        return PosedViews(
            self.rgba[:, top : top + side, left : left + side],
            self.intrinsics - [0, 0, left, top],
            self.world_to_camera,
        )

    @staticmethod
    def of(pictures: Sequence[FloatArray], cameras: Sequence[Camera]) -> PosedViews:
        """Views of pictures, each of shape [H, W, 4], and the cameras that took them."""
        return PosedViews(
            np.stack(pictures).astype(np.float32),
            np.array([_lens(camera) for camera in cameras]),
            np.stack([camera.world_to_camera for camera in cameras]).astype(np.float64),
        )

    @staticmethod
    def read(pose_json: Path) -> PosedViews:
        """The views that a pose file names.

        Layout: `{"frames": [{"file_path", "w2c": 4x4, "w", "h", "fx", "fy", "cx", "cy"}, …]}`,
        OpenCV axes, world with Z up, RGBA pictures beside the file.

        Raises:
            InputError: If the file is missing or damaged; a pose is singular, left-handed, not
                rigid or not finite; a picture is missing, damaged, empty or has no alpha channel;
                the pictures differ in size; or there are more than `MAX_VIEWS`. The message names
                the file and the value.
        """
        pictures = read_pose_file(pose_json).pictures
        if len(pictures) > MAX_VIEWS:
            raise InputError(
                f"{pose_json} names {len(pictures)} views; keep 1 to {MAX_VIEWS} of its frames, "
                "best from all sides"
            )
        first = pictures[0].camera
        for at, (_, camera) in enumerate(pictures):
            if (camera.width, camera.height) != (first.width, first.height):
                raise InputError(
                    f"{pose_json}: frame {at} has {camera.width}x{camera.height} px, frame 0 "
                    f"{first.width}x{first.height}; give views of one size"
                )
        shown = [read_rgba(picture) for picture in pictures]
        for picture, rgba in zip(pictures, shown, strict=True):
            if rgba[..., 3].max() <= _LEAST_COVERAGE * 255:
                raise InputError(f"{picture.file} is transparent all over; cut the object out")
        scaled = [rgba.astype(np.float32) / np.float32(255) for rgba in shown]
        return PosedViews.of(scaled, [picture.camera for picture in pictures])


def _lens(camera: Camera) -> list[float]:
    """fx, fy, cx, cy [px]."""
    return [float(camera.K[at]) for at in ((0, 0), (1, 1), (0, 2), (1, 2))]
