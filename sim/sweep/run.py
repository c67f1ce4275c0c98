"""`Run`: one simulation of a sweep, as it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from render.errors import InputError
from sim.material_table import params_for
from sim.materials import ConstitutiveLaw, MaterialParams
from sim.physics_distribution import PhysicsDistribution
from sim.physics_sample import PhysicsSample
from sim.quality import quality_preset

MAX_RUN_COUNT = 64


@dataclass(frozen=True, slots=True)
class Run:
    """One simulation: what it is made of, and how finely it is run."""

    name: str
    """Name of its take."""
    asked: MaterialParams
    """Material before any stiffness map."""
    quality: str
    """Name of the quality preset."""
    sample: PhysicsSample | None = None
    """Point of the distribution that it was made from; None where there is none."""
    seed: int = 0
    """Seed that draws the sample again, see `drawn`."""
    log_likelihood: float | None = None
    """Log density of the sample under the distribution; None where there is none."""

    def __post_init__(self) -> None:
        quality_preset(self.quality)

    def at_quality(self, quality: str, name: str) -> Run:
        """The same run, finer or coarser, into a take of another name."""
        return replace(self, quality=quality, name=name)


def drawn(distribution: PhysicsDistribution, seed: int) -> PhysicsSample:
    """The sample of one seed: what a person gets who types that seed.

    Args:
        distribution: What is drawn from.
        seed: Seed, 0 or more.
    """
    return distribution.sample(np.random.default_rng(seed), 1)[0]


def drawn_runs(
    distribution: PhysicsDistribution,
    seeds: tuple[int, ...],
    *,
    names: tuple[str, ...],
    quality: str,
    law: ConstitutiveLaw | None = None,
) -> tuple[Run, ...]:
    """Runs of samples of a distribution, each reproducible by its own seed.

    Args:
        distribution: What is drawn from.
        seeds: One seed a run.
        names: One take name a run.
        quality: Preset of all.
        law: Law that the user named; None lets the class decide.

    Raises:
        InputError: If the number of runs is out of range or names repeat.
    """
    if not 1 <= len(seeds) <= MAX_RUN_COUNT:
        raise InputError(f"number of runs {len(seeds)} is outside 1 to {MAX_RUN_COUNT}")
    if len(set(names)) != len(seeds):
        raise InputError(f"{len(seeds)} runs need as many different names, got {len(set(names))}")
    return tuple(_drawn_run(distribution, seed, name, quality, law)
                 for seed, name in zip(seeds, names, strict=True))  # fmt: skip


def _drawn_run(
    distribution: PhysicsDistribution,
    seed: int,
    name: str,
    quality: str,
    law: ConstitutiveLaw | None,
) -> Run:
    sample = drawn(distribution, seed)
    return Run(
        name,
        params_for(sample, law=law),
        quality,
        sample,
        seed,
        distribution.log_prob(sample),
    )
