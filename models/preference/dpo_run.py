"""`train_dpo`: candidates of many objects are simulated and ranked, and an adapter learns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from models.preference.adapter import Adapter
from models.preference.comparisons import Comparison, Comparisons
from models.preference.config import DpoConfig
from models.preference.filmed_objects import FilmedObject, simulate_films
from models.preference.fit import Fit, LearningStep, fit
from models.preference.pairs import film_comparisons, rollout_comparisons
from models.preference.rollouts import Rollout, simulate_rollouts
from models.preference.step_log import step_log
from models.threads import one_thread
from render.errors import InputError
from render.progress import ProgressCallback, ignore_progress
from sim.adapter_use import ADAPTER_SUFFIX
from sim.sweep.executor import Executor

STAGE = "Learning from motions"
LEARNED_WORLD = 0
"""Number of the world whose references are learned from."""


@dataclass(frozen=True, slots=True, eq=False)
class DpoResult:
    """What came of a training."""

    adapter: Adapter
    """The adapter."""
    path: Path
    """Its file."""
    best_step: int
    """Step of the lowest held-out loss; 0 where nothing could be learned."""
    evidence: float
    """See `Fit.evidence`."""
    start: LearningStep
    """Log before the first step."""
    best: LearningStep
    """Log of the best step."""
    object_count: int
    """Objects whose candidates were compared."""
    pair_count: int
    """Pairs that came of them."""
    tied_objects: int
    """Objects whose candidates all moved alike, or had no reference."""
    diverged_candidates: int
    """Candidates whose motion blew up, each the worst of its set."""
    failures: tuple[str, ...]
    """Runs that failed, with their reasons; none is hidden."""


def train_dpo(
    config: DpoConfig,
    out: Path,
    executor: Executor,
    progress: ProgressCallback = ignore_progress,
    *,
    tensorboard: bool = True,
) -> DpoResult:
    """Learn an adapter from simulated references; rollouts that are in the folder are used again.

    Args:
        config: What to learn.
        out: Folder of rollouts, log and adapter.
        executor: Carries out the simulations.
        progress: Told how far simulating and learning are.
        tensorboard: Whether TensorBoard's files are written too.

    Raises:
        InputError: If the model, the folder or what came of the motions cannot be used.
        CancelledError: If `progress` raised it; finished rollouts stay.
    """
    source, checkpoint = config.open_source()
    with one_thread():
        rollouts = simulate_rollouts(config.world, source, checkpoint, out, executor, progress)
        found = fit_rollouts(rollouts, config, out, progress, tensorboard=tensorboard)
    return _result(found, rollouts, adapter_of(found, config, checkpoint), out)


def train_dpo_on_films(
    films: Sequence[FilmedObject],
    config: DpoConfig,
    out: Path,
    executor: Executor,
    progress: ProgressCallback = ignore_progress,
    *,
    tensorboard: bool = True,
) -> DpoResult:
    """Learn an adapter from filmed clips; rollouts that are in the folder are used again.

    Args:
        films: Clips with the projects of their objects, at least one.
        config: Model, candidates, pairs and learning; the clips are the world.
        out: Folder of rollouts, log and adapter.
        executor: Carries out the simulations.
        progress: Told how far reading, simulating and learning are.
        tensorboard: Whether TensorBoard's files are written too.

    Raises:
        InputError: If a clip, a project, the folder or what came of the motions cannot be used.
        CancelledError: If `progress` raised it; clips that are done stay.
    """
    checkpoint = config.open_source()[1]
    with one_thread():
        rollouts = simulate_films(films, config.world, checkpoint, out, executor, progress)
        pairs = film_comparisons(rollouts, config.pairs, folds=config.learning.folds)
        found = _fit_comparisons(rollouts, pairs, config, _Log(out, progress, tensorboard))
    about = {
        "learned_from": "filmed clips",
        "clips": [film.clip.name for film in films],
        "learning": config.learning.to_json(),
    }
    return _result(found, rollouts, _adapter(found, config, checkpoint, about), out)


@dataclass(frozen=True, slots=True, eq=False)
class RolloutFit:
    """A fit with the pairs that it learned from."""

    fit: Fit
    """Deltas and log."""
    pairs: Comparisons
    """All pairs, held-out ones too."""


def fit_rollouts(
    rollouts: Sequence[Rollout],
    config: DpoConfig,
    out: Path | None = None,
    progress: ProgressCallback = ignore_progress,
    *,
    world: int = LEARNED_WORLD,
    tensorboard: bool = False,
) -> RolloutFit:
    """Rank candidates by motion and learn from the pairs.

    Args:
        rollouts: Candidates of the objects with their distances.
        config: Which pairs, and how to learn.
        out: Folder of the log; None for no log.
        progress: Told how far learning is.
        world: Number of the references that judge.
        tensorboard: Whether TensorBoard's files are written too.

    Raises:
        InputError: If no two candidates move differently, or the model has no spread.
    """
    pairs = rollout_comparisons(rollouts, world, config.pairs)
    return _fit_comparisons(rollouts, pairs, config, _Log(out, progress, tensorboard))


@dataclass(frozen=True, slots=True)
class _Log:
    """Where a fit tells of its steps."""

    folder: Path | None
    """Folder of the log; None for no log."""
    progress: ProgressCallback
    """Told how far learning is."""
    tensorboard: bool
    """Whether TensorBoard's files are written too."""


