"""`PictureCache`: pictures drawn lately, so that a looping take need not be drawn again."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from render.base import RenderSettings
from render.overlays import Overlays
from studio.jobs.cloud_look import PLAIN_LOOK, CloudLook
from studio.jobs.view_messages import COLOR_PASS, SceneRef
from studio.jobs.view_runner import Picture
from studio.state.navigation import ViewCamera
from studio.state.shot_camera import ShotCamera

CACHE_BYTES = 320 * 2**20


@dataclass(frozen=True, slots=True)
class PictureKey:
    """What a picture shows, apart from its resolution."""

    scene: SceneRef
    frame: int
    camera: ViewCamera | ShotCamera
    pane: tuple[int, int]
    stage: str
    settings: RenderSettings
    overlays: Overlays
    look: CloudLook = PLAIN_LOOK
    pass_name: str = COLOR_PASS


class PictureCache:
    """Keeps the sharpest picture of each key; the one used longest ago leaves first."""

    def __init__(self, limit_bytes: int = CACHE_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self._pictures: OrderedDict[PictureKey, Picture] = OrderedDict()
        self._bytes = 0

    def get(self, key: PictureKey, min_width: int) -> Picture | None:
        """The picture of a key when it is at least `min_width` px wide."""
        picture = self._pictures.get(key)
        if picture is None or picture.query.camera.width < min_width:
            return None
        self._pictures.move_to_end(key)
        return picture

    def put(self, key: PictureKey, picture: Picture) -> None:
        """Keep a picture unless a sharper one is there."""
        old = self._pictures.pop(key, None)
        if old is not None:
            self._bytes -= len(old.pixels)
            if old.query.camera.width > picture.query.camera.width:
                picture = old
        self._pictures[key] = picture
        self._bytes += len(picture.pixels)
        while self._bytes > self._limit_bytes and len(self._pictures) > 1:
            _, dropped = self._pictures.popitem(last=False)
            self._bytes -= len(dropped.pixels)

    def clear(self) -> None:
        """Forget everything."""
        self._pictures.clear()
        self._bytes = 0
