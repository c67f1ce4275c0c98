"""`CameraMotion`: a camera for every moment of a clip."""

from __future__ import annotations

from abc import ABC, abstractmethod

from render.camera import Camera

RIG_FOV_DEG = 53.13
"""Vertical field of view of the rig that photos are taken to be seen with [degrees]."""

RIG_ELEVATION_DEG = 8.93
"""Elevation of that rig [degrees]."""


class CameraMotion(ABC):
    """A camera for every moment of a clip."""

    @property
    @abstractmethod
    def is_loop(self) -> bool:
        """Whether fraction 1 is fraction 0 again."""

    @abstractmethod
    def camera(self, fraction: float, width: int, height: int) -> Camera:
        """View at a fraction 0 to 1 of the clip, for a picture of `width` x `height` px."""

    def frame_camera(self, index: float, frame_count: int, width: int, height: int) -> Camera:
        """View of frame `index` of `frame_count`; the frame after a loop's last is its first.

        Args:
            index: Frame; a fraction lies between two frames, as the parts of a blurred one do.
            frame_count: Frames of the clip.
            width: Picture width [px].
            height: Picture height [px].
        """
        steps = frame_count if self.is_loop else max(frame_count - 1, 1)
        return self.camera(index / steps, width, height)
