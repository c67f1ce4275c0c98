"""How long a whole training from simulated references takes.

    python -m benchmarks.preference_training [-o benchmarks/results/preference_training.json]
        [--objects N] [--workers N] [--config resources/training/dpo.json]

Candidates and references of N objects are predicted, simulated and compared in a fresh folder, in
wall and CPU time. All of the config's objects take that many times as long; this is a measured
extrapolation, and the result says so. What the workers take to start is measured apart, with one
object, because it does not grow. Learning is measured whole: the N objects are repeated until there
are as many as the config has. Run it on an otherwise idle machine.
"""

from __future__ import annotations

import argparse
import itertools
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import torch

from benchmarks.result_file import ResultFile
from models.preference.config import DpoConfig
from models.preference.dpo_run import fit_rollouts
from models.preference.rollouts import Rollout, simulate_rollouts
from models.preference.world import PhysicsSource, smaller
from sim.sweep.local_executor import LocalExecutor

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "benchmarks" / "results" / "preference_training.json"
CONFIG = ROOT / "resources" / "training" / "dpo.json"
DEMAND_MIN = 60.0
FEWEST = 2
"""Objects that a world must have; the smaller of the two measured rounds."""


class Spent(NamedTuple):
    """Time since a start."""

    wall_s: float
    """By the clock [s]."""
    cpu_s: float
    """Of this process and its children [s]."""

    @staticmethod
    def now() -> Spent:
        """Since something arbitrary."""
        times = os.times()
        cpu_s = times.user + times.system + times.children_user + times.children_system
        return Spent(time.perf_counter(), cpu_s)

    def since(self, start: Spent) -> Spent:
        """From another time to this one."""
        return Spent(self.wall_s - start.wall_s, self.cpu_s - start.cpu_s)


def main() -> None:
    options = _options()
    torch.set_num_threads(1)
    result = ResultFile(options.output)
    config = DpoConfig.load(options.config)
    source, checkpoint = config.open_source()
    rounds = {
        count: _simulated(config, source, checkpoint, count, options.workers)
        for count in (FEWEST, options.objects)
    }
    rollouts = rounds[options.objects][0]
    start = Spent.now()
    found = fit_rollouts(_repeated(rollouts, config.world.object_count), config)
    learning = Spent.now().since(start)
    few, many = rounds[FEWEST][1], rounds[options.objects][1]
    whole = [
        small + (large - small) / (options.objects - FEWEST) * (config.world.object_count - FEWEST)
        for small, large in zip(few, many, strict=True)
    ]
    total = Spent(whole[0] + learning.wall_s, whole[1] + learning.cpu_s)
    result.write(
        {
            "extrapolated": f"from {FEWEST} and {options.objects} to {config.world.object_count} "
            "objects along a straight line; learning measured on the measured objects repeated",
            "object_count": config.world.object_count,
            "candidate_count": config.world.candidates,
            "measured_objects": {str(count): _row(spent) for count, (_, spent) in rounds.items()},
            "learning": {**_row(learning), "steps": len(found.fit.steps) - 1},
            "whole_training": _row(total),
            "whole_training_wall_min": round(total.wall_s / 60, 1),
            "demand_wall_min": DEMAND_MIN,
            "workers": options.workers or "as many as fit",
            "failures": [line for rollout in rollouts for line in rollout.failure_lines],
        }
    )


def _simulated(
    config: DpoConfig, source: PhysicsSource, checkpoint: str, count: int, workers: int | None
) -> tuple[tuple[Rollout, ...], Spent]:
    """Candidates of the first objects of the config's world, in a fresh folder."""
    with tempfile.TemporaryDirectory(prefix="phys4d-training-") as folder:
        executor = LocalExecutor(child_count=workers, threads=1)
        start = Spent.now()
        world = smaller(config.world, count)
        found = simulate_rollouts(world, source, checkpoint, Path(folder), executor)
        return found, Spent.now().since(start)


def _repeated(rollouts: Sequence[Rollout], count: int) -> tuple[Rollout, ...]:
    """As many rollouts, each under a name of its own."""
    cycle = itertools.islice(itertools.cycle(rollouts), count)
    return tuple(replace(each, name=f"{each.name} {number}") for number, each in enumerate(cycle))


def _row(spent: Spent) -> dict[str, float]:
    return {"wall_s": round(spent.wall_s, 1), "cpu_s": round(spent.cpu_s, 1)}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=RESULT)
    parser.add_argument("--config", type=Path, default=CONFIG)
    parser.add_argument("--objects", type=int, default=10)
    parser.add_argument("--workers", type=int, default=None)
    return parser.parse_args()


if __name__ == "__main__":
    main()
