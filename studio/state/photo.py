"""What a person knows better than the model: mask, camera, further views; and which model is asked.

Places on the photo are in units of its longer side, x to the right and y down from its upper left
corner, as `models.mask_edits` has them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Literal

from psygnal import SignalGroupDescriptor

from models.mask_edits import MaskEdit, Point
from sim.adapter_use import AdapterUse
from sim.project import PHOTO_NAME
from studio.state.model_choice import ModelChoice
from studio.state.model_facts import ModelFacts

PhotoTool = Literal["brush", "eraser", "polygon", "measure", "level"]
PHOTO_TOOLS: tuple[PhotoTool, ...] = ("brush", "eraser", "polygon", "measure", "level")
PHOTO = Path(PHOTO_NAME)
"""The project's own photo among the views."""
VIEWS_FOLDER = "views"
"""Folder of the project with pictures of further sides."""
MAX_VIEWS = 4
"""Most views that a prediction takes."""
DISTANCE_RANGE = (0.8, 12.0)
"""Distances of a camera, in longest sides of the object."""
GROWTH_STEP = 0.004
"""How far one step of growing or shrinking moves the outline, in longer sides of the photo."""
FEATHER_STEP = 0.003
"""Softness that one step of feathering adds, in longer sides of the photo."""


@dataclass(frozen=True, slots=True)
class GivenCamera:
    """The camera of a view as a pose file gives it."""

    lens: tuple[float, float, float, float]
    """fx, fy, cx, cy [px]."""
    size_px: tuple[int, int]
    """Width and height of the picture [px]."""
    world_to_camera: tuple[float, ...]
    """Rigid pose with OpenCV axes, 4 x 4 values row by row."""


@dataclass(frozen=True, slots=True)
class PhotoView:
    """One picture of the object and where it was taken from."""

    picture: Path
    """Picture file in the project's folder; `PHOTO` is the project's own photo."""
    azimuth_deg: float = 0.0
    """Direction of the camera round the object; 0 is the photo's, 90 shows its right side."""
    elevation_deg: float | None = None
    """How far it looks down [degrees]; None for the photo's own."""
    distance: float | None = None
    """Distance from the object's centre, in longest sides; None lets its apparent size say."""
    given: GivenCamera | None = None
    """Camera of a pose file, which stands for the three values above."""


@dataclass(frozen=True, slots=True)
class PhotoWishes:
    """Everything that the next prediction is told."""

    mask_edits: tuple[MaskEdit, ...] = ()
    """What was done to the mask that was found."""
    fov_deg: float | None = None
    """Vertical field of view [degrees]; None takes what is found."""
    found_fov_deg: float | None = None
    """What was found when a person first set another; None while nobody has, or none was."""
    elevation_deg: float | None = None
    """How far the camera looks down [degrees]; None lets the model say."""
    found_elevation_deg: float | None = None
    """What the model said when a person first set another."""
    roll_deg: float = 0.0
    """Turn of the camera about its axis, clockwise for the photographer [degrees]."""
    views: tuple[PhotoView, ...] = ()
    """Pictures with known cameras; none predicts from the photo alone."""
    model: ModelChoice = field(default_factory=ModelChoice)
    """Which model predicts."""


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """What is known of the photo of the open project."""

    project: Path
    """Folder of the project."""
    photo: Path
    """The photo's file."""
    found_mask: Path
    """The mask before a person's edits."""
    size_px: tuple[int, int]
    """Width and height [px]."""
    fov_deg: float | None
    """Vertical field of view of the last prediction [degrees]; None where nobody knows it."""
    elevation_deg: float | None
    """Elevation of the last prediction [degrees]."""
    model: str
    """Name of the model that predicted."""
    view_source: str
    """Which views it saw, in words."""
    adapter: AdapterUse | None = None
    """Preference adapter that had a part in what is said of the material; None for none."""
    number: int = 0
    """Counts predictions of this session, so that files that were written anew are read anew."""

    @property
    def extent(self) -> tuple[float, float]:
        """Width and height in longer sides."""
        longer = max(self.size_px)
        return self.size_px[0] / longer, self.size_px[1] / longer


@dataclass
class PhotoState:
    """The photo panel; every field is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()
    SAVED: ClassVar[tuple[str, ...]] = ("wishes",)
    REMEMBERED: ClassVar[tuple[str, ...]] = ("predicted",)

    wishes: PhotoWishes = field(default_factory=PhotoWishes)
    """What the next prediction is told."""
    predicted: PhotoWishes = field(default_factory=PhotoWishes)
    """What the last one was told."""
    facts: PhotoFacts | None = None
    """What is known of the photo; None without one."""
    tool: PhotoTool = "brush"
    """What the pointer does on the photo."""
    brush_radius: float = 0.02
    """Radius of brush and eraser, in longer sides."""
    overlay: bool = True
    """Whether the mask is laid over the photo."""
    opacity: float = 0.45
    """Opacity of the mask, 0 to 1."""
    draft: tuple[Point, ...] = ()
    """What is being drawn: the way of a stroke, corners of an outline, ends of a line."""
    erasing: bool = False
    """Whether the stroke that is being drawn takes away."""
    measured: tuple[Point, Point] | None = None
    """Line of known length; None before one was drawn."""
    mask_number: int = 0
    """Counts masks that were computed, so that views know of a new one."""
    page_shown: bool = False
    """Whether the photo stands in the middle of the window."""
    model_facts: ModelFacts | None = None
    """What the files of the chosen model say; None while they are read, or when they cannot be."""
    model_problem: str = ""
    """Why they cannot; empty otherwise."""
    predicting: int | None = None
    """Number of the job that predicts again; None for none."""

    @property
    def changed(self) -> bool:
        """Whether the next prediction would be told something else than the last one."""
        return self.wishes != self.predicted
