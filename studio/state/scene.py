"""The scene as the person edits it: what stands, blows and pulls round the object."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from psygnal import SignalGroupDescriptor

from sim.scene_setup import SceneSetup
from studio.state.scene_parts import Part, RegionPart, Thing, World
from studio.state.scene_titles import title_of

WORLD = "world"
OBJECT = "object"


@dataclass
class SceneState:
    """World, things and regions; every field is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()
    SAVED: ClassVar[tuple[str, ...]] = ("world", "things", "regions")

    world: World | None = None
    """Gravity, ground, timing, walls; None as the project's scene has them."""
    things: tuple[Thing, ...] | None = None
    """Colliders, forces, grips and further bodies; None as the project's scene has them."""
    regions: tuple[RegionPart, ...] = ()
    """Parts of the object with a material of their own; later ones win."""
    base: SceneSetup = field(default_factory=SceneSetup)
    """The scene that the project was made or simulated with."""
    chosen: str = WORLD
    """Row of the tree that is chosen: "world", "object", "thing-3", "region-1" or "view-2"."""

    @property
    def all_things(self) -> tuple[Thing, ...]:
        """The things that hold: the person's, or those of the project's scene."""
        if self.things is not None:
            return self.things
        values = (*self.base.obstacles, *self.base.forces, *self.base.regions_driven)
        return tuple(
            Thing(number, title_of(value), value) for number, value in enumerate(values, start=1)
        )

    def part(self, row: str) -> Part | None:
        """Thing or region of a row; None where the row is something else."""
        kind, _, key = row.partition("-")
        parts: dict[str, tuple[Part, ...]] = {"thing": self.all_things, "region": self.regions}
        return next((part for part in parts.get(kind, ()) if str(part.key) == key), None)

    @property
    def is_edited(self) -> bool:
        """Whether anything differs from the project's own scene."""
        return self.world is not None or self.things is not None or bool(self.regions)


def row_of(part: Part) -> str:
    """Row of a thing or region in the tree."""
    return f"{'region' if isinstance(part, RegionPart) else 'thing'}-{part.key}"
