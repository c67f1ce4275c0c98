"""`SweepPlan`: the list of runs with what they share; `RunTask`: one of them, ready to run."""

from __future__ import annotations

from dataclasses import dataclass

from render.errors import InputError
from sim.stiffness import SimulatedMaterial
from sim.sweep.run import Run
from sim.sweep.set_stiffness import SetStiffness
from sim.sweep.subject import SweepSubject


@dataclass(frozen=True, slots=True)
class RunTask:
    """One run with its place in the stiffness map of its set."""

    subject: SweepSubject
    """Object and world."""
    run: Run
    """What is asked for."""
    material: SimulatedMaterial
    """The same material before and after the map."""
    stiffness: str
    """Name of the map, for the take."""


@dataclass(frozen=True, slots=True)
class SweepPlan:
    """Runs that are compared with each other."""

    subject: SweepSubject
    """Object and world that they share."""
    runs: tuple[Run, ...]
    """What is to be simulated."""
    stiffness: SetStiffness
    """The one stiffness map of all."""

    def __post_init__(self) -> None:
        if not self.runs:
            raise InputError("a sweep without runs does nothing; ask for at least one")
        if len({run.name for run in self.runs}) != len(self.runs):
            raise InputError("two runs of a sweep have one name; give each its own")

    def tasks(self) -> tuple[RunTask, ...]:
        """The runs, each with its simulated material."""
        mode = self.stiffness.mode.value
        return tuple(
            RunTask(self.subject, run, self.stiffness.simulated(run.asked), mode)
            for run in self.runs
        )
