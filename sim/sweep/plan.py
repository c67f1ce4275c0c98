"""`SweepPlan`: the list of runs with what they share; `RunTask`: one of them, ready to run."""

from __future__ import annotations

from dataclasses import dataclass

from render.errors import InputError
from sim.materials import MaterialParams
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
    stiffness: SetStiffness
    """The map, for whatever else the scene is made of."""
    keep: bool = True
    """Whether its take stays on disk once its result is known."""
    device: str = "cpu"
    """Where it is simulated: "cpu" or "cuda"."""

    def mapped(self, params: MaterialParams) -> SimulatedMaterial:
        """Any material of the run's scene before and after the map.

        What does not vary is not what the map was fitted to, and keeps to what can be stepped.
        """
        if params == self.material.predicted:
            return self.material
        return self.stiffness.simulated_beside(params)


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
        return tuple(
            RunTask(self.subject, run, self.stiffness.simulated(run.asked), self.stiffness)
            for run in self.runs
        )
