"""What a sweep will take before it is begun: time, disk, scaling, and what limits it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from render.errors import InputError
from sim.sweep.cost_model import CostModel, Motion, RunSize

Bottleneck = Literal["simulation", "preparation", "recording", "longest run"]
ExecutorKind = Literal["local", "ray"]
BOTTLENECK_WORDS: dict[Bottleneck, str] = {
    "simulation": "simulating; more workers help",
    "preparation": "preparing objects one after the other on the machine that gives the command; "
    "split the objects into several sweeps",
    "recording": "handing out and recording runs one after the other on the machine that gives "
    "the command; split the objects into several sweeps",
    "longest run": "the longest run; more workers do not help",
}


@dataclass(frozen=True, slots=True)
class RunKind:
    """Runs that cost the same."""

    quality: str
    """Preset."""
    motion: Motion
    """Kind of motion."""
    size: RunSize
    """How large each is."""
    count: float
    """How many there are for each object."""


@dataclass(frozen=True, slots=True)
class ScalingPoint:
    """A sweep with a number of workers."""

    workers: int
    """Runs at a time."""
    seconds: float
    """Time from the command to the table, without pictures [s]."""
    efficiency: float
    """Speed-up over one worker, over the number of workers."""
    bottleneck: Bottleneck
    """What limits it."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a sweep will take."""

    object_count: int
    """Objects."""
    run_count: int
    """Runs of all objects."""
    run_s: float
    """Mean time of a run on one worker [s]."""
    core_s: float
    """Time of all runs together on one worker [s]."""
    take_bytes: float
    """Size of all takes [bytes]."""
    table_bytes: float
    """Size of results and tables [bytes]."""
    memory_bytes: int
    """Memory that a worker needs [bytes]."""
    scaling: tuple[ScalingPoint, ...]
    """By number of workers, ascending."""

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def forecast(
    model: CostModel,
    kinds: Sequence[RunKind],
    *,
    object_count: int,
    workers: Sequence[int],
    executor: ExecutorKind = "local",
    device: str = "cpu",
    most_takes: int | None = None,
) -> Forecast:
    """Forecast a sweep.

    Runs share the workers' time; beside them the machine that gives the command prepares objects
    and records results. The slowest of these, and the longest run, is the time of the sweep.

    Args:
        model: Measured costs.
        kinds: Runs of a typical object.
        object_count: Number of objects.
        workers: Numbers of workers to forecast for.
        executor: What carries runs out.
        device: "cpu" or "cuda".
        most_takes: Takes that stay on disk at most; None for all.

    Raises:
        InputError: If a kind of run was not measured, or a number is below 1.
    """
    if object_count < 1 or not workers or min(workers) < 1:
        raise InputError(f"a forecast needs objects and workers, got {object_count}, {workers}")
    load = _load(model, kinds, object_count, device)
    start = model.start_ray_s if executor == "ray" else model.start_local_s
    alone = _point(1, load, start, None)
    kept = load.runs if most_takes is None else min(load.runs, most_takes)
    return Forecast(
        object_count=object_count,
        run_count=load.runs,
        run_s=load.seconds["simulation"] / load.runs,
        core_s=load.seconds["simulation"],
        take_bytes=load.take_bytes * kept,
        table_bytes=model.result_bytes * load.runs,
        memory_bytes=load.memory_bytes,
        scaling=tuple(_point(count, load, start, alone.seconds) for count in sorted(set(workers))),
    )


def doubled(workers: int) -> tuple[int, ...]:
    """1, 2, 4 … up to and with a number of workers."""
    counts = [1]
    while counts[-1] < workers:
        counts.append(min(2 * counts[-1], workers))
    return tuple(counts)


@dataclass(frozen=True, slots=True)
class _Load:
    """All work of a sweep."""

    runs: int
    """Runs."""
    seconds: dict[Bottleneck, float]
    """Time of each part on one worker [s]."""
    take_bytes: float
    """Mean size of a take [bytes]."""
    memory_bytes: int
    """Largest memory of a run [bytes]."""


def _load(model: CostModel, kinds: Sequence[RunKind], object_count: int, device: str) -> _Load:
    costs = [(kind, model.fit_of(kind.quality, device, kind.motion)) for kind in kinds]
    each = sum(kind.count for kind in kinds)
    runs = round(each * object_count)
    return _Load(
        runs,
        {
            "simulation": object_count
            * sum(kind.count * fit.seconds(kind.size) for kind, fit in costs),
            "preparation": model.prepare_object_s * object_count,
            "recording": model.record_run_s * runs,
            "longest run": max(fit.seconds(kind.size) for kind, fit in costs),
        },
        sum(kind.count * fit.take_bytes(kind.size) for kind, fit in costs) / each,
        max(fit.memory_bytes for _, fit in costs),
    )


def _point(workers: int, load: _Load, start_s: float, alone_s: float | None) -> ScalingPoint:
    """A number of workers; `alone_s` is the time of one, None for that itself."""
    times = load.seconds | {"simulation": load.seconds["simulation"] / workers}
    slowest = max(times, key=lambda name: times[name])
    seconds = start_s + times[slowest]
    efficiency = 1.0 if alone_s is None else alone_s / seconds / workers
    return ScalingPoint(workers, seconds, efficiency, slowest)
