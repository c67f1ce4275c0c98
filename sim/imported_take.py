"""Motion from other programs as a take: played, compared and exported like a simulated one.

A take holds one set of colours, turned with its Gaussians, and says per frame where they are, how
they are turned and stretched, and which are hidden. What a clip has beyond that is noted and lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.clips.clip import Clip, PosedClip
from render.clips.frame_pose import FramePose
from render.clips.pose_between import pose_between
from render.errors import InputError
from render.gaussians import GaussianCloud
from render.progress import ProgressCallback, ignore_progress
from sim.deformation_field import motion_record
from sim.quality import IMPORTED_QUALITY
from sim.take import Take
from sim.take_header import TakeHeader, TakeProvenance
from sim.take_writer import TakeWriter

FloatArray = npt.NDArray[np.float32]

IMPORTED = "imported"
LOOKING = "Looking through the frames"
WRITING = "Writing the take"

INVISIBLE = 1e-6
"""Gaussians of at most this opacity are hidden."""

_LOOKING_SHARE = 0.3
_NOTICED_OPACITY = 0.01
_NOTICED_COLOR = 0.02


class _Survey(NamedTuple):
    """What all frames have in common."""

    rest: GaussianCloud
    """First frame, with the largest opacity that each Gaussian ever has."""
    notes: tuple[str, ...]


def write_imported_take(
    path: Path,
    clip: Clip,
    *,
    origin: str,
    notes: tuple[str, ...] = (),
    progress: ProgressCallback = ignore_progress,
) -> Take:
    """Write a clip as a take whose source is "imported", all frames or none.

    Args:
        path: Folder of the new take.
        clip: World [m], Z up; its first frame becomes the rest cloud.
        origin: Name of the file that it was read from.
        notes: Remarks of the reader.
        progress: Told the share done, and may cancel, at every frame.

    Raises:
        InputError: If the take exists, the disk lacks space, or frames hold different Gaussians.
    """
    survey = _survey(clip, progress)
    rest = survey.rest
    provenance = imported_provenance(origin, (*notes, *survey.notes))
    count = rest.gaussian_count
    header = TakeHeader(clip.frame_count, clip.frame_dt_s, count, {}, provenance)
    writer = TakeWriter.create(path, rest, header)
    before = rest.means
    try:
        for index, pose in enumerate(_poses(clip, rest)):
            done = index / clip.frame_count
            progress(WRITING, _LOOKING_SHARE + (1 - _LOOKING_SHARE) * done)
            writer.append(pose, motion_record(pose, before, index, clip.frame_dt_s))
            before = pose.means
    except BaseException:
        writer.discard()
        raise
    writer.finish()
    progress(WRITING, 1.0)
    return Take.open(path)


def imported_provenance(origin: str, notes: tuple[str, ...] = ()) -> TakeProvenance:
    """Provenance of motion that no one simulated here: no law, no material, no seed."""
    return TakeProvenance(
        source=IMPORTED,
        law="",
        predicted=None,
        simulated=None,
        stiffness="",
        substitution=None,
        seed=0,
        quality=IMPORTED_QUALITY.name,
        dx_m=0.0,
        particle_count=0,
        particles_per_cell=0.0,
        youngs_modulus_max_pa=0.0,
        device="",
        versions={"phys4d-studio": metadata.version("phys4d-studio")},
        notes=(f"imported from {origin}", *notes),
    )


def _survey(clip: Clip, progress: ProgressCallback) -> _Survey:
    """Look through all frames once.

    Raises:
        InputError: If frames hold different Gaussians.
    """
    if isinstance(clip, PosedClip):
        return _Survey(clip.rest, ())
    first = clip.frame(0)
    most, least_shown = first.opacities, np.where(first.opacities > INVISIBLE, first.opacities, 1)
    recolored = 0.0
    for index in range(1, clip.frame_count):
        progress(LOOKING, _LOOKING_SHARE * index / clip.frame_count)
        cloud = clip.frame(index)
        if cloud.sh_coeffs.shape != first.sh_coeffs.shape:
            raise InputError(
                f"frame {index} has {cloud.gaussian_count:,} Gaussians of SH degree "
                f"{cloud.sh_degree}, frame 0 has {first.gaussian_count:,} of {first.sh_degree}; "
                "a take needs the same ones in every frame"
            )
        most = np.maximum(most, cloud.opacities)
        shown = np.where(cloud.opacities > INVISIBLE, cloud.opacities, 1)
        least_shown = np.minimum(least_shown, shown)
        change = np.abs(cloud.sh_coeffs[:, 0] - first.sh_coeffs[:, 0])
        recolored = max(recolored, float(change.max(initial=0.0)))
    notes = []
    if (most - least_shown > _NOTICED_OPACITY).any():
        notes.append("opacities that change are kept at their largest; only hiding is kept")
    if recolored > _NOTICED_COLOR:
        notes.append("colours that change over time keep those of the first frame")
    rest = GaussianCloud(first.means, first.quats, first.scales, most, first.sh_coeffs)
    return _Survey(rest, tuple(notes))


def _poses(clip: Clip, rest: GaussianCloud) -> Iterator[FramePose]:
    """Poses of the frames against the rest cloud; those of a clip that knows them are its own."""
    before: FloatArray | None = None
    for index in range(clip.frame_count):
        if isinstance(clip, PosedClip):
            yield clip.pose(index)
            continue
        cloud = clip.frame(index)
        pose = pose_between(rest, cloud, before)
        before = pose.rotations
        yield pose._replace(hidden=cloud.opacities <= INVISIBLE)
