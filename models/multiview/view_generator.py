"""`ViewGenerator`: further views of an object of which one picture is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from models.posed_views import PosedViews
from models.preprocess import ObjectView
from render.camera import Camera


@dataclass(frozen=True, slots=True)
class ViewRig:
    """The ring of cameras that a network wants its views from; lengths in longest sides."""

    azimuths_deg: tuple[float, ...]
    """Azimuths about the vertical axis [degrees]; the first one is the picture's."""
    elevation_deg: float
    """Elevation [degrees]."""
    radius: float
    """Distance of the cameras from the object's centre, in longest sides of the object."""
    vertical_fov_deg: float
    """Vertical field of view [degrees]."""

    def camera(self, index: int, side_px: int) -> Camera:
        """A camera of the ring; the first one stands on the +x side of the object."""
        return Camera.orbit(
            (0, 0, 0),
            radius=self.radius,
            azimuth_deg=self.azimuths_deg[index] - self.azimuths_deg[0],
            elevation_deg=self.elevation_deg,
            width=side_px,
            height=side_px,
            vertical_fov_deg=self.vertical_fov_deg,
        )


@dataclass(frozen=True, slots=True, eq=False)
class GeneratedViews:
    """The picture and what a generator made of it."""

    views: PosedViews
    """The picture first; the object's centre is the origin, its longest side about 1, Z up."""
    source: str
    """How the further views were made, in words."""
    notes: tuple[str, ...] = ()
    """Sentences for the user."""


class ViewGenerator(Protocol):
    """Makes the views of a ring that a picture does not show."""

    def generate(
        self, view: ObjectView, rig: ViewRig, *, elevation_deg: float | None = None
    ) -> GeneratedViews:
        """The views of a ring.

        Args:
            view: The object in the middle of a square picture.
            rig: The ring; its first camera is the picture's.
            elevation_deg: Elevation of the picture's camera [degrees]; None: not known.

        Raises:
            InputError: If the generator cannot make them.
        """
