"""Selections of the view process against slow and plain oracles."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from synthetic_project import make_project

from render.camera import Camera
from render.gaussians import GaussianCloud
from render.reference import ReferenceRenderer
from sim.object_edit import ObjectPose
from sim.scene.distance import inside
from sim.scene.shapes import Box, Sphere
from studio.jobs.cloud_look import PLAIN_LOOK, CloudLook, Wardrobe, dressed
from studio.jobs.floaters import floater_scores, floaters
from studio.jobs.picture_choice import in_polygon, in_volume, on_surface, under_stroke
from studio.jobs.picture_places import picture_places, surface_of
from studio.jobs.question_desk import QuestionDesk
from studio.jobs.scene_reader import SceneReader
from studio.jobs.splat_graph import cells_of, connected_with
from studio.jobs.splat_values import (
    histogram,
    hue_saturation_brightness,
    in_range,
    like_color,
    plain_colors,
    splat_values,
)
from studio.jobs.view_messages import SceneRef
from studio.jobs.view_questions import (
    BoundsQuestion,
    ChooseQuestion,
    ConnectedAt,
    Floaters,
    HistogramQuestion,
    LikeColor,
    Near,
    Picked,
    PickQuestion,
    Polygon,
    Sight,
    Stroke,
    ValueRange,
)
from studio.state.bitmask import BitMask
from studio.state.selection import SPLAT_VALUES, Histogram

CAMERA = Camera.look_at((1.6, 0.5, 0.8), (0, 0, 0.5), width=120, height=90)


def blobs(*centers: tuple[float, float, float], count: int = 60, seed: int = 5) -> GaussianCloud:
    rng = np.random.default_rng(seed)
    means = np.concatenate([rng.normal(center, 0.05, (count, 3)) for center in centers])
    total = len(means)
    return GaussianCloud(
        means.astype(np.float32),
        np.tile(np.array([1, 0, 0, 0], np.float32), (total, 1)),
        np.full((total, 3), 0.02, np.float32),
        np.full(total, 0.9, np.float32),
        rng.normal(0, 0.5, (total, 1, 3)).astype(np.float32),
    )


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> SceneRef:
    folder: Path = tmp_path_factory.mktemp("projects")
    return SceneRef(make_project(folder / "ball.p4d").path)


@pytest.fixture(scope="module")
def reader() -> SceneReader:
    return SceneReader()


@pytest.fixture
def desk(reader: SceneReader) -> QuestionDesk:
    return QuestionDesk(ReferenceRenderer(), reader)


def winding_inside(point: np.ndarray, corners: np.ndarray) -> bool:
    """Even-odd by counting crossings, one edge after the other."""
    odd = False
    for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if (y0 > point[1]) != (y1 > point[1]):
            odd ^= bool(point[0] < (x1 - x0) * (point[1] - y0) / (y1 - y0) + x0)
    return odd


def test_a_lasso_holds_what_a_count_of_crossings_holds() -> None:
    rng = np.random.default_rng(1)
    places = rng.uniform(0, 100, (500, 2))
    star = tuple((50 + 45 * np.cos(a), 50 + 45 * np.sin(a)) for a in np.arange(5) * 4 * np.pi / 5)
    found = in_polygon(places, star)
    expected = [winding_inside(place, np.array(star)) for place in places]
    np.testing.assert_array_equal(found, expected)
    assert 20 < found.sum() < 300
    assert not in_polygon(places, star[:2]).any()


def test_a_stroke_holds_what_is_near_one_of_its_pieces() -> None:
    rng = np.random.default_rng(2)
    places = rng.uniform(0, 100, (400, 2))
    path = ((10.0, 10.0), (60.0, 20.0), (60.0, 20.0), (80.0, 90.0))
    fine = np.concatenate([np.linspace(a, b, 4000) for a, b in pairwise(path)])
    gaps = np.array([np.linalg.norm(fine - place, axis=1).min() for place in places])
    found = under_stroke(places, path, 12.0)
    clear = np.abs(gaps - 12) > 0.05
    np.testing.assert_array_equal(found[clear], (gaps <= 12)[clear])
    dot = under_stroke(places, path[:1], 12.0)
    np.testing.assert_array_equal(dot, np.linalg.norm(places - path[0], axis=1) <= 12)


@pytest.mark.parametrize(
    "shape",
    [Box((0.05, 0.1, 0.03), (0.01, 0, 0), (0.9, 0.1, -0.3, 0.3)), Sphere(0.06, (0, 0.02, 0))],
)
def test_volumes_hold_what_signed_distances_say(shape: Box | Sphere) -> None:
    points = blobs((0, 0, 0), count=500).means
    found = in_volume(shape, points)
    np.testing.assert_array_equal(found, inside(shape, points))
    assert 0 < found.sum() < 500


def test_connected_parts_are_those_of_a_walk_from_cell_to_cell() -> None:
    cloud, gap = blobs((0, 0, 0), (0.5, 0, 0), (0.5, 0.4, 0)), 0.06
    cell = np.floor((cloud.means - cloud.means.min(axis=0)) / gap).astype(int)
    reached = {0}
    while True:
        near = {
            other
            for other in range(len(cell))
            if other not in reached
            and (np.abs(cell[sorted(reached)] - cell[other]).max(axis=1) <= 1).any()
        }
        if not near:
            break
        reached |= near
    found = connected_with(cloud.means, 0, gap)
    assert set(np.flatnonzero(found)) == reached
    assert 0 < len(reached) < cloud.gaussian_count


def test_neighbours_are_counted_in_touching_cells() -> None:
    means, side = blobs((0, 0, 0), count=80).means, 0.05
    cell = np.floor((means - means.min(axis=0)) / side).astype(int)
    expected = [(np.abs(cell - own).max(axis=1) <= 1).sum() for own in cell]
    np.testing.assert_array_equal(cells_of(means, side).neighbour_counts(), expected)


def test_near_is_what_lies_in_touching_cells() -> None:
    means, side = blobs((0, 0, 0), (0.4, 0, 0), count=80).means, 0.05
    cell = np.floor((means - means.min(axis=0)) / side).astype(int)
    chosen = np.zeros(len(means), np.bool_)
    chosen[[0, 1, 90]] = True
    expected = [(np.abs(cell[chosen] - own).max(axis=1) <= 1).any() for own in cell]
    found = cells_of(means, side).near(chosen)
    np.testing.assert_array_equal(found, expected)
    assert chosen.sum() < found.sum() < len(means)


def test_all_parts_together_hold_every_pair_that_touches() -> None:
    means, side = blobs((0, 0, 0), (0.3, 0, 0), count=30).means, 0.04
    cell = np.floor((means - means.min(axis=0)) / side).astype(int)
    parts = cells_of(means, side).parts()
    for a, b in combinations(range(len(means)), 2):
        if np.abs(cell[a] - cell[b]).max() <= 1:
            assert parts[a] == parts[b]
    assert len(np.unique(parts)) > 1


def test_floaters_are_lone_faint_and_huge_gaussians_and_grow_with_the_strength() -> None:
    cloud = blobs((0, 0, 0), (0.05, 0, 0), (0, 0.06, 0), count=300)
    means, scales = cloud.means.copy(), cloud.scales.copy()
    means[0] = (2, 2, 2)
    scales[1] = 1.5
    cloud = replace(cloud, means=means, scales=scales)
    scores = floater_scores(cloud)
    assert scores[0] > 0.9
    assert scores[1] > 0.9
    assert (scores[2:] < 0.5).mean() > 0.9
    marked = [floaters(cloud, strength) for strength in (0.0, 0.2, 0.5, 0.8, 1.0)]
    assert not marked[0].any()
    assert all((less <= more).all() for less, more in pairwise(marked))
    assert marked[2][:2].all()
    assert marked[2].mean() < 0.1


def test_colours_are_taken_apart_as_the_standard_library_does() -> None:
    import colorsys

    colors = np.random.default_rng(4).uniform(0, 1, (200, 3)).astype(np.float32)
    colors[:3] = ((0.5, 0.5, 0.5), (0, 0, 0), (1, 0, 0))
    expected = np.array([colorsys.rgb_to_hsv(*color) for color in colors.astype(float)])
    hue, saturation, brightness = hue_saturation_brightness(colors)
    np.testing.assert_allclose(hue / 360, expected[:, 0], atol=1e-5)
    np.testing.assert_allclose(saturation, expected[:, 1], atol=1e-5)
    np.testing.assert_allclose(brightness, expected[:, 2], atol=1e-6)


def test_histograms_count_every_gaussian_and_ranges_choose_by_them() -> None:
    cloud = blobs((0, 0, 0.5))
    for value in SPLAT_VALUES:
        values = splat_values(cloud, value, CAMERA)
        found = histogram(values, value)
        assert sum(found.counts) == cloud.gaussian_count
        assert in_range(values, found.low * (1 - 1e-6), found.high * (1 + 1e-6)).any()
    hues = np.array([10.0, 180.0, 350.0])
    np.testing.assert_array_equal(in_range(hues, 340, 20), [True, False, True])
    assert histogram(np.empty(0, np.float32), "size").counts == (0,)


def test_like_colours_differ_little_in_every_channel() -> None:
    cloud = blobs((0, 0, 0))
    color = tuple(float(part) for part in plain_colors(cloud)[3])
    found = like_color(cloud, color, 0.1)  # type: ignore[arg-type]
    expected = [max(abs(own - np.array(color))) <= 0.1 for own in plain_colors(cloud)]
    np.testing.assert_array_equal(found, expected)
    assert found[3]


def test_a_rectangle_through_chooses_both_sides_and_on_the_surface_the_near_one(
    desk: QuestionDesk, reader: SceneReader, scene: SceneRef
) -> None:
    cloud = reader.cloud(scene, 0)
    places, depths = CAMERA.project(cloud.means)
    frame = Polygon(((0, 0), (120, 0), (120, 90), (0, 90)))
    sight = Sight(scene, 0, CAMERA)
    through = desk.answer(ChooseQuestion(sight, frame))
    assert isinstance(through, BitMask)
    inside = (places > 0).all(axis=1) & (places[:, 0] < 120) & (places[:, 1] < 90)
    np.testing.assert_array_equal(through.array(), inside)
    near = desk.answer(ChooseQuestion(sight, frame, through=False))
    assert isinstance(near, BitMask)
    chosen = near.array()
    middle = np.median(depths)
    reach = np.ptp(depths)
    assert chosen[depths < middle - 0.2 * reach].mean() > 0.9
    assert chosen[depths > middle + 0.1 * reach].mean() < 0.05


def test_what_is_seen_never_depends_on_what_is_asked(reader: SceneReader, scene: SceneRef) -> None:
    cloud = reader.cloud(scene, 0)
    everything = np.ones(cloud.gaussian_count, bool)
    some = np.arange(cloud.gaussian_count) % 3 == 0
    where = picture_places(cloud, CAMERA), surface_of(cloud, CAMERA, ReferenceRenderer())
    all_seen = on_surface(cloud, CAMERA, where, everything)
    np.testing.assert_array_equal(on_surface(cloud, CAMERA, where, some), all_seen & some)


@pytest.mark.parametrize(
    "choice",
    [
        Stroke(((60.0, 45.0), (70.0, 45.0)), 8.0),
        Box((0.2, 0.2, 0.1), (0.0, 0.0, 0.6)),
        Sphere(0.2, (0.1, 0.0, 0.6)),
        ValueRange("height", 0.5, 0.6),
        LikeColor((0.95, 0.55, 0.2), 0.05),
        ConnectedAt((60.0, 45.0), 0.2),
        Near(BitMask.of(np.arange(400) < 9), 0.05),
    ],
)
def test_every_choice_finds_some_and_never_what_is_unseen(
    desk: QuestionDesk, scene: SceneRef, choice: object
) -> None:
    unseen = BitMask.of(np.arange(400) % 2 == 0)
    whole = desk.answer(ChooseQuestion(Sight(scene, 0, CAMERA), choice))  # type: ignore[arg-type]
    look = CloudLook(unseen=unseen)
    half = desk.answer(ChooseQuestion(Sight(scene, 0, CAMERA, look), choice))  # type: ignore[arg-type]
    assert isinstance(whole, BitMask)
    assert isinstance(half, BitMask)
    assert 0 < half.chosen_count < whole.chosen_count
    assert not half.intersection(unseen)


def test_the_pointer_finds_the_front_of_the_ball_or_the_ground(
    desk: QuestionDesk, reader: SceneReader, scene: SceneRef
) -> None:
    cloud = reader.cloud(scene, 0)
    sight = Sight(scene, 0, CAMERA)
    picked = desk.answer(PickQuestion(sight, (60.0, 45.0)))
    assert isinstance(picked, Picked)
    place, depth = CAMERA.project(np.array([picked.point_m]))
    np.testing.assert_allclose(place[0], (60, 45), atol=4)
    assert depth[0] < np.median(CAMERA.project(cloud.means)[1])
    np.testing.assert_allclose(picked.color, plain_colors(cloud)[picked.gaussian], atol=1e-6)
    ground = desk.answer(PickQuestion(sight, (2.0, 88.0)))
    assert isinstance(ground, Picked)
    assert ground.gaussian == -1
    assert ground.point_m[2] == pytest.approx(0, abs=1e-6)
    assert desk.answer(PickQuestion(sight, (2.0, -900.0))) is None


def test_floaters_histograms_and_bounds_are_answered(desk: QuestionDesk, scene: SceneRef) -> None:
    sight = Sight(scene, 0, CAMERA)
    none = desk.answer(ChooseQuestion(sight, Floaters(0.0)))
    assert isinstance(none, BitMask)
    assert not none
    found = desk.answer(HistogramQuestion(sight, "opacity"))
    assert isinstance(found, Histogram)
    assert sum(found.counts) == 400
    box = desk.answer(BoundsQuestion(sight, BitMask.full(400)))
    assert isinstance(box, tuple)
    assert box[1][2] - box[0][2] == pytest.approx(0.5, abs=0.05)
    assert desk.answer(BoundsQuestion(sight, BitMask.none(400))) is None


def test_a_look_moves_hides_and_tints() -> None:
    cloud = blobs((0, 0, 0))
    count = cloud.gaussian_count
    chosen = BitMask.of(np.arange(count) < 5)
    look = CloudLook(ObjectPose((0, 0, 1.0), scale=2.0), unseen=chosen, selected=chosen.inverted())
    found = dressed(cloud, look)
    np.testing.assert_allclose(found.means, 2 * cloud.means + (0, 0, 1), atol=1e-6)
    assert (found.opacities[:5] == 0).all()
    assert (found.opacities[5:] > 0).all()
    warm = plain_colors(found)[5:]
    assert (warm[:, 0] - warm[:, 2]).mean() > 0.3
    np.testing.assert_array_equal(found.sh_coeffs[:5], cloud.sh_coeffs[:5])
    other = CloudLook(selected=BitMask.full(count + 1))
    np.testing.assert_array_equal(dressed(cloud, other).sh_coeffs, cloud.sh_coeffs)


def test_a_wardrobe_dresses_once_and_leaves_plain_clouds_alone() -> None:
    cloud, wardrobe = blobs((0, 0, 0)), Wardrobe()
    look = CloudLook(selected=BitMask.full(60))
    assert wardrobe.dressed(cloud, PLAIN_LOOK) is cloud
    assert wardrobe.dressed(cloud, look) is wardrobe.dressed(cloud, look)
