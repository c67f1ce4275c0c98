"""The PhysGM network on CUDA against the CPU."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from physgm_fixtures import SMALL, ring_poses, seeded_net

from models.physgm.checkpoint import LoadedPhysGM, save_physgm
from models.physgm.config import INFERENCE_PRESET
from models.physgm.model import PhysGM
from models.physgm.precision import Precision
from models.posed_views import PosedViews

pytestmark = [
    pytest.mark.gpu,
    pytest.mark.skipif(not torch.cuda.is_available(), reason="PyTorch sees no CUDA device"),
]


def given() -> PosedViews:
    rng = np.random.default_rng(0)
    lens = np.tile([64.0, 64.0, 32.0, 32.0], (4, 1))
    return PosedViews(rng.random((4, 64, 64, 4), dtype=np.float32), lens, ring_poses())


@pytest.mark.parametrize(
    ("precision", "median"), [(Precision.FP32, 1e-4), (Precision.BF16, 0.1), (Precision.FP16, 0.02)]
)
def test_cuda_agrees_with_the_cpu(tmp_path: Path, precision: Precision, median: float) -> None:
    net = seeded_net(SMALL).requires_grad_(False)
    save_physgm(tmp_path / "a.safetensors", net, SMALL, INFERENCE_PRESET)
    own = PhysGM.load(tmp_path / "a.safetensors", precision=precision, device="cuda")
    reference = PhysGM(LoadedPhysGM(net, SMALL, INFERENCE_PRESET, Precision.FP32)).predict(given())
    answer = own.predict(given())
    for name in ("means", "scales", "opacities", "sh_coeffs"):
        a = getattr(answer.gaussians, name).cpu().double()
        b = getattr(reference.gaussians, name).double()
        assert float(((a - b).abs() / b.abs().clamp(min=1e-12)).median()) < median, name
