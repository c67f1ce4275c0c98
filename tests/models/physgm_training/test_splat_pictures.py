"""Differentiable pictures agree with the renderers and with finite differences."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from training_fixtures import cameras

from models.physgm.activations import PixelGaussians
from models.training.physgm.splat_pictures import CudaPainter, paint_on_cpu, splat_painter
from render.camera import Camera
from render.errors import BackendUnavailableError
from render.gaussians import GaussianCloud
from render.reference import ReferenceRenderer


def gaussians(degree: int = 0, count: int = 12) -> PixelGaussians:
    """Two scenes of random Gaussians about the origin."""
    generator = torch.Generator().manual_seed(degree)

    def normal(*shape: int) -> torch.Tensor:
        return torch.randn(2, count, *shape, generator=generator)

    return PixelGaussians(
        means=0.2 * normal(3),
        quats=torch.nn.functional.normalize(normal(4), dim=-1),
        scales=0.05 + 0.05 * normal(3).abs(),
        opacities=(normal() * 2).sigmoid() * 0.9,
        sh_coeffs=0.5 * normal((degree + 1) ** 2, 3),
    )


def camera() -> Camera:
    return cameras(4, 24)[1]


@pytest.mark.parametrize("degree", [0, 1])
def test_cpu_pictures_are_the_reference_s(degree: int) -> None:
    made = gaussians(degree)
    for scene in range(2):
        found = paint_on_cpu(made, scene, camera())
        cloud = GaussianCloud(*(part[scene].numpy() for part in made))
        due = ReferenceRenderer().render(cloud, camera())
        clipped = found.color.clamp(0, 1).movedim(0, 2).numpy()
        np.testing.assert_allclose(clipped, due.color, atol=2e-3)
        np.testing.assert_allclose(found.alpha.numpy(), due.alpha, atol=2e-3)


@pytest.mark.parametrize("field", range(5))
def test_gradients_are_those_of_finite_differences(field: int) -> None:
    made = gaussians(1)
    inputs = [part.clone().requires_grad_(place == field) for place, part in enumerate(made)]
    aim = torch.rand(3, 24, 24, generator=torch.Generator().manual_seed(9)) - 0.5

    def loss(parts: list[torch.Tensor]) -> torch.Tensor:
        found = paint_on_cpu(PixelGaussians(*parts), 1, camera())
        return (found.color * aim).sum() + (found.alpha * aim[0]).sum()

    loss(inputs).backward()
    gradient = inputs[field].grad
    assert gradient is not None
    assert not bool(gradient[0].any())  # the other scene is not drawn
    direction = gradient / gradient.norm()
    step = 2e-3
    with torch.no_grad():
        ahead, behind = (
            loss([p + sign * step * direction if i == field else p for i, p in enumerate(inputs)])
            for sign in (1, -1)
        )
    assert float(ahead - behind) / (2 * step) == pytest.approx(float(gradient.norm()), rel=0.2)


def test_cuda_painter_draws_what_the_cpu_draws() -> None:
    """The arguments that gsplat gets, drawn by the tile rasterizer in its place."""
    asked: list[dict[str, object]] = []

    def rasterization(**arguments):  # type: ignore[no-untyped-def]
        asked.append(arguments)
        from render.cpu_tiles.autograd import rasterize

        view = Camera(
            arguments["Ks"][0].numpy(), arguments["viewmats"][0].numpy(),
            arguments["width"], arguments["height"],
        )  # fmt: skip
        names = ("means", "quats", "scales", "opacities", "colors")
        color, alpha, _ = rasterize(*(arguments[n] for n in names), view, background=(0, 0, 0))
        return color[None], alpha[None, :, :, None], {}

    painter = CudaPainter(SimpleNamespace(rasterization=rasterization))
    made = gaussians(1)
    found, due = painter(made, 1, camera()), paint_on_cpu(made, 1, camera())
    np.testing.assert_allclose(found.color.numpy(), due.color.numpy(), atol=1e-5)
    np.testing.assert_allclose(found.alpha.numpy(), due.alpha.numpy(), atol=1e-5)
    assert asked[0]["render_mode"] == "RGB"
    assert asked[0]["sh_degree"] is None


def test_half_precision_is_widened_before_drawing() -> None:
    made = PixelGaussians(*(part.bfloat16() for part in gaussians()))
    assert paint_on_cpu(made, 0, camera()).color.dtype is torch.float32


def test_a_machine_without_cuda_says_what_is_missing() -> None:
    if torch.cuda.is_available():
        pytest.skip("this machine has CUDA")
    with pytest.raises(BackendUnavailableError):
        splat_painter(torch.device("cuda"))
    assert splat_painter(torch.device("cpu")) is paint_on_cpu
