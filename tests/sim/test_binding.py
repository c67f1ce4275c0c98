"""Gaussians follow their particles."""

from __future__ import annotations

import numpy as np
import pytest
from sim_bodies import cloud_of, lattice

from render.quaternion import matrix_from_quaternion
from sim.binding import Binding

BODY = lattice((6, 6, 6), 0.05)


@pytest.fixture
def cloud(rng):
    return cloud_of(rng.uniform([-0.15, -0.15, 0], [0.15, 0.15, 0.3], (80, 3)))


def gradients(F):
    return np.tile(np.asarray(F, np.float32), (len(BODY.positions), 1, 1))


def posed(cloud, positions, F, *, stretch_cap, body=BODY):
    caps = np.full(len(positions), stretch_cap, np.float32)
    return Binding.at_rest(cloud, body).pose(positions, F, stretch_caps=caps).pose


def test_rest_is_reproduced(cloud):
    pose = posed(cloud, BODY.positions, gradients(np.eye(3)), stretch_cap=2)
    assert np.abs(pose.means - cloud.means).max() < 1e-6
    assert np.allclose(np.abs(pose.rotations[:, 0]), 1, atol=1e-6)
    assert np.abs(pose.stretches - np.eye(3)).max() < 1e-6


def test_affine_motion_is_followed_exactly(cloud):
    F = np.array([[1.2, 0.1, 0], [-0.2, 0.9, 0.1], [0, 0, 1.1]])
    moved = (BODY.positions @ F.T + [1, 2, 3]).astype(np.float32)
    pose = posed(cloud, moved, gradients(F), stretch_cap=4)
    assert np.abs(pose.means - (cloud.means @ F.T + [1, 2, 3])).max() < 1e-5
    followed = matrix_from_quaternion(pose.rotations) @ pose.stretches
    assert np.abs(followed - F).max() < 1e-5


def test_stretch_is_capped_and_inversion_stays_a_rotation(cloud):
    for F in (np.diag([9.0, 1, 0.01]), np.diag([1.0, 1, -1]), np.zeros((3, 3))):
        pose = posed(cloud, BODY.positions, gradients(F), stretch_cap=1.25)
        values = np.linalg.eigvalsh(pose.stretches.astype(np.float64))
        assert values.min() > 1 / 1.25 - 1e-4
        assert values.max() < 1.25 + 1e-4
        turns = matrix_from_quaternion(pose.rotations)
        assert np.allclose(np.linalg.det(turns.astype(np.float64)), 1, atol=1e-5)


def test_gaussians_go_with_one_side_of_a_crack_and_never_hang_between():
    line = np.stack([np.linspace(-0.12, 0.12, 49), np.zeros(49), np.full(49, 0.15)], axis=1)
    cloud = cloud_of(line)
    moved = BODY.positions.copy()
    moved[moved[:, 0] > 0, 0] += 1.0
    pose = posed(cloud, moved, gradients(np.eye(3)), stretch_cap=2)
    travelled = pose.means[:, 0] - cloud.means[:, 0]
    assert np.minimum(np.abs(travelled), np.abs(travelled - 1)).max() < 1e-3
    assert 15 < (travelled > 0.5).sum() < 35


def test_fewer_particles_than_neighbours(cloud):
    two = lattice((2, 1, 1), 0.1)
    still = np.tile(np.eye(3, dtype=np.float32), (2, 1, 1))
    pose = posed(cloud, two.positions, still, stretch_cap=2, body=two)
    assert np.abs(pose.means - cloud.means).max() < 1e-5
