"""The unlimited grid: size, place, borders, walls and substeps do not surprise."""

from __future__ import annotations

import logging
from dataclasses import replace

import numpy as np
import pytest
from sim_bodies import lattice

from render.errors import InputError
from sim.material_table import material
from sim.materials import ConstitutiveLaw
from sim.mpm.errors import SimulationDivergedError
from sim.mpm.options import MpmOptions
from sim.mpm.particle_state import MpmParticles
from sim.mpm.solver import MpmSolver
from sim.scene.shapes import Box
from sim.scene_setup import SceneSetup

JELLY = material(ConstitutiveLaw.JELLY, youngs_modulus_pa=3e4)
SPACE = SceneSetup(ground_z_m=None, gravity_m_s2=(0, 0, 0))
DX = 0.05


def solver_of(positions, volumes, velocities=None, *, dx=DX, scene=None, params=JELLY, **options):
    particles = MpmParticles.of_one_body(positions, volumes, velocities)
    return MpmSolver(
        particles, [params], scene or SceneSetup(), dx_m=dx, options=MpmOptions(**options)
    )


def dropped(**options):
    body = lattice((6, 6, 6), 0.025, bottom=0.05)
    solver = solver_of(body.positions, body.volumes, **options)
    for _ in range(4):
        solver.advance(0.04)
    return solver.state()


def test_a_wide_border_changes_nothing():
    wide = dropped(domain=Box((100.0, 100.0, 100.0)))
    assert np.array_equal(wide.positions, dropped().positions)


def test_the_number_of_threads_changes_nothing():
    from sim.mpm.cpu.jit import numba

    body = lattice((20, 20, 16), 0.0125, bottom=0.01)
    found = []
    present = numba.get_num_threads()
    for threads in (1, present):
        numba.set_num_threads(threads)
        solver = solver_of(body.positions, body.volumes, dx=0.025)
        solver.advance(0.06)
        found.append(solver.state())
    assert np.array_equal(found[0].positions, found[1].positions)
    assert np.array_equal(found[0].deformations, found[1].deformations)


def test_the_place_on_the_ground_does_not_matter():
    body = lattice((6, 6, 6), 0.025, bottom=0.05)
    ends = []
    for shift in ((0, 0, 0), (123.4, -56.7, 0)):
        positions = body.positions.astype(np.float64) + shift
        solver = solver_of(positions, body.volumes, precision="float64")
        solver.advance(0.2)
        ends.append(solver.state().positions - shift)
    assert np.abs(ends[1] - ends[0]).max() < 1e-9


@pytest.mark.parametrize("size", [1e-6, 1e3])
def test_tiny_and_huge_bodies_bounce_like_others(size):
    """With lengths and times scaled alike and no gravity, motion is the same."""
    unit = lattice((6, 6, 6), 1 / 6, bottom=0.3)
    velocity = np.zeros_like(unit.positions)
    velocity[:, 2] = -2.0
    heights = []
    for scale in (1.0, size):
        solver = solver_of(
            (unit.positions * scale).astype(np.float32),
            (unit.volumes * scale**3).astype(np.float32),
            velocity,
            dx=scale / 3,
            scene=SceneSetup(gravity_m_s2=(0, 0, 0)),
        )
        heights.append([])
        for _ in range(8):
            solver.advance(0.1 * scale)
            heights[-1].append(solver.state().positions[:, 2].mean() / scale)
    assert np.argmin(heights[0]) in range(2, 6)  # it bounced
    assert np.abs(np.array(heights[1]) - heights[0]).max() < 1e-4


def test_particles_that_fly_a_thousand_metres_stay_on_the_grid():
    body = lattice((2, 2, 2), 0.025)
    away = body.positions.astype(np.float64) + np.array([1000.0, 0, 0])
    velocities = np.concatenate([np.zeros((8, 3)), np.full((8, 3), 300.0)])
    positions = np.concatenate([body.positions.astype(np.float64), away])
    solver = solver_of(
        positions, np.tile(body.volumes, 2), velocities, scene=SPACE, precision="float64"
    )
    solver.advance(0.5)
    moved = solver.state().positions - positions
    assert np.abs(moved[:8]).max() < 1e-9
    assert np.allclose(moved[8:].mean(axis=0), 150.0, rtol=1e-9)


def test_bodies_beyond_the_reach_of_the_grid_are_refused():
    positions = np.array([[0.0, 0, 0], [1e6, 0, 0]])
    with pytest.raises(InputError, match="do not fit in a grid"):
        solver_of(positions, np.ones(2), scene=SPACE)


def test_particles_that_leave_the_reach_of_the_grid_are_reported():
    one, velocity = np.zeros((1, 3)), np.array([[2e4, 0, 0]])
    solver = solver_of(one, np.ones(1), velocity, scene=SPACE, fixed_dt_s=1e-3)
    with pytest.raises(SimulationDivergedError, match=r"have flown .* m by .* s at up to 2e\+04"):
        solver.advance(2.0)


def test_walls_of_a_domain_hold_what_flies_at_them():
    body = lattice((4, 4, 4), 0.025)
    velocities = np.tile([1.0, -2.0, 3.0], (64, 1))
    domain = Box((0.2, 0.2, 0.2), center_m=(0.0, 0.0, 0.05))
    solver = solver_of(
        body.positions, body.volumes, velocities, scene=SPACE, domain=domain, precision="float64"
    )
    for _ in range(10):
        solver.advance(0.04)
        inside = np.abs(solver.state().positions - [0.0, 0.0, 0.05])
        assert inside.max() < 0.2 + DX
    assert inside.max() > 0.1  # it did fly at them


