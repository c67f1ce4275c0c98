"""Rendered training views, kept compressed in the user's cache folder."""

from __future__ import annotations

import hashlib
import json
import logging
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

from models.config import ViewsConfig
from models.data.assets import Asset, AssetIndex, load_mesh
from models.data.procedural import procedural_mesh
from models.data.views import Views, render_stretched_views, render_views
from render.atomic_file import atomic_path
from render.progress import ProgressCallback

_log = logging.getLogger(__name__)

_FORMAT = 2
_PROCESSES = 2
_PROCEDURAL_A_JOB = 20


@dataclass(frozen=True, slots=True)
class _Job:
    """Views of one object, or of a few procedural ones, in one cache file."""

    key: str
    """Name of the object or of the first procedural seed."""
    mesh_file: str
    """GLB file; empty for procedural objects."""
    seeds: tuple[int, ...]
    """One seed an object."""
    view_count: int
    """Views of each object."""
    lying: int
    """Views of each object that show it lying."""
    variants: int
    """Stretched variants of each object."""
    lying_share: float
    """Share of the variants that lie on a side."""
    frame_px: int
    """Side of the pictures [px]."""

    def path(self, folder: Path) -> Path:
        text = json.dumps([_FORMAT, asdict(self)], sort_keys=True)
        return folder / f"{hashlib.sha256(text.encode()).hexdigest()[:24]}.npz"


def training_views(
    index: AssetIndex | None,
    config: ViewsConfig,
    *,
    frame_px: int,
    progress: ProgressCallback,
    folder: Path | None = None,
) -> Views:
    """All training views, rendered where the cache lacks them.

    Args:
        index: Asset library; None leaves the procedural objects alone.
        config: How many views of what.
        frame_px: Side of the pictures [px].
        progress: Told about stage `views`.
        folder: Cache folder; None takes the user's.
    """
    folder = folder or user_cache_path("phys4d-studio") / "training-views"
    folder.mkdir(parents=True, exist_ok=True)
    jobs = _procedural_jobs(config, frame_px)
    if index is not None:
        jobs = _asset_jobs(index.training(), config, frame_px) + jobs
    missing = [job for job in jobs if not job.path(folder).is_file()]
    _log.info("%d of %d view files are to be rendered", len(missing), len(jobs))
    if missing:
        _render_all(missing, folder, progress)
    parts = []
    for done, job in enumerate(jobs):
        parts.append(_read(job.path(folder)))
        progress("read views", (done + 1) / len(jobs))
    return Views.concatenated(parts)


def _asset_jobs(assets: tuple[Asset, ...], config: ViewsConfig, frame_px: int) -> list[_Job]:
    counts = {"house": config.views_per_house, "market": config.views_per_market}
    variants = {"house": config.variants_per_house, "market": config.variants_per_market}
    jobs = []
    for number, asset in enumerate(assets):
        count = counts.get(asset.folder, config.views_per_real)
        stretched = variants.get(asset.folder, config.variants_per_real)
        share = 0.0 if asset.folder == "house" else config.lying_share
        seed = config.seed * 1_000_003 + number
        lying = round(share * count)
        file = str(asset.file)
        jobs.append(_Job(asset.id, file, (seed,), count, lying, stretched, share, frame_px))
    return jobs


def _procedural_jobs(config: ViewsConfig, frame_px: int) -> list[_Job]:
    count, share = config.views_per_procedural, config.lying_share
    lying, stretched = round(share * count), config.variants_per_procedural
    first = config.seed * 7_000_003
    seeds = range(first, first + config.procedural_count)
    chunks = [seeds[at : at + _PROCEDURAL_A_JOB] for at in range(0, len(seeds), _PROCEDURAL_A_JOB)]
    return [
        _Job("procedural", "", tuple(chunk), count, lying, stretched, share, frame_px)
        for chunk in chunks
    ]


def _render_all(jobs: list[_Job], folder: Path, progress: ProgressCallback) -> None:
    context = get_context("spawn")
    with ProcessPoolExecutor(_PROCESSES, mp_context=context) as pool:
        results = pool.map(_render_job, jobs, [folder] * len(jobs))
        for done, _ in enumerate(results):
            progress("render views", (done + 1) / len(jobs))


def _render_job(job: _Job, folder: Path) -> None:
    parts = []
    for seed in job.seeds:
        mesh = load_mesh(Path(job.mesh_file)) if job.mesh_file else procedural_mesh(seed)
        parts.append(
            render_views(
                mesh, count=job.view_count, frame_px=job.frame_px, lying=job.lying, seed=seed
            )
        )
        if job.variants:
            parts.append(
                render_stretched_views(
                    mesh,
                    count=job.variants,
                    frame_px=job.frame_px,
                    lying_share=job.lying_share,
                    seed=seed,
                )
            )
    views = Views.concatenated(parts)
    with atomic_path(job.path(folder)) as temporary:
        np.savez_compressed(temporary, **{name: getattr(views, name) for name in Views.names()})


def _read(path: Path) -> Views:
    with np.load(path, allow_pickle=False) as arrays:
        return Views(*(arrays[name] for name in Views.names()))
