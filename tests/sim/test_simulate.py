"""From a placed cloud to a take: what every law looks like, determinism, stops."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from sim_bodies import box_shell, cloud_of, sphere_shell

from render.errors import CancelledError, InputError
from sim import take_layout
from sim.body import Body
from sim.material_table import material
from sim.materials import ConstitutiveLaw, MaterialClass
from sim.mpm.errors import SimulationDivergedError
from sim.mpm.solver import MpmSolver
from sim.quality import QUALITY_PRESETS
from sim.run_options import RunOptions
from sim.scene_setup import SceneSetup, place
from sim.simulate import simulate_bodies
from sim.take import Take
from sim.world import World

SKETCH = QUALITY_PRESETS["sketch"]
JELLY = material(ConstitutiveLaw.JELLY, youngs_modulus_pa=2e4)


def run(tmp_path, cloud, params, *, name="drop", scene=None, seed=0, **options):
    scene = SceneSetup(frame_count=25) if scene is None else scene
    return simulate_bodies(
        [Body(place(cloud, scene), params)],
        scene,
        quality=options.pop("quality", SKETCH),
        take_path=tmp_path / name,
        seed=seed,
        stiffness=options.pop("stiffness", "real"),
        options=RunOptions(**options),
    )


def test_jelly_squashes_and_rebounds(tmp_path):
    take = run(tmp_path, sphere_shell(0.15), JELLY)
    seen = take.diagnostics()
    assert take.complete
    assert seen.peak_strain.max() >= 0.05
    height = seen.center_m[:, 2]
    lowest = int(height.argmin())
    assert 4 < lowest < 15
    assert height[lowest:].max() > height[lowest] + 0.05 * 0.3
    assert seen.elastic_energy_j[lowest] > 10 * seen.elastic_energy_j[2]
    assert seen.substeps[0] == 0
    assert seen.substeps[1:].min() > 0
    heights = np.ptp(np.stack([frame.means[:, 2] for frame in take.frames()]), axis=1)
    assert heights.min() < 0.9 * heights[0]


def test_energy_is_only_lost(tmp_path):
    take = run(tmp_path, sphere_shell(0.15), JELLY)
    seen = take.diagnostics()
    mass = np.linalg.norm(seen.momentum_kg_m_s[3]) / (9.81 * 3 * 0.04)
    total = seen.kinetic_energy_j + seen.elastic_energy_j + mass * 9.81 * seen.center_m[:, 2]
    assert total.max() < 1.02 * total[0]


def test_sand_ends_as_a_heap(tmp_path):
    sand = material(ConstitutiveLaw.SAND, youngs_modulus_pa=3e5, density_kg_m3=1600)
    scene = SceneSetup(frame_count=25, drop_height_over_size=0.0, tilt_deg=0)
    take = run(tmp_path, box_shell((0.2, 0.2, 0.4)), sand, scene=scene)
    seen, last = take.diagnostics(), take.frame(24)
    height = np.percentile(last.means[:, 2], 99)
    radius = np.percentile(np.hypot(last.means[:, 0], last.means[:, 1]), 95)
    assert height < 0.6 * 0.4
    assert 8 < np.degrees(np.arctan2(height, radius)) < 40
    middle = np.hypot(last.means[:, 0], last.means[:, 1]) < 0.3 * radius
    rim = np.hypot(last.means[:, 0], last.means[:, 1]) > 0.8 * radius
    assert last.means[middle, 2].max() > 2 * np.median(last.means[rim, 2])
    assert seen.mean_speed_m_s[-1] < 0.1
    assert (last.scales <= take.rest.scales.max() * 1.3).all()


def test_plasticine_keeps_the_dent(tmp_path):
    soft = material(ConstitutiveLaw.PLASTICINE, youngs_modulus_pa=5e4)
    take = run(tmp_path, sphere_shell(0.15), soft)
    heights = np.ptp(np.stack([take.frame(i).means[:, 2] for i in (0, 24)]), axis=1)
    assert heights[1] < 0.85 * heights[0]
    assert take.diagnostics().mean_speed_m_s[-1] < 0.05


def test_rigid_box_comes_to_rest(tmp_path):
    wood = material(ConstitutiveLaw.RIGID, youngs_modulus_pa=1e10)
    assert wood.restitution == 0.3
    scene = SceneSetup(frame_count=100)
    take = run(tmp_path, box_shell((0.5, 0.4, 0.3)), wood, scene=scene)
    seen = take.diagnostics()
    assert take.provenance.source == "rigid"
    last = seen.time_s > seen.time_s[-1] - 0.5
    assert seen.mean_speed_m_s[last].mean() <= 0.01
    assert seen.penetration_m.max() <= 0.5 * take.provenance.dx_m
    first, end = take.frame(0).means, take.frame(99).means
    apart = np.linalg.norm(first[::50, None] - first[None, ::50], axis=-1)
    kept = np.linalg.norm(end[::50, None] - end[None, ::50], axis=-1)
    assert np.abs(apart - kept).max() < 1e-3


def test_one_seed_gives_one_take_bit_for_bit(tmp_path):
    scene = SceneSetup(frame_count=8, drop_height_over_size=0.05)
    takes = [
        run(tmp_path, sphere_shell(0.1, 500), JELLY, scene=scene, seed=seed, name=f"{i}")
        for i, seed in enumerate((5, 5, 6))
    ]
    stored = [[take.pose(frame) for frame in range(8)] for take in takes]
    for first, second in zip(stored[0], stored[1], strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))
    assert not np.array_equal(stored[0][7].means, stored[2][7].means)


def test_thread_count_does_not_change_the_result(tmp_path):
    command = (
        "import sys; sys.path.insert(0, {tests!r}); import numba; numba.set_num_threads({threads});"
        "from test_simulate import *; from pathlib import Path;"
        "scene = SceneSetup(frame_count=4, drop_height_over_size=0.02);"
        "quality = replace(SKETCH, max_particles=6500);"
        "run(Path({path!r}), box_shell((0.3, 0.3, 0.3)), JELLY, scene=scene, quality=quality,"
        " name='t{threads}')"
    )
    for threads in (1, 2):
        text = command.format(
            tests=str(__file__).rsplit("/", 1)[0], threads=threads, path=str(tmp_path)
        )
        subprocess.run([sys.executable, "-c", text], check=True)
    one, two = Take.open(tmp_path / "t1").pose(3), Take.open(tmp_path / "t2").pose(3)
    assert all(np.array_equal(a, b) for a, b in zip(one, two, strict=True))


def test_stiff_class_becomes_rigid_and_the_take_says_so(tmp_path):
    metal = replace(
        material(ConstitutiveLaw.PLASTICINE, youngs_modulus_pa=1e11),
        material_class=MaterialClass.METAL,
    )
    scene = SceneSetup(frame_count=2)
    take = run(tmp_path, sphere_shell(0.1, 500), metal, scene=scene)
    assert take.provenance.law == "rigid"
    assert take.provenance.predicted == metal
    assert "rigid body" in take.provenance.substitution
    shown = run(
        tmp_path, sphere_shell(0.1, 500), metal, scene=scene, stiffness="expressive", name="soft"
    )
    assert shown.provenance.law == "plasticine"
    assert shown.provenance.simulated.youngs_modulus_pa < 1e7
    assert "times softer" in shown.provenance.substitution


def test_a_stiff_body_of_a_named_law_is_clamped_in_words(tmp_path):
    stiff = material(ConstitutiveLaw.JELLY, youngs_modulus_pa=1e9)
    take = run(tmp_path, sphere_shell(0.1, 500), stiff, scene=SceneSetup(frame_count=2))
    provenance = take.provenance
    assert provenance.simulated.youngs_modulus_pa == provenance.youngs_modulus_max_pa
    assert provenance.predicted.youngs_modulus_pa == 1e9
    assert "times softer" in provenance.substitution
    assert take.diagnostics().youngs_modulus_clamped.all()
    assert take.diagnostics().substeps[1:].max() <= SKETCH.max_substeps


def test_blow_up_keeps_good_frames_and_names_the_cause(tmp_path, monkeypatch):
    monkeypatch.setattr(MpmSolver, "largest_dt_s", lambda self: 0.04)
    with pytest.raises(SimulationDivergedError, match="frames are kept"):
        run(tmp_path, sphere_shell(0.1, 500), replace(JELLY, youngs_modulus_pa=3e5))
    take = Take.open(tmp_path / "drop")
    assert 1 < take.frame_count < 25
    assert take.ending.status == "diverged"
    assert np.isfinite(take.frame(take.frame_count - 1).means).all()


def test_a_deformation_that_overflows_ends_the_take_in_words(tmp_path, monkeypatch):
    healthy, asked = World.pose, []

    def pose(self):
        asked.append(self)
        shown = healthy(self)
        if len(asked) > 3:
            shown.stretches[7] = np.inf
        return shown

    monkeypatch.setattr(World, "pose", pose)
    with pytest.raises(SimulationDivergedError, match=r"stretch of 1 Gaussians, first of number 7"):
        run(tmp_path, sphere_shell(0.1, 500), JELLY)
    take = Take.open(tmp_path / "drop")
    assert 1 < take.frame_count < 25
    assert take.ending.status == "diverged"


def test_cancelling_keeps_complete_frames(tmp_path):
    def stop(stage, fraction):
        if fraction > 0.5:
            raise CancelledError

    with pytest.raises(CancelledError):
        run(
            tmp_path,
            sphere_shell(0.1, 500),
            JELLY,
            scene=SceneSetup(frame_count=4),
            progress=stop,
        )
    take = Take.open(tmp_path / "drop")
    assert (take.frame_count, take.ending.status) == (3, "stopped")


def test_a_full_disk_refuses_before_any_work(tmp_path, monkeypatch):
    monkeypatch.setattr(
        take_layout.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 1000})()
    )
    with pytest.raises(InputError, match="free some space"):
        run(tmp_path, sphere_shell(0.1, 500), JELLY)
    assert not (tmp_path / "drop").exists()


def ball(size):
    return cloud_of(sphere_shell(0.5 * size, 500).means, 0.02 * size)


@pytest.mark.parametrize("size", [0.05, 1e3])
def test_small_and_huge_objects_run(tmp_path, size):
    assert run(tmp_path, ball(size), JELLY, scene=SceneSetup(frame_count=2)).complete


def test_microscopic_objects_are_refused_with_the_remedy(tmp_path):
    with pytest.raises(InputError, match=r"too small to simulate.*give its real size"):
        run(tmp_path, ball(1e-6), JELLY, scene=SceneSetup(frame_count=2))
    assert not (tmp_path / "drop").exists()


def test_an_empty_cloud_is_refused(tmp_path):
    empty = sphere_shell(0.1, 50).select(slice(0, 0))
    with pytest.raises(InputError, match="empty cloud"):
        run(tmp_path, empty, JELLY)


def test_a_single_gaussian_falls(tmp_path):
    scene = SceneSetup(frame_count=3, ground_z_m=None)
    take = run(tmp_path, cloud_of(np.zeros((1, 3)), 0.05), JELLY, scene=scene)
    assert take.frame(2).means[0, 2] < take.frame(0).means[0, 2]
