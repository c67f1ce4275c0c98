"""`data build`: renders objects into a folder that training and evaluation read.

The result is an asset folder (`index.csv`, `labels.csv`, a `mesh.glb` each) and a folder of
PhysAssets (38 RGBA pictures, `pose.json`, label files each) in one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models.data.asset_tables import write_tables
from models.data.build_settings import BuildSettings
from models.data.object_build import BuildJob, build_object
from models.data.object_sources import ObjectSource
from models.data.worker_pool import run_jobs
from render.errors import InputError
from render.progress import ProgressCallback, ignore_progress

_STAGE = "render objects"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    built: int
    """Objects rendered now."""
    kept: int
    """Objects that were complete."""
    labelled: int
    """Objects of this build with a label."""
    pictures: int
    """Pictures of each object."""


def build_dataset(
    sources: Sequence[ObjectSource],
    out: Path,
    settings: BuildSettings | None = None,
    *,
    workers: int = 1,
    progress: ProgressCallback = ignore_progress,
) -> BuildReport:
    """Render objects into a dataset; a stopped build goes on at the picture it had reached.

    Any number of workers writes the same files, bit for bit.

    Args:
        sources: Objects with distinct ids.
        out: Folder of the dataset; made where it is missing.
        settings: How they are rendered.
        workers: Processes that render; one renders in this process.
        progress: Told after every picture; raising in it leaves complete pictures behind.

    Raises:
        InputError: If there is no source, a mesh or label is unusable, the folder holds a dataset
            of other settings or other meshes, or the disk is full.
    """
    if not sources:
        raise InputError("there is no object to render; name meshes or ask for procedural ones")
    settings = settings or BuildSettings()
    labelled = sum(source.label() is not None for source in sources)
    settings.claim(out)
    built = 0
    try:
        if workers == 1:
            for number, source in enumerate(sources):

                def advance(share: float, done: int = number) -> None:
                    progress(_STAGE, (done + share) / len(sources))

                built += build_object(BuildJob(source, out, settings), advance)
                advance(1.0)
        else:
            results = run_jobs(
                build_object,
                (BuildJob(source, out, settings) for source in sources),
                workers=workers,
                progress=lambda done: progress(_STAGE, min(done / len(sources), 1.0)),
            )
            built = sum(results)
    finally:
        write_tables(out)
    return BuildReport(built, len(sources) - built, labelled, settings.picture_count)
