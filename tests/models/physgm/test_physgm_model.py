"""Pictures in, activated Gaussians out: activations, picture preparation, the whole call."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from physgm_fixtures import SMALL, ring_poses, seeded_net, views

from models.physgm.activations import activated
from models.physgm.cameras import normalized_cameras
from models.physgm.checkpoint import LoadedPhysGM, load_physgm
from models.physgm.config import INFERENCE_PRESET, PhysGMConfig, PhysGMPreset
from models.physgm.model import PhysGM
from models.physgm.pictures import on_white, prepared_view, prepared_views
from models.physgm.precision import Precision
from models.posed_views import PosedViews
from models.threads import one_thread
from render.errors import InputError

LENS = (512.0, 512.0, 256.0, 256.0)


@pytest.fixture(autouse=True)
def _one_thread() -> Any:
    with one_thread():
        yield


def model(config: PhysGMConfig = SMALL, preset: PhysGMPreset = INFERENCE_PRESET) -> PhysGM:
    net = seeded_net(config).requires_grad_(False)
    return PhysGM(LoadedPhysGM(net, config, preset, Precision.FP32))


def posed(side: int = 32, count: int = 4) -> PosedViews:
    rng = np.random.default_rng(5)
    pictures = rng.integers(0, 256, (count, 64, 64, 4), dtype=np.uint8) / np.float32(255)
    lens = np.tile([64.0, 64.0, 32.0, 32.0], (count, 1))
    given = PosedViews(pictures, lens, ring_poses(count))
    return prepared_views(given, INFERENCE_PRESET, side=side)


@pytest.mark.parametrize("sh_degree", [0, 1])
def test_activations_of_one_pixel(sh_degree: int) -> None:
    colours = 3 * (sh_degree + 1) ** 2
    generator = torch.Generator().manual_seed(2)
    raw = torch.randn(1, 2, 11 + colours, 4, 5, generator=generator, dtype=torch.float64)
    pictures = torch.rand(1, 2, 3, 4, 5, generator=generator, dtype=torch.float64)
    rays = torch.randn(1, 2, 6, 4, 5, generator=generator, dtype=torch.float64)
    origins = torch.randn(1, 2, 3, generator=generator, dtype=torch.float64)
    out = activated(raw, pictures, rays, origins, INFERENCE_PRESET)
    view, row, column = 1, 2, 3
    index = view * 20 + row * 5 + column
    v = raw[0, view, :, row, column].numpy()
    distance = 2.0 / (1 + math.exp(-v[:3].mean()))
    direction = rays[0, view, 3:, row, column].numpy()
    np.testing.assert_allclose(out.means[0, index], origins[0, view].numpy() + distance * direction)
    sh = v[3 : 3 + colours].reshape(-1, 3).copy()
    sh[0] += pictures[0, view, :, row, column].numpy()
    np.testing.assert_allclose(out.sh_coeffs[0, index], sh)
    scales, quat, opacity = v[3 + colours : 6 + colours], v[6 + colours : 10 + colours], v[-1]
    np.testing.assert_allclose(out.scales[0, index], np.exp(np.minimum(scales - 7.5, -2.0)))
    np.testing.assert_allclose(out.quats[0, index], quat / np.linalg.norm(quat))
    np.testing.assert_allclose(out.opacities[0, index], 1 / (1 + math.exp(1.5 - opacity)))


def test_scale_has_a_ceiling_and_colour_may_be_converted() -> None:
    pictures, rays = views(16, 2)
    raw = torch.full((1, 2, 14, 16, 16), 9.0, dtype=torch.float64)
    raw[:, :, 9:13] = 0  # no rotation at all
    origins = torch.zeros(1, 2, 3, dtype=torch.float64)
    own = activated(raw, pictures, rays, origins, replace(INFERENCE_PRESET, rgb_into_sh=False))
    assert float(own.scales.max()) == pytest.approx(math.exp(-2.0))
    assert float(own.scales.max()) < 0.1354
    expected = 9 + (float(pictures[0, 0, 0, 0, 0]) - 0.5) / 0.28209479177387814
    assert float(own.sh_coeffs[0, 0, 0, 0]) == pytest.approx(expected)
    assert torch.equal(own.quats[0, 0], torch.tensor([1.0, 0, 0, 0], dtype=torch.float64))


def test_pruning_and_used_share() -> None:
    pictures, rays = views(16, 2)
    raw = torch.zeros(1, 2, 14, 16, 16, dtype=torch.float64)
    raw[:, 1, 13] = -20
    gaussians = activated(
        raw, pictures, rays, torch.zeros(1, 2, 3, dtype=torch.float64), INFERENCE_PRESET
    )
    assert float(gaussians.used_share()) == 0.5
    assert gaussians.to_cloud().gaussian_count == 256
    assert gaussians.to_cloud(min_opacity=0).gaussian_count == 512


def test_straight_resize_keeps_the_fringe_that_the_weights_know() -> None:
    picture = np.zeros((32, 32, 4), np.uint8)
    picture[:, 16:] = (200, 100, 50, 255)
    straight, _ = prepared_view(picture, LENS, 16)
    clean, _ = prepared_view(picture, LENS, 16, straight=False)
    np.testing.assert_allclose(straight[:, 8:], clean[:, 8:], atol=1e-6)
    wide = np.zeros((48, 48, 4), np.uint8)
    wide[:, 20:] = (200, 100, 50, 255)
    straight, _ = prepared_view(wide[:, 1:47], LENS, 32)
    clean, _ = prepared_view(wide[:, 1:47], LENS, 32, straight=False)
    edge = (straight[..., 3] > 0) & (straight[..., 3] < 1)
    assert edge.any()
    assert straight[edge][:, 0].max() < 200 / 255 - 0.05
    np.testing.assert_allclose(clean[edge][:, 0], 200 / 255, atol=1e-5)


def test_cropping_moves_the_principal_point_along() -> None:
    picture = np.zeros((50, 100, 4), np.uint8)
    square, lens = prepared_view(picture, (80.0, 80.0, 50.0, 25.0), 32)
    assert square.shape == (32, 32, 4)
    np.testing.assert_allclose(lens, [80 * 0.64, 80 * 0.64, 50 * 0.64 - 16, 16])


def test_white_shows_where_nothing_covers() -> None:
    rgba = torch.tensor([0.2, 0.4, 0.6, 0.25]).view(4, 1, 1)
    np.testing.assert_allclose(on_white(rgba)[:, 0, 0], [0.8, 0.85, 0.9], rtol=1e-6)


def test_prediction_lies_on_the_rays_in_the_outer_world() -> None:
    given = posed()
    prediction = model().predict(given)
    cloud = prediction.cloud(min_opacity=0)
    assert cloud.gaussian_count == 4 * 32 * 32
    assert prediction.physics.distribution.predicted >= {"material_class"}
    inward = np.linalg.inv(given.world_to_camera)
    index = 1024 + 10 * 32 + 20  # view 1, row 10, column 20
    seen = given.world_to_camera[1] @ [*cloud.means[index], 1]
    np.testing.assert_allclose(seen[:2] / seen[2] * 32 + 16, [20.5, 10.5], atol=1e-3)
    reach = np.linalg.norm(cloud.means[index] - inward[1, :3, 3])
    assert reach < 2.0 / normalized_cameras(given.world_to_camera).scale


def test_one_view_needs_the_other_cameras_for_its_scale() -> None:
    given = posed()
    single = PosedViews(given.rgba[:1], given.intrinsics[:1], given.world_to_camera[:1])
    with pytest.raises(InputError, match="stand in one place"):
        model().predict(single)
    prediction = model().predict(single, targets=given.world_to_camera)
    assert prediction.cloud(min_opacity=0).gaussian_count == 32 * 32


def test_prediction_moves_with_the_world() -> None:
    given = posed()
    spin = np.eye(4)
    spin[:3, :3] = [[0, -1, 0], [1, 0, 0], [0, 0, 1]]
    spin[:3, 3] = [3, -2, 5]
    moved = replace_poses(given, given.world_to_camera @ np.linalg.inv(spin))
    network = model()
    first, second = network.predict(given), network.predict(moved)
    a, b = first.cloud(min_opacity=0), second.cloud(min_opacity=0)
    np.testing.assert_allclose(b.means, a.means @ spin[:3, :3].T + spin[:3, 3], atol=2e-3)
    np.testing.assert_allclose(b.scales, a.scales, rtol=2e-2)


def replace_poses(given: PosedViews, poses: np.ndarray) -> PosedViews:
    return PosedViews(given.rgba, given.intrinsics, poses)


def test_example_views_of_the_release(shared_folder: Path) -> None:
    folder = shared_folder / "photos" / "cake"
    views = PosedViews.read(folder / "pose.json")
    assert views.rgba.shape == (4, 512, 512, 4)
    given = prepared_views(views, INFERENCE_PRESET, side=64)
    np.testing.assert_allclose(given.intrinsics, np.tile([64.0, 64, 32, 32], (4, 1)))
    cloud = model().predict(given).cloud()
    assert np.isfinite(cloud.means).all()


def test_fresh_weights_give_a_named_prediction_in_every_precision(tmp_path: Path) -> None:
    torch.save({"model": seeded_net(SMALL).state_dict()}, tmp_path / "a.pt")
    answers = {}
    for precision in Precision:
        loaded = load_physgm(tmp_path / "a.pt", config=SMALL, precision=precision)
        answers[precision] = PhysGM(loaded).predict(posed()).physics.distribution
    for precision in (Precision.BF16, Precision.FP16):
        np.testing.assert_allclose(
            answers[precision].class_probabilities,
            answers[Precision.FP32].class_probabilities,
            atol=0.02,
        )


def test_bad_views_are_refused() -> None:
    lens, poses = np.tile(LENS, (2, 1)), ring_poses(4)[:2]
    odd = PosedViews(np.zeros((2, 40, 40, 4), np.float32), lens, poses)
    with pytest.raises(InputError, match="multiple of 16 px: 40"):
        prepared_views(odd, INFERENCE_PRESET, side=40)
    with pytest.raises(InputError, match="divisible by 16 px, got 40x40"):
        model().predict(odd)


def test_network_that_overflows_is_named() -> None:
    network = model()
    network.loaded.net.dpt_head.scratch.output_conv2[2].bias.fill_(math.inf)
    with pytest.raises(InputError, match="Gaussians are not finite"):
        network.predict(posed())


def test_every_trainable_tensor_gets_a_gradient() -> None:
    config = replace(
        SMALL, dim=64, head_size=16, depth=2, taps=(0, 0, 1, 1), encoder="patches", encoder_dim=12
    )
    net = seeded_net(config).train()
    pictures, rays = views(32, 2, dtype=torch.float32)
    raw = net(pictures, rays)
    gaussians = activated(raw.gaussians, pictures, rays, torch.zeros(1, 2, 3), INFERENCE_PRESET)
    loss = sum(part.square().mean() for part in gaussians)
    loss = loss + raw.material_logits.sum() + raw.youngs_modulus.sum() + raw.poisson_ratio.sum()
    loss.backward()
    without = [n for n, p in net.named_parameters() if p.grad is None or not p.grad.any()]
    assert without == []
    assert all(torch.isfinite(p.grad).all() for p in net.parameters())
