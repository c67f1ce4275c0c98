"""Procedural objects of all material classes."""

from __future__ import annotations

import math

import numpy as np
import pytest

from models.data.assets import TexturedMesh
from models.data.procedural import procedural_mesh
from models.data.procedural_materials import (
    GELATIN_TEXTURES,
    HELD_OUT,
    SHAPE_GENERATORS,
    TEXTURE_GENERATORS,
    TRAINING,
    is_gelatin,
    material_object,
    typical_label,
)
from models.data.procedural_noise import Cells, Noise
from render.errors import InputError
from sim.class_priors import class_priors
from sim.materials import POISSON_MAX, MaterialClass

SHAPES = (*SHAPE_GENERATORS[TRAINING], *SHAPE_GENERATORS[HELD_OUT])


def test_training_and_held_out_generators_are_disjoint_for_every_class():
    assert not set(SHAPE_GENERATORS[TRAINING]) & set(SHAPE_GENERATORS[HELD_OUT])
    for member in MaterialClass:
        names = TEXTURE_GENERATORS[member]
        assert len(names[TRAINING]) >= 2
        assert len(names[HELD_OUT]) >= 2
        assert not set(names[TRAINING]) & set(names[HELD_OUT])
    assert not set(GELATIN_TEXTURES[TRAINING]) & set(GELATIN_TEXTURES[HELD_OUT])


def test_no_texture_belongs_to_two_classes():
    names = [
        name for split in TEXTURE_GENERATORS.values() for part in split.values() for name in part
    ]
    assert len(names) == len(set(names))


def test_same_seed_makes_the_same_object():
    first, again = (material_object(5, MaterialClass.FOAM) for _ in range(2))
    other = material_object(6, MaterialClass.FOAM)
    np.testing.assert_array_equal(first.vertices, again.vertices)
    np.testing.assert_array_equal(first.texture, again.texture)
    assert first.texture.shape != other.texture.shape or (first.texture != other.texture).any()


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_a_closed_outward_surface_of_unit_size(shape):
    """Edges shared by two faces, a positive volume, texture coordinates inside the picture."""
    made = material_object(2, MaterialClass.PLASTIC, shapes=shape, textures="glossy_plastic")
    assert made.longest_side == pytest.approx(1, abs=1e-5)
    assert np.isfinite(made.vertices).all()
    assert made.uv.min() > 0
    assert made.uv.max() < 1
    assert _is_closed(made)


@pytest.mark.parametrize("shape", ["block", "bowl", "stack"])
def test_relief_opens_no_cracks(shape):
    textures = "dented_plasticine"
    assert _is_closed(material_object(2, MaterialClass.PLASTICINE, shapes=shape, textures=textures))


def _is_closed(made: TexturedMesh) -> bool:
    import trimesh

    mesh = trimesh.Trimesh(made.vertices.astype(np.float64), made.faces, process=False)
    mesh.merge_vertices(digits_vertex=5, merge_tex=True, merge_norm=True)
    mesh.update_faces(mesh.nondegenerate_faces())
    return bool(mesh.is_watertight and mesh.volume > 0.01)


@pytest.mark.parametrize("member", list(MaterialClass))
def test_every_class_has_objects_of_all_its_textures(member):
    """A class that breaks for one texture would lack it in training unnoticed."""
    groups = [TEXTURE_GENERATORS[member]]
    groups += [GELATIN_TEXTURES] if member is MaterialClass.RUBBER else []
    for group in groups:
        for name in (*group[TRAINING], *group[HELD_OUT]):
            made = material_object(1, member, shapes="block", textures=name)
            assert made.texture.dtype == np.uint8
            assert made.texture.reshape(-1, 3).std(axis=0).max() > 1, name
            assert dict(typical_label(member, 1, textures=name).details)["texture"] == name


def test_colours_are_those_of_the_material():
    """Snow is bright and bluish, sand brownish, a tyre dark."""

    def colour(member: MaterialClass, texture: str) -> np.ndarray:
        made = material_object(3, member, shapes="ball", textures=texture)
        return made.texture.reshape(-1, 3).mean(axis=0)

    snow, sand = colour(MaterialClass.SNOW, "fresh_snow"), colour(MaterialClass.SAND, "dry_sand")
    assert snow.min() > 150
    assert snow[2] > snow[0]
    assert sand[0] > 1.15 * sand[2]
    assert colour(MaterialClass.RUBBER, "tyre_rubber").max() < 80


