"""Gradients of the tile rasterizer: against finite differences and against a dense oracle."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch
from dense_rasterizer import dense_rasterize
from render_scenes import random_cloud
from torch import Tensor

from render.base import RenderSettings
from render.camera import Camera
from render.cpu_tiles import autograd
from render.cpu_tiles.autograd import rasterize
from render.cpu_tiles.worker_pool import WorkerPool
from render.errors import InputError
from render.gaussians import GaussianCloud
from render.reference import ReferenceRenderer
from render.spherical_harmonics import sh0_to_rgb

BACKGROUND = (0.2, 0.5, 0.7)
NAMES = ("means", "quats", "scales", "opacities", "colors")
Values = tuple[Tensor, Tensor, Tensor, Tensor, Tensor]


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    """Kernels are compiled before the first test, not within it."""
    camera = Camera.look_at((1.5, -0.9, 0.6), (0, 0, 0), width=9, height=8)
    gradients(tensors(random_cloud(2)), lambda given: rasterize(*given, camera)[0].sum())


def tensors(cloud: GaussianCloud) -> Values:
    arrays = (cloud.means, cloud.quats, cloud.scales, cloud.opacities)
    colors = sh0_to_rgb(cloud.sh_coeffs[:, 0])
    return tuple(torch.tensor(value, dtype=torch.float64) for value in (*arrays, colors))


def weighted(pictures: tuple[Tensor, ...], weights: tuple[Tensor, ...]) -> Tensor:
    pairs = zip(weights, pictures, strict=True)
    return sum((weight * picture.double()).sum() for weight, picture in pairs)


def random_weights(camera: Camera) -> tuple[Tensor, ...]:
    generator = torch.Generator().manual_seed(5)
    size = (camera.height, camera.width)
    return tuple(
        torch.randn(*shape, generator=generator, dtype=torch.float64)
        for shape in ((*size, 3), size, size)
    )


def gradients(values: Values, loss: Callable[..., Tensor]) -> list[Tensor]:
    leaves = [value.clone().requires_grad_() for value in values]
    loss(leaves).backward()
    return [leaf.grad for leaf in leaves]


def views() -> list[object]:
    near = Camera.look_at((1.5, -0.9, 0.6), (0, 0, 0), width=20, height=18, vertical_fov_deg=6)
    return [
        pytest.param(near, False, id="perspective"),
        pytest.param(near, True, id="antialiased"),
        pytest.param(near.orthographic(1.8), True, id="orthographic"),
    ]


@pytest.mark.parametrize(("camera", "antialiased"), views())
def test_gradients_are_finite_differences(camera: Camera, antialiased: bool) -> None:
    """The picture shows the middle of a few large Gaussians, where nothing is cut off."""
    cloud = random_cloud(5, seed=3, scale_m=(0.1, 0.2))
    means, *others = tensors(cloud)
    values, weights = (means * 0.3, *others), random_weights(camera)

    def loss(given) -> Tensor:
        options = {"antialiased": antialiased, "background": BACKGROUND}
        return weighted(rasterize(*given, camera, **options), weights)

    steps = (1e-3, 3e-3, 1e-3, 1e-2, 1e-2)
    for place, (found, step) in enumerate(zip(gradients(values, loss), steps, strict=True)):
        expected = torch.zeros_like(found).view(-1)
        for entry in range(expected.numel()):
            ends = []
            for sign in (1, -1):
                moved = [value.clone() for value in values]
                moved[place].view(-1)[entry] += sign * step
                ends.append(loss(moved))
            expected[entry] = (ends[0] - ends[1]) / (2 * step)
        error = (found.view(-1) - expected).norm() / expected.norm()
        assert error < 1e-3, NAMES[place]


@pytest.mark.parametrize("antialiased", [False, True])
@pytest.mark.parametrize("where", ["outside", "inside", "orthographic"])
def test_picture_and_gradients_are_those_of_a_dense_oracle(where: str, antialiased: bool) -> None:
    """Opaque Gaussians, several tiles, cut-offs, rays held back and Gaussians that fade."""
    camera = Camera.look_at((1.5, -0.9, 0.6), (0, 0, 0), width=50, height=38)
    if where == "orthographic":
        camera = camera.orthographic(1.8)
    if where == "inside":
        camera = Camera.look_at((0.45, 0.1, 0), (-1, 0, 0), width=50, height=38)
    cloud = random_cloud(60, seed=8, scale_m=(0.01, 0.25))
    cloud.opacities[:20] = 1
    values, weights = tensors(cloud), random_weights(camera)
    options = {"eps2d": 0.3, "antialiased": antialiased, "background": BACKGROUND}
    expected = dense_rasterize(values, camera, **options)
    solid = expected[1] > 0.05
    weights = (*weights[:2], weights[2] * solid)
    for found, picture in zip(rasterize(*values, camera, **options), expected, strict=True):
        assert (found - picture)[solid].abs().max() < 1e-4
    found = gradients(values, lambda given: weighted(rasterize(*given, camera, **options), weights))
    wanted = gradients(
        values, lambda given: weighted(dense_rasterize(given, camera, **options), weights)
    )
    for name, mine, oracle in zip(NAMES, found, wanted, strict=True):
        assert oracle.norm() > 0.1
        assert (mine - oracle).norm() / oracle.norm() < 2e-4, name


def test_picture_is_the_one_that_the_reference_draws() -> None:
    camera = Camera.look_at((1.5, -0.9, 0.6), (0, 0, 0), width=50, height=38)
    cloud = random_cloud(60)
    color, alpha, _ = rasterize(*tensors(cloud), camera, background=BACKGROUND)
    expected = ReferenceRenderer().render(cloud, camera, RenderSettings(background=BACKGROUND))
    np.testing.assert_allclose(color.clamp(0, 1), expected.color, atol=2e-5)
    np.testing.assert_allclose(alpha, expected.alpha, atol=2e-5)


def test_what_is_not_seen_has_no_gradient() -> None:
    camera = Camera.look_at((1.5, -0.9, 0.6), (0, 0, 0), width=30, height=20)
    cloud = random_cloud(4)
    cloud.means[1] = camera.position + camera.forward * -1
    cloud.opacities[2] = 0
    for found in gradients(tensors(cloud), lambda given: rasterize(*given, camera)[0].sum()):
        assert torch.isfinite(found).all()
        assert (found[1:3] == 0).all()
    empty = tuple(value[:0] for value in tensors(cloud))
    color, alpha, depth = rasterize(*empty, camera, background=BACKGROUND)
    assert (alpha == 0).all()
    assert (depth == 0).all()
    np.testing.assert_allclose(color[3, 4], BACKGROUND, rtol=1e-6)


def test_gradients_are_the_same_bits_whatever_the_number_of_threads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    camera = Camera.look_at((1.5, -0.9, 0.6), (0, 0, 0), width=60, height=50)
    values, found = tensors(random_cloud(200)), []
    for thread_count in (1, 2, 2, 3):
        pool = WorkerPool(thread_count)
        monkeypatch.setattr(autograd, "_pool", lambda pool=pool: pool)
        found.append(gradients(values, lambda given: rasterize(*given, camera)[0].square().sum()))
        pool.close()
    for others in found[1:]:
        for one, other in zip(found[0], others, strict=True):
            assert torch.equal(one, other)


def test_wrong_shapes_are_refused() -> None:
    camera = Camera.look_at((1.5, -0.9, 0.6), (0, 0, 0), width=30, height=20)
    values = list(tensors(random_cloud(4)))
    values[2] = values[2][:3]
    with pytest.raises(InputError, match=r"scales has shape \(3, 3\), expected \(4, 3\)"):
        rasterize(*values, camera)
