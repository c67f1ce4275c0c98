"""Stability, determinism, resumption, and how splats follow a deformation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.validate.bodies import Floats, block, jelly, solver_of
from benchmarks.validate.rows import Row, absolute
from render.gaussians import GaussianCloud
from render.quaternion import matrix_from_quaternion
from sim.binding import Binding
from sim.materials import ConstitutiveLaw, MaterialParams
from sim.mpm.errors import SimulationDivergedError
from sim.mpm.solver import MpmSolver
from sim.particles import Particles
from sim.scene_setup import SceneSetup

DX_M = 0.05
COURANTS = (0.5, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0)


class _Unguarded(MpmSolver):
    """A solver that takes the substep it is told, as none may."""

    forced_dt_s = 0.0

    def largest_dt_s(self) -> float:
        return self.forced_dt_s


def _survives(courant: float) -> bool:
    """Whether a block that hits the ground is still whole after 0.3 s."""
    solver = solver_of(
        block((4, 4, 4), DX_M, (0, 0, 0.01)),
        jelly(1e5),
        SceneSetup(),
        DX_M,
    )
    solver.__class__ = _Unguarded
    solver.forced_dt_s = courant * DX_M / solver.wave_speed_m_s  # type: ignore[attr-defined]
    try:
        solver.advance(1.0)
    except SimulationDivergedError:
        return False
    return bool(np.abs(solver.state().velocities).max() < 10)


def stability() -> Sequence[Row]:
    """The Courant number up to which substeps run, and at which the stop fires."""
    runs = {courant: _survives(courant) for courant in COURANTS}
    stopped = [courant for courant, whole in runs.items() if not whole]
    first = min(stopped, default=float("inf"))
    words = {True: "runs", False: "stops"}
    text = ", ".join(f"{courant:g} {words[whole]}" for courant, whole in runs.items())
    return [
        Row(
            "a block on the ground at c dt/dx 0.5",
            "runs",
            1.0,
            float(runs[0.5]),
            0.0 if runs[0.5] else 1.0,
            0.0,
            "",
            "1: finite and slow after 1 s",
        ),
        Row(
            "lowest Courant number that is stopped",
            "between 0.9, where steps are refused, and 2",
            1.0,
            first,
            0.0 if 0.9 < first <= 2 else 1.0,
            0.0,
            "",
            "the refusal switched off; " + text,
        ),
    ]


def _mixed(seed: int) -> MpmSolver:
    """Jelly thrown on the ground."""
    rng = np.random.default_rng(seed)
    points = block((4, 4, 4), DX_M, (0, 0, 0.02))
    points += rng.uniform(-0.1, 0.1, points.shape) * DX_M
    velocities = np.tile([1.0, 0.5, -2.0], (len(points), 1))
    clay = MaterialParams(
        ConstitutiveLaw.PLASTICINE, 3e4, 0.3, 1000.0, yield_stress_pa=300.0, softening=100.0
    )
    return solver_of(points, clay, SceneSetup(), DX_M, velocities)


def _differing(first: MpmSolver, second: MpmSolver) -> float:
    """Numbers in two states that are not equal bit for bit."""
    ends = first.checkpoint(), second.checkpoint()
    return float(
        sum(int(np.sum(np.asarray(ends[0][name]) != np.asarray(ends[1][name]))) for name in ends[0])
    )


def repetition() -> Sequence[Row]:
    """The same run twice, and once with a pause."""
    once, again = _mixed(1), _mixed(1)
    once.advance(0.2)
    again.advance(0.2)
    determinism = _differing(once, again)
    paused, resumed = _mixed(1), _mixed(1)
    for _ in range(3):
        paused.advance(0.04)
    resumed.restore(paused.checkpoint())
    for solver in (paused, resumed):
        solver.advance(0.04)
        solver.advance(0.04)
    return [
        absolute(
            "numbers that differ between two equal runs",
            "none",
            0.0,
            determinism,
            tolerance=0.0,
            remark="plasticine thrown on the ground, float32, all threads",
        ),
        absolute(
            "numbers that differ between a resumed and an uninterrupted run",
            "none",
            0.0,
            _differing(paused, resumed),
            tolerance=0.0,
            remark="checkpoint after 3 of 5 frames",
        ),
    ]


def covariances() -> Sequence[Row]:
    """Splats of a block that is stretched along its axes, and turned."""
    rng = np.random.default_rng(5)
    points = block((3, 3, 3), DX_M).astype(np.float32)
    count = 40
    quats = rng.normal(size=(count, 4)).astype(np.float32)
    quats /= np.linalg.norm(quats, axis=1, keepdims=True)
    quats[: count // 2] = (1, 0, 0, 0)
    scales = rng.uniform(0.005, 0.03, (count, 3)).astype(np.float32)
    cloud = GaussianCloud(
        rng.uniform(points.min(axis=0), points.max(axis=0), (count, 3)).astype(np.float32),
        quats,
        scales,
        np.full(count, 0.9, np.float32),
        np.zeros((count, 1, 3), np.float32),
    )
    spacing = DX_M / 2
    body = Particles(points, np.full(len(points), spacing**3, np.float32), spacing)
    binding = Binding.at_rest(cloud, body)
    roots = matrix_from_quaternion(quats).astype(np.float64) * scales[:, None, :]
    rest = roots @ roots.transpose(0, 2, 1)
    cosine, sine = np.cos(1.0), np.sin(1.0)
    turn = np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]])
    rows = []
    for name, gradient in (("F = diag(1.3, 0.8, 1.1)", np.diag([1.3, 0.8, 1.1])), ("a turn", turn)):
        expected = gradient @ rest @ gradient.T
        sizes = np.linalg.norm(expected, axis=(1, 2))
        found = _followed(binding, gradient, rest)
        error = np.linalg.norm(found - expected, axis=(1, 2)) / sizes
        smallest = float((np.linalg.eigvalsh(found)[:, 0] / sizes).min())
        rows.append(
            absolute(
                f"covariances under {name}, over their size",
                "Σ = F Σ0 Fᵀ",
                0.0,
                float(error.max()),
                tolerance=1e-6,
                remark="poses are float32; half of the splats lie along the axes; smallest "
                f"eigenvalue {smallest:.3f} of their size",
            )
        )
    return rows


def _followed(binding: Binding, gradient: Floats, rest: Floats) -> Floats:
    """Covariances of splats after their particles have moved by a uniform gradient."""
    points = binding.particles.positions
    gradients = np.tile(gradient.astype(np.float32), (len(points), 1, 1))
    moved = (points @ gradient.T).astype(np.float32)
    caps = np.full(len(points), 4.0, np.float32)
    pose = binding.pose(moved, gradients, stretch_caps=caps).pose
    turned = matrix_from_quaternion(pose.rotations).astype(np.float64) @ pose.stretches
    return np.asarray(turned @ rest @ turned.transpose(0, 2, 1), np.float64)


NUMERICS: dict[str, Callable[[], Sequence[Row]]] = {
    "stability": stability,
    "repetition": repetition,
    "covariance": covariances,
}
"""Cases by name."""
