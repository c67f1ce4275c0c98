"""`CostModel`: what a run takes, from measured runs; the measurements ship with the project.

For every preset, device and kind of motion,

    seconds = start + a * particles * substeps + b * Gaussians * frames + c * Gaussians,
    bytes   = fixed + d * Gaussians * frames + e * Gaussians,

with coefficients of at least 0 that fit measured runs best (`benchmarks.sweep_cost`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from render.errors import InputError, damage_of
from sim.materials import ConstitutiveLaw

Motion = Literal["rigid", "elastic", "plastic"]
MODEL_VERSION = 1
_ELASTIC = (
    ConstitutiveLaw.JELLY,
    ConstitutiveLaw.NEO_HOOKEAN,
    ConstitutiveLaw.HENCKY,
    ConstitutiveLaw.LIQUID,
)


@dataclass(frozen=True, slots=True)
class RunSize:
    """How large a run is."""

    particle_count: int
    """Particles."""
    gaussian_count: int
    """Gaussians, those inside the body included."""
    frame_count: int
    """Frames."""
    substeps: int
    """Substeps of all frames; 0 for rigid motion."""


@dataclass(frozen=True, slots=True)
class MeasuredRun:
    """One run that was timed."""

    size: RunSize
    """How large it was."""
    seconds: float
    """Time on one worker, from the task to its result [s]."""
    take_bytes: int
    """Size of its take [bytes]."""
    memory_bytes: int
    """Largest memory of its process [bytes]."""


@dataclass(frozen=True, slots=True)
class CostFit:
    """Coefficients of one preset, device and kind of motion."""

    quality: str
    """Preset."""
    device: str
    """"cpu" or "cuda"."""
    motion: Motion
    """Kind of motion, see `motion_of`."""
    start_s: float
    """Time that every run takes [s]."""
    particle_substep_s: float
    """Time of a particle and substep [s]."""
    gaussian_frame_s: float
    """Time of a Gaussian and frame [s]."""
    gaussian_s: float
    """Time of a Gaussian, once a run [s]."""
    fixed_bytes: float
    """Size that every take has [bytes]."""
    gaussian_frame_bytes: float
    """Size of a Gaussian and frame [bytes]."""
    gaussian_bytes: float
    """Size of a Gaussian, once a take [bytes]."""
    memory_bytes: int
    """Largest memory that was measured [bytes]."""
    substeps_a_frame: float
    """Substeps of a frame that were measured, the mean."""
    gaussian_ratio: float
    """Gaussians of a take, those inside included, over those of the object."""
    runs: tuple[MeasuredRun, ...]
    """What was measured."""

    def seconds(self, size: RunSize) -> float:
        """Time of a run on one worker [s]."""
        steps = size.particle_count * size.substeps
        each_frame = self.gaussian_frame_s * size.frame_count + self.gaussian_s
        return self.start_s + self.particle_substep_s * steps + each_frame * size.gaussian_count

    def take_bytes(self, size: RunSize) -> float:
        """Size of its take [bytes]."""
        each = self.gaussian_frame_bytes * size.frame_count + self.gaussian_bytes
        return self.fixed_bytes + each * size.gaussian_count


@dataclass(frozen=True, slots=True)
class CostModel:
    """Measured costs of runs on one kind of machine."""

    processor: str
    """Processor that was measured."""
    threads: int
    """Threads of each worker."""
    date: str
    """Day of the measurement."""
    prepare_object_s: float
    """Time to copy an object, fill it and fit its stiffness map, one after the other [s]."""
    record_run_s: float
    """Time to hand a run out and store its result, one after the other [s]."""
    start_local_s: float
    """Time until a local worker begins its first run [s]."""
    start_ray_s: float
    """Time until a Ray worker of a new local cluster begins its first run [s]."""
    result_bytes: float
    """Size of a run's result and row of the tables [bytes]."""
    fits: tuple[CostFit, ...]
    """One a preset, device and kind of motion that was measured."""

    def fit_of(self, quality: str, device: str, motion: Motion) -> CostFit:
        """Coefficients of a kind of run.

        Raises:
            InputError: If it was not measured.
        """
        for fit in self.fits:
            if (fit.quality, fit.device, fit.motion) == (quality, device, motion):
                return fit
        known = sorted({f"{fit.quality} on {fit.device}" for fit in self.fits})
        raise InputError(
            f"{motion} runs at {quality} on {device} were not measured (known: "
            f"{', '.join(known)}); measure them: python -m benchmarks.sweep_cost"
        )

    def to_json(self) -> dict[str, Any]:
        """Plain values, for `from_json`."""
        return {"version": MODEL_VERSION, **asdict(self)}

    @staticmethod
    def from_json(values: Mapping[str, Any]) -> CostModel:
        """Model of `to_json`'s values.

        Raises:
            InputError: If they are damaged or of another version.
        """
        if values.get("version") != MODEL_VERSION:
            raise InputError(
                f"the cost model has version {values.get('version')!r}, not {MODEL_VERSION}; "
                "measure it again: python -m benchmarks.sweep_cost"
            )
        try:
            plain = {name: values[name] for name in values if name not in ("version", "fits")}
            return CostModel(**plain, fits=tuple(_fit(one) for one in values["fits"]))
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(f"the cost model cannot be read: {damage_of(error)}") from error

    @staticmethod
    def read(path: Path) -> CostModel:
        """Model of a file.

        Raises:
            InputError: If it cannot be read.
        """
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise InputError(f"the cost model {path} cannot be read: {error}") from error
        if not isinstance(values, dict):
            raise InputError(f"the cost model {path} cannot be read: it is no JSON object")
        return CostModel.from_json(values)


