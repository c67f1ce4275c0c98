"""`CloudFeed`: keeps a window that draws with OpenGL supplied with the cloud it shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from studio.jobs.view_messages import CloudQuery, SceneRef
from studio.jobs.view_runner import CloudFrame


class CloudDrawer(Protocol):
    """What the feed needs of `studio.jobs.view_runner.ViewRunner`."""

    def request(self, query: CloudQuery) -> None:
        """Ask for a cloud; only the newest question counts."""
        ...


class CloudFeed:
    """Asks for geometry whenever scene or frame change, and for colours once a scene."""

    def __init__(self, drawer: CloudDrawer) -> None:
        """Feed from a drawer."""
        self._drawer = drawer
        self._asked: CloudQuery | None = None
        self._colored: SceneRef | None = None
        self.on_cloud: Callable[[CloudFrame], None] = lambda _cloud: None

    def show(self, scene: SceneRef, frame: int, gaussian_count: int, band_count: int) -> None:
        """Ask for a frame, if it is not there or under way.

        Args:
            scene: What is shown.
            frame: Frame of the take, from 0.
            gaussian_count: Gaussians of the scene.
            band_count: Spherical-harmonic coefficients of each.
        """
        wanted = CloudQuery(scene, frame, gaussian_count, band_count, self._colored != scene)
        if wanted != self._asked:
            self._asked = wanted
            self._drawer.request(wanted)

    def take(self, cloud: CloudFrame) -> None:
        """Hand a cloud on, unless another scene is shown by now."""
        if self._asked is None or cloud.query.scene != self._asked.scene:
            return
        if cloud.query.with_colors:
            self._colored = cloud.query.scene
            if self._asked == cloud.query:  # the same frame without colours is here, too
                query = cloud.query
                self._asked = CloudQuery(
                    query.scene, query.frame, query.gaussian_count, query.band_count, False
                )
        self.on_cloud(cloud)

    def reset(self) -> None:
        """Forget what was asked and handed on."""
        self._asked = None
        self._colored = None
