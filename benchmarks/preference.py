"""Does preference learning find a world that differs from what the model learned?

    python -m benchmarks.preference [-o benchmarks/results/preference.json] [--work FOLDER]
        [--objects N] [--tested N] [--workers N] [--config resources/training/dpo.json]

Three adapters are learned from the same candidates: from references of a world whose stiffness is
moved, from references of the world that the model learned (the control), and from simulated votes
on the moved world with some flipped. All are measured on objects that none learned from. Motions
are kept in the work folder, so that a run that was stopped goes on; delete it for a fresh run. How
long a training takes is measured by benchmarks.preference_training.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from benchmarks.result_file import ResultFile
from models.preference.adapter import Adapter
from models.preference.comparisons import Comparison, Comparisons
from models.preference.config import DpoConfig
from models.preference.dpo_run import RolloutFit, adapter_of, fit_rollouts
from models.preference.evaluation import (
    EvaluationSettings,
    PreferenceReport,
    evaluate_preference,
)
from models.preference.fit import fit, ignore_step
from models.preference.pairs import material_of
from models.preference.rollouts import Rollout, simulate_rollouts
from sim.sweep.local_executor import LocalExecutor

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "benchmarks" / "results" / "preference.json"
CONFIG = ROOT / "resources" / "training" / "dpo.json"
SHIFTED, CONTROL = 0, 1
SHIFTS = (1.0, 0.0)
TESTED_SHIFTS = (1.0, 0.0, 1.0)
NAMES = ("shifted", "control", "votes")
VOTES, FLIPPED, VOTE_SEED = 200, 0.1, 5
DEMANDS = {
    "shifted": {"win_rate": 0.65, "error_reduction": 0.15},
    "control": {"win_rate_from_half": 0.05},
    "votes": {"win_rate": 0.60},
}


def main() -> None:
    options = _options()
    torch.set_num_threads(1)
    result = ResultFile(options.output)
    config = DpoConfig.load(options.config)
    world = replace(config.world, shifts_decades=SHIFTS, object_count=options.objects)
    config = replace(config, world=world)
    source, checkpoint = config.open_source()
    executor = LocalExecutor(child_count=options.workers, threads=1)

    def progress(stage: str, share: float) -> None:
        print(f"{time.strftime('%H:%M:%S')} {stage} {share:.3f}", flush=True)

    options.work.mkdir(parents=True, exist_ok=True)
    rollouts = simulate_rollouts(world, source, checkpoint, options.work, executor, progress)
    fits = learned(rollouts, config)
    adapters = tuple(adapter_of(found, config, checkpoint) for found in fits)
    for name, adapter in zip(NAMES, adapters, strict=True):
        adapter.save(options.work / f"{name}.adapter")
    reports = evaluate_preference(
        _tested(adapters[0], options.tested),
        source,
        adapters,
        options.work / f"tested-{adapters[0].digest[:8]}-{adapters[2].digest[:8]}",
        executor,
        progress,
    )
    worlds = {
        name: _without_folder(report, options.work).to_json()
        for name, report in zip(NAMES, reports, strict=True)
    }
    result.write(
        {
            "learned_objects": options.objects,
            "fits": {
                name: {
                    "pairs": found.pairs.pair_count,
                    "best_step": found.fit.best_step,
                    "evidence": round(found.fit.evidence, 2),
                    "start": dict(found.fit.steps[0].numbers),
                    "best": dict(found.fit.steps[found.fit.best_step].numbers),
                }
                for name, found in zip(NAMES, fits, strict=True)
            },
            "demands": DEMANDS,
            "config": config.to_json(),
            "worlds": worlds,
        }
    )


def _without_folder(report: PreferenceReport, folder: Path) -> PreferenceReport:
    """The report with failures told by paths inside the work folder."""
    failures = tuple(line.replace(f"{folder}{os.sep}", "") for line in report.failures)
    return replace(report, failures=failures)


def learned(rollouts: Sequence[Rollout], config: DpoConfig) -> tuple[RolloutFit, ...]:
    """From references of both worlds, and from votes on the moved one."""
    return (
        fit_rollouts(rollouts, config, world=SHIFTED),
        fit_rollouts(rollouts, config, world=CONTROL),
        fit_votes(rollouts, config),
    )


def fit_votes(rollouts: Sequence[Rollout], config: DpoConfig) -> RolloutFit:
    """Learn from votes of somebody who sees which of two moves more like the reference."""
    distributions = [rollout.physics for rollout in rollouts]
    pairs = Comparisons.of(distributions, simulated_votes(rollouts, config.pairs.margin))
    return RolloutFit(fit(pairs, config.learning, ignore_step), pairs)


def simulated_votes(rollouts: Sequence[Rollout], margin: float) -> list[Comparison]:
    """Votes on random pairs that differ, some of them flipped."""
    rng = np.random.default_rng(VOTE_SEED)
    votes: list[Comparison] = []
    while len(votes) < VOTES:
        row = int(rng.integers(len(rollouts)))
        rollout = rollouts[row]
        distances = rollout.distances[SHIFTED]
        one, other = rng.choice(len(distances), 2, replace=False)
        if not abs(distances[one] - distances[other]) > margin:
            continue
        winner, loser = (one, other) if distances[one] < distances[other] else (other, one)
        if rng.random() < FLIPPED:
            winner, loser = loser, winner
        better, worse = (material_of(rollout.samples[side]) for side in (winner, loser))
        votes.append(Comparison(row, better, worse, group=str(len(votes))))
    return votes


def _tested(adapter: Adapter, count: int) -> EvaluationSettings:
    settings = EvaluationSettings.of(adapter)
    return replace(
        settings,
        motions=replace(settings.motions, shifts_decades=TESTED_SHIFTS, object_count=count),
        values=replace(settings.values, shifts_decades=TESTED_SHIFTS),
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=RESULT)
    parser.add_argument("--work", type=Path, default=ROOT / "preference-work")
    parser.add_argument("--config", type=Path, default=CONFIG)
    parser.add_argument("--objects", type=int, default=150)
    parser.add_argument("--tested", type=int, default=42)
    parser.add_argument("--workers", type=int, default=None)
    return parser.parse_args()


if __name__ == "__main__":
    main()
