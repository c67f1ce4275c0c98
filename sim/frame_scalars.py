"""`TakePasses`: what passes show of a take beyond its splats, a value for every Gaussian."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.passes.clip_passes import ClipPasses
from sim.body_set import BodySet
from sim.checkpoint import read_state, setup_path
from sim.materials import MaterialClass
from sim.take import Take
from sim.take_bodies import BodyMaterial, TakeBody
from sim.take_fields import FIELD_UNITS

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int32]

NO_CLASS = -1


class TakePasses(ClipPasses):
    """Passes of a take: also its stored fields, materials and bodies.

    Speed is the stored field, or else comes from the frames' positions. Young's modulus is the
    one that was simulated, after the stiffness map.
    """

    clip: Take

    def scalar(self, name: str, index: int) -> FloatArray:
        """A scalar of every Gaussian in a frame, shape [N].

        Raises:
            InputError: If the take does not carry it; the message names the remedy.
        """
        take = self.clip
        if name == "youngs_modulus":
            return youngs_moduli(take)
        if name in FIELD_UNITS and (name != "velocity" or name in take.field_names):
            return take.field(name, index)
        return super().scalar(name, index)

    def labels(self, name: str) -> IntArray:
        """Body or material class of every Gaussian, -1 for none, shape [N]."""
        return object_ids(self.clip) if name == "object_id" else material_classes(self.clip)

    def label_names(self, name: str) -> tuple[str, ...]:
        """Names of the bodies, or of the material classes."""
        if name == "material_class":
            return tuple(member.label for member in MaterialClass)
        bodies = enumerate(self.clip.bodies, start=1)
        return tuple(body.name or f"object {number}" for number, body in bodies)


def object_ids(take: Take) -> IntArray:
    """Number of every Gaussian's body in `take.bodies`, shape [N]."""
    counts = [body.gaussian_count for body in take.bodies]
    return np.repeat(np.arange(len(counts), dtype=np.int32), counts)


def youngs_moduli(take: Take) -> FloatArray:
    """Simulated Young's modulus of every Gaussian [Pa], shape [N].

    Raises:
        InputError: If the take was not simulated.
    """
    materials = _materials(take)
    if None in materials:
        raise InputError(f"the take {take.path} was not simulated: it has no Young's modulus")
    moduli = [one.simulated.youngs_modulus_pa for one in materials if one is not None]
    return np.array(moduli, np.float32)[material_numbers(take)]


def material_classes(take: Take) -> IntArray:
    """Material class of every Gaussian, -1 where the material was named by its law, shape [N]."""
    classes = [
        NO_CLASS
        if one is None or one.predicted.material_class is None
        # the class of what was predicted: what replaced it has its behaviour, not its name
        else int(one.predicted.material_class)
        for one in _materials(take)
    ]
    return np.array(classes, np.int32)[material_numbers(take)]


def material_numbers(take: Take) -> IntArray:
    """Number of every Gaussian's material among those of all bodies in order, shape [N].

    In bodies with regions a Gaussian has the material of its nearest particle at rest.
    """
    numbers, base = [], 0
    filled: BodySet | None = None
    for number, body in enumerate(take.bodies):
        own = np.zeros(body.gaussian_count, np.int32)
        if len(body.materials) > 1:
            filled = filled or _filled(take)
            own = _nearest_materials(take, body, filled, number)
        numbers.append(base + own)
        base += max(len(body.materials), 1)
    return np.concatenate(numbers)


def _materials(take: Take) -> list[BodyMaterial | None]:
    """Materials of all bodies, None for a body that has none."""
    materials: list[BodyMaterial | None] = []
    for body in take.bodies:
        materials += body.materials or (None,)
    return materials


def _nearest_materials(take: Take, body: TakeBody, filled: BodySet, number: int) -> IntArray:
    from scipy.spatial import cKDTree

    particles = filled.bodies[number]
    own = slice(body.first_gaussian, body.first_gaussian + body.gaussian_count)
    _, nearest = cKDTree(particles.particles.positions).query(take.rest.means[own])
    return np.asarray(particles.material[nearest], np.int32)


def _filled(take: Take) -> BodySet:
    """The particles that the take began with.

    Raises:
        InputError: If it does not hold them.
    """
    file: Path = setup_path(take.path)
    if not file.exists():
        raise InputError(
            f"the take {take.path} does not hold its particles, which tell the materials of its "
            "regions apart; simulate it again"
        )
    return BodySet.from_state(read_state(file), take.rest, take.bodies)
