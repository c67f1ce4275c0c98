"""Takes read and written as deformation fields."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sim_bodies import cloud_of
from test_take import PROVENANCE, random_pose, record

from render.clips.frame_pose import posed_cloud
from render.covariance import covariance_from
from render.errors import InputError
from render.quaternion import matrix_from_quaternion, multiply, normalized
from sim.deformation_field import (
    Deformation,
    deformation,
    deformations,
    pose_of,
    write_deformations,
)
from sim.take import Take, TakeWriter
from sim.take_header import TakeHeader

COUNT = 40
PREDICTED = replace(
    PROVENANCE, source="predicted", law="", predicted=None, simulated=None, particle_count=0
)


@pytest.fixture
def rest(rng):
    cloud = cloud_of(rng.normal(size=(COUNT, 3)))
    scales = rng.uniform(0.01, 0.1, (COUNT, 3)).astype(np.float32)
    quats = normalized(rng.normal(size=(COUNT, 4))).astype(np.float32)
    return replace(cloud, scales=scales, quats=quats)


def random_change(rng, rest):
    return Deformation(
        rng.normal(size=(COUNT, 3)).astype(np.float32),
        normalized(rng.normal(size=(COUNT, 4))).astype(np.float32),
        (rest.scales * rng.uniform(-0.4, 0.6, (COUNT, 3))).astype(np.float32),
    )


def changed(rest, change):
    """The cloud that a deformation means, from its definition."""
    quats = normalized(multiply(change.delta_quats, rest.quats))
    return covariance_from(quats, rest.scales + change.delta_scales)


def header(frames):
    return TakeHeader(frames, 0.04, COUNT, {}, PREDICTED)


def test_a_pose_has_the_changed_means_turns_and_scales(rest, rng):
    change = random_change(rng, rest)
    posed = posed_cloud(rest, pose_of(rest, change))
    assert np.allclose(posed.means, rest.means + change.delta_means)
    actual = covariance_from(posed.quats, posed.scales)
    assert np.abs(actual - changed(rest, change)).max() < 1e-6


def test_a_written_field_comes_back(tmp_path, rest, rng):
    changes = [random_change(rng, rest) for _ in range(3)]
    take = write_deformations(tmp_path / "field", rest, header(3), changes)
    assert take.complete
    assert (take.provenance.source, take.provenance.simulated) == ("predicted", None)
    assert take.diagnostics().max_speed_m_s[1] > 1
    for change, back in zip(changes, deformations(take), strict=True):
        assert np.abs(back.delta_means - change.delta_means).max() < 1e-4
        assert np.abs(changed(rest, back) - changed(rest, change)).max() < 2e-5


def test_small_changes_keep_the_names_of_the_axes(tmp_path, rest, rng):
    small = random_change(rng, rest)
    small = replace(
        small,
        delta_quats=normalized(small.delta_quats * 0.02 + [1, 0, 0, 0]).astype(np.float32),
        delta_scales=np.float32(0.1) * rest.scales,
    )
    take = write_deformations(tmp_path / "field", rest, header(1), [small])
    back = deformation(take, 0)
    turns = np.abs((back.delta_quats * small.delta_quats).sum(axis=1))
    assert turns.min() > 1 - 1e-4
    assert np.abs(back.delta_scales - small.delta_scales).max() < 1e-3 * rest.scales.max()


def test_a_simulated_take_reads_as_a_field(tmp_path, rest, rng):
    pose = random_pose(rng, COUNT)
    writer = TakeWriter.create(tmp_path / "drop", rest, header(1))
    writer.append(pose, record())

    back = deformation(Take.open(tmp_path / "drop"), 0)
    gradient = matrix_from_quaternion(pose.rotations) @ pose.stretches
    expected = gradient @ covariance_from(rest.quats, rest.scales) @ gradient.transpose(0, 2, 1)
    assert np.abs(changed(rest, back) - expected).max() < 3e-5


def test_fields_that_do_not_fit_are_refused(rest, rng):
    change = random_change(rng, rest)
    with pytest.raises(InputError, match="of 40 Gaussians, the rest cloud has 10"):
        pose_of(rest.select(slice(0, 10)), change)
    with pytest.raises(InputError, match=r"needs arrays \[N, 3\]"):
        replace(change, delta_quats=change.delta_means)
    with pytest.raises(InputError, match="not finite"):
        replace(change, delta_means=np.full((COUNT, 3), np.nan, np.float32))
