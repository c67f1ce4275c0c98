"""Passes of scenes whose values are known in closed form."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pass_scenes import front_camera, moved, plate

from render.backdrop import PlainBackdrop
from render.backdrop_renderer import BackdropRenderer
from render.base import RenderSettings
from render.camera import Camera
from render.errors import InputError
from render.passes.color_maps import color_table
from render.passes.frame_scene import FrameScene
from render.passes.pass_image import PassImage, ScaleLegend
from render.passes.picture import to_picture
from render.passes.registry import PASSES, render_pass, render_passes
from render.passes.scalar_passes import SCALARS
from render.reference import ReferenceRenderer

REFERENCE = ReferenceRenderer()
STEEP = Camera.look_at((1.2, 1.0, 0.7), (0, 0, 0), width=64, height=64, vertical_fov_deg=18)


def drawn(name: str, scene: FrameScene, camera: Camera) -> PassImage:
    return render_pass(name, scene, camera, REFERENCE)


@pytest.mark.parametrize("camera", [front_camera(), front_camera().orthographic(2.0)])
def test_plate_seen_head_on_has_its_exact_depth_and_normal(camera: Camera) -> None:
    scene = FrameScene(plate())
    out = render_passes(
        ("depth", "median_depth", "normal", "normal_axis", "position"), scene, camera, REFERENCE
    )
    for image in out.values():
        assert image.mask.all()
    np.testing.assert_allclose(out["depth"].values, 2, rtol=1e-6)
    np.testing.assert_allclose(out["median_depth"].values, 2, rtol=1e-6)
    for name in ("normal", "normal_axis"):
        np.testing.assert_allclose(out[name].values - [1, 0, 0], 0, atol=1e-5)
    np.testing.assert_allclose(out["position"].values[..., 0], 0, atol=1e-6)


@pytest.mark.parametrize("camera", [STEEP, STEEP.orthographic(1.7)])
def test_steep_plate_keeps_its_normal(camera: Camera) -> None:
    out = render_passes(("normal", "normal_axis"), FrameScene(plate()), camera, REFERENCE)
    np.testing.assert_allclose(out["normal_axis"].values[8:-8, 8:-8] - [1, 0, 0], 0, atol=1e-5)
    middle = out["normal"].values[8:-8, 8:-8].reshape(-1, 3).astype(np.float64)
    assert np.degrees(np.arccos(np.clip(middle[:, 0], -1, 1))).max() < 5
    mean = middle.mean(axis=0)
    assert np.degrees(np.arccos(mean[0] / np.linalg.norm(mean))) < 1.5


def test_normals_face_the_camera_from_either_side() -> None:
    behind = Camera.look_at((-2, 0, 0), (0, 0, 0), width=24, height=24, vertical_fov_deg=20)
    out = render_passes(("normal", "normal_axis"), FrameScene(plate()), behind, REFERENCE)
    for image in out.values():
        np.testing.assert_allclose(image.values - [-1, 0, 0], 0, atol=1e-4)


def two_plates() -> FrameScene:
    """A near plate on the left in picture coordinates, a far one on the right."""
    near, far = moved(plate(), 0.3, -0.6, 0), moved(plate(), -0.3, 0.6, 0)
    count = near.gaussian_count
    labels = np.repeat(np.array([0, 1], np.int32), count)
    classes = np.repeat(np.array([8, -1], np.int32), count)
    return FrameScene(
        near.concat(far),
        labels={"object_id": labels, "material_class": classes},
        label_names={"object_id": ("near", "far")},
    )


def test_two_objects_keep_apart() -> None:
    scene, camera = two_plates(), front_camera()
    names = ("object_id", "material_class", "semantics", "gaussian_id", "median_depth")
    out = render_passes(names, scene, camera, REFERENCE)
    pixels, _ = camera.project(scene.cloud.means[[0, -1]])
    assert pixels[0, 0] < pixels[1, 0]
    left, right = (28, 4), (28, -5)
    assert out["object_id"].values[left] == 0
    assert out["object_id"].values[right] == 1
    assert out["material_class"].values[left] == 8
    assert out["material_class"].values[right] == -1
    assert out["semantics"].values[right].tolist() == [1, -1]
    assert out["median_depth"].values[left] == pytest.approx(1.7, rel=1e-5)
    assert out["median_depth"].values[right] == pytest.approx(2.3, rel=1e-5)
    ids = out["gaussian_id"].values[:, :, 0]
    np.testing.assert_array_equal(ids[ids >= 0] >= 625, out["object_id"].values[ids >= 0, 0] == 1)


def test_shown_gaussian_is_the_nearest_to_its_own_centre() -> None:
    camera = front_camera()
    wide = plate(per_side=5, opacity=0.9, side_m=0.6)
    cloud = replace(wide, scales=wide.scales * np.float32(0.2))
    ids = drawn("gaussian_id", FrameScene(cloud), camera).values[:, :, 0]
    places, _ = camera.project(cloud.means)
    columns, rows = places.astype(int).T
    np.testing.assert_array_equal(ids[rows, columns], np.arange(25))


def test_translation_gives_exact_flow_and_trajectory() -> None:
    camera, step = front_camera(), np.array([0.0, 0.03, -0.02])
    scene = FrameScene(plate(), moved(plate(), *step))
    out = render_passes(("flow", "trajectory"), scene, camera, REFERENCE)
    focal_px = camera.K[0, 0]
    np.testing.assert_allclose(out["flow"].values[..., 0], 0.03 * focal_px / 2, atol=2e-4)
    np.testing.assert_allclose(out["flow"].values[..., 1], 0.02 * focal_px / 2, atol=2e-4)
    np.testing.assert_allclose(out["trajectory"].values - step, 0, atol=1e-6)


@pytest.mark.parametrize("orthographic", [False, True])
def test_flow_of_what_comes_closer_and_of_a_moving_camera(orthographic: bool) -> None:
    camera = front_camera()
    after = Camera.look_at(
        (2.1, 0.05, 0.02), (0, 0.01, 0), width=72, height=56, vertical_fov_deg=25
    )
    if orthographic:
        camera, after = camera.orthographic(2), after.orthographic(2)
    scene = FrameScene(plate(), moved(plate(), 0.1, 0, 0), camera=camera, next_camera=after)
    flow = drawn("flow", scene, camera).values
    rows, columns = np.mgrid[:56, :72] + 0.5
    origins, directions = camera.pixel_rays()
    seen = (origins + 2 * directions).reshape(-1, 3) + np.array([0.1, 0, 0])
    places, _ = after.project(seen)
    expected = places.reshape(56, 72, 2) - np.stack([columns, rows], -1)
    np.testing.assert_allclose(flow, expected, atol=1e-3)


def test_flow_of_a_tile_is_that_of_the_whole() -> None:
    camera = front_camera()
    after = Camera.look_at((2, 0.1, 0), (0, 0.05, 0), width=72, height=56, vertical_fov_deg=26)
    scene = FrameScene(plate(), moved(plate(), 0, 0.02, 0), camera=camera, next_camera=after)
    whole = drawn("flow", scene, camera).values
    part = drawn("flow", scene, camera.tile(20, 10, 30, 24)).values
    np.testing.assert_allclose(part, whole[10:34, 20:50], atol=1e-3)


def test_last_frame_has_no_motion() -> None:
    out = render_passes(("flow", "trajectory"), FrameScene(plate()), front_camera(), REFERENCE)
    for image in out.values():
        assert not image.mask.any()
        assert not image.values.any()


@pytest.mark.parametrize("name", list(SCALARS))
def test_scalars_blend_to_themselves(name: str) -> None:
    cloud = plate(opacity=0.3)
    values = np.where(cloud.means[:, 1] < 0, 2.0, 5.0).astype(np.float32)
    image = drawn(name, FrameScene(cloud, scalars={name: values}), front_camera())
    np.testing.assert_allclose(image.values[:, :25, 0], 2, rtol=1e-4)
    np.testing.assert_allclose(image.values[:, -25:, 0], 5, rtol=1e-4)
    assert isinstance(image.legend, ScaleLegend)
    assert image.legend.unit == SCALARS[name].unit
    assert image.legend.low <= 2 < 5 <= image.legend.high
    assert to_picture(image, legend=True).shape == (56, 72, 3)


def test_all_passes_of_one_view_are_those_drawn_alone() -> None:
    scene = two_plates()
    rng = np.random.default_rng(0)
    values = rng.uniform(1, 2, scene.cloud.gaussian_count).astype(np.float32)
    later = moved(scene.cloud, 0, 0.01, 0)
    scene = replace(scene, next=later, scalars=dict.fromkeys(SCALARS, values))
    camera = front_camera(16, 12)
    together = render_passes(PASSES, scene, camera, REFERENCE)
    assert list(together) == list(PASSES)
    for name in ("stress", "trajectory", "normal_axis", "object_id", "depth"):
        np.testing.assert_array_equal(together[name].values, drawn(name, scene, camera).values)
    for name, image in together.items():
        assert image.values.shape == (12, 16, len(image.channels)), name
        assert to_picture(image).dtype == np.uint8


def test_colour_has_its_backdrop_and_other_passes_do_not() -> None:
    scene, camera = FrameScene(plate(side_m=0.3)), front_camera(32, 24)
    for backdrop, channels in ((PlainBackdrop((1.0, 0.0, 0.0)), 3), (None, 4)):
        renderer = BackdropRenderer(REFERENCE, backdrop, ground_z_m=-0.3)
        out = render_passes(("colour", "alpha", "depth"), scene, camera, renderer)
        assert out["colour"].values.shape[2] == channels
        bare = REFERENCE.render(scene.cloud, camera, RenderSettings(background=(0, 0, 0)))
        np.testing.assert_array_equal(out["alpha"].values[..., 0], bare.alpha)
    np.testing.assert_allclose(out["colour"].values[12, 16], [0.5, 0.5, 0.5, 1], atol=1e-2)


def test_bad_passes_are_refused_in_one_line() -> None:
    scene, camera = FrameScene(plate()), front_camera(8, 8)
    with pytest.raises(InputError, match="unknown pass 'heat'; use: colour, alpha"):
        drawn("heat", scene, camera)
    with pytest.raises(InputError, match="nothing is known of 'stress'"):
        drawn("stress", scene, camera)
    with pytest.raises(InputError, match="nothing is known of 'object_id'"):
        drawn("object_id", scene, camera)
    with pytest.raises(InputError, match=r"next frame has 4 Gaussians and this one 625"):
        FrameScene(plate(), plate(per_side=2))
    with pytest.raises(InputError, match=r"stress has shape \(3,\), expected \[625\]"):
        FrameScene(plate(), scalars={"stress": np.zeros(3, np.float32)})


def test_pictures_show_values_over_their_background() -> None:
    cloud = plate(side_m=0.4, opacity=0.4)
    scene = FrameScene(cloud, scalars={"stress": np.full(625, 3.0, np.float32)})
    out = render_passes(("alpha", "stress", "depth"), scene, front_camera(), REFERENCE)
    grey = to_picture(out["alpha"])
    np.testing.assert_array_equal(grey[..., 1], np.rint(out["alpha"].values[..., 0] * 255))
    green = to_picture(out["stress"], background=(0.0, 1.0, 0.0))
    assert green[0, 0].tolist() == [0, 255, 0]
    solid = np.rint(color_table("dusk")[-1] * 255)  # 3 Pa is the highest value there is
    np.testing.assert_allclose(green[28, 36], solid, atol=2)


def test_an_empty_cloud_has_empty_passes() -> None:
    empty = plate().select(slice(0, 0))
    scene = FrameScene(empty, empty, scalars={"stress": np.zeros(0, np.float32)})
    names = ("depth", "normal", "normal_axis", "gaussian_id", "stress", "flow", "trajectory")
    out = render_passes((*names, "geometry"), scene, front_camera(8, 8), REFERENCE)
    for image in out.values():
        assert not image.mask.any()
        to_picture(image, legend=True)
