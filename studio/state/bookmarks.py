"""Views that were kept under the keys 1 to 9; they are saved with the project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from psygnal import SignalGroupDescriptor

from studio.state.fly_camera import FlyCamera
from studio.state.navigation import ViewCamera
from studio.state.orbit_camera import OrbitCamera

BOOKMARK_KEYS = range(1, 10)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A view under a key; it is either an orbit or a flight."""

    key: int
    """1 to 9."""
    orbit: OrbitCamera | None = None
    """The view as an orbit."""
    flight: FlyCamera | None = None
    """The view as a flight or walk."""

    @property
    def camera(self) -> ViewCamera:
        """The view."""
        return self.flight or self.orbit or OrbitCamera()

    @staticmethod
    def of(key: int, camera: ViewCamera) -> Bookmark:
        """The view of a camera under a key."""
        if isinstance(camera, FlyCamera):
            return Bookmark(key, flight=camera)
        return Bookmark(key, orbit=camera)


@dataclass
class BookmarksState:
    """Kept views; every field is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()
    SAVED: ClassVar[tuple[str, ...]] = ("views",)

    views: tuple[Bookmark, ...] = ()
    """In the order of their keys."""

    def view(self, key: int) -> Bookmark | None:
        """What is kept under a key."""
        return next((one for one in self.views if one.key == key), None)

    def with_view(self, bookmark: Bookmark) -> tuple[Bookmark, ...]:
        """The views with one more, or in place of the one under its key."""
        others = [one for one in self.views if one.key != bookmark.key]
        return tuple(sorted([*others, bookmark], key=lambda one: one.key))
