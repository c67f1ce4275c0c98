"""LPIPS as a loss: values, gradients and files of other networks."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch.nn import functional

from models.checkpoint import CheckpointError
from models.nets.lpips_vgg import SCALE, SHIFT, LpipsVggNet

WIDTHS = (64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512)
NARROW = tuple(width // 32 for width in WIDTHS)
TAPS = (1, 3, 6, 9, 12)


def weights(widths: tuple[int, ...] = NARROW) -> dict[str, torch.Tensor]:
    """Random weights in the layout of the converted file."""
    generator = torch.Generator().manual_seed(0)
    tensors, before = {}, 3
    for index, width in enumerate(widths):
        kernel = torch.randn(width, before, 3, 3, generator=generator) / (3 * before**0.5)
        tensors |= {f"trunk.{index}.weight": kernel * 2**0.5}
        tensors |= {f"trunk.{index}.bias": torch.randn(width, generator=generator) * 0.1}
        before = width
    for place, index in enumerate(TAPS):
        tensors[f"linear.{place}.weight"] = torch.rand(1, widths[index], 1, 1, generator=generator)
    return tensors


def plain(first: torch.Tensor, second: torch.Tensor, w: dict[str, torch.Tensor]) -> float:
    """Zhang et al., CVPR 2018, equation 1, pixel by pixel."""
    stages = ((0, 1), (2, 3), (4, 5, 6), (7, 8, 9), (10, 11, 12))
    total, features = 0.0, []
    for picture in (first, second):
        shift, scale = (torch.tensor(part)[:, None, None] for part in (SHIFT, SCALE))
        features.append(((picture * 2 - 1 - shift) / scale)[None])
    for place, stage in enumerate(stages):
        for each in range(2):
            if place:
                features[each] = functional.max_pool2d(features[each], 2)
            for index in stage:
                kernel, bias = w[f"trunk.{index}.weight"], w[f"trunk.{index}.bias"]
                features[each] = functional.conv2d(features[each], kernel, bias, padding=1).relu()
        a, b = features[0][0], features[1][0]
        rows, columns = a.shape[1:]
        for y in range(rows):
            for x in range(columns):
                units = [f[:, y, x] / (f[:, y, x].norm() + 1e-10) for f in (a, b)]
                squares = (units[0] - units[1]) ** 2
                total += float((w[f"linear.{place}.weight"][0, :, 0, 0] * squares).sum()) / (
                    rows * columns
                )
    return total


def pictures(seed: int, count: int = 2) -> torch.Tensor:
    return torch.rand(count, 3, 32, 32, generator=torch.Generator().manual_seed(seed))


def test_distance_is_that_of_the_paper() -> None:
    net, first, second = LpipsVggNet(weights()), pictures(1), pictures(2)
    found = net(first, second)
    assert found.shape == (2,)
    for index in range(2):
        assert float(found[index]) == pytest.approx(
            plain(first[index], second[index], weights()), rel=1e-4
        )


def test_gradient_is_that_of_finite_differences() -> None:
    net = LpipsVggNet(weights()).double()
    first, second = pictures(1, 1).double(), pictures(2, 1).double()
    first.requires_grad_()
    net(first, second).sum().backward()
    direction = torch.randn(first.shape, generator=torch.Generator().manual_seed(3)).double()
    step = 1e-6
    with torch.no_grad():
        ahead, behind = (net(first + sign * step * direction, second) for sign in (1, -1))
    slope = float((ahead - behind) / (2 * step))
    assert first.grad is not None
    assert float((first.grad * direction).sum()) == pytest.approx(slope, rel=1e-4)


def test_pictures_without_features_have_a_finite_gradient() -> None:
    silent = {
        name: torch.zeros_like(tensor) if name.startswith("trunk") else tensor
        for name, tensor in weights().items()
    }
    first = pictures(1).requires_grad_()
    LpipsVggNet(silent)(first, pictures(2)).sum().backward()
    assert first.grad is not None
    assert bool(first.grad.isfinite().all())


def test_nothing_in_it_is_trained_or_stored() -> None:
    net = LpipsVggNet(weights())
    assert not list(net.parameters())
    assert not net.state_dict()


def test_file_of_another_network_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lpips.safetensors"
    tensors = weights()
    del tensors["linear.4.weight"]
    save_file(tensors, path)
    with pytest.raises(CheckpointError, match=r"lacks linear\.4\.weight"):
        LpipsVggNet.load(path)
    path.write_bytes(b"no tensors")
    with pytest.raises(CheckpointError, match="no readable safetensors"):
        LpipsVggNet.load(path)
