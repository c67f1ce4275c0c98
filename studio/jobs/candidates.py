"""Candidates in the compute process: fits their stiffness map and hands the runs to a sweep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from render.progress import ProgressCallback
from sim.sweep.executor import Executor
from sim.sweep.plan import SweepPlan
from sim.sweep.result import RunProgress
from sim.sweep.set_stiffness import SetStiffness
from studio.jobs.candidate_store import set_folder, store_map, store_result, stored_map
from studio.jobs.requests import CandidatesRequest

PREPARING = "Preparing the candidates"
SIMULATING = "Simulating candidates"


@dataclass(frozen=True, slots=True)
class MapFitted:
    """The stiffness map of a set is known."""

    set_name: str
    """Name of the set."""
    stiffness: SetStiffness
    """Its map."""


def simulate_candidates(
    request: CandidatesRequest,
    progress: ProgressCallback,
    tell: Callable[[object], None],
    executor: Executor | None = None,
) -> Path:
    """Simulate candidates; each result is kept on disk and told as it comes.

    Args:
        request: What to run.
        progress: Told the fraction of all runs; raises to cancel.
        tell: Called with `MapFitted`, `RunProgress` and `RunResult`.
        executor: Carries out the runs; None takes one of this machine.

    Returns:
        Folder of the set.

    Raises:
        InputError: If project, runs or names cannot be used; a run that fails is a result.
        CancelledError: If `progress` raised it; results so far stay.
    """
    progress(PREPARING, 0.0)
    project = request.subject.project
    stiffness = _map_of(request)
    tell(MapFitted(request.set_name, stiffness))
    plan = SweepPlan(request.subject, request.runs, stiffness)
    done: dict[str, float] = {}

    def report(state: RunProgress) -> None:
        if done.get(state.name) != state.fraction:
            done[state.name] = state.fraction
            tell(state)
        progress(SIMULATING, sum(done.values()) / len(plan.runs))

    for result in (executor or _local_executor(request)).run(plan.tasks(), report):
        store_result(project, request.set_name, result)
        done[result.name] = 1.0
        tell(result)
        progress(SIMULATING, sum(done.values()) / len(plan.runs))
    return set_folder(project, request.set_name)


def _local_executor(request: CandidatesRequest) -> Executor:
    """This machine; imported here because the window knows this module and never simulates."""
    from sim.sweep.local_executor import LocalExecutor

    return LocalExecutor(child_count=request.child_count)


def _map_of(request: CandidatesRequest) -> SetStiffness:
    """The map of the set: fitted once, then the same for every run of any quality."""
    project = request.subject.project
    known = stored_map(project, request.set_name)
    if known is None:
        known = request.subject.fit_stiffness(
            request.materials, request.stiffness, request.qualities
        )
        store_map(project, request.set_name, known)
    return known
