"""`SplatFile`: what a splat file holds, in the file's own axes and units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.formats.axes import WORLD_UP, turn_between, turned
from render.gaussians import SH_COEFFICIENT_COUNTS, GaussianCloud

Extras = Mapping[str, npt.NDArray[np.generic]]
Buffer = bytes | npt.NDArray[np.generic]

NORMALS = ("nx", "ny", "nz")


@dataclass(frozen=True, slots=True, eq=False)
class OriginalFile:
    """The bytes that a file was read from and what they were read as."""

    parts: tuple[Buffer, ...]
    """Bytes and arrays that make the file when written one after the other."""
    cloud: GaussianCloud
    """The cloud that was read."""
    extras: Extras
    """The extras that were read, arrays of shape [N] each."""
    facts: tuple[object, ...]
    """Format, up axis, flags and comments that were read."""


@dataclass(frozen=True, slots=True, eq=False)
class SplatFile:
    """Gaussians of a file with all that the file says of them."""

    cloud: GaussianCloud
    """Gaussians in the file's own axes and units; the world's are +z up and metres."""
    format: str
    """Name of the format in the registry; empty for a cloud that came from no file."""
    up_axis: str
    """Axis that points up: what the file says, or what its format's tools take for up."""
    antialiased: bool = False
    """Whether it was trained with a screen-space (mip) filter and is to be drawn with one."""
    is_2dgs: bool = False
    """Whether the Gaussians are flat discs (2DGS) and have no third scale."""
    extras: Extras = field(default_factory=dict)
    """Further values a Gaussian by the file's name for them, arrays of shape [N] each."""
    comments: tuple[str, ...] = ()
    """Remarks in the file's header."""
    notes: tuple[str, ...] = ()
    """What the user should know of the file: one sentence each."""
    raw: OriginalFile | None = None
    """The file's bytes, for rewriting an unedited file bit by bit; None where none are kept."""

    def __post_init__(self) -> None:
        count = self.cloud.gaussian_count
        for name, values in self.extras.items():
            if values.shape != (count,):
                raise InputError(f"extra {name!r} has shape {values.shape}, expected ({count},)")

    @property
    def unedited_parts(self) -> tuple[Buffer, ...] | None:
        """Bytes of the file this was read from, None once anything was changed."""
        raw = self.raw
        if raw is None or raw.cloud is not self.cloud or raw.extras is not self.extras:
            return None
        return raw.parts if raw.facts == self._facts else None

    @property
    def _facts(self) -> tuple[object, ...]:
        return self.format, self.up_axis, self.antialiased, self.is_2dgs, self.comments

    def with_original(self, *parts: Buffer) -> SplatFile:
        """The same, with the bytes that it was read from."""
        original = OriginalFile(parts, self.cloud, self.extras, self._facts)
        return replace(self, raw=original)

    def with_up_axis(self, up_axis: str) -> SplatFile:
        """The same Gaussians in axes with another up axis; colours and normals turn along."""
        if up_axis == self.up_axis:
            return self
        cloud = turned(self.cloud, source=self.up_axis, target=up_axis)
        extras = dict(self.extras)
        if all(name in extras for name in NORMALS):
            normals = np.stack([extras[name].astype(np.float32) for name in NORMALS], axis=1)
            normals = normals @ turn_between(self.up_axis, up_axis).T
            extras.update(zip(NORMALS, normals.T, strict=True))
        return replace(self, cloud=cloud, up_axis=up_axis, extras=extras)

    def with_sh_degree(self, degree: int) -> SplatFile:
        """The same with colours of at most a spherical-harmonic degree, 0 to 3."""
        if degree not in SH_COEFFICIENT_COUNTS.values():
            raise InputError(f"SH degree must be 0 to 3, got {degree}")
        if degree >= self.cloud.sh_degree:
            return self
        coefficients = self.cloud.sh_coeffs[:, : (degree + 1) ** 2]
        return replace(self, cloud=replace(self.cloud, sh_coeffs=coefficients))


def as_splat_file(splats: SplatFile | GaussianCloud) -> SplatFile:
    """A cloud of the world (+z up, metres) as what a file would hold; files pass unchanged."""
    if isinstance(splats, SplatFile):
        return splats
    return SplatFile(splats, format="", up_axis=WORLD_UP)
