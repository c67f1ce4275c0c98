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
    index: int = 0
    """Number of the sample among those of its seed, from 0."""
    log_likelihood: float | None = None
    """Log density of the sample under the distribution; None where there is none."""

    def __post_init__(self) -> None:
        quality_preset(self.quality)

    def at_quality(self, quality: str, name: str) -> Run:
        """The same run, finer or coarser, into a take of another name."""
        return replace(self, quality=quality, name=name)


def drawn(distribution: PhysicsDistribution, seed: int, index: int) -> PhysicsSample:
    """One sample of a seed; it depends on seed and number alone, not on how many are drawn.

    Args:
        distribution: What is drawn from.
        seed: Seed, 0 or more.
        index: Number of the sample, from 0.
    """
    return distribution.sample(np.random.default_rng(seed), index + 1)[-1]


def drawn_runs(
    distribution: PhysicsDistribution,
    seed: int,
    *,
    names: tuple[str, ...],
    quality: str,
    law: ConstitutiveLaw | None = None,
) -> tuple[Run, ...]:
    """Runs of the first samples of a seed.

    Args:
        distribution: What is drawn from.
        seed: Seed of all samples.
        names: One take name a run.
        quality: Preset of all.
        law: Law that the user named; None lets the class decide.

    Raises:
        InputError: If the number of runs is out of range or names repeat.
    """
    if not 1 <= len(names) <= MAX_RUN_COUNT:
        raise InputError(f"number of runs {len(names)} is outside 1 to {MAX_RUN_COUNT}")
    if len(set(names)) != len(names):
        raise InputError(f"{len(names)} runs need as many different names, got {len(set(names))}")
    samples = distribution.sample(np.random.default_rng(seed), len(names))
    return tuple(
        Run(
            name,
            params_for(sample, law=law),
            quality,
            sample,
            seed,
            index,
            distribution.log_prob(sample),
        )
        for index, (name, sample) in enumerate(zip(names, samples, strict=True))
    )