def _fit_comparisons(
    rollouts: Sequence[Rollout], found: Sequence[Comparison], config: DpoConfig, told: _Log
) -> RolloutFit:
    """Learn from pairs of rollouts.

    Raises:
        InputError: If the pairs are too few, or the model has no spread.
    """
    if len({pair.group for pair in found}) < 2:
        raise InputError(
            f"candidates of {len(rollouts)} objects moved so alike that fewer than two of them, or "
            "of a clip's pairs, can be told apart; take softer classes, more candidates or a "
            "smaller margin"
        )
    pairs = Comparisons.of([rollout.physics for rollout in rollouts], found)
    with step_log(told.folder, tensorboard=told.tensorboard) as write:

        def report(step: LearningStep) -> None:
            write(step)
            told.progress(STAGE, step.step / step.step_count)

        return RolloutFit(fit(pairs, config.learning, report), pairs)


def adapter_of(found: RolloutFit, config: DpoConfig, checkpoint: str) -> Adapter:
    """The adapter of a fit, with the world that it was learned from."""
    about = {"learned_from": "simulated references", "config": config.to_json()}
    return _adapter(found, config, checkpoint, about)


def _adapter(
    found: RolloutFit, config: DpoConfig, checkpoint: str, about: Mapping[str, object]
) -> Adapter:
    keep_spread = config.learning.keep_spread
    adapter = found.fit.head.adapter(checkpoint, config.name, keep_spread=keep_spread)
    numbers = {
        "object_count": len(np.unique(found.pairs.rows)),
        "pair_count": found.pairs.pair_count,
        "best_step": found.fit.best_step,
        "evidence": round(found.fit.evidence, 3),
    }
    return replace(adapter, about={**about, **numbers})


def _result(
    found: RolloutFit, rollouts: Sequence[Rollout], adapter: Adapter, out: Path
) -> DpoResult:
    file = re.sub(r"[^A-Za-z0-9_-]+", "-", adapter.name).strip("-") or "dpo"
    return DpoResult(
        adapter=adapter,
        path=adapter.save(out / f"{file}{ADAPTER_SUFFIX}"),
        best_step=found.fit.best_step,
        evidence=found.fit.evidence,
        start=found.fit.steps[0],
        best=found.fit.steps[found.fit.best_step],
        object_count=len(rollouts),
        pair_count=found.pairs.pair_count,
        tied_objects=len(rollouts) - len(np.unique(found.pairs.rows)),
        diverged_candidates=sum(
            int(np.isinf(rollout.distances[LEARNED_WORLD]).sum()) for rollout in rollouts
        ),
        failures=tuple(line for rollout in rollouts for line in rollout.failure_lines),
    )
