"""From a sweep's config and one object to the list of its runs."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from render.errors import InputError
from sim.physics_distribution import PhysicsDistribution
from sim.physics_sample import PhysicsSample
from sim.scene_setup import SceneSetup
from sim.sweep.config import PREDICTED, SweepConfig
from sim.sweep.parameters import SCENE_NUMBERS, asked_material, base_samples
from sim.sweep.run import Run
from sim.sweep.subject import SweepSubject


@dataclass(frozen=True, slots=True)
class SweepRun:
    """One row of a sweep's table before it was carried out."""

    index: int
    """Number in the whole sweep, from 0."""
    object_name: str
    """Name of its object."""
    run: Run
    """What is asked of the simulation."""
    particle_seed: int
    """Seed of its particles."""
    scene: tuple[tuple[str, float], ...] = ()
    """Fields of the scene that the config gives, with their values."""

    def subject(self, base: SweepSubject, scene: SceneSetup) -> SweepSubject:
        """Its object in its own world.

        Args:
            base: What all runs of the object share.
            scene: World of the object where the config changes nothing.
        """
        changed: dict[str, Any] = dict(self.scene)
        return replace(
            base,
            scene=replace(scene, **changed) if changed else base.scene,
            particle_seed=self.particle_seed,
        )


def run_name(index: int) -> str:
    """Name of a run's take."""
    return f"run-{index:05d}"


def object_runs(
    config: SweepConfig, name: str, physics: PhysicsDistribution | None, first: int
) -> tuple[SweepRun, ...]:
    """All runs of an object, listed parameters slowest, quality fastest.

    Args:
        config: What is asked.
        name: Name of the object.
        physics: Its predicted distribution; None for a splat file.
        first: Number of its first run in the whole sweep.

    Raises:
        InputError: If the object has no prediction that the config needs, a value is out of
            range, or two runs would be the same.
    """
    if config.material == PREDICTED and physics is None:
        raise InputError(
            f"{name} has no predicted distribution to draw from: predict it from a photo, or "
            f'take material = "{PREDICTED}" out and name a law'
        )
    points = hypercube_points(config)
    try:
        runs = tuple(
            SweepRun(first + number, name, *parts)
            for number, parts in enumerate(_combined(config, physics, points, first))
        )
    except InputError as error:
        raise InputError(f"{name}: {error}") from error
    _check_different(runs)
    return runs


def hypercube_points(config: SweepConfig) -> tuple[Mapping[str, float], ...]:
    """Points of the Latin hypercube, the same for all objects; one without values if none.

    Every one of the `samples` equal parts of each range holds exactly one point (McKay, Beckman
    and Conover 1979).
    """
    axes = config.hypercube
    if not axes:
        return ({},) * (config.samples or 1)
    from scipy.stats import qmc

    sampler = qmc.LatinHypercube(d=len(axes), rng=np.random.default_rng(config.seed))
    shares = sampler.random(config.samples or 1)
    return tuple(
        {axis.name: axis.at(float(share)) for axis, share in zip(axes, row, strict=True)}
        for row in shares
    )


def _combined(
    config: SweepConfig,
    physics: PhysicsDistribution | None,
    points: tuple[Mapping[str, float], ...],
    first: int,
) -> Iterator[tuple[Run, int, tuple[tuple[str, float], ...]]]:
    """Run, particle seed and scene of every combination, in order."""
    number = first
    names = [axis.name for axis in config.listed]
    for listed in itertools.product(*(axis.values for axis in config.listed)):
        grid: dict[str, float | str] = dict(zip(names, listed, strict=True))
        drawn = _draws(config, physics, grid)
        for draw, point in enumerate(points):
            values = {**grid, **point}
            sample = None if drawn is None else drawn[draw % len(drawn)]
            run = _run(config, physics, values, sample, draw)
            scene = tuple((key, float(values[key])) for key in SCENE_NUMBERS if key in values)
            for seed, quality in itertools.product(config.particle_seeds, config.qualities):
                yield run.at_quality(quality, run_name(number)), seed, scene
                number += 1


def _draws(
    config: SweepConfig, physics: PhysicsDistribution | None, grid: Mapping[str, float | str]
) -> tuple[PhysicsSample, ...] | None:
    draw = (config.seed, config.samples or 1) if config.material == PREDICTED else None
    return base_samples(physics, grid, draw)


def _run(
    config: SweepConfig,
    physics: PhysicsDistribution | None,
    values: Mapping[str, float | str],
    sample: PhysicsSample | None,
    draw: int,
) -> Run:
    drawn = config.material == PREDICTED and sample is not None and physics is not None
    return Run(
        run_name(0),
        asked_material(sample, values),
        config.qualities[0],
        sample if drawn else None,
        config.seed,
        draw,
        physics.log_prob(sample) if drawn and physics is not None and sample is not None else None,
    )


def _check_different(runs: tuple[SweepRun, ...]) -> None:
    """Refuse combinations that differ in nothing that moves."""
    seen: dict[object, int] = {}
    for one in runs:
        key = (str(one.run.asked.to_json()), one.run.quality, one.particle_seed, one.scene)
        twin = seen.setdefault(key, one.index)
        if twin != one.index:
            raise InputError(
                f"{one.object_name}: runs {twin} and {one.index} would be the same; a parameter "
                "that is varied is overruled by another one, take it out"
            )
