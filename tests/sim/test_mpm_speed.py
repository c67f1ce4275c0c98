"""The timed case is what it says, and its report holds the keys that others read."""

from __future__ import annotations

import json

import numpy as np
import pytest

from sim.materials import ConstitutiveLaw
from sim.mpm import speed
from sim.mpm.speed import SpeedCase, measure_speed, thrown_cube
from studio.cli import run


def test_cube_has_its_size_and_volume_and_is_thrown():
    cube = thrown_cube(1000)
    assert cube.particle_count == 1000
    assert cube.volumes.sum(dtype=np.float64) == pytest.approx(speed.SIDE_M**3, rel=1e-6)
    assert np.ptp(cube.positions, axis=0).max() < speed.SIDE_M
    assert cube.positions[:, 2].min() > 0
    assert (cube.velocities[:, 2] == -1).all()


def test_report_counts_particles_and_says_that_the_case_moves():
    report = measure_speed(SpeedCase(ConstitutiveLaw.JELLY, 200, 16, threads=1))
    assert report["particles"] == 216
    assert report["threads"] == 1
    assert report["moves"]
    wall = report["ms_per_substep_min"], report["ms_per_substep"], report["ms_per_substep_max"]
    assert list(wall) == sorted(wall)
    speed_m = report["mega_particle_substeps_per_s"]
    assert speed_m == pytest.approx(216 / wall[1] / 1e3, rel=1e-9)


def test_command_writes_its_report(tmp_path):
    path = tmp_path / "mpm.json"
    options = ["--particles", "60", "--grid", "8", "--material", "jelly", "--json", str(path)]
    assert run(["bench", "mpm", *options]) == 0
    assert json.loads(path.read_text())["mega_particle_substeps_per_s"] > 0


def test_unknown_material_is_refused(capsys):
    assert run(["bench", "mpm", "--material", "cheese"]) == 2
    assert "cheese" in capsys.readouterr().err
