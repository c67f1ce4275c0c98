"""A small project made without any network or simulation, for tests of the window."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from render.clips.frame_pose import FramePose
from render.gaussians import GaussianCloud
from sim.materials import ConstitutiveLaw, MaterialClass, MaterialParams
from sim.physics_distribution import CLASS_COUNT, PhysicsDistribution
from sim.project import Project
from sim.project_manifest import MaskReport, ProjectManifest
from sim.scene_setup import SceneSetup, place
from sim.take import TakeWriter
from sim.take_header import BranchPoint, TakeHeader, TakeProvenance
from sim.take_records import FrameRecord

SIZE_M = 0.5


def ball(count: int = 400, *, seed: int = 0) -> GaussianCloud:
    """A striped ball of the project's size."""
    rng = np.random.default_rng(seed)
    directions = rng.normal(size=(count, 3))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    means = directions * SIZE_M / 2
    stripes = np.where(np.sin(14 * directions[:, 2:]) > 0, (0.95, 0.55, 0.2), (0.2, 0.5, 0.9))
    spacing = SIZE_M * np.sqrt(np.pi / count)
    return GaussianCloud(
        means=means.astype(np.float32),
        quats=np.tile(np.array([1, 0, 0, 0], np.float32), (count, 1)),
        scales=np.full((count, 3), 0.45 * spacing, np.float32),
        opacities=np.full(count, 0.95, np.float32),
        sh_coeffs=((stripes - 0.5) / 0.28209479).astype(np.float32)[:, None, :],
    )


def rubber_like() -> PhysicsDistribution:
    """Mostly rubber, with some foam and plastic."""
    weights = np.full(CLASS_COUNT, 0.004)
    chosen = {MaterialClass.RUBBER: 0.62, MaterialClass.FOAM: 0.21, MaterialClass.PLASTIC: 0.11}
    for member, share in chosen.items():
        weights[member] = share
    log_e = np.array([9.9, 10.9, 9.3, 10.8, 7.5, 8.0, 11.0, 10.6, 6.3, 9.3, 7.2, 5.8, 6.0, 5.3])
    rho = np.array([650, 7800, 1100, 2500, 400, 900, 2400, 2600, 1150, 700, 1600, 300, 1500, 60])
    full = np.ones(CLASS_COUNT)
    return PhysicsDistribution(
        class_probabilities=weights / weights.sum(),
        log10_youngs_modulus_mean=log_e,
        log10_youngs_modulus_std=0.45 * full,
        poisson_mean=np.where(np.arange(CLASS_COUNT) == MaterialClass.RUBBER, 0.47, 0.32),
        poisson_std=0.04 * full,
        log10_density_mean=np.log10(rho),
        log10_density_std=0.1 * full,
    )


def make_project(path: Path, *, gaussian_count: int = 400) -> Project:
    """Create `path` (NAME.p4d) with a photo and a ball, without takes."""
    pixels = np.full((120, 160, 3), 235, np.uint8)
    rows, columns = np.mgrid[:120, :160]
    pixels[(rows - 60) ** 2 + (columns - 80) ** 2 < 45**2] = (230, 130, 60)
    png = io.BytesIO()
    Image.fromarray(pixels).save(png, "PNG")
    manifest = ball_manifest(MaskReport("alpha", 0.33))
    return Project.create(
        path, manifest, ball(gaussian_count), pictures={"photo.png": png.getvalue()}
    )


def ball_manifest(mask: MaskReport) -> ProjectManifest:
    """What a project of the ball says about itself."""
    return ProjectManifest(
        size_m=SIZE_M,
        source="ball.png",
        model="embedded",
        elevation_deg=12.0,
        physics=rubber_like(),
        scene=SceneSetup(),
        mask=mask,
    )


def write_take(
    project: Project,
    name: str,
    *,
    frame_count: int = 12,
    planned: int | None = None,
    left: tuple[str, int] | None = None,
    height_share: float = 1.0,
) -> Path:
    """Write a take in which the ball falls and bounces, by a formula; perhaps as a branch.

    Args:
        project: Where it is written.
        name: Name of the take.
        frame_count: Frames that are written.
        planned: Frames that it says it has; None for those written.
        left: Take and frame that it branched off.
        height_share: Part of its way down that it falls.
    """
    rest = place(project.cloud(), project.scene)
    material = MaterialParams(
        law=ConstitutiveLaw.JELLY,
        youngs_modulus_pa=2e6,
        poisson_ratio=0.47,
        density_kg_m3=1150,
        material_class=MaterialClass.RUBBER,
    )
    path = project.take_path(name)
    header = _header(rest, project, material, planned or frame_count)
    if left is not None:
        header = replace(header, branch_of=BranchPoint(*left))
    writer = TakeWriter.create(path, rest, header)
    drop = float(rest.means[:, 2].min())
    for frame in range(frame_count):
        time_s = 0.04 * frame
        height = height_share * drop * (abs(np.cos(3.1 * time_s)) - 1)
        writer.append(_pose(rest, height), make_record(time_s))
    if planned is None:
        writer.finish()
    return path


def make_provenance(material: MaterialParams | None = None) -> TakeProvenance:
    """Provenance of a take that was written by a formula."""
    return TakeProvenance(
        source="mpm",
        law="jelly",
        predicted=material,
        simulated=material,
        stiffness="real",
        substitution=None,
        seed=0,
        quality="preview",
        dx_m=0.01,
        particle_count=1000,
        particles_per_cell=8.0,
        youngs_modulus_max_pa=1e6,
        device="cpu",
        versions={},
    )


def _header(
    rest: GaussianCloud, project: Project, material: MaterialParams, planned: int
) -> TakeHeader:
    provenance = make_provenance(material)
    return TakeHeader(planned, 0.04, rest.gaussian_count, project.scene.to_json(), provenance)


def _pose(rest: GaussianCloud, height: float) -> FramePose:
    count = rest.gaussian_count
    means = rest.means + np.array([0, 0, height], np.float32)
    return FramePose(
        means,
        np.tile(np.array([1, 0, 0, 0], np.float32), (count, 1)),
        np.tile(np.eye(3, dtype=np.float32), (count, 1, 1)),
    )


def make_record(time_s: float) -> FrameRecord:
    return FrameRecord(
        time_s=time_s,
        kinetic_energy_j=0.0,
        elastic_energy_j=0.0,
        momentum_kg_m_s=(0.0, 0.0, 0.0),
        center_m=(0.0, 0.0, 0.0),
        max_speed_m_s=0.0,
        mean_speed_m_s=0.0,
        peak_strain=0.0,
        lowest_m=0.0,
        penetration_m=0.0,
        substeps=1,
        youngs_modulus_clamped=False,
    )
