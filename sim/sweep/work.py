"""`perform`: one run, here and now."""

from __future__ import annotations

import logging
import platform
import shutil
import time
from dataclasses import replace
from pathlib import Path

from render.errors import CancelledError, InputError
from render.progress import ProgressCallback, ignore_progress
from sim.materials import MaterialParams
from sim.mpm.errors import SimulationDivergedError
from sim.project import Project
from sim.quality import quality_preset
from sim.run_options import RunOptions
from sim.simulate import material_params, simulate_bodies
from sim.sweep.figures import RunCost, RunFigures
from sim.sweep.motion import MotionSummary
from sim.sweep.plan import RunTask
from sim.sweep.result import RunResult
from sim.take import Take

logger = logging.getLogger(__name__)


def perform(task: RunTask, progress: ProgressCallback = ignore_progress) -> RunResult:
    """Simulate a run into its take; whatever goes wrong is a result with its reason.

    A take of this run that is complete is taken as it is; one that was cut off is made anew.

    Args:
        task: What to run.
        progress: Told the fraction of frames done.

    Raises:
        CancelledError: If `progress` raised it.
    """
    started = time.perf_counter()
    reason = ""
    try:
        take_path = Project.open(task.subject.project).take_path(task.run.name)
        if not _is_there(take_path, task):
            _simulate(task, take_path, progress)
    except CancelledError:
        raise
    except (InputError, SimulationDivergedError) as error:
        reason = str(error)
    except Exception as error:
        logger.exception("run %s failed", task.run.name)
        reason = f"internal error: {type(error).__name__}: {' '.join(str(error).split())}"[:300]
    result = _result(task, reason, time.perf_counter() - started)
    return result if task.keep else _without_take(result)


def same_material(first: MaterialParams | None, second: MaterialParams) -> bool:
    """Whether a take was made of a material."""
    return first is not None and first.to_json() == second.to_json()


def _is_there(take_path: Path, task: RunTask) -> bool:
    """Whether the run's take is complete; one that was cut off is removed.

    Raises:
        InputError: If there is another take of that name.
    """
    if not take_path.exists():
        return False
    found = Take.open(take_path)
    source = found.provenance
    same = source.quality == task.run.quality and same_material(source.predicted, task.run.asked)
    if not same:
        raise InputError(f"take {task.run.name!r} exists and is another one; choose another name")
    if found.complete:
        return True
    shutil.rmtree(take_path)
    return False


def _simulate(task: RunTask, take_path: Path, progress: ProgressCallback) -> None:
    subject, quality = task.subject, quality_preset(task.run.quality)
    project = Project.open(subject.project)
    scene = subject.scene_at(project, quality)
    bodies = subject.placed(project, scene, task.material.predicted)
    simulate_bodies(
        bodies,
        scene,
        quality=quality,
        take_path=take_path,
        seed=subject.particle_seed,
        stiffness=task.stiffness.mode.value,
        options=RunOptions(
            device=task.device,
            materials=[task.mapped(one) for body in bodies for one in material_params(body)],
            checkpoint_every=0,
            progress=lambda _, fraction: progress(task.run.name, fraction),
            title=task.run.name,
        ),
    )


def _result(task: RunTask, reason: str, wall_time_s: float) -> RunResult:
    material, motion, figures = task.material, None, None
    cost = RunCost(host=platform.node())
    try:
        take = Take.open(Project.open(task.subject.project).take_path(task.run.name))
        cost = RunCost.of(take, cost.host)
        if take.frame_count:
            motion, figures = MotionSummary.of(take), RunFigures.of(take)
    except InputError as error:
        reason = reason or str(error)
    return RunResult(
        name=task.run.name,
        quality=task.run.quality,
        status="failed" if reason else "finished",
        reason=reason,
        wall_time_s=wall_time_s,
        simulated=material.simulated,
        substitution=material.substitution or "",
        motion=motion,
        figures=figures,
        cost=cost,
    )


def _without_take(result: RunResult) -> RunResult:
    """The result after its take was removed; frames of a run that failed stay."""
    if not (result.finished and result.cost.take_path):
        return result
    shutil.rmtree(result.cost.take_path, ignore_errors=True)
    return replace(result, cost=replace(result.cost, take_path=""))
