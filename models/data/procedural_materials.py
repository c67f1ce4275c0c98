"""Procedural objects that look like a material, with the physics typical of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from models.data.assets import TexturedMesh
from models.data.finishes import granular, hard, hides, mineral, soft
from models.data.finishes.finish import FinishGenerator
from models.data.physics_label import PhysicsLabel
from models.data.procedural_skin import skinned
from models.data.procedural_solids import HELD_OUT_SHAPES, TRAINING_SHAPES, Shape
from render.errors import InputError
from sim.class_priors import class_priors
from sim.materials import POISSON_MAX, MaterialClass

TRAINING = "train"
HELD_OUT = "held_out"

_GELATIN_SHARE = 0.3
"""Share of the rubber objects that are of gelatin, which has no class of its own."""
_LABEL_DOUBT = 0.5
"""Share of a class's variance that an object's label leaves open; its value spreads by the rest."""
_STRETCH = (0.75, 1.3)

_Generators = tuple[FinishGenerator, ...]
_FINISHES: Mapping[MaterialClass, tuple[_Generators, _Generators]] = MappingProxyType(
    {
        MaterialClass.WOOD: (
            (hard.sawn_wood, hard.planks, hard.varnished_wood),
            (hard.knotty_wood, hard.weathered_wood),
        ),
        MaterialClass.METAL: (
            (hard.polished_metal, hard.brushed_metal, hard.rusty_metal),
            (hard.hammered_metal, hard.cast_iron),
        ),
        MaterialClass.PLASTIC: (
            (hard.glossy_plastic, hard.two_part_plastic, hard.labelled_plastic),
            (hard.translucent_plastic, hard.textured_plastic),
        ),
        MaterialClass.GLASS: (
            (hard.clear_glass, hard.bottle_glass),
            (hard.swirled_glass, hard.frosted_glass),
        ),
        MaterialClass.FABRIC: (
            (hides.plain_weave, hides.tartan, hides.knit),
            (hides.denim, hides.towel),
        ),
        MaterialClass.LEATHER: (
            (hides.grain_leather, hides.stitched_leather, hides.suede),
            (hides.crocodile_leather, hides.cracked_leather),
        ),
        MaterialClass.CERAMIC: (
            (mineral.glazed_ceramic, mineral.painted_china, mineral.terracotta),
            (mineral.dipped_stoneware, mineral.crackle_glaze),
        ),
        MaterialClass.STONE: (
            (mineral.granite, mineral.marble, mineral.sandstone),
            (mineral.basalt, mineral.conglomerate),
        ),
        MaterialClass.RUBBER: (
            (soft.tyre_rubber, soft.moulded_rubber, soft.ribbed_rubber),
            (soft.crumb_rubber, soft.dotted_rubber),
        ),
        MaterialClass.PAPER: (
            (hides.corrugated_card, hides.printed_carton),
            (hides.crumpled_paper, hides.newspaper),
        ),
        MaterialClass.SAND: (
            (granular.dry_sand, granular.wet_sand, granular.rippled_sand),
            (granular.river_sand, granular.shell_sand),
        ),
        MaterialClass.SNOW: (
            (granular.fresh_snow, granular.packed_snow, granular.dirty_snow),
            (granular.wind_crust, granular.wet_snow),
        ),
        MaterialClass.PLASTICINE: (
            (soft.dented_plasticine, soft.marbled_plasticine, soft.joined_plasticine),
            (soft.coiled_plasticine, soft.squeezed_plasticine),
        ),
        MaterialClass.FOAM: (
            (soft.open_foam, soft.bath_sponge, soft.bead_foam),
            (soft.egg_crate_foam, soft.torn_foam),
        ),
    }
)
"""Finishes to train on and to hold out, by class."""
_GELATIN: tuple[_Generators, _Generators] = (
    (soft.clear_jelly, soft.bubbly_jelly),
    (soft.layered_jelly,),
)
_IMPOSSIBLE: Mapping[MaterialClass, frozenset[str]] = MappingProxyType(
    {
        MaterialClass.SAND: frozenset({"ring", "bowl", "vase"}),
        MaterialClass.SNOW: frozenset({"bowl", "vase"}),
    }
)
"""Shapes that loose grains cannot take; all other classes share all shapes."""
_GELATIN_VALUES = ((4.6, 0.5), (0.47, 0.012), (3.013, 0.008))
"""Mean and standard deviation of log10 E [decades], nu and log10 rho (arXiv 2512.20502)."""

_Split = Mapping[str, tuple[str, ...]]
SHAPE_GENERATORS: _Split = MappingProxyType(
    {TRAINING: tuple(TRAINING_SHAPES), HELD_OUT: tuple(HELD_OUT_SHAPES)}
)
"""Names of the shapes to train on and of those held out, shared by the classes."""


def _names(generators: tuple[_Generators, _Generators]) -> _Split:
    train, held_out = (tuple(part.__name__ for part in group) for group in generators)
    return MappingProxyType({TRAINING: train, HELD_OUT: held_out})


TEXTURE_GENERATORS: Mapping[MaterialClass, _Split] = MappingProxyType(
    {member: _names(generators) for member, generators in _FINISHES.items()}
)
"""Names of the textures to train on and of those held out, by class, without gelatin's."""
GELATIN_TEXTURES: _Split = _names(_GELATIN)
"""Names of gelatin's textures; such objects are labelled Rubber."""


