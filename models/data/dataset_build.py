"""`data build`: renders objects into a folder that training and evaluation read.

The result is an asset folder (`index.csv`, `labels.csv`, a `mesh.glb` each) and a folder of
PhysAssets (38 RGBA pictures, `pose.json`, label files each) in one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.data.asset_tables import write_tables
from models.data.build_settings import BuildSettings
from models.data.object_build import BuildJob, BuildOutcome, build_object
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
    unusable: tuple[str, ...]
    """Why objects were left out: their meshes cannot be read or hold no surface."""
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
        InputError: If there is no source, no mesh is usable, a label is not, the folder holds a
            dataset of other settings or other meshes, or the disk is full.
    """
    if not sources:
        raise InputError("there is no object to render; name meshes or ask for procedural ones")
    settings = settings or BuildSettings()
    labelled = sum(source.label() is not None for source in sources)
    settings.claim(out)
    jobs = [BuildJob(source, out, settings) for source in sources]
    try:
        outcomes = list(_outcomes(jobs, workers, progress))
    finally:
        write_tables(out)
    built = sum(outcome.rendered for outcome in outcomes)
    unusable = tuple(outcome.reason for outcome in outcomes if outcome.reason)
    if len(unusable) == len(sources):
        raise InputError(unusable[0])
    kept = len(sources) - built - len(unusable)
    return BuildReport(built, unusable, kept, labelled, settings.picture_count)


def _outcomes(
    jobs: Sequence[BuildJob], workers: int, progress: ProgressCallback
) -> Iterator[BuildOutcome]:
    """Build the objects, here or in worker processes."""

    def advance(done: float) -> None:
        progress(_STAGE, min(done / len(jobs), 1.0))

    if workers > 1:
        yield from run_jobs(build_object, jobs, workers=workers, progress=advance)
        return
    for number, job in enumerate(jobs):

        def told(share: float, done: int = number) -> None:
            advance(done + share)

        yield build_object(job, told)
        told(1.0)
