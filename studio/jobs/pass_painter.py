"""`PassPainter`: draws depth, normals, strain and the other passes for the viewport."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from render.base import Renderer
from render.clips.clip import ClipArrays
from render.gaussians import GaussianCloud
from render.passes.clip_passes import LABELS_OF, MOTION, ClipPasses
from render.passes.frame_scene import FrameScene
from render.passes.legend import draw_legend
from render.passes.pass_image import PassImage
from render.passes.picture import to_picture
from render.passes.registry import checked_passes, render_pass
from render.passes.scalar_passes import SCALARS
from sim.frame_scalars import TakePasses
from studio.jobs.scene_reader import SceneReader
from studio.jobs.view_messages import FrameQuery, SceneRef

Picture = npt.NDArray[np.uint8]

_STILL_DT_S = 0.04
_LEGEND_PX = 380
"""Side of the corner that a legend may take [px]."""


def _with_legend(picture: Picture, image: PassImage) -> Picture:
    """A picture with a small legend in its lower right corner, away from the object."""
    if image.legend is None:
        return picture
    corner = (slice(-_LEGEND_PX, None), slice(-_LEGEND_PX, None))
    drawn = picture.copy()
    drawn[corner] = draw_legend(np.ascontiguousarray(picture[corner]), image.legend)
    return drawn


def needs_rows(name: str) -> bool:
    """Whether a pass shows something known of each Gaussian of the object."""
    return name in SCALARS or name in MOTION or name in LABELS_OF


class PassPainter:
    """Keeps what was found of a take's values, so that playing finds nothing anew."""

    def __init__(self, renderer: Renderer, reader: SceneReader) -> None:
        """Draw with a renderer what a reader reads."""
        self._renderer = renderer
        self._reader = reader
        self._values: tuple[tuple[SceneRef, int, str, int], ClipPasses] | None = None

    def paint(self, query: FrameQuery, cloud: GaussianCloud) -> npt.NDArray[np.uint8]:
        """Draw a query's pass with its legend.

        Args:
            query: View and name of the pass.
            cloud: What is shown of its frame.

        Returns:
            BGRX picture, shape [H, W, 4].

        Raises:
            InputError: If the pass is unknown or nothing is known of it here.
        """
        name = checked_passes([query.pass_name])[0]
        scene = self._scene(query, name, cloud)
        image = render_pass(name, scene, query.camera, self._renderer, query.settings)
        picture = _with_legend(to_picture(image)[:, :, :3], image)
        pixels = np.full((*picture.shape[:2], 4), 255, np.uint8)
        pixels[:, :, :3] = picture[:, :, ::-1]
        return pixels

    def _scene(self, query: FrameQuery, name: str, cloud: GaussianCloud) -> FrameScene:
        if not needs_rows(name):
            return FrameScene(cloud)
        passes = self._passes(query, name)
        last = passes.clip.frame_count - 1
        frame = min(query.frame, last)
        if name in MOTION:
            after = self._reader.cloud(query.scene, min(frame + 1, last))
            return FrameScene(cloud, after if frame < last else None)
        if name in LABELS_OF:
            labels = LABELS_OF[name]
            return FrameScene(
                cloud,
                labels={label: passes.labels(label) for label in labels},
                label_names={label: passes.label_names(label) for label in labels},
            )
        return replace(passes.scene(frame), cloud=cloud, camera=None)

    def _passes(self, query: FrameQuery, name: str) -> ClipPasses:
        """Values of a take, or of the object at rest."""
        take = self._reader.take(query.scene)
        count = 1 if take is None else take.frame_count
        key = (query.scene, self._reader.edition(query.scene), name, count)
        if self._values is None or self._values[0] != key:
            names = [name] if name in SCALARS else []
            if take is None:
                still = ClipArrays((self._reader.cloud(query.scene, 0),), _STILL_DT_S)
                made = ClipPasses(still, names, lambda _index: query.camera)
            else:
                made = TakePasses(take, names, lambda _index: query.camera)
            self._values = (key, made)
        return self._values[1]
