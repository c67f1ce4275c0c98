"""The doctor's process: looks at the machine, or measures it, and tells what it finds at once.

It is a process of its own, so that a broken driver or package ends that one only, and so that it
can be stopped at any moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection

from render.progress import ProgressCallback
from studio.doctor import findings
from studio.jobs.doctor_messages import DoctorDone, DoctorProgress
from studio.jobs.faults import describe_fault
from studio.state.doctor import Speed, Task

MEASURING_SIMULATION = "Measuring the simulator"
MEASURING_PICTURES = "Measuring the renderer"
PARTICLES, GRID = 15_000, 48
PREVIEW_SUBSTEPS = 200 * 50
"""Most substeps of a simulation at preview quality."""
GAUSSIANS, SIDE_PX, PICTURES = 60_000, 512, 10
VIDEO_FRAMES = 50


def run_doctor(pipe: Connection, task: Task) -> None:
    """Carry out a task and tell through the pipe what comes of it.

    Args:
        pipe: This process's end.
        task: "look" sends a `Check` a finding, "measure" a `Speed` a figure.
    """

    def progress(stage: str, fraction: float) -> None:
        pipe.send(DoctorProgress(stage, fraction))

    problem = ""
    try:
        for found in _TASKS[task](progress):
            pipe.send(found)
    except Exception as error:  # noqa: BLE001 - the page says what failed
        problem = describe_fault(error) or f"{type(error).__name__}: {error}"
    pipe.send(DoctorDone(problem))


def speeds(progress: ProgressCallback) -> Iterator[Speed]:
    """Measure simulator and renderer; each takes a few seconds.

    Args:
        progress: Told which is measured.
    """
    progress(MEASURING_SIMULATION, 0.0)
    yield _simulator_speed()
    progress(MEASURING_PICTURES, 0.5)
    yield _renderer_speed(lambda _, share: progress(MEASURING_PICTURES, 0.5 + 0.5 * share))
    progress(MEASURING_PICTURES, 1.0)


def _simulator_speed() -> Speed:
    from sim.materials import ConstitutiveLaw
    from sim.mpm.speed import SpeedCase, measure_speed

    measured = measure_speed(SpeedCase(ConstitutiveLaw.JELLY, PARTICLES, GRID))
    rate = _number(measured["mega_particle_substeps_per_s"])
    seconds = PARTICLES * PREVIEW_SUBSTEPS / (1e6 * rate)
    return Speed("simulator", rate, "M particle-substeps/s", seconds)


def _renderer_speed(progress: ProgressCallback) -> Speed:
    from render.raster_speed import RasterCase, measure_raster

    case = RasterCase(GAUSSIANS, SIDE_PX, SIDE_PX, "auto", PICTURES)
    measured = measure_raster(case, progress)
    frame_ms = _number(measured["ms_per_frame"])
    return Speed("renderer", frame_ms, "ms a picture", VIDEO_FRAMES * frame_ms / 1e3)


def _number(value: object) -> float:
    if not isinstance(value, int | float):
        raise TypeError(f"a measured value is {value!r}, not a number")
    return float(value)


_TASKS: dict[Task, Callable[[ProgressCallback], Iterator[object]]] = {
    "look": findings,
    "measure": speeds,
}
