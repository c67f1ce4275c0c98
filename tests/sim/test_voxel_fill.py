"""Which voxels a cloud fills: exact counts, gaps, floaters, thin and tiny bodies."""

from __future__ import annotations

import numpy as np
import pytest
from sim_bodies import cloud_of, sphere_shell

from render.errors import InputError
from render.gaussians import GaussianCloud
from sim.opacity_grid import opacity_grid
from sim.voxel_fill import FillOptions, fill_voxels

SIDE = 0.01


def shell_of_cubes(count: int) -> np.ndarray:
    """Centres of the voxels that form the six faces of a cube of `count` voxels."""
    cells = np.stack(np.meshgrid(*[np.arange(count)] * 3, indexing="ij"), -1).reshape(-1, 3)
    outer = ((cells == 0) | (cells == count - 1)).any(axis=1)
    return (cells[outer] + 0.5) * SIDE


def points(centers: np.ndarray) -> GaussianCloud:
    """Eight small Gaussians in every voxel."""
    corners = np.stack(np.meshgrid(*[[-0.2, 0.2]] * 3), -1).reshape(-1, 3) * SIDE
    return cloud_of((centers[:, None] + corners).reshape(-1, 3), 1e-5)


def filled_box(centers: np.ndarray, **options: float):
    cloud = points(centers)
    longest = float(np.ptp(cloud.means, axis=0).max())
    return fill_voxels(cloud, resolution=longest / SIDE, options=FillOptions(**options))


@pytest.mark.parametrize("count", [25, 40])
def test_a_watertight_box_is_counted_exactly(count):
    body = filled_box(shell_of_cubes(count), gap_m=0.0)
    assert body.side_m == pytest.approx(SIDE, rel=1e-3)
    assert body.shell_count == count**3 - (count - 2) ** 3
    assert body.interior_count == (count - 2) ** 3
    assert body.volume_m3 == pytest.approx(((count - 1) * SIDE) ** 3, rel=0.01)
    assert (body.gap_m, body.counts.body) == (0.0, 8 * body.shell_count)


@pytest.mark.parametrize("count", [3000, 30_000])
def test_a_sphere_has_its_volume(count):
    body = fill_voxels(sphere_shell(0.25, count), resolution=96)
    assert body.volume_m3 == pytest.approx(4 / 3 * np.pi * 0.25**3, rel=0.01)
    assert body.gap_m == 0


def test_gaps_are_closed_up_to_the_stated_size():
    shell = shell_of_cubes(40)
    hole = np.abs(shell[:, :2] - 0.2).max(axis=1) < 0.03
    open_box = shell[~(hole & (shell[:, 2] > 0.2))]
    assert len(shell) - len(open_box) == 36
    inside = 38**3
    assert filled_box(open_box, gap_m=0.04).interior_count < 0.1 * inside
    closed = filled_box(open_box, gap_m=0.09)
    assert closed.interior_count > 0.99 * inside
    assert closed.gap_m == 0.09
    found = filled_box(open_box)
    assert 0.05 <= found.gap_m <= 0.13
    assert found.interior_count > 0.99 * inside


def test_an_open_cleft_is_not_filled():
    box = shell_of_cubes(30)
    two = np.concatenate([box, box + np.array([0.33, 0, 0])])
    body = filled_box(two, gap_m=0.06)
    between = ((np.array([0.315, 0.15, 0.15]) - body.low_m) / body.side_m).astype(int)
    assert not body.filled[tuple(between)]
    assert body.interior_count == 2 * 28**3


