"""The network against a second implementation, part by part and whole."""

from __future__ import annotations

import naive_dinov3
import naive_dpt
import naive_physgm
import naive_rays
import numpy as np
import numpy.typing as npt
import pytest
import torch
from physgm_fixtures import SMALL, ring_poses, seeded_net, views, weights_of

from models.nets.physgm.physgm_net import PhysGMNet
from models.nets.physgm.position_table import sinusoid_table
from models.nets.physgm.uv_code import uv_code
from models.physgm.cameras import ray_map
from models.physgm.config import PhysGMConfig
from models.threads import one_thread

TIGHT = 1e-9


def relative(own: torch.Tensor, other: npt.NDArray[np.float64]) -> float:
    """Largest difference over the root mean square of the reference."""
    return float(np.abs(own.double().numpy() - other).max() / np.sqrt((other**2).mean()))


@pytest.fixture(scope="module")
def net() -> PhysGMNet:
    return seeded_net(SMALL).double()


@pytest.fixture(scope="module")
def weights(net: PhysGMNet) -> dict[str, npt.NDArray[np.float64]]:
    return weights_of(net)


def test_position_table_matches_the_published_row() -> None:
    table = sinusoid_table(256, 32)
    published = [0.8415, 0.5403, 0.5332, 0.8460, 0.3110, 0.9504]
    np.testing.assert_allclose(table[1, :6], published, atol=6e-5)
    np.testing.assert_allclose(table, naive_rays.position_table(256, 32), atol=1e-7)


@pytest.mark.parametrize("side", [64, 256, 288])
def test_ray_encoder(side: int, net: PhysGMNet, weights: naive_rays.Weights) -> None:
    _, rays = views(side, 2)
    with one_thread(), torch.no_grad():
        own = net.ray_encoder(rays[0, 1:])[0]
    assert relative(own, naive_rays.encoded_rays(rays[0, 1].numpy(), weights, 16)) < TIGHT


def test_rays_leave_through_pixel_centres() -> None:
    pose = np.linalg.inv(ring_poses(3)[2])
    lens = np.array([70.0, 60.0, 15.0, 25.0])
    rays, origins = ray_map(lens[None], pose[None], 48, 32, dtype=torch.float64)
    np.testing.assert_allclose(origins[0], pose[:3, 3], atol=1e-12)
    for row, column in ((0, 0), (47, 31), (20, 5)):
        expected = naive_rays.pixel_ray(lens, pose, row, column)
        np.testing.assert_allclose(rays[0, :, row, column], expected, atol=1e-12)


@pytest.mark.parametrize(("rows", "columns"), [(6, 6), (4, 10)])
def test_uv_code(rows: int, columns: int) -> None:
    like = torch.zeros(1, 24, rows, columns, dtype=torch.float64)
    own = uv_code(like, columns / rows)
    np.testing.assert_allclose(own, naive_dpt.uv_code(24, rows, columns, columns / rows), atol=1e-8)


def test_residual_unit_skips_the_rectified_features(
    net: PhysGMNet, weights: naive_rays.Weights
) -> None:
    x = torch.randn(1, 16, 5, 7, generator=torch.Generator().manual_seed(3)).double()
    at = "dpt_head.scratch.refinenet2.resConfUnit1."
    with torch.no_grad():
        own = net.dpt_head.scratch.refinenet2.resConfUnit1(x)[0]
    assert relative(own, naive_dpt.residual_unit(x[0].numpy(), weights, at)) < TIGHT
    textbook = own - x[0].clamp(min=0) + x[0]
    assert relative(textbook, naive_dpt.residual_unit(x[0].numpy(), weights, at)) > 0.1


def test_dense_head(net: PhysGMNet, weights: naive_rays.Weights) -> None:
    generator = torch.Generator().manual_seed(4)
    taps = [torch.randn(1, 24, 48, generator=generator, dtype=torch.float64) for _ in range(4)]
    with one_thread(), torch.no_grad():
        own = net.dpt_head(taps, 4, 6)[0]
    other = naive_dpt.dense_head([tap[0].numpy() for tap in taps], weights, 4, 6, 16)
    assert own.shape == (14, 64, 96)
    assert relative(own, other) < TIGHT


