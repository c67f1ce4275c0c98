"""Pictures of the composed object as a loss: splats that follow their depths."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from shape_fixtures import box_mesh, sphere_mesh

from models.data.views import VIEWS_A_VARIANT, Views, render_stretched_views, render_views
from models.gaussian_composer import OPACITY, SurfaceMaps, compose
from models.nets.surface_net import Surfaces
from models.rig import RIG_DISTANCE
from models.training.augment import Batch, make_batch
from models.training.moving_splats import DepthMaps, MovingSplats, moving_splats
from models.training.picture_loss import OTHERS, Scenes, picture_loss
from render.spherical_harmonics import sh0_to_rgb

SIDE = 32


@pytest.fixture(scope="module")
def views() -> Views:
    return render_views(sphere_mesh(), count=6, frame_px=SIDE, lying=0, seed=2)


def _composed(views: Views, offset: torch.Tensor) -> MovingSplats:
    depths = [
        torch.from_numpy(part[0].astype(np.float32)) + RIG_DISTANCE + offset
        for part in (views.front_depth, views.back_depth)
    ]
    color = torch.from_numpy(views.rgba[0, ..., :3] / np.float32(255))
    alpha = (views.rgba[0, ..., 3] > 127).astype(np.float32)
    maps = DepthMaps(depths[0], depths[1], color)
    return moving_splats(color, alpha, maps, views.intrinsics[0])


def test_splats_are_those_of_the_composer(views: Views) -> None:
    splats = _composed(views, torch.zeros(()))
    rgba = views.rgba[0] / np.float32(255)
    alpha = (rgba[..., 3] > 0.5).astype(np.float32)
    photo = np.concatenate([rgba[..., :3], alpha[..., None]], axis=-1)
    front, back = (
        part[0].astype(np.float32) + RIG_DISTANCE for part in (views.front_depth, views.back_depth)
    )
    cloud = compose(photo, SurfaceMaps(front, back, rgba[..., :3], alpha), views.intrinsics[0])
    np.testing.assert_allclose(splats.means, cloud.means, atol=1e-6)
    np.testing.assert_allclose(splats.scales, cloud.scales, atol=1e-6)
    assert float(splats.opacities.max()) == pytest.approx(OPACITY)
    np.testing.assert_allclose(splats.colors, sh0_to_rgb(cloud.sh_coeffs[:, 0]), atol=2e-3)


def test_splats_move_along_their_rays(views: Views) -> None:
    offset = torch.zeros((), requires_grad=True)
    splats = _composed(views, offset)
    along = splats.means.detach() / splats.means.detach()[:, 2:]
    for axis in range(3):
        (gradient,) = torch.autograd.grad(splats.means[:, axis].sum(), offset, retain_graph=True)
        assert float(gradient) == pytest.approx(float(along[:, axis].sum()), rel=1e-4, abs=1e-2)


def _surfaces(batch: Batch, offset: torch.Tensor) -> Surfaces:
    """The true surfaces, moved away from the camera."""
    moved = batch.front_depth + offset / batch.frame_width[:, None, None]
    thickness = batch.back_depth - batch.front_depth
    return Surfaces(moved, thickness, batch.back_color, batch.elevation)


def test_loss_draws_surfaces_to_where_they_belong(views: Views) -> None:
    generator = torch.Generator().manual_seed(4)
    chosen = torch.arange(6)
    others = Scenes(views.scene).others(chosen, generator)
    batch = make_batch(views, chosen, generator, others)
    assert batch.mirrored[:3].any()
    assert not batch.mirrored[:3].all()
    losses = []
    for distance in (-0.12, 0.0, 0.12):
        offset = torch.tensor(distance, requires_grad=True)
        loss = picture_loss(_surfaces(batch, offset), batch, views, chosen, others)
        loss.backward()  # type: ignore[no-untyped-call]
        losses.append(float(loss.detach()))
        if distance:
            assert float(offset.grad) * distance > 0
    assert losses[1] < min(losses[0], losses[2]) - 0.3


def test_objects_of_a_few_pixels_are_passed_over(views: Views) -> None:
    empty = replace(views, rgba=np.zeros_like(views.rgba))
    generator = torch.Generator().manual_seed(4)
    chosen = torch.arange(2)
    others = Scenes(views.scene).others(chosen, generator)
    batch = make_batch(empty, chosen, generator, others)
    loss = picture_loss(_surfaces(batch, torch.zeros(())), batch, empty, chosen, others)
    assert float(loss) == 0


def test_others_show_the_same_from_elsewhere() -> None:
    scene = np.array([0, 1, 1, 1, 1, 1, 2, 2], np.int32)
    chosen = torch.tensor([0, 3, 6])
    others = Scenes(scene).others(chosen, torch.Generator().manual_seed(1)).numpy()
    assert others.shape == (3, OTHERS)
    assert set(others[0]) == {0}
    assert set(others[1]) <= {1, 2, 4, 5}
    assert len(set(others[1])) == OTHERS
    assert set(others[2]) == {7}


def test_variants_have_other_proportions_and_scenes_of_their_own() -> None:
    made = render_stretched_views(
        box_mesh((1, 1, 1)), count=2, frame_px=SIDE, lying_share=0.5, seed=3
    )
    assert len(made) == 2 * VIEWS_A_VARIANT
    np.testing.assert_array_equal(made.scene, np.repeat([0, 1], VIEWS_A_VARIANT))
    assert np.ptp(made.frame_width) > 0.2
    again = Views.concatenated([made, made])
    np.testing.assert_array_equal(again.scene, np.repeat([0, 1, 2, 3], VIEWS_A_VARIANT))