def test_a_body_outside_its_domain_is_refused():
    body = lattice((4, 4, 4), 0.025)
    with pytest.raises(InputError, match=r"32 particles lie outside the domain from .* move the"):
        solver_of(body.positions, body.volumes, domain=Box((0.03, 1.0, 1.0)))


def test_an_unstable_fixed_substep_is_refused_with_the_largest_stable_one():
    body = lattice((2, 2, 2), 0.025)
    with pytest.raises(InputError, match="unstable") as caught:
        solver_of(body.positions, body.volumes, fixed_dt_s=0.02)
    stable = float(str(caught.value).split("stable substep is ")[1].split(" s")[0])
    solver = solver_of(body.positions, body.volumes, fixed_dt_s=0.99 * stable)
    assert 0.85 < solver.wave_speed_m_s * 0.99 * stable / DX <= 0.9


def test_a_fixed_substep_above_half_a_cell_earns_a_warning_and_is_kept(caplog):
    body = lattice((2, 2, 2), 0.025)
    slow = solver_of(body.positions, body.volumes).wave_speed_m_s
    with caplog.at_level(logging.WARNING):
        solver = solver_of(body.positions, body.volumes, fixed_dt_s=0.7 * DX / slow)
    assert "above the advised 0.5" in caplog.text
    report = solver.advance(0.04)
    assert report.limiting.cause == "fixed"
    assert report.smallest_dt_s == pytest.approx(0.7 * DX / slow, rel=0.2)


def test_fixed_substeps_are_rounded_to_the_frame_not_cut():
    """0.04 / 2e-5 is 1999.9999…: it means 2000 substeps."""
    solver = solver_of(np.zeros((1, 3)), np.ones(1), scene=SPACE, fixed_dt_s=2e-5)
    assert solver.advance(0.002).substeps == 100


def test_viscous_liquids_take_shorter_substeps_and_say_so():
    body = lattice((2, 2, 2), 0.025)
    water = material(ConstitutiveLaw.LIQUID, youngs_modulus_pa=1e4)
    honey = replace(water, viscosity_pa_s=200.0)
    solver = solver_of(body.positions, body.volumes, scene=SPACE, params=honey)
    report = solver.advance(0.01)
    assert report.smallest_dt_s <= honey.density_kg_m3 * DX**2 / (6 * 200.0)
    assert report.limiting.cause == "viscosity"
    with pytest.raises(InputError, match="viscous stress would grow"):
        solver_of(body.positions, body.volumes, params=honey, fixed_dt_s=4e-3)


def test_the_limiting_particle_is_the_fastest_of_the_stiffest():
    body = lattice((2, 2, 2), 0.025)
    velocities = np.zeros((8, 3))
    solver = solver_of(body.positions, body.volumes, velocities, scene=SPACE)
    assert solver.advance(0.01).limiting.cause == "elastic"
    velocities[:, 1] = 20.0
    limiting = solver_of(body.positions, body.volumes, velocities, scene=SPACE).advance(0.01)
    assert limiting.limiting.cause == "velocity"
    assert limiting.limiting.speed == pytest.approx(20.0)


def test_a_stretched_body_is_stepped_by_its_present_wave_speed():
    body = lattice((4, 4, 4), 0.025)
    arms = body.positions - body.positions.mean(axis=0)
    velocities = np.zeros_like(arms)
    velocities[:, 0] = 60.0 * arms[:, 0]
    solver = solver_of(body.positions, body.volumes, velocities, scene=SPACE)
    solver.advance(0.008)
    report = solver.advance(0.002)
    stretch = np.linalg.svd(solver.state().deformations, compute_uv=False).max()
    assert stretch > 1.2
    factor = report.limiting.wave_speed / solver.wave_speed_m_s
    assert factor == pytest.approx(np.sqrt((2 * stretch - 1) * stretch), rel=0.15)


def test_nan_in_particles_names_the_particle():
    positions = np.zeros((3, 3))
    positions[1, 2] = np.nan
    with pytest.raises(InputError, match="particle 1 is not"):
        MpmParticles.of_one_body(positions, np.ones(3))
    with pytest.raises(InputError, match="velocity of particle 1 is not finite"):
        MpmParticles.of_one_body(np.zeros((3, 3)), np.ones(3), positions)


def test_a_blow_up_names_quantity_particle_time_and_remedy(monkeypatch):
    body = lattice((6, 6, 6), 0.025, bottom=0.01)
    solver = solver_of(body.positions, body.volumes, fixed_dt_s=5e-3)
    monkeypatch.setattr(MpmSolver, "largest_dt_s", lambda self: 0.03)
    with pytest.raises(SimulationDivergedError) as caught:
        solver.advance(3.0)
    message = str(caught.value)
    assert "particle " in message
    assert ", jelly, at (" in message
    assert "shorter fixed one" in message
    assert f"{solver.time_s:.4g} s" in message


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"cfl": 1.0}, "Courant number must lie in 0 to 0.9"),
        ({"precision": "float16"}, "use float32 or float64"),
        ({"device": "tpu"}, "device is 'tpu'; use cpu"),
        ({"fixed_dt_s": -1.0}, "the fixed substep must be above 0 s"),
        ({"grid_damping_per_s": np.nan}, "grid damping must lie in 0"),
        ({"field_friction": -1.0}, "friction between bodies must lie in 0 to 10"),
    ],
)
def test_bad_options_are_refused(options, words):
    with pytest.raises(InputError, match=words):
        MpmOptions(**options)


def test_materials_that_are_missing_are_refused():
    one = np.ones(1, np.int32)
    particles = MpmParticles(np.zeros((1, 3)), np.ones(1), np.zeros((1, 3)), one, one)
    with pytest.raises(InputError, match="has material 1, but only 1 materials are given"):
        MpmSolver(particles, [JELLY], SPACE, dx_m=DX)
