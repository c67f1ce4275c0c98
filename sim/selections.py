"""Rules that choose part of a cloud: shapes in space, and marks on Gaussians."""

from __future__ import annotations

import base64
import binascii
import zlib
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from render.errors import InputError, damage_of
from render.quaternion import multiply, normalized, quaternion_from_matrix
from sim.scene.checks import Vec3
from sim.scene.distance import inside
from sim.scene.json_values import plain_value, read_value
from sim.scene.shapes import Cylinder, Sphere
from sim.scene.shapes import Selection as Volume

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int32]

SHAPES = ("box", "sphere", "cylinder")
"""Types of shapes that select, as JSON names them."""


class MarkSelection(ABC):
    """Marks on Gaussians, which go wherever these go."""

    kind: ClassVar[str]
    """Name in JSON."""

    @property
    @abstractmethod
    def gaussian_count(self) -> int:
        """Gaussians of the cloud that the marks are for."""

    @abstractmethod
    def marks(self) -> BoolArray:
        """Which Gaussians are chosen, shape [N]."""

    @abstractmethod
    def to_json(self) -> dict[str, Any]:
        """Plain values, for `selection_from_json`."""


@dataclass(frozen=True, slots=True)
class ShapeSelection:
    """A volume in the frame of the cloud: the shapes of scenes, and their JSON."""

    shape: Volume
    """Box, sphere or cylinder [m]."""

    def contains(self, points: FloatArray) -> BoolArray:
        """Which points [m] of shape [P, 3] lie inside, shape [P]."""
        return inside(self.shape, points)

    def moved(self, rotation: FloatArray, translation: FloatArray) -> ShapeSelection:
        """The volume after x → R x + t of its cloud; arguments as `GaussianCloud.transformed`."""
        turn = np.asarray(rotation, np.float64)
        center = _triple(turn @ self.shape.center_m + translation)
        if isinstance(self.shape, Sphere):
            return ShapeSelection(replace(self.shape, center_m=center))
        if isinstance(self.shape, Cylinder):
            axis = _triple(turn @ self.shape.axis)
            return ShapeSelection(replace(self.shape, center_m=center, axis=axis))
        own = multiply(quaternion_from_matrix(turn), np.array(self.shape.quat))
        w, x, y, z = normalized(own).tolist()
        return ShapeSelection(replace(self.shape, center_m=center, quat=(w, x, y, z)))

    def scaled(self, factor: float) -> ShapeSelection:
        """The volume after its cloud was scaled about the origin."""
        shape = self.shape
        center = _triple(factor * np.array(shape.center_m, np.float64))
        if isinstance(shape, Sphere):
            return ShapeSelection(Sphere(factor * shape.radius_m, center))
        if isinstance(shape, Cylinder):
            sized = replace(
                shape,
                center_m=center,
                radius_m=factor * shape.radius_m,
                half_length_m=factor * shape.half_length_m,
            )
            return ShapeSelection(sized)
        half = _triple(factor * np.array(shape.half_extents_m, np.float64))
        return ShapeSelection(replace(shape, center_m=center, half_extents_m=half))

    def to_json(self) -> dict[str, Any]:
        """Plain values of the shape, as a scene has them."""
        return dict(plain_value(self.shape))


Selection = ShapeSelection | MarkSelection


@dataclass(frozen=True, slots=True, eq=False)
class MaskSelection(MarkSelection):
    """Gaussians that are marked one by one."""

    mask: BoolArray
    """Marks, shape [N]."""
    kind: ClassVar[str] = "mask"

    def __post_init__(self) -> None:
        mask = np.asarray(self.mask)
        if mask.ndim != 1 or mask.dtype != np.bool_:
            raise InputError(
                f"a mask needs one true or false a Gaussian, got {mask.dtype} of {mask.shape}"
            )
        _set(self, "mask", mask)

    @property
    def gaussian_count(self) -> int:
        """Length of the mask."""
        return len(self.mask)

    def marks(self) -> BoolArray:
        """The mask."""
        return self.mask

    def to_json(self) -> dict[str, Any]:
        """Plain values; the marks as packed bits, deflated, in base 64."""
        bits = _deflated(np.packbits(self.mask))
        return {"type": self.kind, "count": len(self.mask), "bits": bits}


@dataclass(frozen=True, slots=True, eq=False)
class LabelSelection(MarkSelection):
    """Gaussians that carry a label."""

    labels: IntArray
    """Label of every Gaussian, shape [N]."""
    label: int
    """Label that is chosen."""
    kind: ClassVar[str] = "label"

    def __post_init__(self) -> None:
        labels = np.asarray(self.labels)
        if labels.ndim != 1 or not np.issubdtype(labels.dtype, np.integer):
            raise InputError(
                f"labels must be one whole number a Gaussian, got {labels.dtype} of {labels.shape}"
            )
        _set(self, "labels", labels.astype(np.int32))

    @property
    def gaussian_count(self) -> int:
        """Number of labels."""
        return len(self.labels)

    def marks(self) -> BoolArray:
        """Gaussians with the chosen label."""
        return np.asarray(self.labels == self.label, bool)

    def to_json(self) -> dict[str, Any]:
        """Plain values; the labels as little-endian int32, deflated, in base 64."""
        labels = _deflated(self.labels.astype("<i4"))
        return {"type": self.kind, "label": self.label, "labels": labels}


def selection_from_json(values: dict[str, Any]) -> Selection:
    """Selection of `to_json`'s values.

    Raises:
        InputError: If its kind is unknown, or a field is missing or out of range.
    """
    rest = dict(values)
    kind = rest.pop("type", None)
    try:
        if kind in SHAPES:
            return ShapeSelection(read_value(values))
        if kind == MaskSelection.kind:
            bits = np.unpackbits(np.frombuffer(_inflated(rest["bits"]), np.uint8))
            return MaskSelection(bits[: int(rest["count"])].astype(bool))
        if kind == LabelSelection.kind:
            labels = np.frombuffer(_inflated(rest["labels"]), "<i4")
            return LabelSelection(labels.astype(np.int32), int(rest["label"]))
    except (KeyError, TypeError, ValueError, binascii.Error, zlib.error) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"a {kind} selection cannot be read: {damage_of(error)}") from error
    known = ", ".join((*SHAPES, MaskSelection.kind, LabelSelection.kind))
    raise InputError(f"unknown type of selection {kind!r}; use one of: {known}")


def _deflated(array: npt.NDArray[np.generic]) -> str:
    return base64.b64encode(zlib.compress(array.tobytes())).decode("ascii")


def _inflated(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text, validate=True))


def _triple(values: npt.NDArray[np.float64]) -> Vec3:
    return float(values[0]), float(values[1]), float(values[2])


def _set(selection: Selection, name: str, value: object) -> None:
    object.__setattr__(selection, name, value)
