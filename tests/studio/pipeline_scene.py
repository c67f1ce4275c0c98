"""A small project that stands for a prediction, so that tests need no network."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from render.gaussians import GaussianCloud
from sim.materials import MaterialClass
from sim.physics_distribution import CLASS_COUNT, PhysicsDistribution
from sim.project import Project
from sim.project_manifest import ProjectManifest

SIDE_M = 0.3


def ball_cloud(count: int = 600) -> GaussianCloud:
    """Gaussians on a sphere of diameter `SIDE_M`, colours by height."""
    rng = np.random.default_rng(0)
    normals = rng.normal(size=(count, 3))
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    return GaussianCloud(
        means=normals * SIDE_M / 2,
        quats=np.tile([1.0, 0, 0, 0], (count, 1)),
        scales=np.full((count, 3), 0.012),
        opacities=np.full(count, 0.95),
        sh_coeffs=normals[:, None, :] * 0.8,
    )


def rubber_and_metal() -> PhysicsDistribution:
    """Probably soft rubber, perhaps steel."""
    weights = np.zeros(CLASS_COUNT)
    weights[MaterialClass.RUBBER], weights[MaterialClass.METAL] = 0.7, 0.3
    stiffness = np.full(CLASS_COUNT, 4.5)
    stiffness[MaterialClass.METAL] = 11.0
    return PhysicsDistribution(
        class_probabilities=weights,
        log10_youngs_modulus_mean=stiffness,
        log10_youngs_modulus_std=np.full(CLASS_COUNT, 0.4),
        poisson_mean=np.full(CLASS_COUNT, 0.35),
        poisson_std=np.full(CLASS_COUNT, 0.03),
        log10_density_mean=np.full(CLASS_COUNT, 3.0),
        log10_density_std=np.full(CLASS_COUNT, 0.1),
    )


def make_project(path: Path) -> Project:
    """A project with a ball and a distribution, but no photo."""
    manifest = ProjectManifest(size_m=SIDE_M, source="ball.jpg", physics=rubber_and_metal(), seed=3)
    return Project.create(path, manifest, ball_cloud())
