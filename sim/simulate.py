"""`simulate_bodies`: placed bodies and a scene in, a take out, frame by frame."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from render.errors import InputError
from sim.body import Body
from sim.body_set import BodySet, check_domain, fill_bodies
from sim.checkpoint import checkpoint_count, state_bytes
from sim.clear_start import check_clear_start
from sim.frame_loop import STAGE, FrameLoop
from sim.hand_record import HandRecorder
from sim.materials import MaterialParams
from sim.matter import is_rigid
from sim.own_weight import collapse_notes
from sim.provenance import RunContext, provenance_of
from sim.quality import QualityPreset
from sim.run_options import RunOptions
from sim.scene_setup import SceneSetup
from sim.stiffness import SimulatedMaterial, largest_youngs_modulus, map_stiffness
from sim.take import Take
from sim.take_bodies import BodyMaterial, TakeBody
from sim.take_fields import checked_fields
from sim.take_header import RunSettings, TakeHeader, TakeProvenance
from sim.take_layout import forecast_bytes, require_disk_space
from sim.take_writer import TakeWriter
from sim.world import World

logger = logging.getLogger(__name__)

SMALLEST_E_MAX_PA = 1.0
"""Bodies so small that not even this modulus can be stepped are refused [Pa]."""

Materials = list[list[SimulatedMaterial]]
"""Materials of each body, its own first, then those of its regions."""


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
        bodies: Placed bodies; the take's rest cloud is their clouds one after the other, each
            followed by its interior splats.
        scene: Gravity, ground, obstacles, forces, frame time and frame count.
        quality: Grid, particle and substep limits.
        take_path: Folder of the new take.
        seed: Seed of the particle sampling; one seed gives the same take bit for bit.
        stiffness: Stiffness map, "real" or "expressive".
        options: Device, precision, checkpoints, the hand, progress; None takes the defaults.

    Raises:
        InputError: If input is bad, the take exists, or the disk lacks space.
        SimulationDivergedError: If the motion blew up; frames before it are kept in the take.
        CancelledError: If the progress callback raised it; complete frames are kept.
    """
    options = options or RunOptions()
    count = sum(body.cloud_world.gaussian_count for body in bodies)
    require_disk_space(take_path, forecast_bytes(count, scene.frame_count))
    options.progress(STAGE, 0.0)
    plan = RunContext(stiffness, quality.name, seed)
    filled, world, header = _prepared(bodies, scene, quality, plan, options)
    _log_notes(options.title or take_path.name, header.provenance)
    writer = TakeWriter.create(
        take_path,
        world.rest,
        header,
        setup=filled.to_state(),
        checkpoint_bytes=forecast_checkpoints(world, header),
    )
    hand = HandRecorder(options.hand, options.replay)
    FrameLoop(hand, options.progress).write_frames(world, writer)
    return Take.open(take_path)


def _prepared(
    bodies: Sequence[Body],
    scene: SceneSetup,
    quality: QualityPreset,
    plan: RunContext,
    options: RunOptions,
) -> tuple[BodySet, World, TakeHeader]:
    """Fill the bodies, map their materials and build the world that the take will show."""
    filled = fill_bodies(bodies, quality=quality, seed=plan.seed)
    check_domain(filled, scene.domain)
    check_clear_start(filled, scene)
    limits = _steppable_moduli(bodies, filled, scene, quality)
    materials = _mapped(bodies, limits, plan.stiffness, options.materials)
    soft = any(not is_rigid(one.simulated) for own in materials for one in own)
    run = _run_settings(quality, options, grid=soft)
    world = World(filled, materials, scene, run)
    notes = (*world.notes, *collapse_notes(filled, materials, scene, plan.stiffness))
    header = TakeHeader(
        scene.frame_count,
        scene.frame_dt_s,
        world.rest.gaussian_count,
        scene.to_json(),
        provenance_of(filled, materials, run, plan, e_max_pa=limits[0][0], notes=notes),
        bodies=_body_records(filled, materials, world),
        run=run,
    )
    return filled, world, header


def forecast_checkpoints(world: World, header: TakeHeader) -> int:
    """Disk space [bytes] of the checkpoints of a take."""
    every = 0 if header.run is None else header.run.checkpoint_every
    count = checkpoint_count(every=every, last=header.planned_frame_count - 1)
    return count * state_bytes(world.checkpoint()) if count else 0


def material_params(body: Body) -> list[MaterialParams]:
    """Materials of a body: its own, then those of its regions."""
    return [body.params, *(region.params for region in body.regions)]


def _run_settings(quality: QualityPreset, options: RunOptions, *, grid: bool) -> RunSettings:
    return RunSettings(
        cfl=quality.cfl,
        longest_dt_s=quality.fixed_dt_s,
        device=options.device,
        precision=options.precision,
        checkpoint_every=options.checkpoint_every,
        fields=checked_fields(options.fields),
        grid=grid,
    )


def _steppable_moduli(
    bodies: Sequence[Body], filled: BodySet, scene: SceneSetup, quality: QualityPreset
) -> list[list[float]]:
    """E_max [Pa] of every material; bodies too small to be stepped at all are refused."""
    limits = [
        [
            largest_youngs_modulus(
                params, dx_m=filled.dx_m, frame_dt_s=scene.frame_dt_s, quality=quality
            )
            for params in material_params(body)
        ]
        for body in bodies
    ]
    smallest = min(limit for own in limits for limit in own)
    if smallest < SMALLEST_E_MAX_PA:
        raise InputError(
            f"a body with cells of {filled.dx_m:.3g} m is too small to simulate: only moduli up "
            f"to {smallest:.3g} Pa could be stepped; give its real size (0.5 m is usual)"
        )
    return limits


def _mapped(
    bodies: Sequence[Body],
    limits: list[list[float]],
    stiffness: str,
    given: Sequence[SimulatedMaterial] | None,
) -> Materials:
    """Materials of each body after the stiffness map."""
    flat = [params for body in bodies for params in material_params(body)]
    if given is None:
        given = map_stiffness(flat, stiffness, [limit for own in limits for limit in own])
    if len(given) != len(flat):
        raise InputError(f"the bodies have {len(flat)} materials, {len(given)} were given")
    remaining = iter(given)
    return [[next(remaining) for _ in own] for own in limits]


def _body_records(filled: BodySet, materials: Materials, world: World) -> tuple[TakeBody, ...]:
    records, first = [], 0
    sizes = zip(filled.bodies, materials, world.gaussian_counts, world.interior_counts, strict=True)
    for body, own, count, interior in sizes:
        particles = {index: part.stop - part.start for index, part in body.runs()}
        record = TakeBody(
            body.name,
            first,
            count,
            interior,
            separate=body.separate,
            velocity_m_s=body.velocity_m_s,
            particle_count=body.particle_count,
            particles_per_cell=(filled.dx_m / body.particles.spacing_m) ** 3,
            materials=tuple(
                BodyMaterial(
                    one.predicted, one.simulated, one.substitution, particles.get(index, 0)
                )
                for index, one in enumerate(own)
            ),
        )
        records.append(record)
        first += count
    return tuple(records)


def _log_notes(name: str, provenance: TakeProvenance) -> None:
    for line in (provenance.substitution, *provenance.notes):
        if line:
            logger.info("%s: %s", name, line)
