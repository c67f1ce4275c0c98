"""Grid, axes and bounds: where lines lie, what hides them, what they say."""

from __future__ import annotations

import numpy as np
import pytest
from render_scenes import CloudFactory

from render.backdrop import PlainBackdrop
from render.backdrop_renderer import BackdropRenderer
from render.camera import Camera
from render.gaussians import GaussianCloud
from render.overlay_labels import Label, draw_labels
from render.overlay_lines import Lines, OverlaySheet, draw_lines
from render.overlays import GridPlace, Overlays, draw_overlays, metres, overlay_scene, round_below
from render.reference import ReferenceRenderer

CAMERA = Camera.look_at((4, 0, 0), (0, 0, 0), width=80, height=60, vertical_fov_deg=30)
SLANTED = Camera.look_at((2, 1.4, 1.3), (0, 0, 0.2), width=160, height=120)
ALL = Overlays(grid=True, axes=True, bounds=True)


def one_line(start: tuple[float, ...], end: tuple[float, ...], **options: float) -> Lines:
    return Lines(np.array([start]), np.array([end]), np.ones((1, 2)), (1.0, 0.0, 0.0), **options)


def drawn(camera: Camera, lines: Lines, front: object = None) -> OverlaySheet:
    sheet = OverlaySheet.empty(camera)
    draw_lines(sheet, camera, lines, front)  # type: ignore[arg-type]
    return sheet


@pytest.mark.parametrize("camera", [CAMERA, CAMERA.orthographic(4)])
@pytest.mark.parametrize("width_px", [1.0, 2.5, 4.0])
def test_a_line_covers_its_width_where_it_projects(camera: Camera, width_px: float) -> None:
    sheet = drawn(camera, one_line((0, 0, -0.3), (0, 0, 0.3), width_px=width_px))
    ends, _ = camera.project(np.array([[0, 0, -0.3], [0, 0, 0.3]]))
    rows = slice(int(ends[1, 1]) + 2, int(ends[0, 1]) - 2)
    np.testing.assert_allclose(sheet.alpha[rows].sum(axis=1), width_px, rtol=1e-5)
    assert not sheet.alpha[:, :36].any()
    assert not sheet.alpha[:, 45:].any()
    np.testing.assert_allclose(sheet.color[..., 0], sheet.alpha, atol=1e-6)


def test_slanted_lines_are_as_thick_as_upright_ones() -> None:
    sheet = drawn(CAMERA, one_line((0, -0.5, -0.5), (0, 0.5, 0.5), width_px=3))
    middle = sheet.alpha[20:40]
    np.testing.assert_allclose(middle.sum(axis=1), 3 * np.sqrt(2), rtol=0.03)


def test_lines_are_cut_at_the_near_plane_and_the_border() -> None:
    through_eye = one_line((9, 0.2, 0.1), (-9, 0.2, 0.1))
    sheet = drawn(CAMERA, through_eye)
    assert np.isfinite(sheet.alpha).all()
    assert sheet.alpha.any()
    behind = one_line((5, -1, 0), (5, 1, 0))
    assert not drawn(CAMERA, behind).alpha.any()


def test_gaussians_hide_what_is_behind_them() -> None:
    size = (CAMERA.height, CAMERA.width)
    alpha, depth = np.zeros(size, np.float32), np.zeros(size, np.float32)
    alpha[30:], depth[30:] = 0.8, 4.0
    for x, left in ((-1.0, 0.2 + 0.8 * 0.25), (1.0, 1.0)):
        line = one_line((x, 0, -0.6), (x, 0, 0.6), width_px=3, behind=0.25)
        sheet = drawn(CAMERA, line, (alpha, depth))
        assert sheet.alpha[20].max() == pytest.approx(1)
        assert sheet.alpha[40].max() == pytest.approx(left)


def test_crossing_lines_of_one_kind_do_not_add_up() -> None:
    lines = Lines(
        np.array([[0, -1.0, 0], [0, 0, -1.0]]),
        np.array([[0, 1.0, 0], [0, 0, 1.0]]),
        np.full((2, 2), 0.4),
        (1.0, 1.0, 1.0),
        2.0,
    )
    assert drawn(CAMERA, lines).alpha.max() == pytest.approx(0.4)


@pytest.fixture
def standing(make_cloud: CloudFactory) -> GaussianCloud:
    cloud = make_cloud(200, scale_m=(0.02, 0.04))
    lifted = cloud.means * [0.6, 0.4, 0.8] + [0, 0, 0.4]
    solid = np.full(200, 0.9, np.float32)
    return GaussianCloud(lifted, cloud.quats, cloud.scales, solid, cloud.sh_coeffs)


@pytest.mark.parametrize("camera", [SLANTED, SLANTED.orthographic(2.5)])
def test_a_tile_shows_its_part_of_the_whole(camera: Camera, standing: GaussianCloud) -> None:
    scene = overlay_scene(standing, ground_z_m=0.0, on_light=True)
    assert scene is not None
    whole = draw_overlays(camera, ALL, scene)
    part = draw_overlays(camera.tile(50, 30, 64, 48), ALL, scene)
    np.testing.assert_allclose(part.alpha, whole.alpha[30:78, 50:114], atol=2e-3)
    np.testing.assert_allclose(part.color, whole.color[30:78, 50:114], atol=2e-3)