def test_held_out_objects_use_held_out_textures_alone():
    for seed in range(12):
        label = typical_label(MaterialClass.WOOD, seed, textures=HELD_OUT)
        assert dict(label.details)["texture"] in TEXTURE_GENERATORS[MaterialClass.WOOD][HELD_OUT]


def test_gelatin_is_labelled_rubber_with_values_of_its_own():
    """Gelatin is 4 to 300 kPa and about as heavy as water (arXiv 2512.20502)."""
    seeds = [seed for seed in range(60) if is_gelatin(seed, MaterialClass.RUBBER)]
    assert 8 <= len(seeds) <= 30
    for split in (TRAINING, HELD_OUT):
        for seed in seeds[:6]:
            label = typical_label(MaterialClass.RUBBER, seed, textures=split)
            assert dict(label.details)["texture"] in GELATIN_TEXTURES[split]
            assert label.material_class is MaterialClass.RUBBER
            assert 1e3 < label.youngs_modulus_pa < 1e6
            assert label.density_kg_m3 == pytest.approx(1030, rel=0.06)
    assert not is_gelatin(seeds[0], MaterialClass.WOOD)


def test_values_and_their_doubt_make_the_published_spread():
    priors, row = class_priors(), int(MaterialClass.METAL)
    labels = [typical_label(MaterialClass.METAL, seed) for seed in range(400)]
    values = np.log10([label.youngs_modulus_pa for label in labels])
    assert values.mean() == pytest.approx(float(priors.log10_youngs_modulus_mean[row]), abs=0.05)
    total = math.hypot(float(values.std()), labels[0].log10_E_std or 0)
    assert total == pytest.approx(float(priors.log10_youngs_modulus_std[row]), rel=0.1)
    assert all(0 <= label.poisson_ratio <= POISSON_MAX for label in labels)


@pytest.mark.parametrize(
    ("shapes", "textures", "hint"),
    [("cube", TRAINING, "block"), (TRAINING, "dry_sand", "sawn_wood"), ("", "", "held_out")],
)
def test_unknown_choices_are_refused_with_the_known_ones(shapes, textures, hint):
    with pytest.raises(InputError, match=hint) as caught:
        material_object(0, MaterialClass.WOOD, shapes=shapes, textures=textures)
    assert "\n" not in str(caught.value)


def test_plain_objects_of_the_shape_network_stay_as_they_were():
    """Its training views are cached by seed: other objects would be mixed with old views."""
    expected = {0: (960, 0.20343, 110.390), 3: (24, 0.31712, 139.018), 11: (24, 0.37352, 141.238)}
    for seed, (count, spread, tone) in expected.items():
        made = procedural_mesh(seed)
        assert len(made.vertices) == count
        assert float(np.abs(made.vertices).mean()) == pytest.approx(spread, abs=1e-4)
        assert float(made.texture.mean()) == pytest.approx(tone, abs=0.01)


def test_noise_has_unit_spread_and_no_steps_between_voxels():
    rng = np.random.default_rng(1)
    noise = Noise.random(rng, 7.0, 2)
    points = rng.uniform(-0.5, 0.5, (20_000, 3)).astype(np.float32)
    assert noise.at(points).std() == pytest.approx(1, abs=0.15)
    line = np.linspace([0, 0, 0], [0.02, 0, 0], 400).astype(np.float32)
    assert np.abs(np.diff(noise.smooth_at(line))).max() < 0.02
    assert np.abs(noise.smooth_at(points) - noise.at(points)).max() < 0.9


def test_cells_measure_the_distance_to_their_seeds():
    rng = np.random.default_rng(2)
    cells = Cells.random(rng, 5.0)
    points = rng.uniform(-0.5, 0.5, (5000, 3)).astype(np.float32)
    ahead = points + 0.01 * cells.slope(points)
    assert (cells.smooth_distance(ahead) >= cells.smooth_distance(points) - 0.01).mean() > 0.95
    assert cells.distance(points).max() < 1.28
    assert len(np.unique(cells.identity(points))) > 50
    assert cells.edge(points).min() >= 0
