"""The world in which candidates are tried: procedural objects with hidden true materials.

Its materials may differ from the labels that a model learned: per class the stiffness is moved by
a number of decades, with a sign that a committed seed draws.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass, replace

import numpy as np

from models.data.assets import TexturedMesh
from models.data.labelled_features import label_values
from models.data.material_views import ViewSettings, draw_views
from models.data.procedural_materials import TRAINING, material_object, typical_label
from models.preprocess import ObjectView, view_from_rgba
from render.errors import InputError
from sim.materials import MaterialClass
from sim.physics_distribution import PhysicsDistribution
from sim.physics_sample import PARAMETERS, PhysicsSample
from sim.quality import quality_preset

LEARNED_SEEDS = 1000
"""Procedural seeds below this may have trained a model; a world must not use them."""
SOFT_CLASSES = ("Fabric", "Leather", "Rubber", "Sand", "Snow", "Plasticine", "Foam")
"""Soft and granular classes, which keep their own laws at every quality."""

PhysicsSource = Callable[[ObjectView], PhysicsDistribution]
"""What a model says of a view."""


@dataclass(frozen=True, slots=True)
class WorldSettings:
    """Objects, their hidden materials, and how motions are made."""

    classes: tuple[str, ...] = SOFT_CLASSES
    """Classes of the objects, in turn."""
    object_count: int = 150
    """Number of objects."""
    first_seed: int = 1000
    """Seed of the first object of each class; the others follow."""
    shifts_decades: tuple[float, ...] = (1.0, 0.0)
    """How far log10 E of every class is moved [decades], one world each; the first is learned."""
    shift_seed: int = 20
    """Seed that draws the sign of each class's shift."""
    lock_class: bool = True
    """Whether the class is locked to the object's, as a person locks what can be seen; candidates
    then differ in the values that only motion shows."""
    candidates: int = 8
    """Samples of the model that are simulated for each object."""
    candidate_seed: int = 11
    """Seed of the samples."""
    quality: str = "sketch"
    """Preset of the motions."""
    size_m: float = 0.5
    """Longest side of every object [m]."""
    splat_count: int = 600
    """Splats of an object, which its motion is seen by."""
    picture_px: int = 256
    """Side of the picture that the model sees [px]."""
    picture_seed: int = 3
    """Seed of view direction and light."""

    def __post_init__(self) -> None:
        for name in self.classes:
            MaterialClass.from_label(name)
        quality_preset(self.quality)
        if self.first_seed < LEARNED_SEEDS:
            raise InputError(
                f"first_seed {self.first_seed} is below {LEARNED_SEEDS}: those objects may have "
                "trained the model, and a comparison on them would prove nothing"
            )
        for name, least in (("object_count", 2), ("candidates", 2), ("splat_count", 50)):
            if getattr(self, name) < least:
                raise InputError(f"{name} must be at least {least}, got {getattr(self, name)}")
        if not (self.classes and self.shifts_decades):
            raise InputError("a world needs at least one class and one shift")

    @property
    def seeds(self) -> range:
        """Seeds of the objects."""
        count = len(self.classes)
        return range(self.first_seed, self.first_seed + -(-self.object_count // count))

    def check_disjoint(self, other: WorldSettings) -> None:
        """Refuse two worlds that share an object.

        Raises:
            InputError: If a seed of a class is in both.
        """
        shared = set(self.classes) & set(other.classes)
        if shared and set(self.seeds) & set(other.seeds):
            raise InputError(
                f"both worlds hold objects of the seeds {self.seeds.start} to "
                f"{self.seeds.stop - 1} or some of them; nothing is measured on objects that were "
                "learned from: choose another first_seed"
            )

    def to_json(self) -> dict[str, object]:
        """All fields as plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True, eq=False)
class WorldObject:
    """One procedural object."""

    material_class: MaterialClass
    """What it is made of."""
    seed: int
    """Seed of shape and texture."""

    @property
    def id(self) -> str:
        """Class and seed in words."""
        return f"{self.material_class.label.lower()}-{self.seed}"

    def mesh(self) -> TexturedMesh:
        """Shape and texture, longest side 1."""
        return material_object(self.seed, self.material_class)

    def view(self, mesh: TexturedMesh, settings: WorldSettings) -> ObjectView:
        """The picture that the model sees."""
        drawn = ViewSettings(size_px=settings.picture_px, views=1)
        stream = [settings.picture_seed, int(self.material_class), self.seed]
        picture = draw_views(mesh, drawn, np.random.default_rng(stream))[0]
        side = settings.picture_px
        intrinsics = np.array([[side, 0, side / 2], [0, side, side / 2], [0, 0, 1]], np.float32)
        return view_from_rgba(picture.astype(np.float32) / 255, intrinsics)

    def hidden_material(self, settings: WorldSettings, shift_decades: float) -> PhysicsSample:
        """What the object is truly made of: its label, its class moved as the world wants it.

        Args:
            settings: Seed of the signs.
            shift_decades: How far the class's log10 E is moved [decades], before its sign.
        """
        label = typical_label(self.material_class, self.seed, textures=TRAINING)
        moved = shift_decades * class_sign(settings, self.material_class)
        log10_modulus, nu, log10_density = label_values(label, self.id)
        values = (log10_modulus + moved, nu, log10_density)
        return PhysicsSample.from_values(
            self.material_class, dict(zip(PARAMETERS, values, strict=True))
        )


def class_sign(settings: WorldSettings, material_class: MaterialClass) -> int:
    """Whether a class is stiffer (1) or softer (-1) in the world than it was learned.

    Half of the classes in a random order go either way, so that no common shift explains it all.
    """
    rng = np.random.default_rng(settings.shift_seed)
    order = rng.permutation(len(MaterialClass))
    soft = [index for index in order if MaterialClass(int(index)).label in SOFT_CLASSES]
    hard = [index for index in order if MaterialClass(int(index)).label not in SOFT_CLASSES]
    group = soft if int(material_class) in soft else hard
    return 1 if group.index(int(material_class)) % 2 else -1


def world_objects(settings: WorldSettings) -> tuple[WorldObject, ...]:
    """The objects of a world, classes in turn."""
    classes = [MaterialClass.from_label(name) for name in settings.classes]
    ordered = (WorldObject(member, seed) for seed in settings.seeds for member in classes)
    return tuple(item for item, _ in zip(ordered, range(settings.object_count), strict=False))


def predicted_objects(
    settings: WorldSettings, source: PhysicsSource, *, skip: Collection[str] = ()
) -> Iterator[tuple[WorldObject, TexturedMesh, PhysicsDistribution]]:
    """Objects with their meshes and what a model says of their pictures.

    Args:
        settings: The world.
        source: The model.
        skip: Ids of objects that are not wanted.
    """
    for item in world_objects(settings):
        if item.id in skip:
            continue
        mesh = item.mesh()
        physics = source(item.view(mesh, settings))
        if settings.lock_class:
            physics = physics.conditioned(material_class=item.material_class)
        yield item, mesh, physics


def candidates_of(
    settings: WorldSettings, item: WorldObject, physics: PhysicsDistribution, count: int
) -> tuple[PhysicsSample, ...]:
    """Samples for an object; the same random numbers whatever the distribution."""
    stream = [settings.candidate_seed, int(item.material_class), item.seed]
    return physics.sample(np.random.default_rng(stream), count)


def smaller(settings: WorldSettings, object_count: int) -> WorldSettings:
    """The first objects of a world."""
    return replace(settings, object_count=min(object_count, settings.object_count))
