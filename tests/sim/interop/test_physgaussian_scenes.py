"""PhysGaussian's six settings on stand-ins: one per cent of each, on few particles."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from benchmarks.physgaussian.stand_ins import SCENES
from benchmarks.physgaussian_scenes import prepared, simulated
from sim.take import Take


def take_of(name: str, folder: Path, *, frames: int | None = None) -> Take:
    run = prepared(name, particles=2_000, share=0.01)
    if frames is not None:
        run = run._replace(scene=dataclasses.replace(run.scene, frame_count=frames))
    return simulated(run, folder / name)


@pytest.mark.parametrize("name", SCENES)
def test_scene_runs_and_stays_finite(name: str, tmp_path: Path) -> None:
    take = take_of(name, tmp_path)
    assert take.complete
    last = take.frame(take.frame_count - 1)
    assert np.isfinite(last.means).all()
    assert np.linalg.norm(last.means - take.frame(0).means, axis=1).max() < 0.5


def moves(take: Take) -> tuple[np.ndarray, np.ndarray]:
    """Rest positions and displacements of the last frame [m]."""
    rest = take.frame(0).means
    return rest, take.frame(take.frame_count - 1).means - rest


def test_a_pinned_pot_stays_while_the_bush_is_pushed(tmp_path: Path) -> None:
    rest, moved = moves(take_of("ficus", tmp_path))
    low, high = rest[:, 2] < 0.55, rest[:, 2] > 1.2
    assert np.abs(moved[low]).max() < 1e-4
    assert moved[high, 0].mean() < -1e-4


def test_twisted_ends_turn_against_each_other(tmp_path: Path) -> None:
    rest, moved = moves(take_of("plane", tmp_path, frames=8))
    arm = rest - [0, 0, 1]
    turn = arm[:, 1] * moved[:, 2] - arm[:, 2] * moved[:, 1]
    left, right = rest[:, 0] < -0.35, rest[:, 0] > 0.35
    assert turn[left].mean() > 0 > turn[right].mean()


def test_a_pulled_loaf_parts(tmp_path: Path) -> None:
    rest, moved = moves(take_of("tear_bread", tmp_path, frames=5))
    assert moved[rest[:, 0] < -0.22, 0].mean() == pytest.approx(-0.2 * 0.04, rel=0.1)
    assert moved[rest[:, 0] > 0.22, 0].mean() == pytest.approx(0.2 * 0.04, rel=0.1)


def test_released_sand_falls_and_frozen_sand_waits(tmp_path: Path) -> None:
    rest, moved = moves(take_of("wolf", tmp_path, frames=4))
    top = rest[:, 2] > np.percentile(rest[:, 2], 98)
    frozen = rest[:, 2] < np.percentile(rest[:, 2], 30)
    assert np.abs(moved[frozen]).max() < 1e-3
    assert moved[top, 2].mean() <= 0
