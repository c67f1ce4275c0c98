"""What passes take from a take: stored fields, materials of bodies and regions, objects."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sim_bodies import box_shell, cloud_of
from test_take import header, random_pose, record

from render.camera import Camera
from render.errors import InputError
from sim.body import Body
from sim.checkpoint import setup_path
from sim.frame_scalars import (
    TakePasses,
    material_classes,
    material_numbers,
    object_ids,
    youngs_moduli,
)
from sim.material_table import material
from sim.materials import ConstitutiveLaw, MaterialClass
from sim.quality import QUALITY_PRESETS
from sim.regions import Region
from sim.run_options import RunOptions
from sim.scene.shapes import Box
from sim.scene_setup import SceneSetup
from sim.selections import ShapeSelection
from sim.simulate import simulate_bodies
from sim.take import Take, TakeWriter
from sim.take_header import RunSettings

CAMERA = Camera.look_at((3, 0, 1), (0, 0, 0), width=16, height=16)
WOOD = replace(
    material(ConstitutiveLaw.RIGID, youngs_modulus_pa=1e10), material_class=MaterialClass.WOOD
)
METAL = replace(
    material(ConstitutiveLaw.RIGID, youngs_modulus_pa=2e11), material_class=MaterialClass.METAL
)
STONE = material(ConstitutiveLaw.RIGID, youngs_modulus_pa=5e10)


@pytest.fixture(scope="module")
def two_bodies(tmp_path_factory: pytest.TempPathFactory) -> Take:
    """A stone, and a wooden box whose right half is metal."""
    stone = box_shell((0.2, 0.2, 0.2), 8)
    box = box_shell((0.4, 0.2, 0.2), 8)
    right = Region(ShapeSelection(Box((0.12, 0.2, 0.2), center_m=(0.62, 0.0, 0.4))), METAL)
    bodies = [
        Body(
            stone.transformed(np.eye(3), np.array([-0.5, 0, 0.4], np.float32)), STONE, name="rock"
        ),
        Body(box.transformed(np.eye(3), np.array([0.5, 0, 0.4], np.float32)), WOOD, (right,)),
    ]
    return simulate_bodies(
        bodies,
        SceneSetup(frame_count=3),
        quality=QUALITY_PRESETS["sketch"],
        take_path=tmp_path_factory.mktemp("takes") / "two",
        options=RunOptions(fields=("stress",)),
    )


def test_every_gaussian_knows_its_object_and_material(two_bodies: Take) -> None:
    x = two_bodies.rest.means[:, 0]
    np.testing.assert_array_equal(object_ids(two_bodies), (x > 0).astype(int))
    metal, wood = x > 0.56, (x > 0) & (x < 0.44)
    assert metal.any()
    assert wood.any()
    classes = material_classes(two_bodies)
    assert set(classes[metal]) == {MaterialClass.METAL}
    assert set(classes[wood]) == {MaterialClass.WOOD}
    assert set(classes[x < 0]) == {-1}
    moduli = youngs_moduli(two_bodies)
    np.testing.assert_allclose(moduli[metal], 2e11, rtol=1e-6)
    np.testing.assert_allclose(moduli[wood], 1e10, rtol=1e-6)
    np.testing.assert_allclose(moduli[x < 0], 5e10, rtol=1e-6)


def test_scenes_of_a_take_hold_what_its_passes_need(two_bodies: Take) -> None:
    names = ("stress", "youngs_modulus", "velocity", "displacement", "semantics", "trajectory")
    passes = TakePasses(two_bodies, names, lambda _: CAMERA)
    scene = passes.scene(1)
    assert scene.label_names["object_id"] == ("rock", "object 2")
    assert scene.label_names["material_class"][MaterialClass.METAL] == "Metal"
    assert passes.ranges["youngs_modulus"] == pytest.approx((1e10, 2e11), rel=0.01)
    fall = two_bodies.frame(1).means - two_bodies.frame(0).means
    np.testing.assert_allclose(
        scene.scalar("displacement"), np.linalg.norm(fall, axis=1), atol=2e-5
    )
    assert scene.next is not None
    # free fall: the central difference over two frames is g times the time
    assert np.median(scene.scalar("velocity")) == pytest.approx(9.81 * 0.04, rel=0.05)


def test_regions_without_particles_are_told_apart_no_more(two_bodies: Take, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(two_bodies.path, copy)
    setup_path(copy).unlink()
    with pytest.raises(InputError, match="does not hold its particles, which tell the materials"):
        material_numbers(Take.open(copy))


@pytest.fixture
def stored(tmp_path: Path, rng: np.random.Generator) -> Take:
    rest = cloud_of(rng.normal(size=(50, 3)))
    run = RunSettings(0.5, None, fields=("velocity", "stress"))
    writer = TakeWriter.create(tmp_path / "drop", rest, replace(header(50), run=run))
    for frame in range(3):
        values = np.linspace(0, frame + 1, 50, dtype=np.float32)
        fields = {"velocity": values, "stress": 1e4 * values}
        writer.append(random_pose(rng, 50), record(frame), fields=fields)
    return Take.open(tmp_path / "drop")


def test_stored_fields_are_shown_as_they_are(stored: Take) -> None:
    passes = TakePasses(stored, ("stress", "velocity"), lambda _: CAMERA)
    np.testing.assert_array_equal(passes.scene(2).scalar("stress"), stored.field("stress", 2))
    np.testing.assert_array_equal(passes.scene(1).scalar("velocity"), stored.field("velocity", 1))
    low, high = passes.ranges["stress"]
    assert low == 0
    assert high == pytest.approx(3e4, rel=0.06)


def test_a_field_that_was_not_stored_names_the_remedy(stored: Take) -> None:
    with pytest.raises(InputError, match="simulate again with --fields plastic_strain"):
        TakePasses(stored, ("plastic_strain",), lambda _: CAMERA)


def test_a_take_that_was_not_simulated_has_no_modulus(
    tmp_path: Path, rng: np.random.Generator
) -> None:
    rest = cloud_of(rng.normal(size=(50, 3)))
    plain = header(50)
    imported = replace(
        plain, provenance=replace(plain.provenance, predicted=None, simulated=None), bodies=()
    )
    writer = TakeWriter.create(tmp_path / "drop", rest, imported)
    writer.append(random_pose(rng, 50), record())
    take = Take.open(tmp_path / "drop")
    with pytest.raises(InputError, match="was not simulated: it has no Young's modulus"):
        youngs_moduli(take)
    assert (material_classes(take) == -1).all()