def test_one_block(net: PhysGMNet, weights: naive_rays.Weights) -> None:
    tokens = torch.randn(1, 21, 48, generator=torch.Generator().manual_seed(5)).double()
    with torch.no_grad():
        own = net.processor.blocks[1](tokens)[0]
    other = naive_physgm.transformer_block(tokens[0].numpy(), weights, "processor.blocks.1.", 12)
    assert relative(own, other) < TIGHT


def test_picture_features(net: PhysGMNet, weights: naive_rays.Weights) -> None:
    picture = torch.rand(1, 3, 48, 80, generator=torch.Generator().manual_seed(6)).double()
    own = net.dinov3_extractor(picture)[0]
    other = naive_dinov3.picture_features(picture[0].numpy(), weights, SMALL.encoder_head_size)
    assert relative(own, other) < TIGHT


def test_heads(net: PhysGMNet, weights: naive_rays.Weights) -> None:
    token = torch.randn(1, 48, generator=torch.Generator().manual_seed(7)).double()
    with torch.no_grad():
        own = net.E_token_decoder(token)[0]
    other = naive_physgm.value_head(token[0].numpy(), weights, "E_token_decoder.")
    assert relative(own, other) < TIGHT


def compare_whole(net: PhysGMNet, config: PhysGMConfig, side: int, count: int) -> dict[str, float]:
    """Errors of float64 and float32 against the second implementation."""
    pictures, rays = views(side, count)
    with torch.no_grad():
        own = net(pictures, rays, views_at_once=1)
    other = naive_physgm.physgm(
        pictures[0].numpy(),
        rays[0].numpy(),
        weights_of(net),
        taps=config.taps,
        head_size=config.head_size,
        encoder_head_size=config.encoder_head_size,
    )
    errors = {
        name: relative(getattr(own, name)[0], getattr(other, name))
        for name in ("gaussians", "material_logits", "youngs_modulus", "poisson_ratio")
    }
    assert max(errors.values()) < TIGHT, errors
    with torch.no_grad():
        single = net.float()(pictures.float(), rays.float(), views_at_once=1)
    ratio = np.abs(single.gaussians[0].double().numpy() - other.gaussians) / np.abs(other.gaussians)
    return errors | {"float32_median": float(np.median(ratio))}


@pytest.mark.parametrize(("side", "count"), [(64, 4), (256, 2)])
def test_whole_network_small(side: int, count: int) -> None:
    with one_thread():
        errors = compare_whole(seeded_net(SMALL).double(), SMALL, side, count)
    assert errors["float32_median"] < 1e-5


@pytest.mark.slow
@pytest.mark.parametrize("side", [64, 256])
def test_whole_network_full(side: int) -> None:
    net = seeded_net(PhysGMConfig()).double()
    errors = compare_whole(net, PhysGMConfig(), side, 4)
    assert errors["float32_median"] < 1e-5, errors


def test_result_does_not_depend_on_views_at_once(net: PhysGMNet) -> None:
    pictures, rays = views(64, 3)
    with torch.no_grad():
        together, apart = net(pictures, rays), net(pictures, rays, views_at_once=2)
    torch.testing.assert_close(together.gaussians, apart.gaussians, rtol=1e-12, atol=1e-12)


def test_scenes_of_a_batch_do_not_mix(net: PhysGMNet) -> None:
    first, second = views(64, 2, seed=1), views(64, 2, seed=2)
    both = [torch.cat(pair) for pair in zip(first, second, strict=True)]
    with torch.no_grad():
        alone, batch = net(*second), net(*both)
    torch.testing.assert_close(batch.gaussians[1], alone.gaussians[0], rtol=1e-11, atol=1e-11)
    torch.testing.assert_close(batch.material_logits[1], alone.material_logits[0])
