"""What moves the particles of a scene: the grid with rigid bodies in it, or rigid bodies alone."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.body_set import BodySet
from sim.coupling import RigidCoupling
from sim.hand_record import CommandSource
from sim.materials import MaterialParams
from sim.matter import Matter, StepSummary, is_rigid
from sim.mpm.options import MpmOptions
from sim.mpm.particle_state import MpmParticles
from sim.mpm.solver import MpmSolver
from sim.particles import Particles
from sim.rigid.body import RigidBodySetup, rigid_body
from sim.rigid.world import LONGEST_STEP_S, RigidWorld
from sim.scene_setup import SceneSetup
from sim.take_header import RunSettings

Floats = npt.NDArray[np.float64]


class RigidPart(NamedTuple):
    """Particles that move as one rigid body."""

    particles: slice
    """Their range among all particles."""
    body: RigidBodySetup
    """Mass, surface and coefficients."""


class Placement(NamedTuple):
    """Rigid motion from rest, x → R x + t."""

    rotation: Floats
    """Shape [3, 3]."""
    quat: Floats
    """The same as a unit quaternion wxyz, shape [4]."""
    translation: Floats
    """[m], shape [3]."""


class Motion(ABC):
    """All particles of a scene, advanced frame by frame."""

    @abstractmethod
    def advance(self, duration_s: float, commands: CommandSource | None) -> StepSummary:
        """Simulate a while.

        Raises:
            SimulationDivergedError: If the motion blew up.
        """

    @property
    def notes(self) -> tuple[str, ...]:
        """What people should know about the substeps."""
        return ()

    @abstractmethod
    def matter(self) -> Matter:
        """All particles now."""

    @abstractmethod
    def placements(self) -> list[Placement]:
        """Where the rigid parts are now, in their order."""

    @abstractmethod
    def checkpoint(self) -> dict[str, Any]:
        """All that `restore` needs to go on bit for bit."""

    @abstractmethod
    def restore(self, checkpoint: Mapping[str, Any]) -> None:
        """Return to a checkpoint of the same scene."""


class GridMotion(Motion):
    """Material points, with rigid bodies among them.

    Args:
        bodies: Bodies with their particles.
        materials: Materials of all bodies, one body's after the other's.
        scene: Gravity, ground, obstacles, forces.
        run: Courant number, precision, device.
    """

    def __init__(
        self,
        bodies: BodySet,
        materials: Sequence[MaterialParams],
        scene: SceneSetup,
        run: RunSettings,
    ) -> None:
        self._parts = rigid_parts(bodies, materials)
        self._coupling = None
        if self._parts:
            self._coupling = RigidCoupling(
                [part.body for part in self._parts],
                scene,
                dx_m=bodies.dx_m,
                blend=scene.transfer,
            )
        self._solver = MpmSolver(
            _particles(bodies),
            materials,
            scene,
            dx_m=bodies.dx_m,
            options=_options(scene, run, rigid=bool(self._parts)),
            coupling=self._coupling,
        )
        self._wanted_dt_s = run.longest_dt_s
        self._adaptive_notes = _adaptive_notes(self._solver, scene, run)

    @property
    def notes(self) -> tuple[str, ...]:
        """Fixed substeps that are long, or that would be unstable."""
        return (*self._solver.notes, *self._adaptive_notes)

    def advance(self, duration_s: float, commands: CommandSource | None) -> StepSummary:
        """Simulate a while with adaptive or fixed substeps."""
        report = self._solver.advance(duration_s, commands=commands)
        limiting = report.limiting
        cause = "fixed" if self._keeps_wanted() else limiting.cause
        return StepSummary(report.substeps, report.smallest_dt_s, limiting.index, cause)

    def _keeps_wanted(self) -> bool:
        """Whether the substep that the preset asks for is stable at the present speeds."""
        return self._wanted_dt_s is not None and self._solver.largest_dt_s() >= self._wanted_dt_s

    def matter(self) -> Matter:
        """The solver's particles; those of rigid parts turn with their body."""
        state = self._solver.state()
        total = state.total_deformations.astype(np.float64)
        for part, placement in zip(self._parts, self.placements(), strict=True):
            total[part.particles] = placement.rotation
        return Matter(
            positions=state.positions.astype(np.float64),
            velocities=state.velocities.astype(np.float64),
            affine=state.affine_velocities.astype(np.float64),
            elastic=state.deformations.astype(np.float64),
            total=total,
            history=state.history.astype(np.float64),
        )

    def placements(self) -> list[Placement]:
        """Where the coupled bodies are."""
        return [] if self._coupling is None else _placements(self._coupling.world)

    def checkpoint(self) -> dict[str, Any]:
        """State of the solver and of the rigid bodies in it."""
        return self._solver.checkpoint()

    def restore(self, checkpoint: Mapping[str, Any]) -> None:
        """Return to a checkpoint of the same particles."""
        self._solver.restore(checkpoint)


