"""What a person does to an object reaches simulations as the picture shows it."""

from __future__ import annotations

import json

import numpy as np
import pytest

from render.errors import InputError
from render.gaussians import GaussianCloud
from sim.object_edit import IN_PLACE, UNEDITED, ObjectEdit, ObjectPose
from sim.project_manifest import ProjectManifest, manifest_text, parse_manifest
from sim.scene.shapes import Box, Cylinder, Sphere
from sim.scene_setup import SceneSetup, place
from sim.selections import ShapeSelection

TURN = tuple(np.array([0.9, 0.1, -0.3, 0.3]) / np.sqrt(1.0))


def cloud(count: int = 60) -> GaussianCloud:
    rng = np.random.default_rng(3)
    quats = rng.normal(size=(count, 4))
    return GaussianCloud(
        rng.normal(size=(count, 3)).astype(np.float32),
        (quats / np.linalg.norm(quats, axis=1, keepdims=True)).astype(np.float32),
        rng.uniform(0.01, 0.1, (count, 3)).astype(np.float32),
        rng.uniform(0.2, 1, count).astype(np.float32),
        rng.normal(size=(count, 4, 3)).astype(np.float32),
    )


POSE = ObjectPose((0.3, -0.2, 0.7), TURN, 1.7)


def test_an_untouched_object_lies_where_it_always_did() -> None:
    scene = SceneSetup(tilt_deg=20)
    expected, found = place(cloud(), scene), UNEDITED.placed(cloud(), scene)
    assert np.array_equal(found.means, expected.means)
    assert np.array_equal(found.sh_coeffs, expected.sh_coeffs)


def test_a_pose_follows_the_default_place() -> None:
    scene = SceneSetup()
    before, found = place(cloud(), scene), ObjectEdit(POSE).placed(cloud(), scene)
    np.testing.assert_allclose(found.means, POSE.applied(before.means), atol=1e-5)
    np.testing.assert_allclose(found.scales, 1.7 * before.scales, rtol=1e-5)


def test_turning_and_scaling_keep_the_pivot() -> None:
    pivot = (0.4, 0.1, -0.3)
    inverse = np.linalg.inv(POSE.matrix * POSE.scale)
    rest = inverse @ (np.array(pivot) - POSE.translation_m)
    for moved in (POSE.turned(TURN, pivot), POSE.scaled(0.3, pivot)):
        np.testing.assert_allclose(moved.applied(rest[None])[0], pivot, atol=1e-9)
    assert POSE.scaled(1e9, pivot).scale == 1e3
    assert POSE.moved((1, 0, 0)).moved((-1, 0, 0)).near(POSE)
    assert not POSE.near(IN_PLACE)


def test_removed_gaussians_keep_their_rows_and_the_place() -> None:
    gone = np.arange(60) % 3 == 0
    edit = ObjectEdit(removed=np.packbits(gone).tobytes())
    found = edit.placed(cloud(), SceneSetup())
    np.testing.assert_array_equal(found.opacities == 0, gone)
    np.testing.assert_array_equal(found.means, place(cloud(), SceneSetup()).means)
    assert edit.exported(cloud()).gaussian_count == (~gone).sum()
    with pytest.raises(InputError, match="another cloud"):
        edit.kept(cloud(80))


def test_an_edit_survives_the_manifest_and_old_manifests_have_none() -> None:
    edit = ObjectEdit(POSE, np.packbits(np.arange(60) % 2 == 0).tobytes())
    text = manifest_text(ProjectManifest(size_m=1.0, edit=edit))
    assert parse_manifest(text, "here").edit == edit
    document = json.loads(text)
    del document["edit"]
    assert parse_manifest(json.dumps(document), "here").edit == UNEDITED
    document["edit"] = {"translation_m": [0, 0, 0]}
    with pytest.raises(InputError, match="edit of the object"):
        parse_manifest(json.dumps(document), "here")


@pytest.mark.parametrize(
    "shape",
    [
        Box((0.3, 0.2, 0.5), (0.2, 0.1, 0.0), TURN),
        Sphere(0.6, (0.1, 0.2, 0.3)),
        Cylinder(0.4, 0.5, (0.1, 0, 0), (1.0, 1.0, 0.0)),
    ],
)
def test_a_volume_scales_with_its_cloud(shape: Box | Sphere | Cylinder) -> None:
    points = cloud(400).means
    before = ShapeSelection(shape).contains(points)
    assert 0 < before.sum() < 400
    after = ShapeSelection(shape).scaled(2.5).contains(2.5 * points)
    np.testing.assert_array_equal(before, after)
