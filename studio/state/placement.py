"""Where a person put the object, and how the handles that move it behave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from psygnal import SignalGroupDescriptor

from sim.object_edit import IN_PLACE, ObjectPose

Pivot = Literal["centre", "selection", "ground"]
PIVOTS: tuple[Pivot, ...] = ("centre", "selection", "ground")


@dataclass
class PlacementState:
    """The object's place; every field is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()
    SAVED: ClassVar[tuple[str, ...]] = ("pose",)

    pose: ObjectPose = IN_PLACE
    """What was done to the object after its default place."""
    pivot: Pivot = "centre"
    """Point that stays while the object turns or grows: its centre, that of the selection, or
    the centre of its foot on the ground."""
    is_local: bool = False
    """Whether handles lie along the object's own axes; else along the world's."""
    snapping: bool = False
    """Whether drags go in steps."""
    move_step_m: float = 0.05
    """Step of a movement while snapping [m]."""
    turn_step_deg: float = 15.0
    """Step of a turn while snapping [degrees]."""
    scale_step: float = 0.1
    """Step of the scale while snapping."""
    rest_bounds: tuple[tuple[float, float, float], tuple[float, float, float]] | None = None
    """Lower and upper corner of the object in its default place [m]; None while unknown."""
    selection_center_m: tuple[float, float, float] | None = None
    """Centre of the selected Gaussians in the default place [m]; None without a selection."""
