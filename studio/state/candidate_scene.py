"""The scene that a set of candidates is compared in, as it stood when they were drawn."""

from __future__ import annotations

from dataclasses import dataclass

from sim.object_edit import IN_PLACE, ObjectPose
from studio.state.bitmask import BitMask
from studio.state.scene_parts import RegionPart, Thing, World


@dataclass(frozen=True, slots=True)
class CandidateScene:
    """What all candidates of a set share besides the object; later edits do not reach it."""

    world: World | None = None
    """Gravity, ground, timing, walls; None as the project's scene has them."""
    things: tuple[Thing, ...] | None = None
    """Colliders, forces and further bodies; None as the project's scene has them."""
    regions: tuple[RegionPart, ...] = ()
    """Parts of the object with a material of their own."""
    pose: ObjectPose = IN_PLACE
    """Where the object was put."""
    removed: BitMask | None = None
    """Gaussians of the object that were removed; None for none."""