def material_object(
    seed: int, material: MaterialClass, *, shapes: str = TRAINING, textures: str = TRAINING
) -> TexturedMesh:
    """An object that looks like a material, with a longest side of 1, centred at the origin.

    Args:
        seed: The same seed and choices give the same object.
        material: Class it shall look like; rubber includes gelatin, as `is_gelatin` says.
        shapes: `train`, `held_out` or the name of one generator of shapes.
        textures: `train`, `held_out` or the name of one generator of textures of the class.

    Raises:
        InputError: If there is no such choice for the class.
    """
    rng = np.random.default_rng([seed, int(material), 1])
    solids = _shape(rng, material, shapes)(rng)
    turn = rng.uniform(0, 2 * np.pi)
    about = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    stretch = about @ np.diag(rng.uniform(*_STRETCH, 3))
    finish = _texture(seed, material, textures)(rng)
    return skinned([solid.moved(stretch) for solid in solids], finish, rng)


def is_gelatin(seed: int, material: MaterialClass) -> bool:
    """Whether the object of a seed is of gelatin where no single texture is asked for."""
    rng = np.random.default_rng([seed, int(material), 2])
    return material is MaterialClass.RUBBER and bool(rng.random() < _GELATIN_SHARE)


def typical_label(material: MaterialClass, seed: int, *, textures: str = TRAINING) -> PhysicsLabel:
    """Physics of the object that `material_object` makes of the same seed, class and textures.

    Values spread about the published ones of the class; the label's standard deviations say how
    far the truth may lie from them, so that both together make the published spread.

    Raises:
        InputError: If there is no such choice of textures for the class.
    """
    name = _texture(seed, material, textures).__name__
    gelatin = name in _names_of(_GELATIN)
    rows = np.array(_GELATIN_VALUES if gelatin else _published(material))
    rng = np.random.default_rng([seed, int(material), 3])
    drawn = rows[:, 0] + rng.normal(size=3).clip(-2, 2) * rows[:, 1] * (1 - _LABEL_DOUBT) ** 0.5
    doubt = rows[:, 1] * _LABEL_DOUBT**0.5
    return PhysicsLabel(
        material,
        youngs_modulus_pa=float(10 ** drawn[0]),
        poisson_ratio=float(np.clip(drawn[1], 0.0, POISSON_MAX)),
        density_kg_m3=float(10 ** drawn[2]),
        log10_E_std=float(doubt[0]),
        nu_std=float(doubt[1]),
        log10_density_std=float(doubt[2]),
        material_confidence=1.0,
        details=(("texture", name),),
    )


def _published(material: MaterialClass) -> list[tuple[float, float]]:
    priors, row = class_priors(), int(material)
    return [
        (priors.log10_youngs_modulus_mean[row], priors.log10_youngs_modulus_std[row]),
        (priors.poisson_mean[row], priors.poisson_std[row]),
        (priors.log10_density_mean[row], priors.log10_density_std[row]),
    ]


def _shape(rng: np.random.Generator, material: MaterialClass, choice: str) -> Shape:
    known = {**TRAINING_SHAPES, **HELD_OUT_SHAPES}
    if choice in known:
        return known[choice]
    if choice not in SHAPE_GENERATORS:
        raise InputError(f"no shapes {choice!r}; use {_listed((TRAINING, HELD_OUT, *known))}")
    impossible = _IMPOSSIBLE.get(material, frozenset())
    names = [name for name in SHAPE_GENERATORS[choice] if name not in impossible]
    return known[names[rng.integers(len(names))]]


def _texture(seed: int, material: MaterialClass, choice: str) -> FinishGenerator:
    groups = [_FINISHES[material]]
    groups += [_GELATIN] if material is MaterialClass.RUBBER else []
    known = {part.__name__: part for group in groups for part in (*group[0], *group[1])}
    if choice in known:
        return known[choice]
    if choice not in (TRAINING, HELD_OUT):
        names = _listed((TRAINING, HELD_OUT, *known))
        raise InputError(f"no textures {choice!r} of {material.label}; use {names}")
    pair = _GELATIN if is_gelatin(seed, material) else _FINISHES[material]
    generators = pair[choice == HELD_OUT]
    rng = np.random.default_rng([seed, int(material), 4])
    return generators[rng.integers(len(generators))]


def _names_of(generators: tuple[_Generators, _Generators]) -> frozenset[str]:
    return frozenset(part.__name__ for group in generators for part in group)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names)
