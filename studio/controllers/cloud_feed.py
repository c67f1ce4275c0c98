"""`CloudFeed`: keeps a window that draws with OpenGL supplied with the cloud it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from studio.jobs.cloud_look import PLAIN_LOOK, CloudLook
from studio.jobs.view_messages import CloudQuery, SceneRef
from studio.jobs.view_runner import CloudFrame


class CloudDrawer(Protocol):
    """What the feed needs of `studio.jobs.view_runner.ViewRunner`."""

    def request(self, query: CloudQuery) -> None:
        """Ask for a cloud; only the newest question counts."""
        ...


class CloudFeed:
    """Asks for geometry whenever scene or frame change, and for colours once a scene.

    Colours that depend on the viewing direction turn with their Gaussians: they come every time.
    """

    def __init__(self, drawer: CloudDrawer) -> None:
        """Feed from a drawer."""
        self._drawer = drawer
        self._asked: CloudQuery | None = None
        self._colored: tuple[SceneRef, CloudLook] | None = None
        self.on_cloud: Callable[[CloudFrame], None] = lambda _cloud: None

    def show(
        self,
        scene: SceneRef,
        frame: int,
        gaussian_count: int,
        band_count: int,
        look: CloudLook = PLAIN_LOOK,
    ) -> None:
        """Ask for a frame, if it is not there or under way.

        Args:
            scene: What is shown.
            frame: Frame of the take, from 0.
            gaussian_count: Gaussians of the scene.
            band_count: Spherical-harmonic coefficients of each.
            look: Pose and marks.
        """
        colors = self._colored != (scene, look.tint) or band_count > 1
        wanted = CloudQuery(scene, frame, gaussian_count, band_count, colors, look)
        if wanted != self._asked:
            self._asked = wanted
            self._drawer.request(wanted)

    def take(self, cloud: CloudFrame) -> None:
        """Hand a cloud on, unless another scene is shown by now."""
        if self._asked is None or cloud.query.scene != self._asked.scene:
            return
        if cloud.query.with_colors:
            self._colored = (cloud.query.scene, cloud.query.look.tint)
            if self._asked == cloud.query and cloud.query.band_count == 1:
                self._asked = replace(cloud.query, with_colors=False)  # is here, too
        self.on_cloud(cloud)

    def ask_again(self) -> None:
        """Ask anew at the next chance: the last question could not be answered."""
        self._asked = None

    def reset(self) -> None:
        """Forget what was asked and handed on."""
        self._asked = None
        self._colored = None
