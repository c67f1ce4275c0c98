"""What the viewport shows apart from the frame: camera, background, ground."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from psygnal import SignalGroupDescriptor

from render.backdrop import Backdrop, CheckerBackdrop, GradientBackdrop
from render.base import RenderSettings, SplatStyle
from render.overlays import Overlays
from render.stage import StageLook
from studio.state.navigation import ViewCamera
from studio.state.orbit_camera import OrbitCamera
from studio.state.shot_camera import ShotCamera

STAGES: dict[str, Backdrop] = {
    "dark": StageLook(
        floor=(0.15, 0.158, 0.175), horizon=(0.105, 0.112, 0.128), zenith=(0.075, 0.08, 0.094)
    ),
    "grey": StageLook(
        floor=(0.44, 0.445, 0.455), horizon=(0.38, 0.385, 0.395), zenith=(0.3, 0.305, 0.315)
    ),
    "light": StageLook(),
    "gradient": GradientBackdrop(ground_z_m=0.0),
    "checker": CheckerBackdrop(ground_z_m=0.0),
}
"""What is behind the Gaussians in the viewport, by name; "light" is that of exported videos."""


@dataclass
class ViewportState:
    """Viewport intent; every field is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()
    REMEMBERED: ClassVar[tuple[str, ...]] = ("camera", "stage", "overlays")

    camera: ViewCamera = field(default_factory=OrbitCamera)
    """Present view."""
    through: ShotCamera | None = None
    """View of a camera that is looked through until the person moves; None for `camera`."""
    fly_speed_m_s: float = 0.5
    """Speed of the last flight, which the next one starts with [m/s]."""
    home: OrbitCamera = field(default_factory=OrbitCamera)
    """View of the photo, taken by the Home command."""
    stage: str = "dark"
    """Key of `STAGES`."""
    style: SplatStyle = SplatStyle.SPLATS
    """What is drawn of each Gaussian."""
    sh_degree: int = 3
    """Bands of view-dependent colour above this degree are left out."""
    antialiased: bool = False
    """Keep the light of small Gaussians instead of fattening them."""
    overlays: Overlays = field(default_factory=Overlays)
    """Grid, axes and bounds."""
    pass_name: str = "colour"
    """What is shown of the object: a name of `render.passes.registry.PASSES`."""
    hud: bool = False
    """Show frame time, Gaussians, back-end and resolution."""
    view_cube: bool = True
    """Show the cube whose faces are views."""
    tool: str = "navigate"
    """Tool that the pointer works with; "navigate" moves the camera."""
    bounds: tuple[tuple[float, float, float], tuple[float, float, float]] | None = None
    """Lower and upper corner of what is shown [m]; None while unknown."""

    @property
    def seen_through(self) -> ViewCamera | ShotCamera:
        """The camera whose view is shown."""
        return self.through or self.camera

    @property
    def settings(self) -> RenderSettings:
        """How the Gaussians are drawn, before any backdrop."""
        return RenderSettings(
            background=(0.0, 0.0, 0.0),
            max_sh_degree=self.sh_degree,
            antialiased=self.antialiased,
            style=self.style,
        )
