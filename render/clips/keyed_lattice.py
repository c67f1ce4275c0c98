"""Rest cloud and frames as whole numbers of lattice steps, and back."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from render.clips.clip_motion import MotionFrame
from render.clips.frame_pose import FramePose
from render.clips.keyed_layout import ClipHeader, LatticeSteps
from render.clips.lattice_code import LARGEST, IntArray
from render.gaussians import GaussianCloud

FloatArray = npt.NDArray[np.float32]
Float64Array = npt.NDArray[np.float64]

LOG_SCALE_RANGE = (-30.0, 30.0)
"""Natural logarithms of standard deviations in metres are held within this."""
_FARTHEST_M = 1e9
_LARGEST_COLOR = 1e4
_ROWS, _COLUMNS = np.triu_indices(3)


def color_steps(header: ClipHeader) -> FloatArray:
    """Step of every colour coefficient, degree 0 first, shape [K, 1]."""
    steps = np.full(((header.sh_degree + 1) ** 2, 1), header.steps.view_color, np.float32)
    steps[0] = header.steps.base_color
    return steps


def rest_numbers(rest: GaussianCloud, header: ClipHeader) -> IntArray:
    """Numbers of the rest cloud, shape [1, rest_channels, N]."""
    steps = header.steps
    quats = np.where(rest.quats[:, :1] < 0, -rest.quats, rest.quats)
    logs = np.clip(np.log(rest.scales.astype(np.float64)), *LOG_SCALE_RANGE)
    columns = [
        _rounded(quats, steps.rest_quaternion),
        _rounded(logs, steps.rest_log_scale),
        _rounded(rest.opacities[:, None], steps.opacity),
        _rounded(rest.sh_coeffs, color_steps(header)).reshape(len(quats), header.color_count),
    ]
    return _in_channels(columns)[None]


def rest_cloud(numbers: IntArray, header: ClipHeader) -> GaussianCloud:
    """The rest cloud of `rest_numbers`; its centres are zero, for frames tell them."""
    columns, steps = numbers[0].astype(np.float64), header.steps
    logs = np.clip(columns[4:7].T * steps.rest_log_scale, *LOG_SCALE_RANGE)
    return GaussianCloud(
        np.zeros((columns.shape[1], 3), np.float32),
        _unit(columns[:4].T * steps.rest_quaternion),
        np.exp(logs).astype(np.float32),
        _opacities(columns[7], steps),
        _colors(columns[8:], header),
    )


def frame_numbers(
    frame: MotionFrame, signs: FloatArray, rest: IntArray, header: ClipHeader
) -> IntArray:
    """Numbers of a frame, shape [frame_channels, N].

    Opacity and keyed colour are counted from the rest cloud, so that what does not change is zero.

    Args:
        frame: What the frame changes.
        signs: 1 or -1, by which quaternions go on from the frame before, shape [N, 1].
        rest: `rest_numbers` of the rest cloud.
        header: Steps and origin.
    """
    steps, pose = header.steps, frame.pose
    centred = pose.means.astype(np.float64) - np.array(header.origin_m)
    strains = (pose.stretches - np.eye(3, dtype=np.float32))[:, _ROWS, _COLUMNS]
    opacities = _rounded(frame.opacities[:, None], steps.opacity) - rest[0, 7, :, None]
    columns = [
        _rounded(centred, steps.position_m),
        _rounded(pose.rotations * signs, steps.rotation),
        _rounded(strains, steps.stretch),
        opacities,
    ]
    if frame.sh_coeffs is not None:
        colors = _rounded(frame.sh_coeffs, color_steps(header))
        columns.append(colors.reshape(len(centred), header.color_count) - rest[0, 8:].T)
    return _in_channels(columns)


def motion_frame(numbers: IntArray, rest: IntArray, header: ClipHeader) -> MotionFrame:
    """The frame of `frame_numbers`."""
    columns, steps = numbers.astype(np.float64), header.steps
    means = columns[:3].T * steps.position_m + np.array(header.origin_m)
    stretches = np.empty((columns.shape[1], 3, 3), np.float32)
    strains = columns[7:13].T * steps.stretch
    stretches[:, _ROWS, _COLUMNS] = strains
    stretches[:, _COLUMNS, _ROWS] = strains
    stretches += np.eye(3, dtype=np.float32)
    pose = FramePose(
        np.clip(means, -_FARTHEST_M, _FARTHEST_M).astype(np.float32),
        _unit(columns[3:7].T * steps.rotation),
        stretches,
    )
    keyed = None
    if len(columns) > 14:
        keyed = _colors(columns[14:] + rest[0, 8:], header)
    return MotionFrame(pose, _opacities(columns[13] + rest[0, 7], steps), keyed)


def _rounded(values: npt.NDArray[np.floating], step: float | FloatArray) -> IntArray:
    """Nearest whole numbers of steps, held within what the code can store."""
    numbers = np.rint(np.asarray(values, np.float64) / step)
    return np.clip(numbers, -LARGEST, LARGEST).astype(np.int32)


def _in_channels(columns: list[IntArray]) -> IntArray:
    return np.ascontiguousarray(np.concatenate(columns, axis=1).T)


def _unit(quats: Float64Array) -> FloatArray:
    lengths = np.linalg.norm(quats, axis=1, keepdims=True)
    whole = np.where(lengths > 0, quats / np.where(lengths > 0, lengths, 1), [1.0, 0.0, 0.0, 0.0])
    return whole.astype(np.float32)


def _opacities(numbers: Float64Array, steps: LatticeSteps) -> FloatArray:
    return np.clip(numbers * steps.opacity, 0, 1).astype(np.float32)


def _colors(numbers: Float64Array, header: ClipHeader) -> FloatArray:
    """Colour coefficients of numbers of shape [3 K, N], shape [N, K, 3]."""
    values = numbers.T.reshape(numbers.shape[1], len(numbers) // 3, 3) * color_steps(header)
    return np.clip(values, -_LARGEST_COLOR, _LARGEST_COLOR).astype(np.float32)
