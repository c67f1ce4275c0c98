"""What the window asks of the view process, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from render.backdrop import Backdrop
from render.base import RenderSettings
from render.camera import Camera
from render.ground_shadow import GroundShadow
from render.overlays import Overlays
from studio.jobs.cloud_look import PLAIN_LOOK, CloudLook
from studio.state.document import TakeSummary

Bounds = tuple[tuple[float, float, float], tuple[float, float, float]]
"""Lower and upper corner [m]."""

GEOMETRY_FLOATS = 11
"""Values of a Gaussian that change from frame to frame: mean, quaternion, scales and opacity."""

NO_OVERLAYS = Overlays()
COLOR_PASS = "colour"
"""Name of the pass that shows the object as it is."""


@dataclass(frozen=True, slots=True)
class SceneRef:
    """What is shown: a take of a project, or its object at rest."""

    project: Path
    """Folder `NAME.p4d`."""
    take_name: str | None = None
    """Name of the take; None means the object at rest."""


@dataclass(frozen=True, slots=True, eq=False)
class FrameQuery:
    """One picture the viewport wants."""

    scene: SceneRef
    """What to draw."""
    frame: int
    """Frame of the take, from 0."""
    camera: Camera
    """View with picture size."""
    backdrop: Backdrop
    """What is behind the Gaussians."""
    settings: RenderSettings
    """How the Gaussians are drawn; the background colour is not used."""
    overlays: Overlays = NO_OVERLAYS
    """Grid, axes and bounds."""
    look: CloudLook = PLAIN_LOOK
    """Pose and marks."""
    pass_name: str = COLOR_PASS
    """Name in `render.passes.registry.PASSES`."""

    @property
    def byte_count(self) -> int:
        """Size of the picture, BGRX."""
        return 4 * self.camera.width * self.camera.height


@dataclass(frozen=True, slots=True)
class CloudQuery:
    """One cloud that the window draws itself through OpenGL."""

    scene: SceneRef
    """What to read."""
    frame: int
    """Frame of the take, from 0."""
    gaussian_count: int
    """Gaussians of the scene, as it was described."""
    band_count: int
    """Spherical-harmonic coefficients of each, 1, 4, 9 or 16."""
    with_colors: bool
    """Hand colours over too; plain ones are the same for all frames of a scene."""
    look: CloudLook = PLAIN_LOOK
    """Pose and marks."""

    @property
    def byte_count(self) -> int:
        """Size of the answer: float32 values, means, quats, scales, opacities, then colours."""
        values = GEOMETRY_FLOATS + (3 * self.band_count if self.with_colors else 0)
        return 4 * self.gaussian_count * values


@dataclass(frozen=True, slots=True, eq=False)
class FrameOrder:
    """A query on its way to the view process."""

    generation: int
    """Number of the query; later numbers replace earlier ones."""
    query: FrameQuery | CloudQuery
    """What to draw or read."""
    buffer_name: str
    """Shared memory to write to: a picture as BGRX, 8 bit, row after row, or a cloud's arrays."""


@dataclass(frozen=True, slots=True)
class DescribeOrder:
    """Asks for the facts of a scene."""

    scene: SceneRef
    """Which scene."""


@dataclass(frozen=True, slots=True)
class BackendOrder:
    """Chooses what draws pictures."""

    backend: str
    """Name of `render.registry`: "cpu_tiles" or "gsplat_cuda"."""


@dataclass(frozen=True, slots=True)
class ViewNotice:
    """Something the user should know about the pictures that follow."""

    line: str
    """One clear line."""


@dataclass(frozen=True, slots=True)
class FrameReady:
    """A picture lies in shared memory."""

    generation: int
    """Number of the query it answers."""
    draw_ms: float
    """Time it took [ms]."""
    shadow: GroundShadow | None = None
    """Shadow of a cloud on the ground; None for pictures."""
    backend: str = ""
    """What drew a picture: a name of `render.registry`."""


@dataclass(frozen=True, slots=True)
class SceneDescribed:
    """Facts of a scene."""

    scene: SceneRef
    """Which scene."""
    gaussian_count: int
    """Gaussians of the object."""
    bounds: Bounds
    """1 to 99 % bounds of the frames that exist [m]."""
    take: TakeSummary | None = None
    """Facts of the take; None for the object at rest."""
    band_count: int = 1
    """Spherical-harmonic coefficients of each Gaussian."""


@dataclass(frozen=True, slots=True)
class ViewFailed:
    """A picture or description could not be made."""

    generation: int
    """Number of the query, 0 for a description."""
    line: str
    """One clear line."""
    scene: SceneRef | None = None
    """Which scene."""
    away: bool = False
    """Whether its whole project is out of reach, and may come back."""
