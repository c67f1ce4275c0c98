"""A scene that shows wrong axes, and files that every format must keep upright."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from render_scenes import psnr

from render.base import RenderSettings
from render.camera import Camera
from render.clips.clip import ClipArrays
from render.formats.registry import read_splats, write_splats
from render.formats.splat_file import SplatFile
from render.gaussians import GaussianCloud
from render.quaternion import matrix_from_quaternion, normalized
from render.reference import ReferenceRenderer
from render.spherical_harmonics import rgb_to_sh0

EYES = ((1.6, -1.2, 0.7), (-1.1, -1.5, 1.2), (0.3, 1.9, -0.4))
"""Camera positions [m] from which a mirrored or turned scene looks different."""


def signpost(*, degree: int = 3, seed: int = 4) -> GaussianCloud:
    """A red arm to +x, a short green one to +y, a blue one up, none of them straight or alike.

    World [m], Z up; colours depend on the direction, discs lie obliquely.
    """
    rng = np.random.default_rng(seed)
    steps = np.linspace(0, 1, 25)
    arms = [
        np.stack([0.7 * steps, 0.1 * steps**2, 0 * steps], axis=1),
        np.stack([0 * steps, 0.3 * steps, 0.05 * steps], axis=1),
        np.stack([0 * steps, -0.1 * steps**2, 0.5 * steps], axis=1),
    ]
    means = np.concatenate(arms)
    colors = np.repeat([(0.9, 0.2, 0.1), (0.2, 0.8, 0.2), (0.2, 0.3, 0.9)], 25, axis=0)
    coefficients = rng.normal(0, 0.15, (75, (degree + 1) ** 2, 3))
    coefficients[:, 0] = rgb_to_sh0(colors)
    return GaussianCloud(
        means=means,
        quats=normalized(rng.normal(size=(75, 4))),
        scales=rng.uniform(0.01, 0.05, (75, 3)),
        opacities=rng.uniform(0.5, 0.95, 75),
        sh_coeffs=coefficients,
    )


def moving_signpost(frames: int) -> ClipArrays:
    """The signpost turned by 23° a frame about an oblique axis, and moved; 25 frames a second."""
    clouds = []
    for index in range(frames):
        half = 0.2 * index
        turn = np.array([np.cos(half), 0.6 * np.sin(half), 0, 0.8 * np.sin(half)])
        matrix = matrix_from_quaternion(turn).astype(np.float32)
        offset = np.array([0.02 * index, 0, 0.01 * index], np.float32)
        clouds.append(signpost().transformed(matrix, offset))
    return ClipArrays(tuple(clouds), 0.04)


def lowest_psnr(first: GaussianCloud, second: GaussianCloud) -> float:
    """Smallest likeness of both clouds' pictures from all of `EYES` [dB]."""
    renderer, settings = ReferenceRenderer(), RenderSettings(max_sh_degree=3)
    values = []
    for eye in EYES:
        camera = Camera.look_at(eye, (0.2, 0.1, 0.2), width=96, height=80)
        pictures = [renderer.render(one, camera, settings).color for one in (first, second)]
        values.append(psnr(pictures[0], pictures[1]))
    return min(values)


def through_file(splats: SplatFile | GaussianCloud, path: Path) -> SplatFile:
    """What is read from a file that was written."""
    write_splats(path, splats)
    return read_splats(path)
