"""Compiled kernels against the plain laws, and what the machine code consists of."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest

from sim.mpm.blocks import plan_blocks
from sim.mpm.cpu import float_bits, packs, sorting, transfer
from sim.mpm.cpu.boundary import past_ground
from sim.mpm.cpu.fill import fill_grid, task_count
from sim.mpm.cpu.follow import capped_polar
from sim.mpm.cpu.grid import update_block
from sim.mpm.cpu.jit import f32, numba
from sim.mpm.cpu.layout import BLOCK_FLOATS, FIELDS, LANES, MASS, PACK
from sim.mpm.cpu.node_rows import fastest_of_block as fastest_in
from sim.mpm.cpu.turns import new_turn


@numba.njit(error_model="numpy")
def fastest_of_block(grid, start):
    return fastest_in(grid, start)


@pytest.fixture
def gradients(rng):
    turned = []
    while len(turned) < LANES:
        matrix = np.eye(3) + rng.uniform(-0.4, 0.4, (3, 3))
        if 0.5 < np.linalg.det(matrix) < 2:
            turned.append(np.linalg.qr(rng.normal(size=(3, 3)))[0] @ matrix)
    matrices = np.array(turned)
    matrices[np.linalg.det(matrices) < 0] *= -1
    return matrices


def test_plain_logarithm_and_exponential_agree_with_libm():
    for value in (1e-6, 0.3, 0.70710678, 0.99999, 1.0, 1.00001, 1.5, 4.0, 1e7):
        assert float(float_bits.log(f32(value))) == pytest.approx(
            math.log(np.float32(value)), rel=3e-7, abs=1e-9
        )
    for value in (-20.0, -1.0, -1e-4, 0.0, 1e-4, 0.5, 10.0):
        assert float(float_bits.exp(f32(value))) == pytest.approx(
            math.exp(np.float32(value)), rel=1e-6
        )


def test_capped_polar_splits_rotation_and_held_stretch(gradients):
    for matrix in [*gradients, np.diag([1.0, 1.0, -1.0]), np.diag([9.0, 1.0, 1e-5])]:
        rotation, stretch = capped_polar(tuple(f32(x) for x in matrix.ravel()), f32(1.25))
        R, S = np.reshape(rotation, (3, 3)), np.reshape(stretch, (3, 3))
        assert np.abs(R @ R.T - np.eye(3)).max() < 1e-5
        assert np.linalg.det(R) == pytest.approx(1, abs=1e-5)
        values = np.linalg.eigvalsh(S.astype(np.float64))
        assert values.min() > 1 / 1.25 - 1e-4
        assert values.max() < 1.25 + 1e-4


def test_capped_polar_returns_the_gradient_inside_the_cap(gradients):
    for matrix in gradients:
        rotation, stretch = capped_polar(tuple(f32(x) for x in matrix.ravel()), f32(4))
        product = np.reshape(rotation, (3, 3)) @ np.reshape(stretch, (3, 3))
        assert np.abs(product - matrix).max() < 1e-5


@pytest.mark.parametrize(
    ("velocity", "friction", "expected"),
    [
        ((1.0, 0.0, 2.0), 0.5, (1.0, 0.0, 2.0)),  # separating: untouched
        ((3.0, 4.0, -2.0), 0.5, (2.4, 3.2, 0.0)),  # slides: loses friction * 2 of 5 m/s
        ((3.0, 4.0, -20.0), 0.5, (0.0, 0.0, 0.0)),  # sticks
        ((1.0, 0.0, -2.0), 0.0, (1.0, 0.0, 0.0)),  # slips freely
        ((0.0, 0.0, -2.0), 0.5, (0.0, 0.0, 0.0)),
    ],
)
def test_ground_takes_the_normal_part_and_coulomb_friction(velocity, friction, expected):
    result = past_ground(tuple(f32(v) for v in velocity), f32(friction), f32(0), f32(1), f32(1))
    assert np.allclose(result, expected, atol=1e-6)


def test_transfers_scatter_all_mass_and_gather_linear_fields_exactly(rng):
    dx = 0.1
    positions = rng.uniform(0.05, 0.35, (40, 3)).astype(np.float32)
    state, plan = packed_particles(positions, dx)
    filled, touched = filled_grid(state, plan, dx)
    assert filled[3::4].sum(dtype=np.float64) == pytest.approx(40, rel=1e-6)
    gradient, base = rng.normal(size=(3, 3)), rng.normal(size=3)
    grid = np.zeros((len(plan.grid_origin), 4, 4, 4, 4), np.float32)
    steps = np.stack(np.meshgrid(*[np.arange(4)] * 3, indexing="ij"), axis=-1)
    nodes = (plan.grid_origin[:, None, None, None] + steps) * dx
    grid[..., :3] = nodes @ gradient.T + base
    blocks = (plan.pack_start, plan.origin, plan.grid_of, touched)
    transfer.g2p(state, blocks, grid.ravel(), (f32(dx), f32(0)), new_turn(0), 1)
    rows = state.reshape(-1, FIELDS, LANES).transpose(0, 2, 1).reshape(-1, FIELDS)[plan.slots]
    assert np.abs(rows[:, 3:6] - (positions[plan.order] @ gradient.T + base)).max() < 1e-5
    assert np.abs(rows[:, 6:15] - gradient.ravel()).max() < 1e-4


def test_any_number_of_threads_that_take_turns_fills_the_same_grid(rng):
    """Also where fewer threads run than there are workers: these then follow one another."""
    dx = 0.05
    positions = rng.uniform(-0.5, 0.5, (3000, 3)).astype(np.float32)
    state, plan = packed_particles(positions, dx)
    state.reshape(-1, FIELDS, LANES)[:, 3:24] = rng.normal(size=(plan.pack_count, 21, LANES))
    once, _ = filled_grid(state, plan, dx)
    for workers in (2, 5):
        again, _ = filled_grid(state, plan, dx, workers)
        assert np.array_equal(once, again)


def test_nodes_get_velocity_of_momentum_and_blocks_report_their_fastest(rng):
    momentum = rng.normal(size=(2, 64, 4)).astype(np.float32)
    momentum[..., 3] = rng.uniform(0.1, 2, (2, 64))
    momentum[0, 5] = 0
    grid, gravity, kept = momentum.ravel().copy(), np.array([0, 1, -9], np.float32), f32(0.5)
    for block in range(2):
        update_block(grid, block, gravity, kept)
    expected = 0.5 * (momentum[..., :3] / np.maximum(momentum[..., 3:], 1e-30) + gravity)
    expected[0, 5] = 0
    found = grid.reshape(2, 64, 4)
    assert np.allclose(found[..., :3], expected, rtol=1e-5, atol=1e-6)
    assert np.array_equal(found[..., 3], momentum[..., 3])
    assert fastest_of_block(grid, 0) == np.abs(found[0, :, :3]).max()
    for place, value in ((17, np.nan), (18, -np.inf), (19, np.nan), (20, 2e18)):
        strange = grid.copy()
        strange[place] = value
        assert fastest_of_block(strange, 0) == np.inf
        assert fastest_of_block(strange, 256) == np.abs(found[1, :, :3]).max()


def filled_grid(state, plan, dx, workers=1):
    """Nodes after scattering without forces and surfaces, and the used nodes of every tile."""
    grid = np.ones(len(plan.grid_origin) * BLOCK_FLOATS, np.float32)
    touched, none = np.zeros(len(plan.origin), np.int32), np.zeros(3, np.float32)
    rows = np.zeros((1, 2), np.float32)
    ground = (f32(0), f32(0), f32(1), f32(1))
    bounds = (plan.grid_origin, *ground, none, rows, plan.grid_field, none, none)
    fill_grid(
        state,
        (plan.scatter_order, plan.turn_of, plan.pack_start, plan.origin, plan.grid_of, touched),
        grid,
        (f32(dx), f32(0.01), f32(1), f32(0)),
        (none, f32(1)),
        (bounds, np.zeros(len(plan.grid_origin), np.float32), False),
        new_turn(task_count(len(plan.grid_origin), len(plan.origin))),
        workers,
    )
    return grid, touched


def packed_particles(positions, dx):
    cells = np.floor(positions * (np.float32(1) / np.float32(dx)) - np.float32(0.5))
    zeros = np.zeros(len(cells), np.int32)
    plan = plan_blocks(cells.astype(np.int64), zeros, zeros)
    rows = np.zeros((plan.pack_count * LANES, FIELDS), np.float32)
    rows[plan.slots, :3] = positions[plan.order]
    rows[plan.slots, MASS // LANES] = 1
    packs = rows.reshape(-1, LANES, FIELDS).transpose(0, 2, 1)
    assert packs.shape[1] * packs.shape[2] == PACK
    return np.ascontiguousarray(packs).ravel(), plan


def test_sorting_packs_is_sorting_rows(rng):
    """The kernels' order is that of `plan_blocks`, and every field of a particle goes along."""
    count, dx = 700, np.float32(0.05)
    materials, fields = rng.integers(0, 3, (2, count), dtype=np.int32)
    rows = rng.normal(size=(count, FIELDS)).astype(np.float32)
    rows[:, :3] = rng.uniform(-0.4, 0.4, (count, 3))

    def planned(rows, materials, fields):
        cells = np.floor(rows[:, :3] * (np.float32(1) / dx) - np.float32(0.5))
        return plan_blocks(cells.astype(np.int64), materials, fields)

    plan = planned(rows, materials, fields)
    rows, materials, fields = rows[plan.order], materials[plan.order], fields[plan.order]
    rows[:, :3] += rng.normal(scale=0.03, size=(count, 3)).astype(np.float32)
    empty = packs.empty_row(np.float32)
    state = packs.packed(rows, plan, empty)
    new, sources = sorting.sorted_plan(state, plan, materials, fields, dx)
    expected = planned(rows, materials, fields)
    names = ("order", "slots", "pack_start", "pack_material", "origin", "grid_of", "scatter_order")
    for name in names:
        assert np.array_equal(getattr(new, name), getattr(expected, name)), name
    moved = sorting.moved_state(state, sources)
    assert np.array_equal(moved, packs.packed(rows[expected.order], expected, empty))


SECOND_PROCESS = """
import numpy as np
from sim.material_table import material
from sim.materials import ConstitutiveLaw
from sim.mpm.cpu import fill, law_fixed_corotated, transfer
from sim.mpm.particle_state import MpmParticles
from sim.mpm.solver import MpmSolver
from sim.scene_setup import SceneSetup
positions = np.random.default_rng(0).uniform(0.1, 0.3, (64, 3)).astype(np.float32)
body = MpmParticles.of_one_body(positions, np.full(64, 1e-4, np.float32))
jelly = material(ConstitutiveLaw.JELLY, youngs_modulus_pa=1e4)
MpmSolver(body, [jelly], SceneSetup(), dx_m=0.1).advance(1e-4)
for kernel in (law_fixed_corotated.update, fill.fill_grid, transfer.g2p):
    print(sum(kernel.stats.cache_misses.values()), sum(kernel.stats.cache_hits.values()))
"""


def test_second_process_compiles_nothing():
    for attempt in range(2):
        done = subprocess.run(
            [sys.executable, "-c", SECOND_PROCESS], capture_output=True, text=True, check=True
        )
        if attempt:
            assert done.stdout.split() == ["0", "1"] * 3, done.stdout
