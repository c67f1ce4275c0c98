"""Time-sampled USD: a moving cloud as one `ParticleField3DGaussianSplat` prim.

Positions, orientations and scales are sampled every frame, one time code a frame, with as many time
codes a second as frames. Written stages have +z up and metres, and are read in metres with Z up.

What is kept: every value of every frame as float32, except colours. Opacities are sampled from the
frame on in which a Gaussian appears or vanishes. Colours of degree 0 do not change. Colours that
depend on the direction turn with their Gaussians, and the schema knows no turn but that of the
whole prim: they are sampled every frame where `TURNING_COLORS` allows that size, and else keep
their first frame, which the report says.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import numpy as np

from render.clips.clip import Clip, check_timing
from render.clips.report import ClipReport
from render.clips.sampled_clip import SampledClip
from render.formats import usd
from render.formats.axes import WORLD_UP
from render.formats.child_reader import ReadLimits, arrays_in_child, limits_for
from render.formats.usd_field import define_field, set_colors, set_opacities, set_pose
from render.formats.usd_stage import save_stage
from render.gaussians import GaussianCloud
from render.progress import ProgressCallback, ignore_progress

READING = "Reading the moving scene"
WRITING = "Writing the moving scene"

TURNING_COLORS = 256 * 1024**2
"""Most bytes of colours of all frames that are written [bytes]."""

_CLIP_SHARE = 4
_SAVING = 0.2


def read_usd_clip(path: Path, *, progress: ProgressCallback = ignore_progress) -> SampledClip:
    """Read all times of a USD stage; one that does not move gives one frame.

    Args:
        path: .usda, .usdc, .usd or .usdz file.
        progress: Told when reading starts and ends.

    Raises:
        InputError: If it holds no splats, they differ between frames, or it is damaged.
    """
    progress(READING, 0.0)
    limits = limits_for(path)
    longer = ReadLimits(_CLIP_SHARE * limits.seconds, _CLIP_SHARE * limits.memory_bytes)
    facts, arrays = arrays_in_child("render.clips.usd_samples:samples", path, longer)
    progress(READING, 1.0)
    return SampledClip(
        **{name: values.astype(np.float32, copy=False) for name, values in arrays.items()},
        frame_dt_s=cast("float", facts["frame_dt_s"]),
        antialiased=bool(facts["antialiased"]),
        notes=tuple(cast("list[str]", facts["notes"])),
    )


def write_usd_clip(
    path: Path,
    clip: Clip,
    *,
    antialiased: bool = False,
    progress: ProgressCallback = ignore_progress,
) -> ClipReport:
    """Write a moving USD stage, all or nothing.

    Args:
        path: File to write; the ending chooses text, binary or package.
        clip: At least one frame.
        antialiased: Whether the Gaussians are to be drawn with a screen-space (mip) filter.
        progress: Told the share done, and may cancel, at every frame.

    Raises:
        InputError: If the clip is empty or the file cannot be written.
    """
    check_timing(clip.frame_count, clip.frame_dt_s)
    first = clip.frame(0)
    turning = _turning_colors(first, clip.frame_count)

    def fill(stage: Any) -> None:
        usd.state_axes(stage, WORLD_UP)
        _state_times(stage, clip)
        model = usd.ANTIALIASED if antialiased else ""
        field = define_field(stage, usd.PRIM_NAME, first, model=model)
        _set_frames(field, clip, progress, turning=turning and clip.frame_count > 1)

    save_stage(path, fill)
    progress(WRITING, 1.0)
    notes: tuple[str, ...] = ()
    if first.sh_degree and not turning and clip.frame_count > 1:
        notes = (
            "colours that depend on the direction keep their first frame; as they turn they would "
            f"take more than {TURNING_COLORS / 1e6:,.0f} MB",
        )
    return ClipReport(path.stat().st_size, notes)


def _set_frames(field: Any, clip: Clip, progress: ProgressCallback, *, turning: bool) -> None:
    """Sample every frame: poses, colours where they turn, opacities once they change."""
    first, fading = clip.frame(0), False
    for index in range(clip.frame_count):
        progress(WRITING, (1 - _SAVING) * index / clip.frame_count)
        cloud = clip.frame(index)
        set_pose(field, cloud, index)
        if turning:
            set_colors(field, cloud, index)
        if not fading and (cloud.opacities != first.opacities).any():
            fading = True
            for steady in {0, index - 1}:
                set_opacities(field, first, steady)
        if fading:
            set_opacities(field, cloud, index)
    progress(WRITING, 1 - _SAVING)


def _turning_colors(first: GaussianCloud, frame_count: int) -> bool:
    """Whether colours are sampled every frame: where they turn and there is room."""
    return bool(first.sh_degree) and first.sh_coeffs.nbytes * frame_count <= TURNING_COLORS


def _state_times(stage: Any, clip: Clip) -> None:
    rate = 1 / clip.frame_dt_s
    rate = round(rate) if abs(rate - round(rate)) < 1e-6 * rate else rate
    stage.SetTimeCodesPerSecond(rate)
    stage.SetFramesPerSecond(rate)
    stage.SetStartTimeCode(0)
    stage.SetEndTimeCode(clip.frame_count - 1)
