"""`ObjectEdit`: where a person put the object, and what of it was taken away.

An edit never changes the object's cloud: it is applied when the object is placed in the world, the
same way for the picture of the object at rest, for simulations and for files that are written.
Removed Gaussians stay in their rows with opacity 0, so that marks keep their meaning.
"""

from __future__ import annotations

import base64
import binascii
import math
import zlib
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from render.errors import InputError, damage_of
from render.gaussians import GaussianCloud
from render.quaternion import matrix_from_quaternion, multiply, normalized
from sim.scene.checks import Quat, Vec3, checked_number, checked_quat, checked_vector
from sim.scene_setup import SceneSetup, placement

FloatArray = npt.NDArray[np.float32]
Float64Array = npt.NDArray[np.float64]

SCALE_RANGE = (1e-3, 1e3)
"""Factors by which an object may be enlarged."""


@dataclass(frozen=True, slots=True)
class ObjectPose:
    """The similarity x → s R x + t that follows an object's default place in the world."""

    translation_m: Vec3 = (0.0, 0.0, 0.0)
    """t [m]."""
    rotation: Quat = (1.0, 0.0, 0.0, 0.0)
    """R as a quaternion wxyz."""
    scale: float = 1.0
    """s, > 0."""

    def __post_init__(self) -> None:
        shift = checked_vector("translation of the object", self.translation_m)
        object.__setattr__(self, "translation_m", shift)
        turn = checked_quat("rotation of the object", self.rotation)
        object.__setattr__(self, "rotation", turn)
        checked_number("scale of the object", self.scale, *SCALE_RANGE)

    @property
    def matrix(self) -> Float64Array:
        """R, shape [3, 3]."""
        return np.asarray(matrix_from_quaternion(np.array(self.rotation, np.float64)))

    def applied(self, points: npt.ArrayLike) -> Float64Array:
        """Where points [m] of shape [N, 3] come to lie [m]."""
        turned = np.asarray(points, np.float64) @ self.matrix.T
        return np.asarray(self.scale * turned + np.array(self.translation_m))

    def moved(self, shift_m: Vec3) -> ObjectPose:
        """The pose followed by a translation [m]."""
        x, y, z = np.array(self.translation_m) + np.array(shift_m)
        return replace(self, translation_m=(float(x), float(y), float(z)))

    def turned(self, turn: Quat, pivot_m: Vec3) -> ObjectPose:
        """The pose followed by a rotation about a point [m].

        Args:
            turn: Unit quaternion wxyz.
            pivot_m: Point that stays.
        """
        own = normalized(multiply(np.array(turn, np.float64), np.array(self.rotation, np.float64)))
        matrix = matrix_from_quaternion(np.array(turn, np.float64))
        pivot = np.array(pivot_m)
        x, y, z = matrix @ (np.array(self.translation_m) - pivot) + pivot
        w, i, j, k = (float(value) for value in own)
        return replace(self, translation_m=(float(x), float(y), float(z)), rotation=(w, i, j, k))

    def scaled(self, factor: float, pivot_m: Vec3) -> ObjectPose:
        """The pose followed by a scaling about a point [m], within `SCALE_RANGE`."""
        low, high = SCALE_RANGE
        factor = min(max(self.scale * factor, low), high) / self.scale
        pivot = np.array(pivot_m)
        x, y, z = factor * (np.array(self.translation_m) - pivot) + pivot
        shift = (float(x), float(y), float(z))
        return replace(self, translation_m=shift, scale=self.scale * factor)

    def near(self, other: ObjectPose) -> bool:
        """Whether two poses are the same apart from rounding."""
        dot = abs(float(np.dot(self.rotation, other.rotation)))
        shift = np.abs(np.subtract(self.translation_m, other.translation_m)).max()
        return dot > 1 - 1e-9 and shift < 1e-6 and math.isclose(self.scale, other.scale)


IN_PLACE = ObjectPose()
_ORIGIN = np.zeros(3, np.float32)


