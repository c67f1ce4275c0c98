"""Takes as deformation fields: how every Gaussian differs from rest, frame by frame.

Δmean is added to the rest centre, Δquaternion turns the rest orientation from the left, and Δscale
is added to the rest standard deviations along the Gaussian's own axes. Predicted motion comes in
this form, and so does what other programs exchange.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from render.clips.frame_pose import FramePose, posed_cloud
from render.clips.pose_between import SMALLEST_SCALE_M, nearest_axes
from render.errors import InputError
from render.gaussians import GaussianCloud
from render.quaternion import (
    conjugate,
    matrix_from_quaternion,
    multiply,
    normalized,
    quaternion_from_matrix,
)
from sim.take import Take
from sim.take_header import TakeHeader
from sim.take_records import FrameRecord
from sim.take_writer import TakeWriter

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Deformation:
    """Changes of N Gaussians against rest in one frame."""

    delta_means: FloatArray
    """Added to the centres [m], shape [N, 3]."""
    delta_quats: FloatArray
    """Turns of the orientation, unit quaternions wxyz, shape [N, 4]."""
    delta_scales: FloatArray
    """Added to the standard deviations along the Gaussian's own axes [m], shape [N, 3]."""

    def __post_init__(self) -> None:
        count = len(self.delta_means)
        shapes = (self.delta_means.shape, self.delta_quats.shape, self.delta_scales.shape)
        if shapes != ((count, 3), (count, 4), (count, 3)):
            raise InputError(f"a deformation needs arrays [N, 3], [N, 4] and [N, 3], got {shapes}")
        arrays = (self.delta_means, self.delta_quats, self.delta_scales)
        if not all(np.isfinite(array).all() for array in arrays):
            raise InputError("a deformation with values that are not finite cannot be used")


def deformation(take: Take, frame: int) -> Deformation:
    """A frame of a take as a deformation of its rest cloud.

    The axes of a stretched Gaussian are named after the rest axes that they are nearest to, so that
    Δquaternion is the smallest turn and Δscale follows each axis.

    Raises:
        InputError: If the frame does not exist or cannot be read.
    """
    rest, pose = take.rest, take.pose(frame)
    posed = posed_cloud(rest, pose._replace(hidden=None))
    rigid = multiply(pose.rotations.astype(np.float64), rest.quats.astype(np.float64))
    turned = matrix_from_quaternion(normalized(rigid)).astype(np.float64)
    axes = matrix_from_quaternion(posed.quats.astype(np.float64)).astype(np.float64)
    order, signs = nearest_axes(turned, axes)
    named = np.take_along_axis(axes, order[:, None, :], axis=2) * signs[:, None, :]
    scales = np.take_along_axis(posed.scales, order, axis=1)
    quats = multiply(quaternion_from_matrix(named), conjugate(rest.quats.astype(np.float64)))
    return Deformation(
        posed.means - rest.means,
        normalized(quats).astype(np.float32),
        scales - rest.scales,
    )


def deformations(take: Take) -> Iterator[Deformation]:
    """Deformations of the complete frames, in order."""
    for frame in range(take.frame_count):
        yield deformation(take, frame)


def pose_of(rest: GaussianCloud, change: Deformation) -> FramePose:
    """The pose that gives every Gaussian its changed centre, orientation and scales.

    With rest axes Q the stretch is Q diag((s + Δs) / s) Qᵀ, which changes scales along them.

    Raises:
        InputError: If the counts differ.
    """
    if len(change.delta_means) != rest.gaussian_count:
        raise InputError(
            f"the deformation is of {len(change.delta_means)} Gaussians, the rest cloud has "
            f"{rest.gaussian_count}"
        )
    axes = matrix_from_quaternion(rest.quats.astype(np.float64))
    scales = np.maximum(rest.scales.astype(np.float64), SMALLEST_SCALE_M)
    ratios = np.maximum(scales + change.delta_scales, SMALLEST_SCALE_M) / scales
    stretches = (axes * ratios[:, None, :]) @ axes.transpose(0, 2, 1)
    return FramePose(
        rest.means + change.delta_means,
        normalized(change.delta_quats.astype(np.float64)).astype(np.float32),
        stretches.astype(np.float32),
    )


def write_deformations(
    path: Path, rest: GaussianCloud, header: TakeHeader, changes: Iterable[Deformation]
) -> Take:
    """Write a take of motion that was predicted or imported.

    Args:
        path: Folder of the new take.
        rest: Rest cloud in the world [m]; it may be a whole scene.
        header: Planned frames, frame time and provenance, whose source is "predicted" or
            "imported".
        changes: One deformation a frame.

    Raises:
        InputError: If the take exists, the disk lacks space, or a deformation does not fit.
    """
    writer = TakeWriter.create(path, rest, header)
    before = rest.means
    for frame, change in enumerate(changes):
        pose = pose_of(rest, change)
        writer.append(pose, motion_record(pose, before, frame, header.frame_dt_s))
        before = pose.means
    writer.finish()
    return Take.open(path)


def motion_record(
    pose: FramePose, before: FloatArray, frame: int, frame_dt_s: float
) -> FrameRecord:
    """Diagnostics of motion without masses: place and speed of the Gaussians.

    Args:
        pose: The frame.
        before: Centres of the frame before [m], shape [N, 3].
        frame: Number of the frame.
        frame_dt_s: Time between two frames [s].
    """
    speeds = np.linalg.norm(pose.means - before, axis=1) / frame_dt_s
    center = pose.means.mean(axis=0) if len(pose.means) else np.zeros(3)
    return FrameRecord(
        time_s=frame * frame_dt_s,
        kinetic_energy_j=0.0,
        elastic_energy_j=0.0,
        momentum_kg_m_s=(0.0, 0.0, 0.0),
        center_m=(float(center[0]), float(center[1]), float(center[2])),
        max_speed_m_s=float(speeds.max(initial=0.0)),
        mean_speed_m_s=float(speeds.mean()) if len(speeds) else 0.0,
        peak_strain=0.0,
        lowest_m=float(pose.means[:, 2].min(initial=np.inf)) if len(pose.means) else 0.0,
        penetration_m=0.0,
        substeps=0,
        youngs_modulus_clamped=False,
    )
