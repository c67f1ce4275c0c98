"""Keys, boundary conditions, space and round trip of PhysGaussian scene files."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sim_bodies import box_shell

from render.errors import InputError
from sim.interop.physgaussian import read_physgaussian, write_physgaussian
from sim.interop.physgaussian_keys import SCENE_DEFAULTS, is_physgaussian
from sim.interop.physgaussian_space import BoxSpace, cloud_rotation
from sim.materials import ConstitutiveLaw
from sim.scene.forces import Impulse
from sim.scene.obstacles import Surface
from sim.scene.shapes import Box, Cylinder, HalfSpace
from sim.selections import ShapeSelection

PLAIN: dict[str, Any] = {"material": "jelly", "g": [0, 0, -9.8], "n_grid": 50, "grid_lim": 2.0}


def scene_with(**changes: Any) -> Any:
    return read_physgaussian(PLAIN | changes)


def boundary(**entry: Any) -> Any:
    return scene_with(boundary_conditions=[entry], substep_dt=1e-4, density=800.0)


def test_every_key_is_known_and_an_unknown_one_is_reported() -> None:
    values = {k: v for k, v in SCENE_DEFAULTS.items() if v is not None} | {"g": [0, 0, -9.8]}
    assert not [note for note in read_physgaussian(values).notes if "unknown" in note]
    notes = scene_with(youngs=3).notes
    assert any("'youngs'" in note and "unknown" in note for note in notes)


def test_misspellings_are_read_and_reported() -> None:
    found = scene_with(init_azimuth=30, particle_filling={"max_particles_per_cell": 4})
    assert found.camera["init_azimuthm"] == 30
    assert found.values["particle_filling"]["max_partciels_per_cell"] == 4
    assert any("'init_azimuth'" in note for note in found.notes)
    assert any("'max_particles_per_cell'" in note for note in found.notes)


def test_a_number_for_gravity_pulls_down() -> None:
    found = scene_with(g=9.8)
    assert found.scene.gravity_m_s2 == (0.0, 0.0, -9.8)
    assert any(note.startswith("g 9.8") for note in found.notes)


@pytest.mark.parametrize(
    ("name", "law", "factor"),
    [
        ("metal", ConstitutiveLaw.METAL, math.sqrt(1.5)),
        ("plasticine", ConstitutiveLaw.PLASTICINE, math.sqrt(1.5)),
        ("foam", ConstitutiveLaw.FOAM, 1.0),
    ],
)
def test_yield_stress_becomes_uniaxial(name: str, law: ConstitutiveLaw, factor: float) -> None:
    found = scene_with(material=name, yield_stress=1000, plastic_viscosity=5, softening=10)
    assert found.params.law is law
    assert found.params.yield_stress_pa == pytest.approx(1000 * factor)
    if law is ConstitutiveLaw.PLASTICINE:
        assert found.params.softening == pytest.approx(10 * factor)


def test_hardening_needs_its_switch() -> None:
    metal = {"material": "metal", "yield_stress": 10, "xi": 0.2}
    assert scene_with(**metal).params.hardening == 0
    assert scene_with(**metal, hardening=1).params.hardening == pytest.approx(0.2 * math.sqrt(1.5))


def test_time_stepping_damping_and_transfer() -> None:
    found = scene_with(
        substep_dt=2e-5, frame_dt=0.04, frame_num=7, grid_v_damping_scale=0.9999, rpic_damping=0.5
    )
    assert found.scene.substep.dt_s == pytest.approx(2e-5)
    assert round(found.scene.frame_dt_s / found.scene.substep.dt_s) == 2000
    assert found.scene.frame_count == 7
    assert math.exp(-found.scene.grid_damping_per_s * 2e-5) == pytest.approx(0.9999)
    assert found.scene.transfer.rpic == 0.5
    assert scene_with(rpic_damping=-0.01).scene.transfer.pic == 1.0
    assert scene_with(grid_v_damping_scale=1.1).scene.grid_damping_per_s == 0


def test_regions_change_modulus_and_density() -> None:
    box = {"point": [1, 1, 1.5], "size": [1, 1, 0.5], "E": 3e5, "nu": 0.3, "density": 70}
    (region,) = scene_with(additional_material_params=[box]).regions
    assert region.params.density_kg_m3 == 70
    assert isinstance(region.selection, ShapeSelection)
    assert region.selection.shape.center_m == pytest.approx((0, 0, 1.5))


def test_bounding_box_leaves_three_cells() -> None:
    walls = boundary(type="bounding_box").scene.obstacles
    assert len(walls) == 6
    floor = next(w.shape for w in walls if w.shape.normal == pytest.approx((0, 0, 1)))
    assert floor.point_m[2] == pytest.approx(3 * 2 / 50)
    assert all(w.surface is Surface.SEPARATE and w.friction == 0 for w in walls)


def test_cuboid_moves_and_is_held_after_its_end() -> None:
    entry = {"point": [1, 1, 0.5], "size": [0.1, 0.2, 0.3], "velocity": [0, 0, -0.5]}
    moving, held = boundary(type="cuboid", **entry, end_time=0.4, reset=1).scene.obstacles
    assert isinstance(moving.shape, Box)
    assert moving.shape.half_extents_m == (0.1, 0.2, 0.3)
    assert moving.surface is Surface.STICKY
    assert moving.motion.pose(0.4)[0] == pytest.approx([0, 0, -0.2])
    assert held.motion.pose(0.4)[0] == pytest.approx([0, 0, -0.2])
    assert (held.start_s, held.end_s) == pytest.approx((0.4, 0.4 + 15e-4))


@pytest.mark.parametrize("name", ["sticky", "slip", "separate"])
def test_surface_collider_keeps_its_kind(name: str) -> None:
    found = boundary(
        type="surface_collider", point=[1, 1, 0.48], normal=[0, 0, 1], surface=name, friction=0.4
    )
    (plane,) = found.scene.obstacles
    assert isinstance(plane.shape, HalfSpace)
    assert plane.surface.value == name
    assert plane.shape.point_m == pytest.approx((0, 0, 0.48))
    assert any("sticks" in note for note in found.notes) == (name != "sticky")


def test_impulse_changes_the_velocity_of_eight_particles_a_cell() -> None:
    (force,) = boundary(type="particle_impulse", force=[-0.18, 0, 0], num_dt=2).scene.forces
    assert isinstance(force, Impulse)
    mass = 800 * (2 / 50) ** 3 / 8
    assert force.velocity_change_m_s == pytest.approx((-0.18 * 2e-4 / mass, 0, 0))


def test_enforced_translation_and_rotation() -> None:
    pull = boundary(
        type="enforce_particle_translation",
        point=[1, 1, 1],
        size=[0.1, 0.1, 0.1],
        velocity=[0.2, 0, 0],
        end_time=1,
    ).scene.regions_driven[0]
    assert pull.motion.velocity_m_s == (0.2, 0, 0)
    assert pull.end_s == 1
    twist = boundary(
        type="enforce_particle_velocity_rotation",
        point=[1, 1, 1],
        normal=[2, 0, 0],
        half_height_and_radius=[0.1, 0.3],
        rotation_scale=-1.5,
        translation_scale=0.25,
    ).scene.regions_driven[0]
    assert isinstance(twist.selection, Cylinder)
    assert (twist.selection.half_length_m, twist.selection.radius_m) == (0.1, 0.3)
    assert twist.motion.turn_rad_s == -1.5
    assert twist.motion.velocity_m_s == pytest.approx((0.25, 0, 0))


def test_sequential_release_keeps_its_layers_and_direction() -> None:
    region = boundary(
        type="release_particles_sequentially",
        normal=[0, 0, 1],
        start_position=1.5,
        end_position=0.5,
        num_layers=20,
        start_time=0.1,
        end_time=1.6,
    ).scene.regions_driven[0]
    assert region.end_s == pytest.approx(0.1)
    assert region.release.layers == 20
    assert region.release.duration_s == pytest.approx(1.5)
    assert region.release.direction == pytest.approx((0, 0, -1))
    assert region.selection.center_m == pytest.approx((0, 0, 1))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"nu": 0.6}, "nu must lie in 0 to 0.5"),
        ({"material": "lava"}, "unknown material"),
        ({"boundary_conditions": [{"type": "moat"}]}, "unknown type 'moat'"),
        ({"boundary_conditions": [{"type": "cuboid", "size": [1, 1, 1]}]}, "needs the key 'point'"),
        ({"substep_dt": 0}, "substep_dt must be above 0"),
        ({"material": "metal"}, "yield stress"),
        ({"rotation_degree": [90]}, "one axis an angle"),
        ({"mpm_space_vertical_upward_axis": [0, 0, 0]}, "not all 0"),
        ({"E": "stiff"}, "wrong type"),
    ],
)
def test_bad_values_are_named(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        scene_with(**changes).applied(box_shell((1, 1, 1)))


def test_the_up_axis_turns_to_z() -> None:
    space = BoxSpace.of(2.0, [0, 1, 0])
    assert space.point([1, 2, 1]) == pytest.approx((0, 0, 2))
    assert space.along_axes
    assert BoxSpace.of(2.0, [0, 0, -1]).point([1, 1, 0]) == pytest.approx((0, 0, 2))
    assert not BoxSpace.of(2.0, [0, 1, 1]).along_axes


def test_rotations_follow_one_another() -> None:
    turn = cloud_rotation([90, 90], [2, 0])
    assert turn @ [1, 0, 0] == pytest.approx([0, 0, 1])


def test_a_cloud_is_scaled_centred_and_cut() -> None:
    cloud = box_shell((4, 2, 1))
    run = scene_with(scale=0.6).applied(cloud)
    low, high = run.bodies[0].cloud_world.bounds()
    assert (high - low).max() == pytest.approx(0.6)
    assert (low + high) / 2 == pytest.approx([0, 0, 1], abs=1e-6)
    assert run.quality.grid == round(2 * 0.6 / 0.04)
    cut = scene_with(sim_area=[0, 4, -4, 4, -4, 4]).applied(cloud)
    inside, outside = cut.bodies
    assert outside.still
    assert not inside.still
    count = inside.cloud_world.gaussian_count
    assert 0 < count < cloud.gaussian_count == count + outside.cloud_world.gaussian_count
    with pytest.raises(InputError, match="no Gaussian is left"):
        scene_with(sim_area=[7, 8, 7, 8, 7, 8]).applied(cloud)


def test_faint_gaussians_are_dropped() -> None:
    cloud = box_shell((1, 1, 1))
    opacities = cloud.opacities.copy()
    opacities[:10] = 0.01
    run = scene_with().applied(replace(cloud, opacities=opacities))
    assert run.bodies[0].cloud_world.gaussian_count == cloud.gaussian_count - 10
    assert any("10 Gaussians" in note for note in run.notes)


def test_a_file_is_written_back_as_it_was(tmp_path: Path) -> None:
    document = PLAIN | {"material": "metal", "yield_stress": 100, "own": {"a": 1}, "g": 9.8}
    source, target = tmp_path / "in.json", tmp_path / "out.json"
    source.write_text(json.dumps(document), encoding="utf-8")
    found = read_physgaussian(source)
    write_physgaussian(found, target)
    assert json.loads(target.read_text(encoding="utf-8")) == document
    write_physgaussian(found, target, params=replace(found.params, youngs_modulus_pa=5e5))
    assert json.loads(target.read_text(encoding="utf-8")) == document | {"E": 5e5}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"particle_filling": 3}, "particle_filling must be a JSON object, got 3"),
        ({"boundary_conditions": [{"type": "cuboid", "point": [1, 1, 1], "size": {}}]}, "cuboid"),
        ({"additional_material_params": [{"point": [1, 1, 1], "size": [], "E": 1e5, "nu": 0.3}]},
         "a value of the scene"),
        ({"n_grid": "many"}, "a value of the scene has the wrong type"),
    ],
)  # fmt: skip
def test_values_of_the_wrong_kind_are_refused_in_words(values: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        scene_with(**values)


def test_only_such_scenes_are_recognised() -> None:
    assert is_physgaussian(PLAIN)
    assert not is_physgaussian({"gravity_m_s2": [0, 0, -9.81]})
    assert not is_physgaussian([1])


def test_camera_hints_come_along() -> None:
    found = scene_with(move_camera=True, delta_a=2.0, init_radius=2.4)
    assert found.camera["delta_a"] == 2.0
    assert found.camera["center_m"] == pytest.approx((0, 0, 1))
    assert np.isfinite(found.camera["init_radius"])
