"""Objects of soft and granular materials with candidates, on which rankings are measured."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from models.data.mesh_cloud import mesh_cloud
from models.data.procedural_materials import HELD_OUT, material_object, typical_label
from sim.class_priors import class_priors
from sim.material_table import params_for
from sim.materials import MaterialClass, MaterialParams
from sim.physics_sample import PhysicsSample
from sim.project import Project
from sim.project_manifest import ProjectManifest
from sim.sweep.plan import RunTask, SweepPlan
from sim.sweep.run import Run
from sim.sweep.subject import SweepSubject
from sim.sweep.work import perform
from sim.take import Take

SOFT = (
    MaterialClass.RUBBER,
    MaterialClass.FOAM,
    MaterialClass.PLASTICINE,
    MaterialClass.SAND,
    MaterialClass.SNOW,
)
"""Classes of the hidden true materials and of the candidates."""
CANDIDATE_COUNT = 8
GAUSSIANS = 8_000
SIZE_M = 0.5
FIRST_SEED = 88_000
"""Seeds from here on belong to no training."""
QUALITIES = ("sketch", "preview")
TRUTH = "truth"


class ReferenceObject(NamedTuple):
    """An object, what it truly is made of, and what it might be made of."""

    number: int
    """0, 1, 2, …"""
    material: MaterialClass
    """True class."""
    subject: SweepSubject
    """Its project and world."""
    truth: MaterialParams
    """Hidden true material."""
    candidates: tuple[MaterialParams, ...]
    """Drawn from the published spread of the five classes."""

    def tasks(self, quality: str) -> tuple[RunTask, ...]:
        """Runs of the truth, then of the candidates, all under one expressive map."""
        materials = (self.truth, *self.candidates)
        stiffness = self.subject.fit_stiffness(materials, "expressive", QUALITIES)
        runs = tuple(
            Run(f"{name}-{quality}", params, quality)
            for name, params in zip(names(), materials, strict=True)
        )
        return SweepPlan(self.subject, runs, stiffness).tasks()

    def takes(self, quality: str, *, frame_count: int | None = None) -> tuple[Take | None, ...]:
        """Takes of the truth, then of the candidates; those that are there are kept.

        A candidate whose simulation failed is None.
        """
        subject = replace(self.subject, frame_count=frame_count)
        results = [perform(task) for task in self._replace(subject=subject).tasks(quality)]
        if not results[0].finished:
            raise SystemExit(f"object {self.number}: {results[0].reason}")
        project = Project.open(self.subject.project)
        return tuple(
            Take.open(project.take_path(one.name)) if one.finished else None for one in results
        )


def names() -> tuple[str, ...]:
    """Names of the truth and the candidates."""
    return (TRUTH, *(f"candidate-{number}" for number in range(1, CANDIDATE_COUNT + 1)))


def reference_object(number: int, folder: Path) -> ReferenceObject:
    """The object of a number: classes take turns, shapes and materials follow from the number.

    Args:
        number: 0, 1, 2, …
        folder: Where its project is made, or was.
    """
    material, seed = SOFT[number % len(SOFT)], FIRST_SEED + number
    path = folder / f"object-{number}.p4d"
    if not path.exists():
        mesh = material_object(seed, material, shapes=HELD_OUT, textures=HELD_OUT)
        cloud = mesh_cloud(mesh, GAUSSIANS).scaled(SIZE_M)
        Project.create(
            path, ProjectManifest(size_m=SIZE_M, source=f"{material.label} {seed}"), cloud
        )
    label = typical_label(material, seed, textures=HELD_OUT)
    sample = PhysicsSample(
        material, label.youngs_modulus_pa, label.poisson_ratio, label.density_kg_m3 or 1000.0
    )
    shares = np.zeros(len(MaterialClass))
    shares[list(SOFT)] = 1 / len(SOFT)
    drawn = replace(class_priors(), class_probabilities=shares)
    samples = drawn.sample(np.random.default_rng(seed), CANDIDATE_COUNT)
    return ReferenceObject(
        number,
        material,
        SweepSubject(path),
        params_for(sample),
        tuple(params_for(one) for one in samples),
    )
