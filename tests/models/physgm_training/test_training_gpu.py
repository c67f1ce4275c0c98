"""Training on an NVIDIA GPU; collected by tools/gpu_check.py."""

from __future__ import annotations

import math

import pytest
import torch
from training_fixtures import batch, cameras, settings

from models.physgm.activations import PixelGaussians
from models.physgm.build import build_physgm
from models.physgm.precision import Precision
from models.training.physgm.processes import Processes
from models.training.physgm.scene_loss import SceneLoss
from models.training.physgm.splat_pictures import paint_on_cpu, splat_painter
from models.training.physgm.trainer import PhysGMTrainer
from render.errors import BackendUnavailableError

pytestmark = pytest.mark.gpu

CUDA = torch.device("cuda", 0)


@pytest.fixture(autouse=True)
def _needs_gsplat() -> None:
    try:
        splat_painter(CUDA)
    except BackendUnavailableError as error:
        pytest.skip(str(error))


def gaussians(device: torch.device) -> PixelGaussians:
    generator = torch.Generator().manual_seed(0)
    shapes = {"means": (3,), "quats": (4,), "scales": (3,), "opacities": (), "sh_coeffs": (4, 3)}
    made = {n: torch.randn(1, 200, *s, generator=generator) for n, s in shapes.items()}
    made["means"] *= 0.2
    made["quats"] = torch.nn.functional.normalize(made["quats"], dim=-1)
    made["scales"] = 0.02 + 0.03 * made["scales"].abs()
    made["opacities"] = 0.9 * made["opacities"].sigmoid()
    parts = (part.to(device).requires_grad_() for part in made.values())
    return PixelGaussians(*parts)


def test_cuda_draws_and_differentiates_as_the_cpu_does() -> None:
    camera = cameras(4, 64)[1]
    aim = torch.rand(3, 64, 64, generator=torch.Generator().manual_seed(1))
    results = []
    for device, painter in ((CUDA, splat_painter(CUDA)), (torch.device("cpu"), paint_on_cpu)):
        made = gaussians(device)
        color, alpha = painter(made, 0, camera)
        ((color * aim.to(device)).sum() + (alpha * aim[0].to(device)).sum()).backward()
        results.append([color.detach().cpu(), alpha.detach().cpu(), *(p.grad.cpu() for p in made)])
    for name, one, other in zip(("color", "alpha", *PixelGaussians._fields), *results, strict=True):
        error = float((one - other).norm() / other.norm())
        assert error < (0.01 if name in ("color", "alpha") else 0.05), name


def test_loss_falls_in_bf16() -> None:
    config = settings(precision="bf16", step_count=60, warmup_steps=5, learning_rate=3e-3)
    loss = SceneLoss(
        config.preset,
        config.losses,
        splat_painter(CUDA),
        perceptual=None,
        precision=Precision.BF16,
    )
    torch.manual_seed(0)
    net = build_physgm(config.net).to(CUDA)
    made = PhysGMTrainer(net, loss, config.training, Processes(device=CUDA))
    scenes = batch(config, 0, 1)
    totals = [made.advance([scenes]).total for _ in range(60)]
    assert math.isfinite(totals[-1])
    assert made.guard.skipped == 0
    assert totals[-1] < 0.6 * totals[0]
