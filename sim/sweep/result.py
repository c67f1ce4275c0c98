"""What a run reports while it is at work, and what became of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from render.errors import InputError, damage_of
from sim.materials import MaterialParams
from sim.sweep.figures import RunCost, RunFigures
from sim.sweep.motion import MotionSummary

Status = Literal["finished", "failed"]


@dataclass(frozen=True, slots=True)
class RunProgress:
    """How far a run is."""

    name: str
    """Name of the run's take."""
    fraction: float
    """Share of its frames that is done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """What became of a run; one that failed is a result too."""

    name: str
    """Name of the run's take."""
    quality: str
    """Preset that it ran at."""
    status: Status
    """Whether all its frames are there."""
    reason: str = ""
    """Why it failed, in one line; empty when finished."""
    wall_time_s: float = 0.0
    """Time that it took [s]."""
    simulated: MaterialParams | None = None
    """Material that the solver ran; None when it never began."""
    substitution: str = ""
    """What the stiffness map changed, in words."""
    motion: MotionSummary | None = None
    """Its motion; of a failed run the frames that are there, None without any."""
    figures: RunFigures | None = None
    """Single numbers of those frames; None without any."""
    cost: RunCost = field(default_factory=RunCost)
    """Where it was carried out and what it took."""

    @property
    def finished(self) -> bool:
        """Whether all its frames are there."""
        return self.status == "finished"

    def to_json(self) -> dict[str, Any]:
        """Plain values, for `from_json`."""
        return {
            "name": self.name,
            "quality": self.quality,
            "status": self.status,
            "reason": self.reason,
            "wall_time_s": round(self.wall_time_s, 3),
            "simulated": None if self.simulated is None else self.simulated.to_json(),
            "substitution": self.substitution,
            "motion": None if self.motion is None else self.motion.to_json(),
            "figures": None if self.figures is None else asdict(self.figures),
            "cost": self.cost.to_json(),
        }

    @staticmethod
    def from_json(values: dict[str, Any]) -> RunResult:
        """Result of `to_json`'s values.

        Raises:
            InputError: If they are damaged.
        """
        try:
            simulated, motion = values["simulated"], values["motion"]
            figures = values.get("figures")
            return RunResult(
                str(values["name"]),
                str(values["quality"]),
                "finished" if values["status"] == "finished" else "failed",
                str(values["reason"]),
                float(values["wall_time_s"]),
                None if simulated is None else MaterialParams.from_json(simulated),
                str(values["substitution"]),
                None if motion is None else MotionSummary.from_json(motion),
                None if figures is None else RunFigures.from_json(figures),
                RunCost.from_json(values.get("cost", {})),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(f"a run's result cannot be read: {damage_of(error)}") from error