def test_every_overlay_draws_something_of_its_own(standing: GaussianCloud) -> None:
    scene = overlay_scene(standing, ground_z_m=0.0, on_light=False)
    assert scene is not None
    for chosen in (Overlays(grid=True), Overlays(axes=True), Overlays(bounds=True)):
        sheet = draw_overlays(SLANTED, chosen, scene)
        assert 0.002 < (sheet.alpha > 0.1).mean() < 0.5
        assert (sheet.color <= sheet.alpha[:, :, None] + 1e-6).all()
    assert not draw_overlays(SLANTED, Overlays(), scene).alpha.any()


def test_the_box_holds_the_object(standing: GaussianCloud) -> None:
    scene = overlay_scene(standing, ground_z_m=0.0, on_light=True)
    assert scene is not None
    inside = (standing.means > scene.box[0]) & (standing.means < scene.box[1])
    assert inside.all(axis=1).mean() > 0.96
    assert np.ptp(scene.box, axis=0) == pytest.approx([0.6, 0.4, 0.8], abs=0.03)


def test_pictures_carry_overlays_with_and_without_a_backdrop(standing: GaussianCloud) -> None:
    inner = ReferenceRenderer()
    plain = PlainBackdrop((1.0, 1.0, 1.0), ground_z_m=0.0)
    without = BackdropRenderer(inner, plain).render(standing, SLANTED)
    with_them = BackdropRenderer(inner, plain, overlays=ALL).render(standing, SLANTED)
    assert (with_them.color < without.color - 0.2).any()
    np.testing.assert_array_equal(with_them.alpha, without.alpha)
    clear = BackdropRenderer(inner, None, overlays=ALL).render(standing, SLANTED)
    assert (clear.alpha > without.alpha + 0.2).any()
    assert (clear.color <= clear.alpha[:, :, None] + 1e-5).all()


def test_overlays_of_an_empty_cloud_are_left_out(make_cloud: CloudFactory) -> None:
    assert overlay_scene(make_cloud(0), ground_z_m=0.0, on_light=True) is None
    out = BackdropRenderer(ReferenceRenderer(), PlainBackdrop(), overlays=ALL).render(
        make_cloud(0), CAMERA
    )
    assert (out.color == 1).all()


def test_the_grid_stands_while_the_object_moves(standing: GaussianCloud) -> None:
    def scene_of(cloud: GaussianCloud, grid: GridPlace | None) -> GridPlace:
        found = overlay_scene(cloud, ground_z_m=0.0, on_light=True, grid=grid)
        assert found is not None
        return found.grid

    grid = scene_of(standing, None)
    assert grid.step_m == 0.1
    near = standing.transformed(np.eye(3), np.array([0.6, -0.4, 0], np.float32)).scaled(1.3)
    assert scene_of(near, grid) == grid
    far = standing.transformed(np.eye(3), np.array([9, 0, 0], np.float32))
    assert scene_of(far, grid).middle[0] == pytest.approx(90, abs=1)
    assert scene_of(standing.scaled(20), grid).step_m == 2


def test_lengths_are_round_and_short() -> None:
    assert [round_below(value) for value in (0.083, 1.0, 4.9, 50)] == [0.05, 1, 2, 50]
    lengths = [metres(value) for value in (0.5123, 12.345, 123.4, 0.00987, 4e-5)]
    assert lengths == ["0.512 m", "12.3 m", "123 m", "0.00987 m", "4.00e-05 m"]


def test_labels_give_way_to_those_before_them() -> None:
    letter = Label("Y", (80.0, 60.0), (0.9, 0.2, 0.2))
    length = Label("y 0.490 m", (80.0, 58.0), (0.1, 0.1, 0.1), away=(0.0, 1.0))

    def written(*labels: Label) -> OverlaySheet:
        sheet = OverlaySheet.empty(SLANTED)
        draw_labels(sheet, labels, SLANTED.placing)
        return sheet

    alone, both = written(letter), written(letter, length)
    covered = alone.alpha > 0
    np.testing.assert_array_equal(both.color[covered], alone.color[covered])
    beyond = written(length).alpha > 0
    assert (beyond & covered).any()
    assert (both.alpha > 0).sum() == covered.sum() + beyond.sum()


def test_a_taken_corner_is_left_to_others() -> None:
    grid = Label("grid 0.05 m", None, (0.1, 0.1, 0.1))
    below = Label("x 0.390 m", (30.0, 110.0), (0.1, 0.1, 0.1), away=(0.0, 1.0))
    sheets = []
    for labels in ((grid,), (below, grid)):
        sheets.append(OverlaySheet.empty(SLANTED))
        draw_labels(sheets[-1], labels, SLANTED.placing)
    left, right = slice(0, 80), slice(80, 160)
    assert sheets[0].alpha[100:, left].any()
    assert not sheets[0].alpha[100:, right].any()
    assert sheets[1].alpha[100:, right].any()


def test_lengths_stand_beyond_the_edges_they_measure() -> None:
    for away in ((1.0, 0.0), (0.6, 0.8), (0.0, 1.0)):
        sheet = OverlaySheet.empty(SLANTED)
        draw_labels(sheet, [Label("x 0.5 m", (80.0, 60.0), (0, 0, 0), away)], SLANTED.placing)
        rows, columns = np.nonzero(sheet.alpha)
        assert ((columns + 0.5 - 80) * away[0] + (rows + 0.5 - 60) * away[1]).min() > 0
