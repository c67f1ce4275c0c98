"""Questions about the Gaussians of a view, and their answers; answered in the view process."""

from __future__ import annotations

from dataclasses import dataclass

from render.camera import Camera
from sim.scene.checks import Vec3
from sim.scene.shapes import Box, Sphere
from studio.jobs.cloud_look import PLAIN_LOOK, CloudLook
from studio.jobs.preview_messages import Preview, PreviewQuestion
from studio.jobs.view_messages import Bounds, SceneRef
from studio.state.bitmask import BitMask
from studio.state.selection import Histogram, SplatValue

Point = tuple[float, float]
"""x and y [px of the camera's picture]."""


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """What is looked at, and from where."""

    scene: SceneRef
    """What is shown."""
    frame: int
    """Frame of the take, from 0."""
    camera: Camera
    """The view."""
    look: CloudLook = PLAIN_LOOK
    """Pose and marks; what is unseen is never found."""


@dataclass(frozen=True, slots=True)
class Polygon:
    """The inside of a closed outline in the picture: a rectangle or a lasso."""

    points: tuple[Point, ...]
    """Corners in order; overlapping parts count by the even-odd rule."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """What a round brush went over in the picture."""

    points: tuple[Point, ...]
    """Where it went."""
    radius_px: float
    """Its radius [px of the camera's picture]."""


@dataclass(frozen=True, slots=True)
class ValueRange:
    """Gaussians with a value between two."""

    value: SplatValue
    """Which value."""
    low: float
    """Smallest; a hue may run from more to less, through 0."""
    high: float
    """Largest."""


@dataclass(frozen=True, slots=True)
class LikeColor:
    """Gaussians of one colour."""

    color: Vec3
    """sRGB, 0 to 1."""
    tolerance: float
    """Largest difference of a channel."""


@dataclass(frozen=True, slots=True)
class ConnectedAt:
    """The connected part that is seen at a pixel."""

    point: Point
    """Pixel."""
    gap_share: float
    """Gap that still connects, in shares of the longest side of what is shown."""


@dataclass(frozen=True, slots=True)
class Floaters:
    """Leftovers of the reconstruction."""

    strength: float
    """0 to 1."""


@dataclass(frozen=True, slots=True)
class Near:
    """Gaussians about as near to some as a gap, these too."""

    mask: BitMask
    """Those that others are near to; only drawn ones count."""
    gap_share: float
    """The gap, in shares of the longest side of what is shown."""


Choice = Polygon | Stroke | Box | Sphere | ValueRange | LikeColor | ConnectedAt | Floaters | Near


@dataclass(frozen=True, slots=True, eq=False)
class ChooseQuestion:
    """Which Gaussians does this choose?"""

    sight: Sight
    """What is looked at."""
    choice: Choice
    """What is chosen."""
    through: bool = True
    """Whether outlines and strokes reach what lies behind what is seen."""


@dataclass(frozen=True, slots=True, eq=False)
class PickQuestion:
    """What is under this pixel?"""

    sight: Sight
    """What is looked at."""
    point: Point
    """Pixel."""


@dataclass(frozen=True, slots=True, eq=False)
class HistogramQuestion:
    """How is this value distributed over what is seen?"""

    sight: Sight
    """What is looked at."""
    value: SplatValue
    """Which value."""


@dataclass(frozen=True, slots=True, eq=False)
class BoundsQuestion:
    """Which box holds these Gaussians?"""

    sight: Sight
    """What is looked at."""
    mask: BitMask
    """Which ones; those that are not drawn do not count."""
    percentile: float = 1.0
    """Share that may lie outside at either end of an axis, in percent."""


@dataclass(frozen=True, slots=True)
class Picked:
    """What is under a pixel."""

    point_m: Vec3
    """Point on the surface, or on the ground where there is none [m]."""
    gaussian: int = -1
    """The Gaussian that is seen there; -1 for the ground."""
    color: Vec3 = (0.0, 0.0, 0.0)
    """Its plain sRGB colour, 0 to 1."""


Question = ChooseQuestion | PickQuestion | HistogramQuestion | BoundsQuestion | PreviewQuestion
Answer = BitMask | Picked | Histogram | Bounds | Preview | None
"""Mask, point, histogram, box or picture; None where there is nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class AskOrder:
    """A question on its way to the view process."""

    generation: int
    """Number of the question; answers that nobody waits for any more are dropped."""
    channel: str
    """Of the questions of a channel only the newest counts; all count where it is empty."""
    question: Question
    """The question."""


@dataclass(frozen=True, slots=True)
class CancelOrder:
    """Nobody waits for an answer any more."""

    generation: int
    """Number of the question."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer."""

    generation: int
    """Number of the question."""
    answer: Answer
    """The answer."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that could not be answered."""

    generation: int
    """Number of the question."""
    line: str
    """Why, in one clear line."""
