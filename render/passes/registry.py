"""All passes by name, and how a renderer's pictures become them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from render.backdrop_renderer import BLACK, BackdropRenderer, straight_rgba
from render.base import Renderer, RenderOutput, RenderSettings
from render.camera import Camera
from render.errors import InputError
from render.passes.basic_passes import BASIC_PASSES
from render.passes.frame_scene import FrameScene
from render.passes.motion_passes import MOTION_PASSES
from render.passes.packed_passes import PACKED_PASSES
from render.passes.pass_image import PassImage
from render.passes.pass_kind import LEAST_COVERAGE, DrawnScene, PassKind
from render.passes.scalar_passes import SCALAR_PASSES

FloatArray = npt.NDArray[np.float32]

PASSES: dict[str, PassKind] = {
    kind.name: kind for kind in (*BASIC_PASSES, *SCALAR_PASSES, *MOTION_PASSES, *PACKED_PASSES)
}
"""Every pass by its name, in the order in which people are shown them."""


def checked_passes(names: Iterable[str]) -> tuple[str, ...]:
    """Pass names, each once, in the order given.

    Raises:
        InputError: If one is unknown; the message lists the known ones.
    """
    chosen = tuple(dict.fromkeys(names))
    unknown = [name for name in chosen if name not in PASSES]
    if unknown:
        raise InputError(f"unknown pass {unknown[0]!r}; use: {', '.join(PASSES)}")
    return chosen


def render_pass(
    name: str,
    scene: FrameScene,
    camera: Camera,
    renderer: Renderer,
    settings: RenderSettings | None = None,
) -> PassImage:
    """Draw one pass of one view; see `render_passes`."""
    return render_passes([name], scene, camera, renderer, settings)[name]


def render_passes(
    names: Iterable[str],
    scene: FrameScene,
    camera: Camera,
    renderer: Renderer,
    settings: RenderSettings | None = None,
) -> dict[str, PassImage]:
    """Draw several passes of one view at once; the Gaussians are drawn a single time.

    Args:
        names: Passes to draw.
        scene: The frame.
        camera: The view, or a part of the scene's.
        renderer: Any back-end; one with a backdrop gives the colour its backdrop.
        settings: Background, low-pass, colour degree and style; None takes the defaults.

    Returns:
        The passes by name.

    Raises:
        InputError: If a pass is unknown, or the scene lacks what it needs.
    """
    kinds = [PASSES[name] for name in checked_passes(names)]
    features = {
        kind.name: kind.features(scene, camera) for kind in kinds if kind.features is not None
    }
    settings = settings or RenderSettings()
    behind = renderer if isinstance(renderer, BackdropRenderer) else None
    output = (behind.inner if behind else renderer).render(
        scene.cloud,
        camera,
        replace(settings, background=BLACK) if behind else settings,
        features=np.concatenate(list(features.values()), axis=1) if features else None,
        with_ids=any(kind.with_ids for kind in kinds),
    )
    picture = _picture(behind, output, scene, camera)
    blended = _blended(output, {name: values.shape[1] for name, values in features.items()})
    drawn = DrawnScene(scene, camera, output, picture, _NO_FEATURES)
    return {
        kind.name: kind.compose(replace(drawn, blended=blended.get(kind.name, _NO_FEATURES)))
        for kind in kinds
    }


def _picture(
    behind: BackdropRenderer | None, output: RenderOutput, scene: FrameScene, camera: Camera
) -> FloatArray:
    """The finished colour, with straight alpha where it is transparent."""
    if behind is None:
        return output.color
    finished = behind.finished(output, scene.cloud, camera)
    return straight_rgba(finished) if behind.backdrop is None else finished.color


def _blended(output: RenderOutput, widths: dict[str, int]) -> dict[str, FloatArray]:
    """Blended features over the coverage, by pass."""
    if output.features is None:
        return {}
    alpha = np.where(output.alpha >= LEAST_COVERAGE, output.alpha, np.inf)[:, :, None]
    means = (output.features / alpha).astype(np.float32)
    ends = np.cumsum(list(widths.values()))[:-1]
    return dict(zip(widths, np.split(means, ends, axis=2), strict=True))


_NO_FEATURES = np.zeros((0, 0, 0), np.float32)