class RigidMotion(Motion):
    """Rigid bodies alone, without a grid; arguments as for `GridMotion`."""

    def __init__(
        self, bodies: BodySet, materials: Sequence[MaterialParams], scene: SceneSetup
    ) -> None:
        self._parts = rigid_parts(bodies, materials)
        self._world = RigidWorld([part.body for part in self._parts], scene)

    def advance(self, duration_s: float, commands: CommandSource | None) -> StepSummary:
        """Simulate a while with substeps of at most 2 ms."""
        count = self._world.advance(duration_s, commands=commands)
        return StepSummary(count, duration_s / count, limiting_cause="fixed")

    def matter(self) -> Matter:
        """Particles carried by their bodies."""
        state, count = self._world.state, self._parts[-1].particles.stop
        positions, velocities = np.empty((count, 3)), np.empty((count, 3))
        total = np.empty((count, 3, 3))
        spins = state.spins()
        for number, (part, placement) in enumerate(
            zip(self._parts, self.placements(), strict=True)
        ):
            arms = part.body.arms_m @ placement.rotation.T
            positions[part.particles] = state.centers[number] + arms
            velocities[part.particles] = state.velocities[number] + np.cross(spins[number], arms)
            total[part.particles] = placement.rotation
        return Matter(
            positions=positions,
            velocities=velocities,
            affine=np.zeros((count, 3, 3)),
            elastic=np.tile(np.eye(3), (count, 1, 1)),
            total=total,
            history=np.zeros((count, 2)),
        )

    def placements(self) -> list[Placement]:
        """Where the bodies are."""
        return _placements(self._world)

    def checkpoint(self) -> dict[str, Any]:
        """State of the bodies and their contacts."""
        return self._world.checkpoint()

    def restore(self, checkpoint: Mapping[str, Any]) -> None:
        """Return to a checkpoint of the same bodies."""
        self._world.restore(checkpoint)


def rigid_parts(bodies: BodySet, materials: Sequence[MaterialParams]) -> list[RigidPart]:
    """Ranges of particles that move as rigid bodies, in order.

    Soft matter sticks to the rigid parts of bodies that have soft ones as well.

    Args:
        bodies: Bodies with their particles.
        materials: Materials of all bodies, one body's after the other's.
    """
    parts, first, base = [], 0, 0
    for body in bodies.bodies:
        own = materials[base : base + body.material_count]
        densities = np.array([params.density_kg_m3 for params in own])
        mixed = not all(is_rigid(own[index]) for index, _ in body.runs())
        for part in body.rigid_parts(own):
            params = own[body.material[part.start]]
            particles = Particles(
                body.particles.positions[part],
                body.particles.volumes[part],
                body.particles.spacing_m,
            )
            setup = rigid_body(
                particles,
                densities[body.material[part]],
                restitution=params.restitution,
                friction=params.friction,
                velocity_m_s=body.velocity_m_s,
            )
            setup = replace(setup, sticky=mixed)
            parts.append(RigidPart(slice(first + part.start, first + part.stop), setup))
        first += body.particle_count
        base += body.material_count
    return parts


def _particles(bodies: BodySet) -> MpmParticles:
    """Particles of all bodies; separate bodies get velocity fields of their own."""
    materials, fields, base, separate = [], [], 0, 0
    for body in bodies.bodies:
        separate += body.separate
        materials.append(base + body.material)
        fields.append(np.full(body.particle_count, separate if body.separate else 0, np.int32))
        base += body.material_count
    return MpmParticles(
        positions=np.concatenate([body.particles.positions for body in bodies.bodies]),
        volumes=np.concatenate([body.particles.volumes for body in bodies.bodies]),
        velocities=np.concatenate(
            [
                np.tile(np.array(body.velocity_m_s, np.float32), (body.particle_count, 1))
                for body in bodies.bodies
            ]
        ),
        material=np.concatenate(materials).astype(np.int32),
        field=np.concatenate(fields),
    )


def _options(scene: SceneSetup, run: RunSettings, *, rigid: bool) -> MpmOptions:
    longest = math.inf if run.longest_dt_s is None else run.longest_dt_s
    return MpmOptions(
        cfl=run.cfl,
        device=run.device,
        precision=run.precision,
        fixed_dt_s=scene.substep.fixed_dt_s,
        longest_dt_s=min(longest, LONGEST_STEP_S) if rigid else longest,
        transfer=scene.transfer,
        grid_damping_per_s=scene.grid_damping_per_s,
        domain=scene.domain,
    )


def _adaptive_notes(solver: MpmSolver, scene: SceneSetup, run: RunSettings) -> tuple[str, ...]:
    """What to tell where the substep that the preset asks for would be unstable."""
    wanted, stable = run.longest_dt_s, solver.stable_dt_s
    if wanted is None or scene.substep.fixed_dt_s is not None or wanted <= stable:
        return ()
    return (
        f"substeps of {wanted:.3g} s would be unstable (at most {stable:.3g} s at rest): adaptive "
        "substeps",
    )


def _placements(world: RigidWorld) -> list[Placement]:
    """Motion of the bodies of a world from rest."""
    state = world.state
    return [
        Placement(rotation, quat, center - rotation @ body.center_m)
        for body, rotation, quat, center in zip(
            world.bodies, state.rotations(), state.quats, state.centers, strict=True
        )
    ]
