"""The clouds on which back-ends must agree with the reference, and its pictures of them.

They are thinned, because the reference draws one Gaussian after the other.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from render_scenes import psnr

from render import reference
from render.base import RenderOutput, RenderSettings
from render.camera import Camera, intrinsics_from_fov
from render.covariance import covariance_from, decompose, deform
from render.formats.ply import read_ply
from render.gaussians import GaussianCloud
from render.reference import ReferenceRenderer

BAND_WIDTH = 1e-4
"""Relative shift of the cut-offs that tells which pixels rounding may flip."""
SCENES = ("dog", "embedded", "deformed")
CASES = [(degree, antialiased) for degree in (0, 3) for antialiased in (False, True)]
DOG = Path(__file__).resolve().parents[2] / "../shared/splats/dog.ply"


@cache
def scene(name: str) -> tuple[GaussianCloud, Camera]:
    """Cloud and view by name; skips where the development data is missing."""
    cloud = {"dog": _dog, "embedded": _embedded, "deformed": _deformed}[name]()
    low, high = cloud.bounds(percentile=1)
    up = (0, 1, 0) if name == "dog" else (0, 0, 1)
    toward = np.array([0.6, 0.4, 1.0]) if name == "dog" else np.array([1.0, -0.5, 0.4])
    center = (low + high) / 2
    eye = center + toward * 1.6 * float((high - low).max())
    return cloud, Camera.look_at(eye, center, width=120, height=90, up=up)


@cache
def expected(name: str, degree: int, antialiased: bool) -> RenderOutput:
    """Picture of the reference."""
    cloud, camera = scene(name)
    return ReferenceRenderer().render(cloud, camera, settings(degree, antialiased))


def settings(degree: int, antialiased: bool) -> RenderSettings:
    """Settings of a case."""
    return RenderSettings(max_sh_degree=degree, antialiased=antialiased)


def _dog() -> GaussianCloud:
    if not DOG.exists():
        pytest.skip("development data (../shared) is not beside this checkout")
    return _thinned(read_ply(DOG))


def _thinned(cloud: GaussianCloud) -> GaussianCloud:
    """About 3,000 of the Gaussians, larger in proportion."""
    step = max(cloud.gaussian_count // 3000, 1)
    chosen = cloud.select(slice(None, None, step))
    return replace(chosen, scales=chosen.scales * np.float32(np.sqrt(step)))


@cache
def _embedded() -> GaussianCloud:
    """What the embedded model makes of an orange ball, a little shaken."""
    for package in ("torch", "scipy"):
        pytest.importorskip(package)
    from models import load_predictor
    from models.preprocess import view_from_rgba

    axis = np.arange(256) - 127.5
    x, y = np.meshgrid(axis, axis)
    inside = np.hypot(x, y) < 75
    rgba = np.zeros((256, 256, 4), np.float32)
    rgba[inside, :3] = np.stack([0.8 + x / 800, 0.4 - y / 500, 0.1 + 0 * x], axis=2)[inside]
    rgba[inside, 3] = 1
    view = view_from_rgba(rgba, intrinsics_from_fov(53.13, 256, 256))
    cloud = _thinned(load_predictor().shape.predict(view, size_m=0.5, elevation_deg=None).cloud)
    moved = np.random.default_rng(4).normal(0, 0.002, cloud.means.shape)  # so that none tie
    return replace(cloud, means=cloud.means + moved.astype(np.float32))


def _deformed() -> GaussianCloud:
    """The same, collapsed and sheared as a heap of sand is, with colours of every direction.

    The seed is one for which no two overlapping Gaussians are equally far from the camera in
    float32: their order would be a matter of rounding.
    """
    rng, ball = np.random.default_rng(2), _embedded()
    count = ball.gaussian_count
    F = np.tile(np.diag([1.6, 1.6, 0.35]), (count, 1, 1)) + rng.normal(0, 0.15, (count, 3, 3))
    quats, scales = decompose(deform(covariance_from(ball.quats, ball.scales), F))
    means = ball.means @ np.diag([1.6, 1.6, 0.35]) + rng.normal(0, 0.004, (count, 3))
    sh = np.concatenate([ball.sh_coeffs, rng.normal(0, 0.15, (count, 15, 3))], axis=1)
    return GaussianCloud(means, quats, scales, ball.opacities, sh)


def boundary_band(
    cloud: GaussianCloud, camera: Camera, chosen: RenderSettings
) -> npt.NDArray[np.bool_]:
    """Pixels that change when the reference's cut-offs move by 1 in 10,000, shape [H, W].

    Rounding may flip these, and only these: which Gaussians are too faint, when a pixel is full.
    """
    pictures = []
    for factor in (1 - BAND_WIDTH, 1 + BAND_WIDTH):
        with pytest.MonkeyPatch.context() as patch:
            for name in ("LOWEST_ALPHA", "LOWEST_TRANSMITTANCE", "MEDIAN_TRANSMITTANCE"):
                patch.setattr(reference, name, getattr(reference, name) * factor)
            out = ReferenceRenderer().render(cloud, camera, chosen, with_ids=True)
            pictures.append((out.alpha, out.gaussian_id))
    (low, low_id), (high, high_id) = pictures
    return (np.abs(low - high) > 1e-7) | (low_id != high_id)


def assert_agree(found: RenderOutput, expected: RenderOutput, floor_db: float) -> None:
    """Colour and coverage agree within `floor_db`, and depth wherever there is something."""
    assert psnr(found.color, expected.color) > floor_db
    assert psnr(found.alpha, expected.alpha) > floor_db
    solid = expected.alpha > 0.05
    np.testing.assert_allclose(found.depth[solid], expected.depth[solid], rtol=0.02)


def assert_same_outside_band(
    found: RenderOutput, expected: RenderOutput, band: npt.NDArray[np.bool_], *, atol: float
) -> None:
    """Pictures are the same but for flips in the band, which are small and rare."""
    assert band.mean() < 0.06
    assert np.abs(found.color - expected.color)[~band].max() < atol
    assert np.abs(found.alpha - expected.alpha)[~band].max() < atol
    assert np.abs(found.color - expected.color).max() < 2.5 / 255
    solid = (expected.alpha > 0.05) & ~band
    np.testing.assert_allclose(found.depth[solid], expected.depth[solid], rtol=1e-4)
    if expected.features is not None:
        assert np.abs(found.features - expected.features)[~band].max() < 4 * atol
    if expected.gaussian_id is not None:
        np.testing.assert_array_equal(found.gaussian_id[~band], expected.gaussian_id[~band])
        np.testing.assert_allclose(
            found.median_depth[~band], expected.median_depth[~band], rtol=1e-6
        )
