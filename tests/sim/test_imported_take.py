"""Clips of other programs as takes of a project."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sim_bodies import cloud_of

from render.clips.clip import ClipArrays
from render.covariance import covariance_from
from render.errors import CancelledError, InputError
from render.gaussians import GaussianCloud
from render.quaternion import matrix_from_quaternion, multiply, normalized
from sim.imported_take import write_imported_take
from sim.take import Take

COUNT = 30


@pytest.fixture
def rest(rng: np.random.Generator) -> GaussianCloud:
    cloud = cloud_of(rng.normal(size=(COUNT, 3)))
    return replace(
        cloud,
        scales=rng.uniform(0.01, 0.1, (COUNT, 3)),
        quats=normalized(rng.normal(size=(COUNT, 4))),
        sh_coeffs=rng.normal(0, 0.3, (COUNT, 4, 3)),
    )


def spinning(rest: GaussianCloud, frames: int) -> list[GaussianCloud]:
    """The cloud turned as a whole, 20° a frame, about an oblique axis."""
    clouds = []
    for index in range(frames):
        half = np.radians(10 * index)
        turn = np.array([np.cos(half), 0.6 * np.sin(half), 0, 0.8 * np.sin(half)])
        matrix = matrix_from_quaternion(turn).astype(np.float32)
        clouds.append(rest.transformed(matrix, np.array([0.1 * index, 0, 0], np.float32)))
    return clouds


def renamed(cloud: GaussianCloud, rng: np.random.Generator) -> GaussianCloud:
    """The same covariances with their axes in another order, as eigenvectors come."""
    third_turns = np.array([[0.5, 0.5, 0.5, 0.5], [0.5, -0.5, -0.5, -0.5], [1, 0, 0, 0]])
    orders = np.array([[1, 2, 0], [2, 0, 1], [0, 1, 2]])
    chosen = rng.integers(0, 3, cloud.gaussian_count)
    scales = np.take_along_axis(cloud.scales, orders[chosen], axis=1)
    return replace(cloud, quats=multiply(cloud.quats, third_turns[chosen]), scales=scales)


def assert_alike(found: GaussianCloud, expected: GaussianCloud) -> None:
    np.testing.assert_allclose(found.means, expected.means, atol=1e-4)
    actual = covariance_from(found.quats, found.scales)
    wanted = covariance_from(expected.quats, expected.scales)
    np.testing.assert_allclose(actual, wanted, atol=2e-5)
    np.testing.assert_allclose(found.sh_coeffs, expected.sh_coeffs, atol=2e-4)
    np.testing.assert_array_equal(found.opacities, expected.opacities)


def test_a_clip_plays_as_a_take(
    tmp_path: Path, rest: GaussianCloud, rng: np.random.Generator
) -> None:
    clouds = spinning(rest, 8)
    shuffled = [clouds[0], *(renamed(cloud, rng) for cloud in clouds[1:])]
    take = write_imported_take(tmp_path / "t", ClipArrays(tuple(shuffled), 0.05), origin="a.usdc")
    assert (take.frame_count, take.frame_dt_s, take.complete) == (8, 0.05, True)
    for found, expected in zip(take.frames(), clouds, strict=True):
        assert_alike(found, expected)
    assert take.diagnostics().max_speed_m_s[1] > 1


def test_provenance_says_imported_and_nothing_of_materials(
    tmp_path: Path, rest: GaussianCloud
) -> None:
    clip = ClipArrays((rest, rest))
    write_imported_take(tmp_path / "t", clip, origin="walk_0001.ply", notes=("remark",))
    source = Take.open(tmp_path / "t").provenance
    assert (source.source, source.law, source.predicted, source.simulated) == (
        "imported", "", None, None,
    )  # fmt: skip
    assert source.notes == ("imported from walk_0001.ply", "remark")


def test_hiding_is_kept_and_other_changes_are_noted(tmp_path: Path, rest: GaussianCloud) -> None:
    hidden, dim = rest.opacities.copy(), rest.opacities.copy()
    hidden[3] = 0
    late = ClipArrays((replace(rest, opacities=hidden), rest))
    take = write_imported_take(tmp_path / "late", late, origin="x")
    assert take.frame(0).opacities[3] == 0
    assert take.frame(1).opacities[3] == rest.opacities[3]
    assert len(take.provenance.notes) == 1

    dim[4] *= 0.5
    fading = replace(rest, opacities=dim, sh_coeffs=rest.sh_coeffs + 0.1)
    take = write_imported_take(tmp_path / "dim", ClipArrays((rest, fading)), origin="x")
    assert "opacities" in take.provenance.notes[1]
    assert "colours" in take.provenance.notes[2]


def test_a_take_as_a_clip_comes_back_exactly(tmp_path: Path, rest: GaussianCloud) -> None:
    first = write_imported_take(tmp_path / "a", ClipArrays(tuple(spinning(rest, 3))), origin="x")
    second = write_imported_take(tmp_path / "b", first, origin="a")
    for found, expected in zip(second.frames(), first.frames(), strict=True):
        assert_alike(found, expected)


def test_a_cancelled_import_leaves_nothing(tmp_path: Path, rest: GaussianCloud) -> None:
    def cancel(_: str, share: float) -> None:
        if share > 0.5:
            raise CancelledError

    clip = ClipArrays(tuple(spinning(rest, 4)))
    with pytest.raises(CancelledError):
        write_imported_take(tmp_path / "t", clip, origin="x", progress=cancel)
    assert list(tmp_path.iterdir()) == []


class Changing:
    """A clip whose second frame lacks a Gaussian."""

    frame_count, frame_dt_s = 2, 0.04

    def __init__(self, rest: GaussianCloud) -> None:
        self._rest = rest

    def frame(self, index: int) -> GaussianCloud:
        return self._rest.select(slice(0, COUNT - index))


def test_frames_of_different_gaussians_are_refused(tmp_path: Path, rest: GaussianCloud) -> None:
    with pytest.raises(InputError, match="frame 1 has 29 Gaussians"):
        write_imported_take(tmp_path / "t", Changing(rest), origin="x")
