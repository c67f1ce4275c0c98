"""`World`: the bodies of a scene in motion, as splats, diagnostics, fields and checkpoints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from render.clips.frame_pose import FramePose
from render.gaussians import GaussianCloud
from sim.body_motion import GridMotion, Motion, RigidMotion
from sim.body_set import BodySet
from sim.drawn_set import DrawnSet
from sim.hand_record import CommandSource
from sim.matter import MatterSetup, StepSummary, frame_record, particle_fields
from sim.scene_setup import SceneSetup
from sim.stiffness import SimulatedMaterial
from sim.take_header import RunSettings
from sim.take_records import FrameRecord

FloatArray = npt.NDArray[np.float32]


class World:
    """Bodies in motion; built anew for a take, or to go on from a checkpoint.

    Args:
        bodies: Bodies with their particles.
        materials: Materials of each body, its own first, then those of its regions.
        scene: Gravity, ground, obstacles, forces.
        run: How the solver is run.

    Raises:
        InputError: If materials, scene and options contradict each other.
    """

    def __init__(
        self,
        bodies: BodySet,
        materials: Sequence[Sequence[SimulatedMaterial]],
        scene: SceneSetup,
        run: RunSettings,
    ) -> None:
        flat = [one for own in materials for one in own]
        simulated = [one.simulated for one in flat]
        self._scene = scene
        self._motion: Motion = (
            GridMotion(bodies, simulated, scene, run)
            if run.grid
            else RigidMotion(bodies, simulated, scene)
        )
        self._setup = _matter_setup(bodies, flat, grid=run.grid)
        self._drawn = DrawnSet(bodies, [[one.simulated for one in own] for own in materials])
        self._matter = self._motion.matter()
        self._steps = StepSummary()

    @property
    def rest(self) -> GaussianCloud:
        """Splats of all bodies at rest [m], each body's interior ones after its surface."""
        return self._drawn.rest

    @property
    def notes(self) -> tuple[str, ...]:
        """What people should know about the substeps."""
        return self._motion.notes

    @property
    def gaussian_counts(self) -> list[int]:
        """Splats of each body."""
        return self._drawn.gaussian_counts

    @property
    def interior_counts(self) -> list[int]:
        """Interior splats of each body."""
        return self._drawn.interior_counts

    def advance(self, duration_s: float, commands: CommandSource | None = None) -> None:
        """Simulate a while.

        Args:
            duration_s: Time to simulate [s].
            commands: What the hand does, asked for between substeps.

        Raises:
            SimulationDivergedError: If the motion blew up.
        """
        self._steps = self._motion.advance(duration_s, commands)
        self._matter = self._motion.matter()

    def pose(self) -> FramePose:
        """Where the splats are now, and which are hidden."""
        return self._drawn.pose(self._matter, self._motion.placements())

    def record(self, time_s: float) -> FrameRecord:
        """Diagnostics of this instant and of the steps that led here."""
        return frame_record(
            self._setup, self._matter, self._scene, time_s=time_s, steps=self._steps
        )

    def fields(self, names: Sequence[str]) -> dict[str, FloatArray]:
        """Scalars a splat by name, shape [N] each."""
        values = particle_fields(self._setup, self._matter, names)
        return {name: self._drawn.spread(values[name]) for name in names}

    def checkpoint(self) -> dict[str, Any]:
        """All that `restore` needs to go on bit for bit."""
        return self._motion.checkpoint()

    def restore(self, checkpoint: Mapping[str, Any]) -> None:
        """Return to a checkpoint of the same scene."""
        self._motion.restore(checkpoint)
        self._matter = self._motion.matter()


def _matter_setup(
    bodies: BodySet, materials: Sequence[SimulatedMaterial], *, grid: bool
) -> MatterSetup:
    indices, base = [], 0
    for body in bodies.bodies:
        indices.append(base + body.material)
        base += body.material_count
    material = np.concatenate(indices).astype(np.int32)
    volumes = np.concatenate([body.particles.volumes for body in bodies.bodies]).astype(np.float64)
    densities = np.array([one.simulated.density_kg_m3 for one in materials])
    return MatterSetup(
        materials=tuple(one.simulated for one in materials),
        material=material,
        volumes=volumes,
        masses=volumes * densities[material],
        affine_factor_m2=bodies.dx_m**2 / 4 if grid else 0.0,
        clamped=np.array([one.softening > 1 for one in materials]),
    )
