"""`simulate_bodies`: placed bodies and a scene in, a take out, frame by frame."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

from render.errors import CancelledError, InputError
from render.gaussians import GaussianCloud
from render.kernel_cache import cpu_name
from render.progress import ProgressCallback
from sim.body import Body
from sim.body_motion import BodyMotion, RigidMotion, SoftMotion
from sim.materials import ConstitutiveLaw, MaterialParams
from sim.mpm.errors import SimulationDivergedError
from sim.particles import FilledBody, fill_body
from sim.quality import QualityPreset
from sim.run_options import RunOptions
from sim.scene_setup import SceneSetup
from sim.stiffness import SimulatedMaterial, largest_youngs_modulus, map_stiffness
from sim.take import Take
from sim.take_header import TakeHeader, TakeProvenance
from sim.take_layout import forecast_bytes, require_disk_space
from sim.take_writer import TakeWriter

logger = logging.getLogger(__name__)

STAGE = "simulate"
"""Name under which progress is reported."""
SMALLEST_E_MAX_PA = 1.0
"""Bodies so small that not even this modulus can be stepped are refused [Pa]."""


def simulate_bodies(
    bodies: Sequence[Body],
    scene: SceneSetup,
    *,
    quality: QualityPreset,
    take_path: Path,
    seed: int = 0,
    stiffness: str = "real",
    options: RunOptions | None = None,
) -> Take:
    """Simulate bodies, write their take while it runs, and return the complete take.

    Args:
        bodies: Placed bodies; the take's rest cloud is their clouds one after the other.
        scene: Gravity, ground, frame time and frame count.
        quality: Grid, particle and substep limits.
        take_path: Folder of the new take.
        seed: Seed of the particle sampling; one seed gives the same take bit for bit.
        stiffness: Stiffness map, "real" or "expressive".
        options: Device, precision, progress; None takes the defaults.

    Raises:
        InputError: If input is bad, the take exists, or the disk lacks space.
        SimulationDivergedError: If the motion blew up; frames before it are kept in the take.
        CancelledError: If the progress callback raised it; complete frames are kept.
    """
    options = options or RunOptions()
    if len(bodies) != 1:
        raise InputError(f"this version simulates one body at a time, got {len(bodies)}")
    (body,) = bodies
    cloud, params = body.cloud_world, body.params
    count, colours = cloud.gaussian_count, 3 * cloud.sh_coeffs.shape[1]
    require_disk_space(take_path, forecast_bytes(count, scene.frame_count, sh_values=colours))
    options.progress(STAGE, 0.0)
    filled = fill_body(cloud, quality=quality, seed=seed)
    e_max = _steppable_modulus(params, filled, scene, quality)
    if options.materials is None:
        (material,) = map_stiffness([params], stiffness, e_max)
    else:
        (material,) = options.materials
    _log_notes(options.title or take_path.name, material, filled)
    provenance = _provenance(
        material, filled, stiffness=stiffness, e_max=e_max, quality=quality, seed=seed
    )
    header = TakeHeader(scene.frame_count, scene.frame_dt_s, count, scene.to_json(), provenance)
    motion = _motion(cloud, filled, material.simulated, scene, quality)
    writer = TakeWriter.create(take_path, cloud, header)
    _run(motion, writer, scene, clamped=material.softening > 1, progress=options.progress)
    return Take.open(take_path)


def simulate(
    cloud_world: GaussianCloud,
    params: MaterialParams,
    scene: SceneSetup,
    *,
    quality: QualityPreset,
    take_path: Path,
    seed: int,
    options: RunOptions | None = None,
) -> Take:
    """Simulate one body under the stiffness map "real"; see `simulate_bodies`."""
    return simulate_bodies(
        [Body(cloud_world, params)],
        scene,
        quality=quality,
        take_path=take_path,
        seed=seed,
        options=options,
    )


def _log_notes(name: str, material: SimulatedMaterial, body: FilledBody) -> None:
    for line in (material.substitution, *body.notes):
        if line:
            logger.info("%s: %s", name, line)


def _steppable_modulus(
    params: MaterialParams, body: FilledBody, scene: SceneSetup, quality: QualityPreset
) -> float:
    """E_max [Pa] of the body; bodies too small to be stepped at all are refused."""
    e_max = largest_youngs_modulus(
        params, dx_m=body.dx_m, frame_dt_s=scene.frame_dt_s, quality=quality
    )
    if e_max < SMALLEST_E_MAX_PA:
        raise InputError(
            f"a body with cells of {body.dx_m:.3g} m is too small to simulate: only moduli up to "
            f"{e_max:.3g} Pa could be stepped; give its real size (0.5 m is usual)"
        )
    return e_max


def _run(
    motion: BodyMotion,
    writer: TakeWriter,
    scene: SceneSetup,
    *,
    clamped: bool,
    progress: ProgressCallback,
) -> None:
    """Write every frame; whatever stops it, complete frames stay and the take says why."""
    substeps = 0
    try:
        for frame in range(scene.frame_count):
            if frame:
                substeps = motion.advance(scene.frame_dt_s)
            record = motion.record(
                time_s=frame * scene.frame_dt_s, substeps=substeps, clamped=clamped
            )
            writer.append(motion.pose(), record)
            progress(STAGE, (frame + 1) / scene.frame_count)
    except SimulationDivergedError as error:
        message = f"{error}; {writer.frame_count} frames are kept"
        writer.finish("diverged", message)
        raise SimulationDivergedError(message) from error
    except (CancelledError, KeyboardInterrupt):
        writer.finish("stopped", f"stopped after {writer.frame_count} frames")
        raise
    writer.finish()


def _motion(
    cloud: GaussianCloud,
    body: FilledBody,
    params: MaterialParams,
    scene: SceneSetup,
    quality: QualityPreset,
) -> BodyMotion:
    if params.law is ConstitutiveLaw.RIGID:
        return RigidMotion(cloud, body, params=params, scene=scene)
    return SoftMotion(cloud, body, params=params, scene=scene, quality=quality)


def _provenance(
    material: SimulatedMaterial,
    body: FilledBody,
    *,
    stiffness: str,
    e_max: float,
    quality: QualityPreset,
    seed: int,
) -> TakeProvenance:
    rigid = material.simulated.law is ConstitutiveLaw.RIGID
    packages = ("phys4d-studio", "numpy") if rigid else ("phys4d-studio", "numpy", "numba")
    return TakeProvenance(
        source="rigid" if rigid else "mpm",
        law=material.simulated.law.value,
        predicted=material.predicted,
        simulated=material.simulated,
        stiffness=stiffness,
        substitution=material.substitution,
        seed=seed,
        quality=quality.name,
        dx_m=body.dx_m,
        particle_count=len(body.particles.positions),
        particles_per_cell=body.particles_per_cell,
        youngs_modulus_max_pa=e_max,
        device=cpu_name(),
        versions={package: metadata.version(package) for package in packages},
        notes=body.notes,
    )
