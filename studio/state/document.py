"""The open project as the window knows it: small facts only, never clouds or frames."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from psygnal import SignalGroupDescriptor

from sim.materials import MaterialParams
from sim.physics_distribution import PhysicsDistribution


@dataclass(frozen=True, slots=True)
class TakeSummary:
    """What the window shows of one take."""

    name: str
    """Folder name inside the project."""
    frame_count: int
    """Complete frames on disk; grows while the take is simulated."""
    planned_frame_count: int
    """Frames the take will have when it is finished."""
    frame_dt_s: float
    """Time between two frames [s]."""
    complete: bool
    """True when every planned frame is there."""
    ended: bool = False
    """True when simulating has ended, complete or not."""
    law: str = ""
    """Constitutive law that was simulated."""
    quality: str = ""
    """Name of the quality preset."""
    stiffness: str = ""
    """Name of the stiffness map, "real" or "expressive"."""
    seed: int = 0
    """Seed of the run."""
    predicted: MaterialParams | None = None
    """Material that was asked for."""
    simulated: MaterialParams | None = None
    """Material that was simulated."""
    substitution: str = ""
    """Law substitution or clamp in words; empty when there was none."""
    left_take: str = ""
    """Take that it left; empty for one that began by itself."""
    left_frame: int = 0
    """Last frame that it shares with that one."""


@dataclass
class DocumentState:
    """The open project; every field is an event of `events`."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()
    SAVED: ClassVar[tuple[str, ...]] = ("deleted_takes", "take_titles")
    REMEMBERED: ClassVar[tuple[str, ...]] = ("active_take",)

    project: Path | None = None
    """Folder `NAME.p4d`, None while nothing is open."""
    photo: Path | None = None
    """Picture shown as the source: the project's copy, or the file just dropped."""
    physics: PhysicsDistribution | None = None
    """Predicted distribution over materials."""
    novelty: float | None = None
    """How little the photo is like what the model learned, 0 to 1; None where it does not say."""
    size_m: float = 0.5
    """Longest side of the object [m]."""
    gaussian_count: int = 0
    """Gaussians of the object."""
    band_count: int = 1
    """Spherical-harmonic coefficients of each Gaussian."""
    takes: tuple[TakeSummary, ...] = ()
    """Takes on disk, oldest first, deleted ones included until the project is closed."""
    active_take: str | None = None
    """Take shown in the viewport; None shows the object at rest."""
    deleted_takes: tuple[str, ...] = ()
    """Takes that were deleted: they leave the disk when the project is closed."""
    take_titles: tuple[tuple[str, str], ...] = ()
    """Takes that were renamed, each with its title; their folders keep their names."""
    view_azimuth_deg: float = 0.0
    """Azimuth of the photo's camera in the world [degrees]."""
    view_elevation_deg: float = 15.0
    """Elevation of the photo's camera [degrees]."""

    @property
    def name(self) -> str:
        """Project name as shown to people."""
        if self.project is not None:
            return self.project.stem
        return self.photo.stem if self.photo is not None else ""

    @property
    def shown_takes(self) -> tuple[TakeSummary, ...]:
        """Takes that are not deleted."""
        return tuple(take for take in self.takes if take.name not in self.deleted_takes)

    def title(self, take_name: str) -> str:
        """What a take is called."""
        return dict(self.take_titles).get(take_name, take_name)

    def take(self, name: str | None) -> TakeSummary | None:
        """Summary of a take, None when there is none of that name."""
        return next((take for take in self.takes if take.name == name), None)

    def with_take(self, summary: TakeSummary) -> tuple[TakeSummary, ...]:
        """The takes with one added, or replaced where the name exists."""
        if self.take(summary.name) is None:
            return (*self.takes, summary)
        return tuple(summary if take.name == summary.name else take for take in self.takes)
