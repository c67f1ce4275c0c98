"""Rules that choose part of a cloud: shapes in space, and marks on Gaussians."""

from __future__ import annotations

import base64
import binascii
import zlib
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.quaternion import matrix_from_quaternion, multiply, normalized, quaternion_from_matrix

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int32]
Vector = tuple[float, float, float]


class ShapeSelection(ABC):
    """A volume in the frame of the cloud."""

    kind: ClassVar[str]
    """Name in JSON."""

    @abstractmethod
    def contains(self, points: FloatArray) -> BoolArray:
        """Which points [m] of shape [P, 3] lie inside, shape [P]."""

    @abstractmethod
    def moved(self, rotation: FloatArray, translation: FloatArray) -> ShapeSelection:
        """The volume after x → R x + t of its cloud; arguments as `GaussianCloud.transformed`."""

    @abstractmethod
    def to_json(self) -> dict[str, Any]:
        """Plain values, for `selection_from_json`."""


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


Selection = ShapeSelection | MarkSelection


@dataclass(frozen=True, slots=True)
class BoxSelection(ShapeSelection):
    """Points inside a turned box."""

    center_m: Vector
    """Centre [m]."""
    half_size_m: Vector
    """Half of each side [m], > 0."""
    rotation: tuple[float, float, float, float] = (1.0, 0.0, 0.0, 0.0)
    """Turn of the box as a unit quaternion wxyz."""
    kind: ClassVar[str] = "box"

    def __post_init__(self) -> None:
        _set(self, "center_m", _numbers("box centre", self.center_m, 3))
        sizes = _numbers("half size of a box", self.half_size_m, 3)
        if min(sizes) <= 0:
            raise InputError(f"half sizes of a box must be > 0 m, got {self.half_size_m}")
        _set(self, "half_size_m", sizes)
        turn = np.array(_numbers("rotation of a box", self.rotation, 4))
        length = float(np.linalg.norm(turn))
        if length < 1e-6:
            raise InputError("the rotation of a box must be a quaternion that is not zero")
        _set(self, "rotation", tuple((turn / length).tolist()))

    def contains(self, points: FloatArray) -> BoolArray:
        """Points within the half sizes along the box's axes."""
        axes = matrix_from_quaternion(np.array(self.rotation))
        local = (points.astype(np.float64) - self.center_m) @ axes
        return np.asarray((np.abs(local) <= self.half_size_m).all(axis=1), bool)

    def moved(self, rotation: FloatArray, translation: FloatArray) -> BoxSelection:
        """The box carried along with its cloud."""
        turn = quaternion_from_matrix(np.asarray(rotation, np.float64))
        w, x, y, z = normalized(multiply(turn, np.array(self.rotation))).tolist()
        center = _moved(self.center_m, rotation, translation)
        return replace(self, center_m=center, rotation=(w, x, y, z))

    def to_json(self) -> dict[str, Any]:
        """Plain values under the field names."""
        return {"kind": self.kind} | asdict(self)


@dataclass(frozen=True, slots=True)
class SphereSelection(ShapeSelection):
    """Points inside a sphere."""

    center_m: Vector
    """Centre [m]."""
    radius_m: float
    """Radius [m], > 0."""
    kind: ClassVar[str] = "sphere"

    def __post_init__(self) -> None:
        _set(self, "center_m", _numbers("sphere centre", self.center_m, 3))
        if _numbers("sphere radius", (self.radius_m,), 1)[0] <= 0:
            raise InputError(f"the radius of a sphere must be > 0 m, got {self.radius_m}")

    def contains(self, points: FloatArray) -> BoolArray:
        """Points within the radius."""
        apart = points.astype(np.float64) - self.center_m
        return np.asarray((apart**2).sum(axis=1) <= self.radius_m**2, bool)

    def moved(self, rotation: FloatArray, translation: FloatArray) -> SphereSelection:
        """The sphere carried along with its cloud."""
        return replace(self, center_m=_moved(self.center_m, rotation, translation))

    def to_json(self) -> dict[str, Any]:
        """Plain values under the field names."""
        return {"kind": self.kind} | asdict(self)


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
        return {"kind": self.kind, "count": len(self.mask), "bits": bits}


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
        return {"kind": self.kind, "label": self.label, "labels": labels}


def selection_from_json(values: dict[str, Any]) -> Selection:
    """Selection of `to_json`'s values.

    Raises:
        InputError: If its kind is unknown, or a field is missing or out of range.
    """
    rest = dict(values)
    kind = rest.pop("kind", None)
    try:
        if kind == BoxSelection.kind:
            return BoxSelection(**{name: tuple(value) for name, value in rest.items()})
        if kind == SphereSelection.kind:
            return SphereSelection(tuple(rest["center_m"]), float(rest["radius_m"]))
        if kind == MaskSelection.kind:
            bits = np.unpackbits(np.frombuffer(_inflated(rest["bits"]), np.uint8))
            return MaskSelection(bits[: int(rest["count"])].astype(bool))
        if kind == LabelSelection.kind:
            labels = np.frombuffer(_inflated(rest["labels"]), "<i4")
            return LabelSelection(labels.astype(np.int32), int(rest["label"]))
    except (KeyError, TypeError, ValueError, binascii.Error, zlib.error) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"a {kind} selection cannot be read: {error!r}") from error
    raise InputError(f"unknown kind of selection {kind!r}; use box, sphere, mask or label")


def _deflated(array: npt.NDArray[np.generic]) -> str:
    return base64.b64encode(zlib.compress(array.tobytes())).decode("ascii")


def _inflated(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text, validate=True))


def _moved(center: Vector, rotation: FloatArray, translation: FloatArray) -> Vector:
    x, y, z = (np.asarray(rotation, np.float64) @ center + translation).tolist()
    return x, y, z


def _numbers(what: str, values: Sequence[float], count: int) -> tuple[float, ...]:
    numbers = tuple(float(value) for value in values)
    if len(numbers) != count or not np.isfinite(numbers).all() or max(map(abs, numbers)) > 1e6:
        raise InputError(f"the {what} must be {count} finite numbers up to 1e6, got {values}")
    return numbers


def _set(selection: Selection, name: str, value: object) -> None:
    object.__setattr__(selection, name, value)
