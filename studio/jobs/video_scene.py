"""`VideoScene`: what a video shows, from a take, a splat file or a moving cloud in a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from render.cameras.motion import RIG_ELEVATION_DEG
from render.cameras.placement import Placement
from render.clips.clip import Clip, ClipArrays, is_antialiased
from render.clips.registry import read_clip
from render.errors import InputError
from render.formats.axes import WORLD_UP, turn_between
from render.framing import FloatArray, bounds_of_frames, extent_bounds
from render.progress import ProgressCallback
from sim.project import Project
from sim.scene_setup import SceneSetup
from sim.splat_object import read_splats, upright
from sim.take import Take
from studio.export.provenance_tags import application_tags, take_tags
from studio.jobs.splat_import import READING_SPLATS, giant_notes

FRAMED_FRAMES = 12
"""Frames of a take that the camera is fitted to: the first, the last and some between."""
LOWEST_ELEVATION_DEG = 4.0
"""A camera in the floor would see nothing [degrees]."""
STILL_SECONDS = 4.0
"""Length of a video of something that does not move [s]."""
STILL_DT_S = 0.04


@dataclass(frozen=True, slots=True, eq=False)
class VideoScene:
    """Moving Gaussians with what camera, background and tags need to know of them."""

    clip: Clip
    """Gaussians in the world, Z up [m]."""
    ground_z_m: float | None = 0.0
    """Height of the floor [m]; None for none."""
    azimuth_deg: float = 0.0
    """Azimuth that a preset camera starts from [degrees]."""
    elevation_deg: float = RIG_ELEVATION_DEG
    """Elevation of a preset camera [degrees]."""
    placement: Placement | None = None
    """How a splat file came here, for the cameras that it was made from; None for other scenes."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """What the file says of the scene."""

    antialiased: bool = False
    """Whether the Gaussians were trained with a screen-space (mip) filter."""
    up_axis: str = "+z"
    """Axis of the file that was taken for up."""
    notes: tuple[str, ...] = ()
    """What the user should know of the file."""

    @property
    def still_s(self) -> float | None:
        """Length of a video of a scene that does not move [s]; None for one that does."""
        return STILL_SECONDS if self.clip.frame_count == 1 else None

    def boxes(self) -> FloatArray:
        """Bounds of some frames, the first and last among them [m], shape [T, 2, 3]."""
        last = self.clip.frame_count - 1
        count = min(self.clip.frame_count, FRAMED_FRAMES)
        indices = np.unique(np.linspace(0, last, count).round().astype(int))
        return bounds_of_frames(self.clip.frame(int(index)) for index in indices)


def take_scene(project: Project, take_name: str) -> VideoScene:
    """Scene of a take.

    Raises:
        InputError: If it cannot be read or holds no frame.
    """
    return scene_of_take(project, Take.open(project.take_path(take_name)))


def scene_of_take(project: Project, take: Take) -> VideoScene:
    """Scene of a take that may lie elsewhere than in its project.

    Raises:
        InputError: If it holds no frame.
    """
    if not take.frame_count:
        raise InputError("the take holds no frame; simulate it first")
    setup = SceneSetup.from_json(take.scene)
    known = project.manifest.elevation_deg
    return VideoScene(
        clip=take,
        ground_z_m=setup.ground_z_m,
        azimuth_deg=setup.view_azimuth_deg,
        elevation_deg=max(RIG_ELEVATION_DEG if known is None else known, LOWEST_ELEVATION_DEG),
        tags=take_tags(project, take),
        antialiased=project.manifest.antialiased,
    )


def splat_scene(
    file: Path, *, up: str | None, size_m: float, progress: ProgressCallback
) -> VideoScene:
    """A splat file that stands still on the floor.

    Args:
        file: Any splat format.
        up: Axis of the file that points up; None takes the format's.
        size_m: Longest side [m].
        progress: Told the stage.

    Raises:
        InputError: If it cannot be read.
    """
    progress(READING_SPLATS, 0.0)
    splats = read_splats(file)
    cloud = upright(splats, up=up, size_m=size_m)
    floor = extent_bounds(cloud, percentile=0.5, min_opacity=0.1)[0, 2]
    lift = np.array([0, 0, -floor], np.float32)
    standing = cloud.transformed(np.eye(3, dtype=np.float32), lift)
    turn = turn_between(up or splats.up_axis, WORLD_UP).astype(np.float64)
    return VideoScene(
        ClipArrays((standing,), STILL_DT_S),
        placement=Placement.between(splats.cloud.means @ turn.T, standing.means, turn),
        tags=application_tags(file.stem),
        antialiased=splats.antialiased,
        up_axis=up or splats.up_axis,
        notes=(*splats.notes, *giant_notes(standing)),
    )


def clip_scene(path: Path, *, progress: ProgressCallback) -> VideoScene:
    """A moving cloud in a file or folder.

    Raises:
        InputError: If it cannot be read.
    """
    clip = read_clip(path, progress=progress)
    tags = application_tags(path.stem)
    return VideoScene(clip, tags=tags, antialiased=is_antialiased(clip))
