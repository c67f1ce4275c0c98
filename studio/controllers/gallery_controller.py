"""`GalleryController`: plays several takes on one clock, from pictures that are kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, Protocol

from render.base import RenderSettings
from render.overlays import Overlays
from studio.controllers.playback_controller import ClipLength, PlaybackController
from studio.controllers.viewport_controller import ViewportController
from studio.jobs.view_messages import FrameQuery, SceneRef, ViewFailed
from studio.jobs.view_runner import Picture
from studio.state.candidates import COUNTS
from studio.state.gallery import COMPARISONS, Comparison
from studio.state.gallery_parts import ShownTake
from studio.state.gallery_view import shown_takes
from studio.state.navigation import ViewCamera, dragged, panned, wheeled
from studio.state.studio_state import StudioState
from studio.state.viewport import STAGES

CACHE_BYTES = 320 * 2**20
"""Pictures that are kept; four takes of 50 frames at 600 × 400 px take 192 MB."""
IN_FLIGHT = 2
"""Pictures asked for at a time: one is drawn while the next waits beside it."""


class Drawer(Protocol):
    """What the controller needs of `studio.jobs.view_runner.ViewRunner`."""

    def request(self, query: FrameQuery, tag: object = None) -> None:
        """Ask for a picture; only the newest question waits, its tag comes back."""
        ...


@dataclass(frozen=True, slots=True)
class CellSight:
    """How a cell is looked at: pictures of one sight can be played together."""

    camera: ViewCamera
    size_px: tuple[int, int]
    stage: str
    settings: RenderSettings
    overlays: Overlays


class CellTag(NamedTuple):
    """Comes back with a picture of a cell."""

    sight: CellSight
    take_name: str
    frame: int


Shelf = dict[tuple[str, int], Picture]
"""Pictures of one sight by take and frame."""


class _Cell(NamedTuple):
    """A take with the pictures that its cell has for the present camera."""

    take: ShownTake
    sight: CellSight
    shelf: Shelf
    clock_dt_s: float
    """Time between two frames of the clock [s]."""

    def own_frame(self, frame: int) -> int:
        """Frame of the take at a frame of the clock; one that has ended stays at its last."""
        moment = round(frame * self.clock_dt_s / self.take.frame_dt_s)
        return min(moment, self.take.frame_count - 1)

    def picture(self, frame: int) -> Picture | None:
        """Picture at a frame of the clock."""
        return self.shelf.get((self.take.take_name, self.own_frame(frame)))


class GalleryController:
    """Verbs of the gallery. `shown` holds the picture of every cell, all of one moment."""

    def __init__(
        self,
        state: StudioState,
        drawer: Drawer,
        playback: PlaybackController,
        viewport: ViewportController,
    ) -> None:
        """Show a state's candidates.

        Args:
            state: State whose gallery is driven.
            drawer: Where pictures are asked for.
            playback: The one clock, lent to the gallery while it is in front.
            viewport: The one camera, while cells are linked.
        """
        self._state = state
        self._drawer = drawer
        self._playback = playback
        self._viewport = viewport
        self._size_px = (0, 0)
        self._shelves: OrderedDict[CellSight, Shelf] = OrderedDict()
        self._bytes = 0
        self._asked: list[CellTag] = []
        self._broken: set[str] = set()
        self._begun: object = None
        self.shown: dict[str, Picture] = {}
        """Picture of each cell by the candidate's key."""
        self.frame = 0
        """Frame that all of them show."""
        self.on_pictures: Callable[[], None] = lambda: None

    def set_visible(self, visible: bool) -> None:
        """The gallery came to the front, or went: it borrows clock and view process."""
        gallery = self._state.gallery
        if gallery.visible != visible:
            gallery.visible = visible
            self._asked.clear()
            self._viewport.forget_pictures()
            if not visible:
                self._playback.borrow(None)

    def set_cell_size(self, width_px: int, height_px: int) -> None:
        """Size of a cell's picture [device px]."""
        self._size_px = (width_px, height_px)

    def set_cell_count(self, count: int) -> None:
        """Show 2, 4 or 9 cells."""
        if count in COUNTS:
            self._state.gallery.cell_count = count
            self.turn_page(0)

    def turn_page(self, pages: int) -> None:
        """Show the next (1) or previous (−1) candidates."""
        gallery, shown = self._state.gallery, self._state.candidates.shown
        count = 0 if shown is None else len(shown.candidates)
        last = max((count - 1) // gallery.cell_count, 0) * gallery.cell_count
        first = gallery.first // gallery.cell_count * gallery.cell_count
        gallery.first = min(max(first + pages * gallery.cell_count, 0), last)

    def compare(self, comparison: Comparison) -> None:
        """Lay the pinned two over each other, or show the cells again."""
        if comparison in COMPARISONS:
            now = self._state.gallery.comparison
            self._state.gallery.comparison = "none" if now == comparison else comparison

    def set_wipe(self, place: float) -> None:
        """Put the line of the wipe, 0 at the left to 1."""
        self._state.gallery.wipe = min(max(place, 0.0), 1.0)

    def toggle_linked(self) -> None:
        """Give all cells one camera, or each its own."""
        gallery = self._state.gallery
        gallery.linked = not gallery.linked
        if gallery.linked:
            gallery.cameras = ()

    def orbit(self, key: str, right: float, down: float) -> None:
        """Turn the camera of a cell, and of all while they are linked; see `dragged`."""
        self._move(key, dragged(self._camera(key), right, down))

    def pan(self, key: str, right: float, down: float) -> None:
        """Move the camera of a cell sideways; see `panned`."""
        self._move(key, panned(self._camera(key), right, down))

    def dolly(self, key: str, notches: float) -> None:
        """Move the camera of a cell closer (positive) or away."""
        self._move(key, wheeled(self._camera(key), notches))

    def forget(self) -> None:
        """Drop all pictures and compared takes, because another project comes."""
        self._state.gallery.takes, self._state.gallery.motions = None, ()
        self._shelves.clear()
        self._asked.clear()
        self._broken.clear()
        self._begun = None
        self.shown, self._bytes, self.frame = {}, 0, 0

    def drop_take(self, name: str) -> None:
        """Drop the pictures of a take whose frames are simulated again."""
        for shelf in self._shelves.values():
            for key in [key for key in shelf if key[0] == name]:
                self._bytes -= len(shelf.pop(key).pixels)
        self._asked = [tag for tag in self._asked if tag.take_name != name]
        self._broken.discard(name)

    def update(self) -> None:
        """Show what is there for the clock's moment and ask for what is missing."""
        if not self._state.gallery.visible or self._state.document.project is None:
            return
        cells = self._cells()
        self._borrow_clock(cells)
        if not cells or min(self._size_px) < 2:
            self._show({})
            return
        self._show_moment(cells)
        self._ask(cells)

    def take_picture(self, picture: Picture) -> bool:
        """Keep a picture that was asked for.

        Returns:
            False when it is none of the gallery's.
        """
        tag = picture.tag
        if not isinstance(tag, CellTag):
            return False
        if tag in self._asked:  # those before it were replaced while they waited
            del self._asked[: self._asked.index(tag) + 1]
        if picture.query.scene.project != self._state.document.project:
            return True  # it was under way when that project was left
        shelf = self._shelf(tag.sight)
        old = shelf.get((tag.take_name, tag.frame))
        self._bytes += len(picture.pixels) - (len(old.pixels) if old is not None else 0)
        shelf[tag.take_name, tag.frame] = picture
        self._make_room()
        return True

    def take_failure(self, failed: ViewFailed) -> bool:
        """A picture could not be drawn; that is told, and its take is not asked for again.

        One whose project is away is asked for when it could be read, see `mend`.

        Returns:
            False when it is none of the gallery's.
        """
        name = None if failed.scene is None else failed.scene.take_name
        ours = name is not None and any(tag.take_name == name for tag in self._asked)
        self._asked.clear()
        if ours and name is not None and failed.scene is not None:
            self._broken.add(name)
            if failed.scene.project == self._state.document.project and not failed.away:
                self._state.notices.post("error", failed.line)
        return ours

    def mend(self, name: str | None) -> None:
        """A take was read: its pictures may be asked for again."""
        self._broken.discard(name or "")

    def cached_count(self, key: str) -> int:
        """Frames of a candidate whose pictures are there for its present camera."""
        return sum(
            (cell.take.take_name, frame) in cell.shelf
            for cell in self._cells()
            if cell.take.key == key
            for frame in range(cell.take.frame_count)
        )

    @property
    def complete(self) -> bool:
        """Whether every picture of what is shown is there."""
        return next(self._missing(self._cells()), None) is None

    def _camera(self, key: str) -> ViewCamera:
        return self._state.gallery.camera_of(key, self._state.viewport.camera)

    def _move(self, key: str, camera: ViewCamera) -> None:
        gallery = self._state.gallery
        if gallery.linked:
            self._viewport.set_camera(camera)
        else:
            gallery.cameras = tuple((dict(gallery.cameras) | {key: camera}).items())

    def _sight(self, key: str) -> CellSight:
        viewport = self._state.viewport
        return CellSight(
            self._camera(key), self._size_px, viewport.stage, viewport.settings, viewport.overlays
        )

    def _cells(self) -> list[_Cell]:
        cells, takes = [], shown_takes(self._state)
        clock_dt_s = min((take.frame_dt_s for take in takes), default=0.04)
        for take in takes:
            sight = self._sight(take.key)
            cells.append(_Cell(take, sight, self._shelf(sight), clock_dt_s))
        return cells

    def _shelf(self, sight: CellSight) -> Shelf:
        """Pictures of one sight; the sight used last is dropped last."""
        shelf = self._shelves.setdefault(sight, {})
        self._shelves.move_to_end(sight)
        return shelf

    def _make_room(self) -> None:
        if self._bytes <= CACHE_BYTES:
            return
        used = {cell.sight for cell in self._cells()}
        for sight in tuple(self._shelves):
            if self._bytes <= CACHE_BYTES:
                return
            if sight not in used:
                shelf = self._shelves.pop(sight)
                self._bytes -= sum(len(one.pixels) for one in shelf.values())

    def _borrow_clock(self, cells: list[_Cell]) -> None:
        count = _moment_count(cells)
        dt_s = cells[0].clock_dt_s if cells else 0.04
        self._playback.borrow(ClipLength(count, count, growing=False, frame_dt_s=dt_s))
        shown = self._state.gallery.takes or self._state.candidates.shown_set
        if count and shown != self._begun:  # the first to come begin to play by themselves
            self._begun = shown
            self._playback.play()

    def _show_moment(self, cells: list[_Cell]) -> None:
        """The clock's frame, or the last one before it that every cell has."""
        wanted = self._state.playback.frame
        for frame in range(wanted, -1, -1):
            pictures = {cell.take.key: cell.picture(frame) for cell in cells}
            whole = {key: one for key, one in pictures.items() if one is not None}
            if len(whole) == len(cells):
                self.frame = frame
                self._show(whole)
                return
        self.frame = wanted
        stand_ins = {cell.take.key: self._stand_in(cell, wanted) for cell in cells}
        self._show({key: one for key, one in stand_ins.items() if one is not None})

    def _stand_in(self, cell: _Cell, frame: int) -> Picture | None:
        """What a cell shows while others are not there: its frame, or what it has shown."""
        picture = cell.picture(frame) or self.shown.get(cell.take.key)
        if picture is None or picture.query.scene.take_name != cell.take.take_name:
            return None
        return picture

    def _show(self, pictures: dict[str, Picture]) -> None:
        same = pictures.keys() == self.shown.keys() and all(
            pictures[key] is self.shown[key] for key in pictures
        )
        if not same:
            self.shown = pictures
            self.on_pictures()

    def _ask(self, cells: list[_Cell]) -> None:
        """Keep the view process at work: the present frame first, then the others."""
        if len(self._asked) >= IN_FLIGHT:
            return
        for tag in self._missing(cells):
            if tag not in self._asked:
                self._asked.append(tag)
                self._drawer.request(self._query(tag), tag)
                if len(self._asked) >= IN_FLIGHT:
                    return

    def _missing(self, cells: list[_Cell]) -> Iterator[CellTag]:
        """Pictures that are not there, those needed first in front."""
        others = () if self._bytes > CACHE_BYTES else spread_order(_moment_count(cells))
        for frame in (self._state.playback.frame, *others):
            for cell in cells:
                name, own = cell.take.take_name, cell.own_frame(frame)
                if (name, own) not in cell.shelf and name not in self._broken:
                    yield CellTag(cell.sight, name, own)

    def _query(self, tag: CellTag) -> FrameQuery:
        project, sight = self._state.document.project, tag.sight
        if project is None:
            raise ValueError("no project is open")
        return FrameQuery(
            SceneRef(project, tag.take_name),
            tag.frame,
            sight.camera.camera(*sight.size_px),
            STAGES[sight.stage],
            sight.settings,
            sight.overlays,
        )


def _moment_count(cells: list[_Cell]) -> int:
    """Frames of the clock until the longest take has ended."""
    return max(
        (
            round((cell.take.frame_count - 1) * cell.take.frame_dt_s / cell.clock_dt_s) + 1
            for cell in cells
        ),
        default=0,
    )


@cache
def spread_order(count: int) -> tuple[int, ...]:
    """Frames 0 to count − 1, first far apart, then between: early ones already show the motion."""
    bits = max(count - 1, 1).bit_length()
    mirrored = (int(f"{index:0{bits}b}"[::-1], 2) for index in range(1 << bits))
    return tuple(frame for frame in mirrored if frame < count)