def test_floaters_outliers_and_transparent_gaussians_are_counted():
    shell = shell_of_cubes(40)
    floaters = np.array([[0.2, 0.2, 0.5], [0.2, 0.21, 0.5]])
    outliers = np.array([[0.0, 0.0, 9.0], [-5.0, 0.0, 0.0], [0.0, 7.0, 0.0]])
    haze = shell[:50] + 0.1
    cloud = points(np.concatenate([shell, floaters, outliers, haze]))
    opacities = cloud.opacities.copy()
    opacities[-400:] = 0.01
    cloud = GaussianCloud(cloud.means, cloud.quats, cloud.scales, opacities, cloud.sh_coeffs)
    counts = fill_voxels(cloud, resolution=40).counts
    assert (counts.body, counts.floaters) == (8 * len(shell), 16)
    assert (counts.outliers, counts.transparent) == (24, 400)
    assert counts.weightless == 40


def test_faint_splats_close_a_shell_together():
    sphere = sphere_shell(0.25, 20_000)
    faint = np.full_like(sphere.opacities, 0.15)
    cloud = GaussianCloud(sphere.means, sphere.quats, sphere.scales, faint, sphere.sh_coeffs)
    grid = opacity_grid(cloud, 0.02)
    assert grid.opacity.max() > 0.6
    body = fill_voxels(cloud, resolution=40)
    assert body.volume_m3 == pytest.approx(4 / 3 * np.pi * 0.25**3, rel=0.05)


def test_opacity_adds_up_over_gaussians_not_over_samples():
    one = cloud_of(np.array([[0.5, 0.5, 0.5]]), 0.1)
    two = one.concat(one)
    assert opacity_grid(one, 10.0).opacity.max() == pytest.approx(0.9, abs=1e-4)
    assert opacity_grid(two, 10.0).opacity.max() == pytest.approx(1 - 0.1**2, abs=1e-4)


def test_thin_shells_and_cards_keep_their_matter():
    grid = np.stack(np.meshgrid(*[np.linspace(-0.25, 0.25, 60)] * 2), -1).reshape(-1, 2)
    card = fill_voxels(cloud_of(np.c_[grid, 0 * grid[:, 0]], 0.004), resolution=96)
    assert card.interior_count == 0
    assert card.filled.any(axis=2).sum() * card.side_m**2 == pytest.approx(0.25, rel=0.1)
    assert card.counts.body == 3600
    # A bowl is open: its wall is matter, what lies in it is not.
    sphere = sphere_shell(0.25, 20_000)
    bowl = sphere.select(sphere.means[:, 2] < 0)
    wall = fill_voxels(bowl, resolution=96)
    assert wall.volume_m3 < 0.5 * 2 / 3 * np.pi * 0.25**3


def test_one_gaussian_is_a_body():
    body = fill_voxels(cloud_of(np.zeros((1, 3)), 0.01), resolution=48)
    assert body.counts.body == 1
    ball = 4 / 3 * np.pi * 0.012**3
    assert body.volume_m3 == pytest.approx(ball, rel=0.6)


@pytest.mark.parametrize("size", [1e-6, 1e3])
def test_size_does_not_matter(size):
    body = fill_voxels(sphere_shell(size, 4000), resolution=64)
    assert body.volume_m3 == pytest.approx(4 / 3 * np.pi * size**3, rel=0.02)


def test_nothing_to_fill_is_refused():
    sphere = sphere_shell(0.2)
    with pytest.raises(InputError, match="empty cloud"):
        fill_voxels(sphere.select(slice(0, 0)), resolution=48)
    with pytest.raises(InputError, match=r"more opaque than 0\.95 .* lower the opacity threshold"):
        fill_voxels(sphere, resolution=48, options=FillOptions(opacity_threshold=0.95))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"opacity_threshold": 1.5}, "opacity threshold must lie in 0 to 1"),
        ({"shell_opacity": 0.0}, "shell opacity must lie in 0.001 to 1"),
        ({"gap_m": -1.0}, "gap to close"),
        ({"gap_m": float("nan")}, "gap to close"),
        ({"particles_per_cell": 0.5}, "particles a cell"),
    ],
)
def test_options_are_checked(options, message):
    with pytest.raises(InputError, match=message):
        FillOptions(**options)
