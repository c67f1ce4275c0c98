"""What a scene is made of, as the window edits it: immutable values round those of `sim.scene`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.materials import MaterialParams
from sim.scene.checks import Quat, Vec3, check_kind, checked_quat, checked_vector
from sim.scene.driven import DrivenRegion
from sim.scene.forces import Attractor, Impulse, Wind
from sim.scene.obstacles import Obstacle, Surface
from sim.scene.shapes import Box
from studio.state.bitmask import BitMask

Bounds = tuple[Vec3, Vec3]
REGION_COLORS = ("series_1", "series_2", "series_3", "series_4", "series_5", "series_6")
"""Tokens of the theme that regions are drawn in, in turn."""


@dataclass(frozen=True, slots=True)
class World:
    """Gravity, ground, timing and walls; the fields are those of `SceneSetup`."""

    gravity_m_s2: Vec3 = (0.0, 0.0, -9.81)
    """Gravity [m/s²]."""
    has_ground: bool = True
    """Whether there is a ground."""
    ground_z_m: float = 0.0
    """Its height [m]; kept while there is none."""
    ground_friction: float | None = None
    """Coulomb coefficient against it; None takes the material's."""
    ground_surface: Surface = Surface.SEPARATE
    """What it does to matter that touches it."""
    frame_count: int | None = None
    """Frames of the next take; None takes the quality's."""
    frame_dt_s: float | None = None
    """Time between two frames [s]; None takes the quality's."""
    domain: Box | None = None
    """Walls round the scene; None for none."""


@dataclass(frozen=True, slots=True)
class BodyPart:
    """A further body; the fields are those of `SceneBody`."""

    position_m: Vec3
    """Where its centre goes [m]."""
    cloud: Path | None = None
    """Project that holds it, relative to the open one; None for a copy of the object."""
    preset: str = ""
    """Name of its material's preset; empty for the object's, or the predicted one."""
    material: MaterialParams | None = None
    """Material; None takes the predicted one."""
    rotation: Quat = (1.0, 0.0, 0.0, 0.0)
    """Turn about its centre, wxyz."""
    velocity_m_s: Vec3 = (0.0, 0.0, 0.0)
    """Velocity at the start [m/s]."""
    separate: bool = True
    """Whether others slide on it and part from it instead of sticking."""
    extent_m: Vec3 = (0.5, 0.5, 0.5)
    """Sides of the box round it [m], for its outline."""

    def __post_init__(self) -> None:
        position = checked_vector("position of a body", self.position_m)
        object.__setattr__(self, "position_m", position)
        object.__setattr__(self, "rotation", checked_quat("rotation of a body", self.rotation))
        velocity = checked_vector("velocity of a body", self.velocity_m_s, largest=1e3, unit="m/s")
        object.__setattr__(self, "velocity_m_s", velocity)


Value = Obstacle | Wind | Attractor | Impulse | DrivenRegion | BodyPart


@dataclass(frozen=True, slots=True)
class Thing:
    """Something in the scene besides the object and its regions."""

    key: int
    """Identity within the scene, from 1."""
    name: str
    """Name for people."""
    value: Value
    """What it is."""
    hidden: bool = False
    """Whether its outline is not drawn; it acts all the same."""


@dataclass(frozen=True, slots=True)
class RegionPart:
    """A part of the object with a material of its own."""

    key: int
    """Identity within the scene, from 1."""
    name: str
    """Name for people."""
    mask: BitMask
    """Gaussians of the object that belong to it."""
    preset: str
    """Name of the material preset that it was made with."""
    params: MaterialParams
    """Its material."""
    color: str = REGION_COLORS[0]
    """Token of the theme that it is drawn in."""
    box: Bounds | None = None
    """Corners of its Gaussians in the object's default place [m]; None while unknown."""
    hidden: bool = False
    """Whether its outline is not drawn; it acts all the same."""

    def __post_init__(self) -> None:
        check_kind("mask of a region", self.mask, BitMask)


Part = Thing | RegionPart
