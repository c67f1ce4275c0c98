"""Reference takes of a dataset: each labelled object falls as its label says, with a video."""

from __future__ import annotations

import importlib.metadata
import math
import shutil
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from models.data.assets import load_mesh
from models.data.mesh_cloud import mesh_cloud
from models.data.object_description import ObjectDescription, Reference
from models.data.object_folder import MESH_FILE, object_folders
from models.data.physics_label import PhysicsLabel, label_file, read_label
from models.data.worker_pool import Advance, run_jobs
from render.errors import InputError
from render.os_faults import remedy_for
from render.progress import ProgressCallback, ignore_progress
from sim.class_priors import class_priors
from sim.material_table import params_for
from sim.materials import MaterialParams
from sim.mpm.errors import SimulationDivergedError
from sim.object_run import object_body
from sim.particles import FillOptions
from sim.physics_sample import PhysicsSample
from sim.quality import QualityPreset, quality_preset
from sim.run_options import RunOptions
from sim.scene_setup import SceneSetup
from sim.simulate import simulate_bodies
from sim.splat_object import DEFAULT_SIZE_M
from sim.take import Take
from studio.export.provenance_tags import APPLICATION, application_tags
from studio.export.video_options import VideoOptions
from studio.jobs.video_export import export_scene
from studio.jobs.video_scene import VideoScene

REFERENCE_FOLDER = "reference"
TAKE_NAME = "take"
CLIP_NAME = "clip.mp4"

_STAGE = "simulate references"
_GAUSSIANS = 12_000
_VIDEO_PX = 256
_SIMULATED = 0.7
"""Share of the work that the simulation is."""
_UNSCALED = "market"
"""Asset folder whose meshes have a longest side of 1 instead of metres."""


class ReferenceReport(NamedTuple):
    """What was made."""

    made: int
    """Objects that got a reference now."""
    kept: int
    """Objects that had one."""
    unlabelled: int
    """Objects without label or mesh, which cannot be simulated."""
    failed: tuple[str, ...]
    """Objects whose motion blew up or that are too small to simulate, with the reason."""


class ReferenceJob(NamedTuple):
    """One object to simulate."""

    folder: Path
    """Its folder, with mesh and label."""
    quality: str
    """Preset of the simulation."""


def add_reference_takes(
    root: Path,
    *,
    quality: str = "sketch",
    workers: int = 1,
    progress: ProgressCallback = ignore_progress,
) -> ReferenceReport:
    """Simulate the labelled objects of a dataset that have no reference yet.

    Each runs in a process of its own with one thread, so that any number of workers gives the same
    takes and videos. A stopped run goes on at the object it had reached.

    Args:
        root: Dataset of `data build`.
        quality: Preset of the simulations.
        workers: Number of processes.
        progress: Told the share that is done; raising in it stops.

    Raises:
        InputError: If a folder is unusable or the disk is full.
    """
    quality_preset(quality)
    jobs, kept, unlabelled = [], 0, 0
    for folder in object_folders(root):
        about = ObjectDescription.read(folder)
        if about is not None and about.reference is not None:
            kept += 1
        elif about is None or label_file(folder) is None or not (folder / MESH_FILE).is_file():
            unlabelled += 1
        else:
            jobs.append(ReferenceJob(folder, quality))
    reasons = run_jobs(
        add_reference,
        jobs,
        workers=workers,
        one_thread=True,
        progress=lambda done: progress(_STAGE, min(done / len(jobs), 1.0)),
    )
    failed = tuple(reason for reason in reasons if reason)
    return ReferenceReport(len(jobs) - len(failed), kept, unlabelled, failed)


def add_reference(job: ReferenceJob, advance: Advance) -> str:
    """Simulate one object and store take and video; the description names them last.

    Returns:
        Why it has none, or "" where it has.

    Raises:
        InputError: If label or mesh is unusable, or the disk is full.
    """
    folder, quality = job.folder, quality_preset(job.quality)
    place = folder / REFERENCE_FOLDER
    about = ObjectDescription.read(folder)
    if about is None:
        raise InputError(f"{folder} was not made by `data build`; build the dataset anew")
    try:
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        take = _simulated(job, quality, place / TAKE_NAME, advance)
        _rendered(take, place / CLIP_NAME, folder.name, advance)
    except SimulationDivergedError as error:
        shutil.rmtree(place, ignore_errors=True)
        return f"{folder}: {error}"
    except OSError as error:
        raise InputError(f"cannot write {place}: {remedy_for(error) or error}") from None
    version = importlib.metadata.version(APPLICATION)
    maker = f"{APPLICATION} {version}, simulated with quality {quality.name}"
    reference = Reference(place / CLIP_NAME, "", maker, place / TAKE_NAME)
    replace(about, reference=reference).write(folder)
    return ""


def label_material(label: PhysicsLabel) -> MaterialParams:
    """Material to simulate a label with; what it leaves open comes from its class."""
    density = label.density_kg_m3
    if density is None:
        density = float(10 ** class_priors().log10_density_mean[label.material_class])
    sample = PhysicsSample(
        label.material_class, label.youngs_modulus_pa, label.poisson_ratio, density
    )
    params, details = params_for(sample), dict(label.details)
    if details.get("yield_stress_pa"):
        params = replace(params, yield_stress_pa=float(details["yield_stress_pa"]))
    if details.get("friction_angle_deg"):
        angle = math.radians(float(details["friction_angle_deg"]))
        params = replace(params, friction_angle_rad=angle)
    return params


def _simulated(job: ReferenceJob, quality: QualityPreset, path: Path, advance: Advance) -> Take:
    mesh = load_mesh(job.folder / MESH_FILE)
    cloud = mesh_cloud(mesh, _GAUSSIANS)
    if job.folder.parent.name == _UNSCALED:
        cloud = cloud.scaled(DEFAULT_SIZE_M / mesh.longest_side)
    scene = SceneSetup(frame_count=quality.frame_count, frame_dt_s=quality.frame_dt_s)
    body = object_body(cloud, label_material(read_label(job.folder)), (), scene, fill=FillOptions())
    return simulate_bodies(
        [body],
        scene,
        quality=quality,
        take_path=path,
        options=RunOptions(
            checkpoint_every=0, progress=lambda _, share: advance(_SIMULATED * share)
        ),
    )


def _rendered(take: Take, out: Path, title: str, advance: Advance) -> None:
    scene = VideoScene(take, tags=application_tags(title))
    options = VideoOptions(
        size_px=(_VIDEO_PX, _VIDEO_PX), fps=1 / take.frame_dt_s, backend="cpu_tiles"
    )
    export_scene(
        scene, out, options, lambda _, share: advance(_SIMULATED + (1 - _SIMULATED) * share)
    )
