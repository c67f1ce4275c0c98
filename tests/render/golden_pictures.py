"""Golden pictures of the reference; run this file to draw them anew after a change of definition.

python tests/render/golden_pictures.py
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image
from render_scenes import random_cloud

from render.base import RenderSettings, SplatStyle
from render.camera import Camera
from render.reference import ReferenceRenderer

FOLDER = Path(__file__).with_name("golden")
CAMERA = Camera.look_at((1.5, -0.9, 0.6), (0, 0, 0), width=64, height=64)
VIEWS: dict[str, tuple[Camera, RenderSettings]] = {
    "degree_0": (CAMERA, RenderSettings(max_sh_degree=0)),
    "antialiased": (CAMERA, RenderSettings(antialiased=True, background=(0, 0, 0))),
    "orthographic": (CAMERA.orthographic(1.8), RenderSettings()),
    "inside": (Camera.look_at((0.1, 0, 0), (1, 0.2, 0), width=64, height=64), RenderSettings()),
    **{style.value: (CAMERA, RenderSettings(style=style)) for style in SplatStyle},
}


def draw(name: str) -> npt.NDArray[np.uint8]:
    """Colour and alpha of a view, shape [64, 64, 4]."""
    camera, settings = VIEWS[name]
    out = ReferenceRenderer().render(random_cloud(120, degree=3), camera, settings)
    rgba = np.concatenate([out.color, out.alpha[:, :, None]], axis=2)
    return np.rint(rgba * 255).astype(np.uint8)


def golden(name: str) -> npt.NDArray[np.uint8]:
    """The committed picture of a view."""
    with Image.open(FOLDER / f"{name}.png") as picture:
        return np.array(picture)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for each in VIEWS:
        Image.fromarray(draw(each)).save(FOLDER / f"{each}.png", optimize=True)