@cache
def shipped_cost_model() -> CostModel:
    """The model in `resources/sweep/costs.json`."""
    return CostModel.read(Path(str(resources.files("resources") / "sweep" / "costs.json")))


def motion_of(law: ConstitutiveLaw) -> Motion:
    """Kind of motion of a law: rigid bodies, laws without memory, laws that yield or rub."""
    if law is ConstitutiveLaw.RIGID:
        return "rigid"
    return "elastic" if law in _ELASTIC else "plastic"


def fitted(
    quality: str,
    motion: Motion,
    runs: Sequence[MeasuredRun],
    *,
    gaussian_ratio: float,
    device: str = "cpu",
) -> CostFit:
    """Coefficients that fit measured runs best, in relative terms, none below 0.

    Args:
        quality: Preset of the runs.
        motion: Their kind of motion.
        runs: At least one.
        gaussian_ratio: See `CostFit`.
        device: Where they ran.
    """
    import numpy as np
    from scipy.optimize import nnls

    steps = np.array([one.size.particle_count * one.size.substeps for one in runs], float)
    splats = np.array([one.size.gaussian_count for one in runs], float)
    drawn = splats * [one.size.frame_count for one in runs]
    seconds = np.array([one.seconds for one in runs])
    sizes = np.array([one.take_bytes for one in runs], float)
    ones = np.ones(len(runs))
    time, _ = nnls(np.stack([ones, steps, drawn, splats], 1) / seconds[:, None], ones)
    disk, _ = nnls(np.stack([ones, drawn, splats], 1) / sizes[:, None], ones)
    frames = sum(one.size.frame_count - 1 for one in runs)
    return CostFit(
        quality=quality,
        device=device,
        motion=motion,
        start_s=float(time[0]),
        particle_substep_s=float(time[1]),
        gaussian_frame_s=float(time[2]),
        gaussian_s=float(time[3]),
        fixed_bytes=float(disk[0]),
        gaussian_frame_bytes=float(disk[1]),
        gaussian_bytes=float(disk[2]),
        memory_bytes=max(one.memory_bytes for one in runs),
        substeps_a_frame=sum(one.size.substeps for one in runs) / max(frames, 1),
        gaussian_ratio=gaussian_ratio,
        runs=tuple(runs),
    )


def _fit(values: Mapping[str, Any]) -> CostFit:
    runs = tuple(MeasuredRun(**{**one, "size": RunSize(**one["size"])}) for one in values["runs"])
    return CostFit(**{**values, "runs": runs})
