"""Filling of clouds: volumes, leaks, floaters, particle limits."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial import cKDTree
from sim_bodies import box_shell, cloud_of, sphere_shell

from render.errors import InputError
from sim.body import Body
from sim.body_set import common_cell_side, fill_bodies
from sim.materials import ConstitutiveLaw, MaterialParams
from sim.particles import (
    FEWEST_PER_CELL,
    FillOptions,
    fill,
    fill_body,
    length_text,
    preview_fill,
)
from sim.quality import QUALITY_PRESETS
from sim.voxel_fill import fill_voxels

SKETCH, PREVIEW = QUALITY_PRESETS["sketch"], QUALITY_PRESETS["preview"]


@pytest.mark.parametrize("quality", [SKETCH, PREVIEW])
def test_a_closed_shell_is_filled_to_its_volume(quality):
    body = fill_body(sphere_shell(0.25, 8000), quality=quality, seed=0)
    expected = 4 / 3 * np.pi * 0.25**3
    assert body.particles.volumes.sum() == pytest.approx(expected, rel=0.15)
    assert len(body.particles.positions) <= quality.max_particles
    assert body.particles_per_cell >= FEWEST_PER_CELL * 0.99
    middle = np.linalg.norm(body.particles.positions, axis=1) < 0.1
    assert middle.mean() == pytest.approx((0.1 / 0.25) ** 3, rel=0.3)


def test_particles_spread_evenly():
    body = fill_body(box_shell((0.5, 0.5, 0.5)), quality=SKETCH, seed=0)
    distances, _ = cKDTree(body.particles.positions).query(body.particles.positions, k=2)
    assert distances[:, 1].min() > 0.3 * body.particles.spacing_m
    assert body.particles.volumes.std() < 0.4 * body.particles.volumes.mean()


def test_cells_grow_until_enough_particles_fit_and_say_so():
    solid = fill_body(box_shell((0.5, 0.5, 0.5)), quality=SKETCH, seed=0)
    assert solid.dx_m > SKETCH.finest_dx_m(0.5) * 1.5
    assert any("instead of" in note for note in solid.notes)
    thin = fill_body(box_shell((0.5, 0.5, 0.01), 40), quality=PREVIEW, seed=0)
    assert thin.dx_m == pytest.approx(PREVIEW.finest_dx_m(0.5), rel=0.05)


@pytest.mark.parametrize(
    ("length_m", "text"),
    [
        (101.6076, "102 m"),
        (1016.076, "1020 m"),
        (1.0, "1 m"),
        (0.99996, "1 m"),
        (0.0156, "15.6 mm"),
        (0.00010123, "0.101 mm"),
        (0.000031, "0.031 mm"),
    ],
)
def test_lengths_have_three_digits_and_a_fitting_unit(length_m, text):
    assert length_text(length_m) == text


def test_coarser_cells_of_a_tiny_body_are_told_apart():
    (note, *_) = fill_body(sphere_shell(0.001), quality=SKETCH, seed=0).notes
    coarse, fine = note.removeprefix("cells of ").split(", so")[0].split(" instead of ")
    assert coarse != fine


def test_a_shell_with_holes_is_closed(rng):
    sphere = sphere_shell(0.25, 6000)
    holes = np.linalg.norm(sphere.means - [0, 0, 0.25], axis=1) < 0.03
    holes |= rng.random(len(holes)) < 0.2
    body = fill_body(sphere.select(~holes), quality=PREVIEW, seed=0)
    assert body.particles.volumes.sum() == pytest.approx(4 / 3 * np.pi * 0.25**3, rel=0.15)


def test_a_wide_open_shell_is_filled_by_the_six_directions():
    sphere = sphere_shell(0.25, 8000)
    bowl = sphere.select(sphere.means[:, 2] < 0.19)
    body = fill_body(bowl, quality=PREVIEW, seed=0)
    assert body.particles.volumes.sum() > 0.4 * 4 / 3 * np.pi * 0.25**3


def test_a_cup_keeps_its_hollow():
    height, turn = np.meshgrid(np.linspace(0, 0.3, 60), np.linspace(0, 2 * np.pi, 160))
    wall = np.stack([0.1 * np.cos(turn), 0.1 * np.sin(turn), height], axis=-1).reshape(-1, 3)
    ring, turn = np.meshgrid(np.linspace(0, 0.1, 20), np.linspace(0, 2 * np.pi, 160))
    floor = np.stack([ring * np.cos(turn), ring * np.sin(turn), 0 * ring], axis=-1).reshape(-1, 3)
    body = fill_body(cloud_of(np.concatenate([wall, floor]), 0.003), quality=PREVIEW, seed=0)
    positions = body.particles.positions
    hollow = (np.hypot(positions[:, 0], positions[:, 1]) < 0.06) & (positions[:, 2] > 0.05)
    assert hollow.mean() < 0.02


def test_floaters_and_outliers_weigh_nothing():
    sphere = sphere_shell(0.25, 6000)
    stray = cloud_of(np.array([[0.45, 0, 0], [0, 0, 9.0], [0.45, 0.01, 0]]), 0.004)
    body = fill_body(sphere.concat(stray), quality=SKETCH, seed=0)
    assert np.abs(body.particles.positions).max() < 0.3
    assert any("3 Gaussians float" in note for note in body.notes)


def test_transparent_gaussians_are_no_matter():
    sphere = sphere_shell(0.25, 6000)
    haze = sphere_shell(0.4, 2000)
    clear = type(haze)(haze.means, haze.quats, haze.scales, haze.opacities * 0.01, haze.sh_coeffs)
    body = fill_body(sphere.concat(clear), quality=SKETCH, seed=0)
    assert np.abs(body.particles.positions).max() < 0.3


def test_filling_is_reproducible():
    first, second = (fill_body(sphere_shell(0.2), quality=SKETCH, seed=4) for _ in range(2))
    assert np.array_equal(first.particles.positions, second.particles.positions)
    assert np.array_equal(first.particles.volumes, second.particles.volumes)


def test_an_empty_cloud_is_refused():
    with pytest.raises(InputError, match="empty cloud"):
        fill_body(sphere_shell(0.2).select(slice(0, 0)), quality=SKETCH, seed=0)


def test_voxels_adapt_to_sparse_clouds():
    dense = fill_voxels(sphere_shell(0.25, 20_000), resolution=96)
    sparse = fill_voxels(sphere_shell(0.25, 500), resolution=96)
    assert sparse.side_m > 2 * dense.side_m


def test_the_preview_counts_what_filling_gives():
    cloud = sphere_shell(0.25, 6000)
    seen = preview_fill(cloud, quality=SKETCH)
    body = fill_body(cloud, quality=SKETCH, seed=0)
    assert body.preview == seen
    assert len(body.particles.positions) == seen.particle_count
    assert body.dx_m == seen.dx_m
    assert body.particles_per_cell == pytest.approx(seen.particles_per_cell)
    assert seen.shell_cells > 1000
    assert seen.interior_cells > 1000
    assert seen.gaussians.body == 6000


@pytest.mark.parametrize("quality", [SKETCH, PREVIEW])
def test_particle_volumes_add_up_to_the_body(quality):
    body = fill_body(box_shell((0.5, 0.3, 0.4), 40), quality=quality, seed=0)
    assert body.particles.volumes.sum() == pytest.approx(body.preview.volume_m3, rel=1e-4)
    assert body.preview.volume_m3 == pytest.approx(0.5 * 0.3 * 0.4, rel=0.02)
    middle = body.particles.volumes @ body.particles.positions / body.particles.volumes.sum()
    assert np.abs(middle).max() < 0.003


def test_particles_a_cell_are_as_wanted():
    cloud = box_shell((0.5, 0.5, 0.05), 60)
    for wanted in (2, 4):
        options = FillOptions(particles_per_cell=wanted)
        body = fill_body(cloud, quality=PREVIEW, seed=0, options=options)
        assert body.particles_per_cell == pytest.approx(wanted, rel=0.02)
        assert body.dx_m == pytest.approx(PREVIEW.finest_dx_m(0.5), rel=0.05)


def test_many_particles_are_scattered_without_relaxation():
    body = fill_voxels(sphere_shell(0.25, 6000), resolution=48)
    particles = fill(body, count=250_000, seed=1)
    assert len(particles.positions) == 250_000
    assert particles.volumes.max() < 1.2 * particles.volumes.min()
    assert particles.volumes.sum() == pytest.approx(body.volume_m3, rel=1e-4)


def test_bodies_are_filled_as_they_say():
    soft = MaterialParams(ConstitutiveLaw.JELLY, 1e4, 0.3, 1000)
    cloud = box_shell((0.5, 0.5, 0.05), 60)
    plain, sparse = (
        fill_bodies([Body(cloud, soft, fill=options)], quality=SKETCH, seed=0)
        for options in (FillOptions(), FillOptions(particles_per_cell=1))
    )
    assert sparse.particle_count < 0.5 * plain.particle_count
    with pytest.raises(InputError, match="opacity threshold"):
        fill_bodies(
            [Body(cloud, soft, fill=FillOptions(opacity_threshold=0.95))] * 2,
            quality=SKETCH,
            seed=0,
        )


@pytest.mark.parametrize("count", [1, 2])
def test_the_cell_side_is_known_without_particles(count: int) -> None:
    soft = MaterialParams(ConstitutiveLaw.JELLY, 1e4, 0.3, 1000)
    bodies = [Body(box_shell((0.5, 0.5, 0.05), 30), soft)] * count
    side = common_cell_side(bodies, quality=SKETCH)
    assert side == fill_bodies(bodies, quality=SKETCH, seed=0).dx_m
    with pytest.raises(InputError, match="without bodies that move"):
        common_cell_side([], quality=SKETCH)
