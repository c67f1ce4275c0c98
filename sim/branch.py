"""`branch`: a new take that leaves an old one at a frame, with other parameters from there on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from render.errors import InputError
from sim.body_set import BodySet
from sim.checkpoint import read_state, setup_path
from sim.frame_loop import FrameLoop
from sim.materials import MaterialParams
from sim.matter import is_rigid
from sim.own_weight import collapse_notes
from sim.quality import quality_of_take
from sim.rewind import header_materials, kept_frame, rewound, run_settings
from sim.run_options import RunOptions
from sim.scene_setup import SceneSetup
from sim.simulate import forecast_checkpoints
from sim.stiffness import SimulatedMaterial, largest_youngs_modulus, map_stiffness
from sim.take import Take
from sim.take_bodies import BodyMaterial, TakeBody
from sim.take_fields import field_array
from sim.take_header import BranchPoint, TakeHeader
from sim.take_writer import TakeWriter
from sim.world import World

Materials = Sequence[Sequence[SimulatedMaterial]]


@dataclass(frozen=True, slots=True)
class BranchChanges:
    """What a branch does differently from its frame on; None keeps what the take had."""

    materials: Sequence[Sequence[MaterialParams]] | None = None
    """Materials of each body, its own first, before the stiffness map; soft ones may take
    any other soft law, which begins with its own history."""
    scene: SceneSetup | None = None
    """Gravity, ground, obstacles, forces and frame count; the frame time must stay."""


def branch(
    source_path: Path,
    frame: int | None,
    take_path: Path,
    *,
    changes: BranchChanges,
    options: RunOptions | None = None,
) -> Take:
    """Copy a take up to a frame and simulate on from there with changed parameters.

    Args:
        source_path: Folder of the take that is left.
        frame: Last frame that both share; None for the last complete one.
        take_path: Folder of the new take.
        changes: What is different.
        options: Its hand and progress are used; everything else is the take's own.

    Raises:
        InputError: If the take cannot go on, the changes do not fit it, or the disk lacks space.
        SimulationDivergedError: If the motion blew up; frames before it are kept.
        CancelledError: If the progress callback raised it; complete frames are kept.
    """
    options = options or RunOptions()
    source = Take.open(source_path)
    run, shared = run_settings(source), kept_frame(source, frame)
    scene = _changed_scene(source, changes.scene, shared)
    materials = _changed_materials(source, changes.materials, scene)
    old, hand = rewound(source, shared, options)
    setup = read_state(setup_path(source_path))
    bodies = BodySet.from_state(setup, source.rest, source.bodies)
    world = World(bodies, materials, scene, run)
    world.restore(old.checkpoint())
    notes = (*world.notes, *collapse_notes(bodies, materials, scene, source.provenance.stiffness))
    kept = _lasting_notes(source, bodies, old)
    header = _header(source, materials, scene, shared, notes=(*kept, *notes))
    writer = TakeWriter.create(
        take_path,
        source.rest,
        header,
        setup=setup,
        checkpoint_bytes=forecast_checkpoints(world, header),
    )
    _copy_frames(source, writer, shared)
    writer.checkpoint(world.checkpoint())
    FrameLoop(hand, options.progress).write_frames(world, writer)
    return Take.open(take_path)


def _changed_scene(source: Take, scene: SceneSetup | None, shared: int) -> SceneSetup:
    old = SceneSetup.from_json(source.header.scene)
    new = old if scene is None else scene
    if new.frame_dt_s != source.frame_dt_s:
        raise InputError(
            f"a branch keeps the frame time of {source.frame_dt_s:g} s, got {new.frame_dt_s:g} s; "
            "start a new take to change it"
        )
    if new.frame_count <= shared:
        raise InputError(
            f"a branch at frame {shared} needs more than {shared} frames, got {new.frame_count}; "
            "ask for more frames or branch earlier"
        )
    return new


def _changed_materials(
    source: Take, changed: Sequence[Sequence[MaterialParams]] | None, scene: SceneSetup
) -> Materials:
    """Materials of each body after the take's stiffness map."""
    old = header_materials(source.header)
    if changed is None:
        return old
    if [len(own) for own in changed] != [len(own) for own in old]:
        raise InputError("a branch needs one material for each that the take has")
    provenance = source.provenance
    quality = quality_of_take(provenance.quality)
    flat = [params for own in changed for params in own]
    limits = [
        largest_youngs_modulus(
            params, dx_m=provenance.dx_m, frame_dt_s=scene.frame_dt_s, quality=quality
        )
        for params in flat
    ]
    mapped = iter(map_stiffness(flat, provenance.stiffness, limits))
    new = [[next(mapped) for _ in own] for own in old]
    for before, after in zip(_flat(old), _flat(new), strict=True):
        if is_rigid(before.simulated) is not is_rigid(after.simulated):
            raise InputError(
                f"a branch cannot turn {before.simulated.law.value} into "
                f"{after.simulated.law.value}: what is rigid stays rigid; start a new take"
            )
    return new


def _flat(materials: Materials) -> list[SimulatedMaterial]:
    return [one for own in materials for one in own]


def _lasting_notes(source: Take, bodies: BodySet, world: World) -> list[str]:
    """Notes of a take that do not hang on its materials and conditions."""
    scene, stiffness = SceneSetup.from_json(source.header.scene), source.provenance.stiffness
    collapsing = collapse_notes(bodies, header_materials(source.header), scene, stiffness)
    passing = {*world.notes, *collapsing}
    return [note for note in source.provenance.notes if note not in passing]


def _header(
    source: Take,
    materials: Materials,
    scene: SceneSetup,
    shared: int,
    *,
    notes: tuple[str, ...],
) -> TakeHeader:
    header, first = source.header, materials[0][0]
    substitutions = [one.substitution for one in _flat(materials) if one.substitution]
    return replace(
        header,
        planned_frame_count=scene.frame_count,
        scene=scene.to_json(),
        provenance=replace(
            header.provenance,
            predicted=first.predicted,
            simulated=first.simulated,
            substitution="; ".join(dict.fromkeys(substitutions)) or None,
            notes=notes,
        ),
        bodies=tuple(
            _with_materials(body, own) for body, own in zip(header.bodies, materials, strict=True)
        ),
        branch_of=BranchPoint(source.path.name, shared),
    )


def _with_materials(body: TakeBody, materials: Sequence[SimulatedMaterial]) -> TakeBody:
    changed = [
        BodyMaterial(new.predicted, new.simulated, new.substitution, old.particle_count)
        for old, new in zip(body.materials, materials, strict=True)
    ]
    return replace(body, materials=tuple(changed))


def _copy_frames(source: Take, writer: TakeWriter, last: int) -> None:
    """Copy frames 0 to `last` as they lie on disk."""
    for frame in range(last + 1):
        fields = {
            field_array(name): source.encoded_field(name, frame) for name in source.field_names
        }
        writer.append_encoded(
            source.encoded_pose(frame), source.commit_values(frame), fields=fields
        )
