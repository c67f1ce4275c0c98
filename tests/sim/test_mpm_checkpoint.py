"""A simulation goes on from a checkpoint as if it had never stopped, bit for bit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sim_bodies import lattice

from render.errors import InputError
from sim.checkpoint import read_state, write_state
from sim.material_table import material
from sim.materials import ConstitutiveLaw
from sim.mpm.options import MpmOptions
from sim.mpm.particle_state import MpmParticles
from sim.mpm.solver import MpmSolver
from sim.scene.forces import Wind
from sim.scene.hand import HandCommand
from sim.scene_setup import SceneSetup

JELLY = material(ConstitutiveLaw.JELLY, youngs_modulus_pa=3e4)
CLAY = replace(material(ConstitutiveLaw.PLASTICINE, youngs_modulus_pa=3e4), yield_stress_pa=300.0)
SCENE = SceneSetup(forces=(Wind((2.0, 0.0, 0.0), drag_per_s=3.0, gust=0.5),))
COMMANDS = (
    HandCommand(0.01, "grab", (0.05, 0.0, 0.15), radius_m=0.05),
    HandCommand(0.03, "move", (0.15, 0.0, 0.2)),
    HandCommand(0.06, "move", (0.25, 0.0, 0.25)),
    HandCommand(0.09, "release"),
)


def new_solver(count=6, materials=(JELLY, CLAY), **options):
    body = lattice((count, 6, 6), 0.025, bottom=0.05)
    indices = (np.arange(len(body.positions)) % 2).astype(np.int32)
    particles = MpmParticles(
        body.positions,
        body.volumes,
        np.tile(np.float32([1.0, 0.0, -1.0]), (len(indices), 1)),
        indices,
        np.zeros_like(indices),
    )
    options = MpmOptions(**options)
    return MpmSolver(particles, materials, SCENE, dx_m=0.05, options=options)


def run(solver, frames):
    """Frames of 0.02 s with the hand's commands at their times."""
    for _ in range(frames):
        left = [command for command in COMMANDS if command.time_s >= solver.time_s]

        def due(time_s, left=left):
            now = [command for command in left if command.time_s <= time_s]
            del left[: len(now)]
            return now

        solver.advance(0.02, commands=due)


def assert_equal(first, second):
    for name in ("positions", "velocities", "affine_velocities", "deformations",
                 "total_deformations", "history"):  # fmt: skip
        assert np.array_equal(getattr(first, name), getattr(second, name)), name


def test_resuming_in_a_new_solver_equals_the_uninterrupted_run(tmp_path):
    whole, first = new_solver(), new_solver()
    run(whole, 7)
    run(first, 3)  # in the middle of a pull
    write_state(tmp_path / "middle.npz", first.checkpoint())
    second = new_solver()
    second.restore(read_state(tmp_path / "middle.npz"))
    assert second.time_s == first.time_s
    run(second, 4)
    assert second.time_s == whole.time_s
    assert_equal(second.state(), whole.state())
    assert whole.state().history[:, 1].max() > 0.01  # clay flowed
    assert np.abs(whole.state().positions[:, 0]).max() > 0.12  # and the hand pulled


def test_a_checkpoint_is_a_copy_and_can_be_returned_to():
    solver = new_solver()
    run(solver, 2)
    kept, then = solver.checkpoint(), solver.state()
    run(solver, 3)
    later = solver.state()
    solver.restore(kept)
    assert_equal(solver.state(), then)
    run(solver, 3)
    assert_equal(solver.state(), later)


def test_a_branch_goes_on_with_other_materials():
    """Denser, and snow in the place of clay: positions and speeds stay, masses and laws change."""
    first = new_solver()
    run(first, 2)
    dense = replace(JELLY, density_kg_m3=3 * JELLY.density_kg_m3)
    snow = material(ConstitutiveLaw.SNOW, youngs_modulus_pa=3e4)
    branch = new_solver(materials=(dense, snow))
    branch.restore(first.checkpoint())
    assert np.array_equal(branch.state().positions, first.state().positions)
    masses = branch.executor.masses() / first.executor.masses()
    assert masses[::2] == pytest.approx(3.0)
    assert np.array_equal(branch.state().history[1::2], np.tile([1.0, 0.0], (108, 1)))
    run(branch, 1)
    assert np.isfinite(branch.state().positions).all()


def test_checkpoints_of_other_particles_or_precision_are_refused():
    kept = new_solver().checkpoint()
    with pytest.raises(InputError, match="216 particles, the solver 144"):
        new_solver(count=4).restore(kept)
    with pytest.raises(InputError, match="float32 numbers, the solver float64"):
        new_solver(materials=(JELLY, JELLY), precision="float64").restore(kept)
