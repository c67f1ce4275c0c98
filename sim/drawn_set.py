"""`DrawnSet`: the splats of all bodies of a scene, carried by their particles."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from render.clips.frame_pose import FramePose
from render.gaussians import GaussianCloud
from sim.body_motion import Placement
from sim.body_set import BodySet, SetBody
from sim.exposure import DrawnBody
from sim.materials import MaterialParams
from sim.matter import Matter
from sim.particles import Particles

FloatArray = npt.NDArray[np.float32]


class Drawn(ABC):
    """How one body is drawn."""

    rest: GaussianCloud
    """Its splats at rest in the world, interior ones last [m]."""
    interior_count: int
    """Number of interior splats."""

    @abstractmethod
    def pose(self, matter: Matter, placements: Sequence[Placement]) -> FramePose:
        """Where its splats are."""

    @abstractmethod
    def spread(self, values: FloatArray) -> FloatArray:
        """Values of all particles at its splats, shape [N]."""


class DrawnSoft(Drawn):
    """Splats bound to particles.

    Args:
        body: The body.
        materials: Its materials.
        particles: Its range among all particles.
    """

    def __init__(
        self, body: SetBody, materials: Sequence[MaterialParams], particles: slice
    ) -> None:
        laws = [params.law for params in materials]
        self._bound = DrawnBody.at_rest(body.cloud, body.particles, laws, body.material)
        self._particles = particles
        self.rest, self.interior_count = self._bound.rest, self._bound.interior_count

    def pose(self, matter: Matter, placements: Sequence[Placement]) -> FramePose:
        """Splats follow their particles; those inside are hidden while enclosed."""
        del placements
        return self._bound.pose(
            matter.positions[self._particles].astype(np.float32),
            matter.total[self._particles].astype(np.float32),
        )

    def spread(self, values: FloatArray) -> FloatArray:
        """Means over the particles that the splats follow."""
        binding = self._bound.binding
        own = values[self._particles][binding.neighbours]
        return np.asarray((binding.weights * own).sum(axis=1), np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class DrawnRigid(Drawn):
    """Splats that move as one."""

    rest: GaussianCloud
    """Splats at rest in the world [m]."""
    part: int
    """Number of the body among the rigid parts of the scene."""
    nearest: npt.NDArray[np.int64]
    """Particle nearest to every splat, shape [N]."""
    interior_count: int = 0
    """None are needed: nothing opens."""

    @staticmethod
    def at_rest(body: SetBody, part: int, first: int) -> DrawnRigid:
        """Splats of a rigid body whose particles begin at `first`."""
        return DrawnRigid(body.cloud, part, first + _nearest(body.cloud, body.particles))

    def pose(self, matter: Matter, placements: Sequence[Placement]) -> FramePose:
        """Splats turned and moved with the body."""
        del matter
        moved = placements[self.part]
        means = self.rest.means.astype(np.float64) @ moved.rotation.T + moved.translation
        return _unstretched(means.astype(np.float32), moved.quat.astype(np.float32))

    def spread(self, values: FloatArray) -> FloatArray:
        """Values of the nearest particles."""
        return np.asarray(values[self.nearest], np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class DrawnStill(Drawn):
    """Splats that stay where they are."""

    rest: GaussianCloud
    """Splats in the world [m]."""
    interior_count: int = 0
    """None are needed: nothing opens."""

    def pose(self, matter: Matter, placements: Sequence[Placement]) -> FramePose:
        """The splats at rest."""
        del matter, placements
        return _unstretched(self.rest.means, np.array([1, 0, 0, 0], np.float32))

    def spread(self, values: FloatArray) -> FloatArray:
        """Zeros: nothing flows, moves or strains."""
        return np.zeros(self.rest.gaussian_count, values.dtype)


def _unstretched(means: FloatArray, quat: FloatArray) -> FramePose:
    """Splats at `means` [m], all turned by one rotation wxyz."""
    count = len(means)
    return FramePose(
        means,
        np.tile(quat, (count, 1)),
        np.tile(np.eye(3, dtype=np.float32), (count, 1, 1)),
        np.zeros(count, np.bool_),
    )


class DrawnSet:
    """Splats of all bodies.

    Args:
        bodies: Bodies with their particles.
        materials: Materials of each body.
    """

    def __init__(self, bodies: BodySet, materials: Sequence[Sequence[MaterialParams]]) -> None:
        degree = max(body.cloud.sh_coeffs.shape[1] for body in bodies.bodies)
        self._drawn: list[Drawn] = []
        first = part = 0
        for body, own in zip(bodies.bodies, materials, strict=True):
            padded = replace(body, cloud=_with_bands(body.cloud, degree))
            if body.still:
                self._drawn.append(DrawnStill(padded.cloud))
            elif body.rigid(own):
                self._drawn.append(DrawnRigid.at_rest(padded, part, first))
            else:
                particles = slice(first, first + body.particle_count)
                self._drawn.append(DrawnSoft(padded, own, particles))
            part += body.rigid_count(own)
            first += body.particle_count
        rest = self._drawn[0].rest
        for drawn in self._drawn[1:]:
            rest = rest.concat(drawn.rest)
        self.rest = rest
        """Splats of all bodies at rest [m], each body's interior ones after its surface."""

    @property
    def gaussian_counts(self) -> list[int]:
        """Splats of each body."""
        return [drawn.rest.gaussian_count for drawn in self._drawn]

    @property
    def interior_counts(self) -> list[int]:
        """Interior splats of each body."""
        return [drawn.interior_count for drawn in self._drawn]

    def pose(self, matter: Matter, placements: Sequence[Placement]) -> FramePose:
        """Where all splats are and which are hidden.

        Args:
            matter: All particles.
            placements: Motion of the rigid parts from rest.
        """
        poses = [drawn.pose(matter, placements) for drawn in self._drawn]
        return FramePose(
            np.concatenate([pose.means for pose in poses]),
            np.concatenate([pose.rotations for pose in poses]),
            np.concatenate([pose.stretches for pose in poses]),
            np.concatenate([_hidden(pose) for pose in poses]),
        )

    def spread(self, values: FloatArray) -> FloatArray:
        """Values of the particles [P] at the splats [N]."""
        return np.concatenate([drawn.spread(values) for drawn in self._drawn])


def _hidden(pose: FramePose) -> npt.NDArray[np.bool_]:
    return np.zeros(len(pose.means), np.bool_) if pose.hidden is None else pose.hidden


def _nearest(cloud: GaussianCloud, particles: Particles) -> npt.NDArray[np.int64]:
    from scipy.spatial import cKDTree

    _, nearest = cKDTree(particles.positions).query(cloud.means)
    return np.asarray(nearest, np.int64)


def _with_bands(cloud: GaussianCloud, count: int) -> GaussianCloud:
    """The cloud with as many colour coefficients as asked for, the new ones 0."""
    missing = count - cloud.sh_coeffs.shape[1]
    if not missing:
        return cloud
    return replace(cloud, sh_coeffs=np.pad(cloud.sh_coeffs, ((0, 0), (0, missing), (0, 0))))
