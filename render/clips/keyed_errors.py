"""What rounding did to a clip: the largest errors, promised and measured."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from render.clips.clip_motion import MotionFrame
from render.clips.keyed_layout import ClipHeader
from render.gaussians import GaussianCloud
from render.quaternion import multiply
from render.spherical_harmonics import SH_C0

FloatArray = npt.NDArray[np.float32]

_ROUNDING = 1e-6
"""What float32 adds, relative to the value's own size."""


def promised_errors(header: ClipHeader) -> dict[str, float]:
    """Largest possible errors by the steps alone, with the names of `measured_errors`."""
    steps = header.steps
    reach = max(max(abs(value) for value in corner) for corner in header.bounds_m)
    reach = max(reach, *(abs(value) for value in header.origin_m))
    errors = {
        "position_share": (math.sqrt(0.75) * steps.position_m + 2 * _ROUNDING * reach)
        / header.longest_side_m,
        "rotation_deg": math.degrees(2.1 * (steps.rotation + steps.rest_quaternion)) + 0.02,
        "size_percent": 100 * (1.5 * steps.stretch + math.expm1(0.5 * steps.rest_log_scale)) + 0.01,
        "opacity": 0.5 * steps.opacity + _ROUNDING,
        "color": 0.5 * steps.base_color * SH_C0 + _ROUNDING * 10,
    }
    if header.sh_degree:
        errors["view_coefficient"] = 0.5 * steps.view_color + _ROUNDING * 10
    return errors


def rest_errors(rest: GaussianCloud, stored: GaussianCloud) -> dict[str, float]:
    """Largest errors of the rest cloud; "scale_percent" is part of "size_percent"."""
    ratios = stored.scales / rest.scales.astype(np.float64)
    return {
        "scale_percent": 100 * float(np.abs(ratios - 1).max(initial=0.0)),
        "opacity": _largest(rest.opacities, stored.opacities),
        **_color_errors(rest.sh_coeffs, stored.sh_coeffs),
    }


def frame_errors(
    frame: MotionFrame,
    stored: MotionFrame,
    rests: tuple[GaussianCloud, GaussianCloud],
    header: ClipHeader,
) -> dict[str, float]:
    """Largest errors of one frame.

    Positions are told as a share of the longest side; turns of the Gaussians' axes in degrees;
    sizes as the largest change of a standard deviation in any direction, in percent of the
    Gaussian's largest one at rest ("strain_percent" is their part that changes with the frame).

    Args:
        frame: What was to be stored.
        stored: What a reader gets.
        rests: Rest cloud as given and as a reader gets it.
        header: Steps and size.
    """
    pose, kept = frame.pose, stored.pose
    apart = np.linalg.norm(kept.means.astype(np.float64) - pose.means, axis=1)
    held = np.abs(pose.means - np.array(header.origin_m)).max(axis=1) < header.longest_side_m * 8e3
    turned = multiply(pose.rotations.astype(np.float64), rests[0].quats.astype(np.float64))
    found = multiply(kept.rotations.astype(np.float64), rests[1].quats.astype(np.float64))
    chord = np.minimum(
        np.linalg.norm(turned - found, axis=1), np.linalg.norm(turned + found, axis=1)
    )
    strain = np.linalg.norm(kept.stretches - pose.stretches, axis=(1, 2))
    errors = {
        "position_share": float(apart[held].max(initial=0.0)) / header.longest_side_m,
        "rotation_deg": math.degrees(4 * math.asin(min(float(chord.max(initial=0.0)) / 2, 1.0))),
        "strain_percent": 100 * float(strain.max(initial=0.0)),
        "opacity": _largest(frame.opacities, stored.opacities),
    }
    if frame.sh_coeffs is not None and stored.sh_coeffs is not None:
        errors |= _color_errors(frame.sh_coeffs, stored.sh_coeffs)
    return errors


def combined(first: dict[str, float], second: dict[str, float]) -> dict[str, float]:
    """The larger error of either, name by name."""
    names = [*first, *(name for name in second if name not in first)]
    return {name: max(first.get(name, 0.0), second.get(name, 0.0)) for name in names}


def reported(errors: dict[str, float]) -> dict[str, float]:
    """Errors with the parts of sizes summed up, rounded to four digits."""
    parts = ("scale_percent", "strain_percent")
    whole = {name: value for name, value in errors.items() if name not in parts}
    whole["size_percent"] = sum(errors.get(name, 0.0) for name in parts)
    return {name: float(f"{value:.4g}") for name, value in whole.items()}


def _color_errors(wanted: FloatArray, stored: FloatArray) -> dict[str, float]:
    errors = {"color": SH_C0 * _largest(wanted[:, :1], stored[:, :1])}
    if wanted.shape[1] > 1:
        errors["view_coefficient"] = _largest(wanted[:, 1:], stored[:, 1:])
    return errors


def _largest(wanted: FloatArray, stored: FloatArray) -> float:
    return float(np.abs(stored.astype(np.float64) - wanted).max(initial=0.0))
