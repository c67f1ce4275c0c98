"""Interior splats: their colours, hidden while enclosed, shown once the body opens."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sim_bodies import box_shell, cloud_of, lattice

import sim.exposure
from render.clips.frame_pose import FramePose, posed_cloud
from render.covariance import covariance_from
from render.quaternion import matrix_from_quaternion
from sim.binding import GRAIN_SIZE
from sim.exposure import INTERIOR_SIZE, DrawnBody, enclosed, interior_splats
from sim.materials import ConstitutiveLaw
from sim.take_codec import decode_frame, encode_frame

COUNT, SPACING = 10, 0.05
BODY = lattice((COUNT, COUNT, COUNT), SPACING)
SHELL = box_shell((0.5, 0.5, 0.5), 20).transformed(np.eye(3), np.array([0, 0, 0.25]))
STILL = np.tile(np.eye(3, dtype=np.float32), (COUNT**3, 1, 1))
JELLY, SAND = ConstitutiveLaw.JELLY, ConstitutiveLaw.SAND


def drawn(law=JELLY):
    return DrawnBody.at_rest(SHELL, BODY, [law])


def shown(body: DrawnBody, pose: FramePose) -> np.ndarray:
    return body.interior_particles[~pose.hidden[-body.interior_count :]]


def test_interior_splats_carry_the_colour_of_the_nearest_surface():
    colours = np.zeros((SHELL.gaussian_count, 4, 3), np.float32)
    colours[:, 0, 0] = SHELL.means[:, 0]
    colours[:, 1:] = 0.3
    splats, particles = interior_splats(replace(SHELL, sh_coeffs=colours), BODY)
    assert np.array_equal(particles, np.arange(COUNT**3))
    assert np.array_equal(splats.means, BODY.positions)
    assert np.allclose(splats.scales, INTERIOR_SIZE * SPACING)
    assert (splats.opacities == 1).all()
    assert (splats.sh_coeffs[:, 1:] == 0).all()
    outermost = BODY.positions[:, 0] > 0.22
    assert splats.sh_coeffs[outermost, 0, 0].min() > 0.2


def test_colours_come_from_visible_splats():
    hidden = cloud_of(BODY.positions)
    unseen = replace(
        hidden,
        opacities=np.zeros(COUNT**3, np.float32),
        sh_coeffs=np.full((COUNT**3, 1, 3), 9, np.float32),
    )
    splats, _ = interior_splats(SHELL.concat(unseen), BODY)
    assert splats.sh_coeffs.max() == 0


def test_a_body_at_rest_shows_its_surface_alone():
    body = drawn()
    pose = body.pose(BODY.positions, STILL)
    assert body.rest.gaussian_count == SHELL.gaussian_count + COUNT**3
    assert not pose.hidden[: SHELL.gaussian_count].any()
    assert pose.hidden[SHELL.gaussian_count :].all()
    assert np.abs(pose.means - body.rest.means).max() < 1e-6
    assert np.abs(pose.stretches - np.eye(3)).max() < 1e-6


@pytest.mark.parametrize("law", [JELLY, SAND])
def test_rigid_motion_and_bending_within_the_cap_show_nothing_inside(law):
    body = drawn(law)
    turn = matrix_from_quaternion(np.array([0.5, 0.5, -0.5, 0.5]))
    F = (turn @ np.diag([1.2, 0.9, 0.95])).astype(np.float32)
    pose = body.pose((BODY.positions @ F.T).astype(np.float32), np.tile(F, (COUNT**3, 1, 1)))
    assert pose.hidden[SHELL.gaussian_count :].all()
    assert np.abs(pose.means - body.rest.means @ F.T).max() < 1e-5


def test_a_crack_shows_its_two_faces():
    body = drawn()
    parted = BODY.positions.copy()
    parted[parted[:, 0] > 0, 0] += 0.4
    seen = shown(body, body.pose(parted, STILL))
    faces = np.flatnonzero(np.abs(BODY.positions[:, 0]) < 0.6 * SPACING)
    assert np.array_equal(seen, faces)


def test_stretch_beyond_what_splats_can_follow_shows_the_inside():
    body = drawn(SAND)
    for stretch, visible in ((1.2, False), (1.5, True)):
        F = np.diag([stretch, 1, 1]).astype(np.float32)
        gradients = np.tile(F, (COUNT**3, 1, 1))
        seen = shown(body, body.pose((BODY.positions @ F).astype(np.float32), gradients))
        assert bool(len(seen)) is visible


def test_what_crumbles_is_shown_only_where_no_matter_is_around(rng):
    body = drawn(SAND)
    stirred = BODY.positions[rng.permutation(COUNT**3)]
    pose = body.pose(stirred, STILL)
    seen = np.zeros(COUNT**3, bool)
    seen[shown(body, pose)] = True
    depth = np.minimum(stirred - stirred.min(axis=0), stirred.max(axis=0) - stirred).min(axis=1)
    assert seen[depth < 0.5 * SPACING].all()
    assert not seen[depth > 3.5 * SPACING].any()


def test_a_frame_needs_no_other_frame(rng):
    body = drawn(SAND)
    stirred = BODY.positions[rng.permutation(COUNT**3)]
    first = body.pose(stirred, STILL)
    assert body.pose(BODY.positions, STILL).hidden[SHELL.gaussian_count :].all()
    again = body.pose(stirred, STILL)
    for one, other in zip(first, again, strict=True):
        assert np.array_equal(one, other)


def test_torn_splats_become_small_round_grains_on_disk_too(rng):
    count = SHELL.gaussian_count
    quats = rng.normal(size=(count, 4))
    quats = (quats / np.linalg.norm(quats, axis=1, keepdims=True)).astype(np.float32)
    scales = np.tile(np.array([0.001, 0.03, 0.2], np.float32), (count, 1))
    sheet = replace(SHELL, quats=quats, scales=scales)
    body = DrawnBody.at_rest(sheet, BODY, [SAND])
    pose = body.pose(BODY.positions[rng.permutation(COUNT**3)], STILL)
    cloud = posed_cloud(body.rest, decode_frame(encode_frame(pose)))
    sizes = np.sqrt(np.linalg.eigvalsh(covariance_from(cloud.quats, cloud.scales)[:count]))
    assert sizes.max() < 1.05 * GRAIN_SIZE * SPACING
    assert sizes[:, 0].min() > 0.005


def test_regions_keep_their_own_largest_stretch():
    right = (BODY.positions[:, 0] > 0).astype(np.int32)
    body = DrawnBody.at_rest(SHELL, BODY, [JELLY, SAND], right)
    F = np.tile(np.diag([2.0, 1, 1]).astype(np.float32), (COUNT**3, 1, 1))
    stretch = body.binding.pose(
        (BODY.positions * [2, 1, 1]).astype(np.float32), F, stretch_caps=body.stretch_caps
    ).pose.stretches[: SHELL.gaussian_count, 0, 0]
    assert np.allclose(stretch[SHELL.means[:, 0] < -0.1], 2, atol=1e-3)
    assert stretch[SHELL.means[:, 0] > 0.1].max() < 1.26


def test_many_particles_share_larger_interior_splats(monkeypatch):
    monkeypatch.setattr(sim.exposure, "LARGEST_INTERIOR", 125)
    splats, particles = interior_splats(SHELL, BODY)
    assert splats.gaussian_count == len(particles) == 125
    assert len(np.unique(particles)) == 125
    assert splats.scales.max() == pytest.approx(2 * INTERIOR_SIZE * SPACING)


def test_enclosed_means_matter_on_all_sides():
    side = 2.001 * SPACING
    inside = enclosed(BODY.positions, side)
    cells = np.floor((BODY.positions - BODY.positions.min(axis=0)) / side)
    layer = ((cells == cells.min(axis=0)) | (cells == cells.max(axis=0))).any(axis=1)
    assert np.array_equal(inside, ~layer)
    spread = enclosed(BODY.positions * np.float32(1e4), 2 * SPACING)
    assert not spread.any()


def test_a_single_particle_can_be_drawn():
    one = lattice((1, 1, 1), 0.1)
    body = DrawnBody.at_rest(SHELL, one, [JELLY])
    pose = body.pose(one.positions, STILL[:1])
    assert pose.hidden[-1]
    assert np.abs(pose.means - body.rest.means).max() < 1e-5
