"""Forecasts a sweep from its config: fills typical objects, counts runs by kind, asks the model."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from sim.body_set import BodySet
from sim.project import Project
from sim.quality import quality_preset
from sim.stiffness import fastest_wave
from sim.sweep.combinations import object_runs
from sim.sweep.config_file import SweepFile, read_sweep_file
from sim.sweep.cost_model import CostFit, CostModel, Motion, RunSize, motion_of
from sim.sweep.forecast import ExecutorKind, Forecast, RunKind, doubled, forecast
from sim.sweep.local_executor import usable_cores
from sim.sweep.set_stiffness import SetStiffness
from studio.jobs.sweep_book import SHOWN_RUNS, subject_of
from studio.jobs.sweep_objects import SourceObject, named_objects, prepared_object

TYPICAL_OBJECTS = 3
"""Objects of the config that are filled; the others are taken to be like them."""


def forecast_sweep(
    config: Path,
    model: CostModel,
    *,
    object_count: int | None = None,
    workers: int | None = None,
    executor: ExecutorKind = "local",
) -> Forecast:
    """Forecast a sweep without simulating anything.

    Args:
        config: Config of the sweep.
        model: Measured costs.
        object_count: As if there were so many objects; None for those of the config.
        workers: Largest number of workers of interest; None for the cores of this machine.
        executor: What would carry the runs out.

    Raises:
        InputError: If the config cannot be used, or a kind of run was never measured.
    """
    file = read_sweep_file(config)
    sources = tuple(named_objects(file.objects))
    probed = sources[:TYPICAL_OBJECTS]
    kinds: Counter[tuple[str, Motion, RunSize]] = Counter()
    with tempfile.TemporaryDirectory(prefix="phys4d-sweep-") as scratch:
        for source in probed:
            kinds.update(_kinds(file, source, Path(scratch), model))
    return forecast(
        model,
        [RunKind(*kind, count / len(probed)) for kind, count in kinds.items()],
        object_count=object_count or len(sources),
        workers=doubled(workers or usable_cores()),
        executor=executor,
        device=file.config.device,
        most_takes=None if file.config.keep == "all" else SHOWN_RUNS,
    )


def _kinds(
    file: SweepFile, source: SourceObject, scratch: Path, model: CostModel
) -> Counter[tuple[str, Motion, RunSize]]:
    """Runs of one object by preset, motion and size."""
    config = file.config
    project = Project.open(prepared_object(source, scratch))
    runs = object_runs(config, source.name, project.physics, 0)
    subject = subject_of(file, project.path)
    materials = [one.run.asked for one in runs]
    filled, waves = {}, []
    for name in config.qualities:
        quality = quality_preset(name)
        filled[name] = subject.filled(project, quality, materials[0])
        frame_dt = subject.scene_at(project, quality).frame_dt_s
        waves.append(fastest_wave(filled[name].dx_m, frame_dt, quality))
    stiffness = SetStiffness.fit(materials, config.stiffness, min(waves))
    found: Counter[tuple[str, Motion, RunSize]] = Counter()
    for one in runs:
        motion = motion_of(stiffness.simulated(one.run.asked).simulated.law)
        preset = quality_preset(one.run.quality)
        size = _size(
            filled[preset.name],
            subject.scene_at(project, preset).frame_count,
            model.fit_of(preset.name, config.device, motion),
        )
        found[preset.name, motion, size] += 1
    return found


def _size(filled: BodySet, frame_count: int, fit: CostFit) -> RunSize:
    splats = sum(body.cloud.gaussian_count for body in filled.bodies)
    return RunSize(
        filled.particle_count,
        round(splats * fit.gaussian_ratio),
        frame_count,
        round(fit.substeps_a_frame * (frame_count - 1)),
    )
