"""`Camera`: a perspective or orthographic camera with OpenCV axes (x right, y down, z forward)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.errors import InputError

FloatArray = npt.NDArray[np.float32]
Float64Array = npt.NDArray[np.float64]

WORLD_UP = (0.0, 0.0, 1.0)


class Projection(StrEnum):
    """How camera axes become pixels; the value is what files hold."""

    PERSPECTIVE = "perspective"
    """x_px = K00 x / z + K02; K00 and K11 are focal lengths [px]."""
    ORTHOGRAPHIC = "orthographic"
    """x_px = K00 x + K02 at every depth; K00 and K11 are scales [px/m]."""


def intrinsics_from_fov(vertical_fov_deg: float, width: int, height: int) -> FloatArray:
    """Intrinsics [px], shape [3, 3], with square pixels and the principal point in the centre."""
    if not 0 < vertical_fov_deg < 180:
        raise InputError(f"vertical field of view must lie in 0..180 degrees: {vertical_fov_deg:g}")
    focal_px = 0.5 * height / np.tan(np.radians(vertical_fov_deg) / 2)
    matrix = [[focal_px, 0, width / 2], [0, focal_px, height / 2], [0, 0, 1]]
    return np.array(matrix, dtype=np.float32)


def intrinsics_matrix(lens: npt.ArrayLike) -> Float64Array:
    """Intrinsics [px], shape [3, 3], of fx, fy, cx, cy [px], shape [4]."""
    fx, fy, cx, cy = np.asarray(lens, np.float64)
    return np.array([[fx, 0, cx], [0, fy, cy], [0, 0, 1]])


class PicturePart(NamedTuple):
    """Where a tile lies in its whole picture."""

    left: float
    """Distance of the left edges [px]."""
    top: float
    """Distance of the upper edges [px]."""
    whole_width: float
    """Width of the whole picture [px]."""
    whole_height: float
    """Height of the whole picture [px]."""


@dataclass(frozen=True, slots=True, eq=False)
class Camera:
    """Perspective or orthographic camera; pixel centres lie at half-integers."""

    K: FloatArray
    """Intrinsics, shape [3, 3]: [px], or for the two scales of an orthographic camera [px/m]."""
    world_to_camera: FloatArray
    """Rigid transform from world [m] to OpenCV camera axes [m], shape [4, 4]."""
    width: int
    """Picture width [px]."""
    height: int
    """Picture height [px]."""
    near_plane: float = 0.01
    """Nearest depth that is drawn [m]."""
    far_plane: float = 1e4
    """Farthest depth that is drawn [m]."""
    projection: Projection = Projection.PERSPECTIVE
    """How camera axes become pixels."""
    part: PicturePart | None = None
    """Where the picture lies in a whole one of which it is a tile; None for a whole picture."""

    def __post_init__(self) -> None:
        for name, shape in (("K", (3, 3)), ("world_to_camera", (4, 4))):
            array = np.ascontiguousarray(getattr(self, name), dtype=np.float32)
            if array.shape != shape or not np.isfinite(array).all():
                raise InputError(f"{name} must be finite with shape {shape}, got {array.shape}")
            object.__setattr__(self, name, array)
        if self.projection not in tuple(Projection):
            known = ", ".join(Projection)
            raise InputError(f"unknown projection {self.projection!r}; choose one of {known}")
        object.__setattr__(self, "projection", Projection(self.projection))
        if not (self.K[0, 0] > 0 and self.K[1, 1] > 0):
            raise InputError(
                f"focal lengths or scales K00 and K11 must be > 0, got {self.K[0, 0]:g} and "
                f"{self.K[1, 1]:g}"
            )
        if self.width < 1 or self.height < 1:
            raise InputError(f"picture size must be at least 1 x 1 px: {self.width}x{self.height}")
        if not 0 < self.near_plane < self.far_plane:
            raise InputError(
                f"need 0 < near < far, got near {self.near_plane:g} m, far {self.far_plane:g} m"
            )
        turn = self.world_to_camera[:3, :3].astype(np.float64)
        if np.abs(turn @ turn.T - np.eye(3)).max() > 1e-3 or np.linalg.det(turn) < 0:
            raise InputError("world_to_camera must hold a proper rotation")

    @property
    def position(self) -> FloatArray:
        """Camera centre in the world [m], shape [3]."""
        turn, shift = self.world_to_camera[:3, :3], self.world_to_camera[:3, 3]
        return np.asarray(-turn.T @ shift, dtype=np.float32)

    @property
    def forward(self) -> FloatArray:
        """Unit viewing direction in the world, shape [3]."""
        return self.world_to_camera[2, :3].copy()

    @property
    def is_orthographic(self) -> bool:
        """Whether size in the picture does not depend on depth."""
        return self.projection is Projection.ORTHOGRAPHIC

    @property
    def vertical_fov_deg(self) -> float:
        """Vertical field of view [degrees].

        Raises:
            InputError: If the camera is orthographic, which has none.
        """
        if self.is_orthographic:
            raise InputError("an orthographic camera has no field of view; use view_height_m")
        return float(np.degrees(2 * np.arctan(0.5 * self.height / self.K[1, 1])))

    @property
    def view_height_m(self) -> float:
        """Height of what an orthographic picture shows [m].

        Raises:
            InputError: If the camera is perspective, which shows more the farther away it is.
        """
        if not self.is_orthographic:
            raise InputError("a perspective camera has no view height; use vertical_fov_deg")
        return self.height / float(self.K[1, 1])

    def scaled_to(self, width: int, height: int) -> Camera:
        """The same view with another picture size; what is seen on both axes is kept."""
        across, down = width / self.width, height / self.height
        factors = np.array([[across], [down], [1]], dtype=np.float32)
        part = self.part
        if part is not None:
            part = PicturePart(*(np.array(part) * [across, down, across, down]).tolist())
        return replace(self, K=self.K * factors, width=width, height=height, part=part)

    @property
    def placing(self) -> PicturePart:
        """Where the picture lies in the whole one; a whole picture is its own."""
        return self.part or PicturePart(0, 0, self.width, self.height)

    def tile(self, left: int, top: int, width: int, height: int) -> Camera:
        """The camera of a part of the picture, which it draws as it is in the whole.

        Args:
            left: First column [px].
            top: First row [px].
            width: Number of columns [px].
            height: Number of rows [px].
        """
        whole = self.placing
        intrinsics = self.K.copy()
        intrinsics[:2, 2] -= (left, top)
        return replace(
            self,
            K=intrinsics,
            width=width,
            height=height,
            part=whole._replace(left=whole.left + left, top=whole.top + top),
        )

    def orthographic(self, depth_m: float) -> Camera:
        """The orthographic camera that shows things at a depth [m] in the same size."""
        return self._projected_as(Projection.ORTHOGRAPHIC, depth_m)

    def perspective(self, depth_m: float) -> Camera:
        """The perspective camera that shows things at a depth [m] in the same size."""
        return self._projected_as(Projection.PERSPECTIVE, depth_m)

    def _projected_as(self, projection: Projection, depth_m: float) -> Camera:
        if not (np.isfinite(depth_m) and depth_m > 0):
            raise InputError(f"the depth whose size is kept must be > 0 m, got {depth_m:g}")
        if projection is self.projection:
            return self
        factor = 1 / depth_m if projection is Projection.ORTHOGRAPHIC else depth_m
        intrinsics = self.K.copy()
        intrinsics[:2, :2] *= factor
        return replace(self, K=intrinsics, projection=projection)

    def project(self, points: npt.ArrayLike) -> tuple[Float64Array, Float64Array]:
        """Where points of the world lie in the picture.

        Args:
            points: World points [m], shape [N, 3].

        Returns:
            Pixel coordinates x, y [px], shape [N, 2], and camera depths [m], shape [N].
            Behind a perspective camera (depth <= 0) the coordinates mean nothing.
        """
        matrix = self.world_to_camera.astype(np.float64)
        seen = np.asarray(points, np.float64) @ matrix[:3, :3].T + matrix[:3, 3]
        depth = seen[:, 2]
        flat = seen[:, :2]
        if not self.is_orthographic:
            flat = flat / np.where(depth == 0, np.finfo(np.float64).tiny, depth)[:, None]
        return flat @ self.K[:2, :2].astype(np.float64).T + self.K[:2, 2], depth

    def pixel_rays(self) -> tuple[Float64Array, Float64Array]:
        """Rays through the pixel centres; origin + depth * direction lies at that camera depth.

        Returns:
            Origins [m] and directions (of camera depth 1, not of length 1) in the world, each of
            shape [height, width, 3].
        """
        y, x = np.mgrid[: self.height, : self.width] + 0.5
        offset = np.stack([x, y], axis=-1) - self.K[:2, 2]
        plane = offset @ np.linalg.inv(self.K[:2, :2].astype(np.float64)).T
        turn = self.world_to_camera[:3, :3].astype(np.float64)
        center = np.broadcast_to(-turn.T @ self.world_to_camera[:3, 3], (*plane.shape[:2], 3))
        sideways = plane @ turn[:2]
        forward = np.broadcast_to(turn[2], center.shape)
        if self.is_orthographic:
            return center + sideways, forward.copy()
        return center.copy(), forward + sideways

    @staticmethod
    def look_at(
        eye: npt.ArrayLike,
        target: npt.ArrayLike,
        *,
        width: int,
        height: int,
        vertical_fov_deg: float = 53.13,
        up: npt.ArrayLike = WORLD_UP,
    ) -> Camera:
        """Perspective camera at `eye` [m] that looks at `target` [m].

        `.orthographic(distance)` makes it an orthographic one of the same size at the target.

        Raises:
            InputError: If eye and target coincide.
        """
        origin, aim = np.asarray(eye, np.float64), np.asarray(target, np.float64)
        forward = aim - origin
        distance = np.linalg.norm(forward)
        if distance < 1e-9:
            raise InputError(f"camera position and target coincide at {origin.tolist()}")
        forward /= distance
        right = np.cross(forward, np.asarray(up, np.float64))
        if np.linalg.norm(right) < 1e-6:  # looking along the up axis: any right vector will do
            right = np.cross(forward, [0.0, 1.0, 0.0])
        right /= np.linalg.norm(right)
        turn = np.stack([right, np.cross(forward, right), forward])
        matrix = np.eye(4)
        matrix[:3, :3] = turn
        matrix[:3, 3] = -turn @ origin
        return Camera(
            K=intrinsics_from_fov(vertical_fov_deg, width, height),
            world_to_camera=matrix.astype(np.float32),
            width=width,
            height=height,
        )

    @staticmethod
    def orbit(
        target: npt.ArrayLike,
        *,
        radius: float,
        azimuth_deg: float,
        elevation_deg: float,
        width: int,
        height: int,
        vertical_fov_deg: float = 53.13,
    ) -> Camera:
        """Perspective camera on a sphere of `radius` [m]; azimuth from +x towards +y."""
        azimuth, elevation = np.radians(azimuth_deg), np.radians(elevation_deg)
        offset = radius * np.array(
            [
                np.cos(elevation) * np.cos(azimuth),
                np.cos(elevation) * np.sin(azimuth),
                np.sin(elevation),
            ]
        )
        up = WORLD_UP
        if abs(elevation_deg) > 89.9:  # at the poles the picture's up is the azimuth direction
            up = (-np.cos(azimuth) * np.sign(elevation), -np.sin(azimuth) * np.sign(elevation), 0.0)
        return Camera.look_at(
            np.asarray(target, np.float64) + offset,
            target,
            width=width,
            height=height,
            vertical_fov_deg=vertical_fov_deg,
            up=up,
        )
