"""Objects become scenes in the network's world."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from training_fixtures import LABEL, SIDE, batch, cameras, record, settings

from models.physgm.pictures import on_white
from models.training.physgm.scenes import chosen_views, make_scene
from models.training.physgm.settings import ViewChoice
from render.errors import InputError


def test_a_point_is_seen_at_the_same_pixel_in_the_network_s_world() -> None:
    config = settings()
    scene = make_scene(record(), config.preset, config.views, np.random.default_rng(0))
    inputs, targets = chosen_views(
        record().world_to_camera, 2, config.views, np.random.default_rng(0)
    )
    outer = np.linalg.inv(record().world_to_camera)[:, :3, 3]
    inner = np.linalg.inv(scene.world_to_camera.double().numpy())[:, :3, 3]
    assert np.abs(inner).max() == pytest.approx(1, abs=1e-6)  # the targets set the scale
    scale = np.linalg.norm(inner[1] - inner[0]) / np.linalg.norm(
        outer[targets[1]] - outer[targets[0]]
    )
    for place, at in enumerate(targets):
        x = np.array([0.1, -0.2, 0.15])
        seen = record().world_to_camera[at][:3] @ [*x, 1]
        ray = seen / np.linalg.norm(seen)
        turned = np.linalg.inv(scene.world_to_camera[place].double().numpy())
        point = turned[:3, :3] @ ray * (np.linalg.norm(seen) * scale) + turned[:3, 3]
        if place == 0:
            first = point
        np.testing.assert_allclose(point, first, atol=1e-5)
    assert targets[:2] == inputs


def test_rays_of_the_inputs_pass_through_their_pixels() -> None:
    config = settings()
    scene = make_scene(record(), config.preset, config.views, np.random.default_rng(1))
    camera = batch(config, 0).scenes.cameras(0, config.preset)[0]
    assert (camera.width, camera.near_plane, camera.far_plane) == (SIDE, 0.001, 2.5)
    for view in range(2):
        x, y = 3, 11
        point = scene.origins[view] + 0.7 * scene.rays[view, 3:, y, x]
        seen = scene.world_to_camera[view] @ torch.cat([point, torch.ones(1)])
        fx, fy, cx, cy = scene.lenses[view].tolist()
        assert float(seen[0] / seen[2]) * fx + cx == pytest.approx(x + 0.5, abs=1e-3)
        assert float(seen[1] / seen[2]) * fy + cy == pytest.approx(y + 0.5, abs=1e-3)


def test_inputs_are_the_first_targets_on_white() -> None:
    scenes = batch(settings(), 0, 1).scenes
    assert scenes.pictures.shape == (2, 2, 3, SIDE, SIDE)
    assert torch.equal(scenes.pictures, on_white(scenes.targets)[:, :2])
    assert torch.equal(scenes.target_pictures[:, :2], scenes.pictures)
    assert scenes.first(1).values.shape == (1, 3)


def test_choice_depends_on_the_generator_alone() -> None:
    config = settings()
    for seed in range(3):
        once, again = (
            make_scene(record(), config.preset, config.views, np.random.default_rng(seed))
            for _ in range(2)
        )
        assert all(torch.equal(a, b) for a, b in zip(once, again, strict=True))


def test_spread_inputs_stand_far_apart() -> None:
    poses = np.stack([camera.world_to_camera for camera in cameras(24)]).astype(np.float64)
    for seed in range(5):
        inputs, targets = chosen_views(
            poses, 4, ViewChoice(targets=8, choice="spread"), np.random.default_rng(seed)
        )
        steps = np.sort(inputs)
        gaps = np.diff([*steps, steps[0] + 24])
        assert gaps.tolist() == [6, 6, 6, 6]
        assert targets[:4] == inputs
        assert len(set(targets)) == 8


def test_random_inputs_differ_from_step_to_step() -> None:
    poses = record().world_to_camera
    picks = {
        tuple(chosen_views(poses, 2, ViewChoice(targets=3), np.random.default_rng(seed))[0])
        for seed in range(20)
    }
    assert len(picks) > 5


def test_objects_with_few_pictures_repeat_targets() -> None:
    inputs, targets = chosen_views(
        record(count=3).world_to_camera, 2, ViewChoice(targets=8), np.random.default_rng(0)
    )
    assert len(targets) == 8
    assert set(targets) == {0, 1, 2}
    assert targets[:2] == inputs


def test_object_with_fewer_pictures_than_inputs_is_named() -> None:
    config = settings()
    with pytest.raises(InputError, match=r"folder/object0 has 1 pictures, 2 are needed"):
        make_scene(record(count=1), config.preset, config.views, np.random.default_rng(0))


def test_missing_label_is_an_error_that_names_the_file() -> None:
    config = settings()
    with pytest.raises(InputError, match="folder/object0 has no label"):
        make_scene(record(label=None), config.preset, config.views, np.random.default_rng(0))


def test_cameras_in_one_place_are_named() -> None:
    config, found = settings(), record()
    same = replace(found, world_to_camera=np.repeat(found.world_to_camera[:1], 4, axis=0))
    with pytest.raises(InputError, match="folder/object0: all 2 cameras stand in one place"):
        make_scene(same, config.preset, config.views, np.random.default_rng(0))


def test_class_and_values_are_the_label_s() -> None:
    assert int(batch(settings(), 0).scenes.material[0]) == LABEL.material_class