class Placing(NamedTuple):
    """The similarity x → s R x + t that brings an object from its own frame into the world."""

    scale: float
    """s."""
    rotation: FloatArray
    """R, shape [3, 3]."""
    translation: FloatArray
    """t [m], shape [3]."""

    @classmethod
    def at(
        cls, cloud: GaussianCloud, position_m: Vec3, rotation: Quat, scale: float = 1.0
    ) -> Placing:
        """What puts the centre of a cloud's visible bounds at a position.

        Args:
            cloud: Object frame [m].
            position_m: Where the centre comes to lie [m].
            rotation: Turn about it, wxyz.
            scale: Factor, > 0.
        """
        turn = matrix_from_quaternion(np.array(rotation)).astype(np.float32)
        low, high = cloud.bounds(percentile=0.1, min_opacity=0.02)
        center = scale * turn @ ((low + high) / 2)
        return cls(scale, turn, (np.array(position_m) - center).astype(np.float32))

    def applied(self, cloud: GaussianCloud) -> GaussianCloud:
        """The cloud in its place."""
        sized = cloud if self.scale == 1 else cloud.scaled(self.scale)
        return sized.transformed(self.rotation, self.translation)


@dataclass(frozen=True, slots=True)
class ObjectEdit:
    """What a person did to the object."""

    pose: ObjectPose = IN_PLACE
    """Where it was put."""
    removed: bytes = b""
    """One bit a Gaussian as `numpy.packbits` packs them, set where it was removed; empty: none."""

    def kept(self, cloud: GaussianCloud) -> GaussianCloud:
        """The cloud, in any place, with its removed Gaussians invisible.

        Raises:
            InputError: If the marks are for another cloud.
        """
        if not self.removed:
            return cloud
        count = cloud.gaussian_count
        if len(self.removed) != -(-count // 8):
            raise InputError(
                f"the removed Gaussians were marked in another cloud than this one of {count}; "
                "restore them and remove them anew"
            )
        gone = np.unpackbits(np.frombuffer(self.removed, np.uint8), count=count).astype(bool)
        return replace(cloud, opacities=np.where(gone, np.float32(0), cloud.opacities))

    def placing(self, cloud: GaussianCloud, scene: SceneSetup) -> Placing:
        """How the object comes into the world; the default place is that of the whole cloud.

        Args:
            cloud: The whole object in its own frame [m].
            scene: Ground, drop height and tilt.
        """
        turn, shift = placement(cloud, scene)
        pose = self.pose
        if pose == IN_PLACE:
            return Placing(1.0, turn, shift)
        rotation = pose.matrix @ turn
        translation = pose.applied(shift[None])[0]
        return Placing(pose.scale, rotation.astype(np.float32), translation.astype(np.float32))

    def placed(self, cloud: GaussianCloud, scene: SceneSetup) -> GaussianCloud:
        """The object as it lies in the world, removed Gaussians invisible."""
        return self.placing(cloud, scene).applied(self.kept(cloud))

    def exported(self, cloud: GaussianCloud) -> GaussianCloud:
        """The object for a file of its own: turned and sized, without its removed Gaussians."""
        shown = self.kept(cloud)
        if self.removed:
            shown = shown.select(shown.opacities > 0)
        if self.pose == IN_PLACE:
            return shown
        centred = Placing(self.pose.scale, self.pose.matrix.astype(np.float32), _ORIGIN)
        return centred.applied(shown)

    def to_json(self) -> dict[str, Any]:
        """Plain values, for `from_json`; the marks as packed bits, deflated, in base 64."""
        return {
            "translation_m": list(self.pose.translation_m),
            "rotation": list(self.pose.rotation),
            "scale": self.pose.scale,
            "removed": base64.b64encode(zlib.compress(self.removed)).decode("ascii"),
        }

    @staticmethod
    def from_json(values: dict[str, Any]) -> ObjectEdit:
        """Edit of `to_json`'s values.

        Raises:
            InputError: If a field is missing or out of range.
        """
        try:
            pose = ObjectPose(values["translation_m"], values["rotation"], float(values["scale"]))
            removed = zlib.decompress(base64.b64decode(values["removed"], validate=True))
        except (KeyError, TypeError, ValueError, binascii.Error, zlib.error) as error:
            if isinstance(error, InputError):
                raise
            raise InputError(f"an edit of the object cannot be read: {damage_of(error)}") from error
        return ObjectEdit(pose, removed)


UNEDITED = ObjectEdit()
