"""The scene: adding, changing, templates, problems, and what is simulated of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from render.errors import InputError
from sim.scene.driven import DrivenRegion
from sim.scene.forces import Attractor, Impulse, Wind
from sim.scene.obstacles import Obstacle, Surface
from sim.scene.shapes import Box, Sphere
from sim.scene_setup import SceneSetup
from studio.controllers.scene_controller import SceneController
from studio.controllers.tools.tool import Button, PointerEvent
from studio.state.bitmask import BitMask
from studio.state.document_fields import document_fields, document_values
from studio.state.document_values import plain_parts, read_parts
from studio.state.material_presets import bundled_presets
from studio.state.new_things import KINDS
from studio.state.resolve_scene import form_lines, resolve_scene
from studio.state.scene_fields import Choice, Line, Row, lines_of
from studio.state.scene_mapping import object_box, scene_of, world_of
from studio.state.scene_parts import BodyPart, RegionPart, Thing
from studio.state.scene_problems import problems_of
from studio.state.scene_templates import templates
from tests.studio.controllers.conftest import Desk


@pytest.fixture
def scene(desk: Desk) -> SceneController:
    desk.open_ball()
    return desk.scene


def _chosen(desk: Desk) -> Thing:
    part = desk.state.scene.part(desk.state.scene.chosen)
    assert isinstance(part, Thing)
    return part


def _line(desk: Desk, title: str) -> Line:
    return next(line for line in lines_of(_chosen(desk).value) if line.title == title)


def _end_s(desk: Desk) -> float | None:
    value = _chosen(desk).value
    assert isinstance(value, Obstacle | Wind | DrivenRegion)
    return value.end_s


def test_a_project_begins_with_its_own_scene(desk: Desk, scene: SceneController) -> None:
    del scene
    request = desk.physics.request("t")
    assert (request.scene, request.regions, request.bodies) == (None, (), ())


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_added_is_simulated(desk: Desk, scene: SceneController, kind: str) -> None:
    scene.add(kind)
    setup = desk.physics.request("t").scene
    assert setup is not None
    assert len(setup.obstacles) + len(setup.forces) + len(setup.regions_driven) == 1
    assert problems_of(desk.state) == ()
    assert SceneSetup.from_json(setup.to_json()) == setup
    desk.edits.undo()
    assert desk.state.scene.all_things == ()


def test_numbers_of_every_line_can_be_changed_and_reset(desk: Desk, scene: SceneController) -> None:
    for kind in KINDS:
        scene.add(kind)
        fresh = _chosen(desk).value
        for line in lines_of(fresh):
            if not isinstance(line, Row):
                continue
            before = line.read(_chosen(desk).value)
            wanted = line.quantity.clamped(before[0] * 0.5 + 0.05)
            scene.set_number(line, 0, wanted)
            assert line.read(_chosen(desk).value)[0] == pytest.approx(wanted, abs=1e-6)
            scene.reset_line(line)
            assert line.read(_chosen(desk).value) == pytest.approx(before, abs=1e-6)
    assert desk.texts == []


def test_numbers_of_the_world_can_be_reset_with_all_it_may_have(
    desk: Desk, scene: SceneController
) -> None:
    for title in ("Own friction", "Own timing", "Simulation box"):
        choice = next(line for line in form_lines(desk.state) if line.title == title)
        assert isinstance(choice, Choice)
        scene.set_choice(choice, "on")
    for line in form_lines(desk.state):
        if isinstance(line, Row):
            before = line.read(world_of(desk.state.scene))
            scene.set_number(line, 0, line.quantity.clamped(before[0] * 0.5 + 0.05))
            assert line.read(world_of(desk.state.scene)) != pytest.approx(before)
            scene.reset_line(line)
            assert line.read(world_of(desk.state.scene)) == pytest.approx(before, abs=1e-6)
    assert desk.texts == []


def test_pushes_may_be_forces_and_things_may_end(desk: Desk, scene: SceneController) -> None:
    scene.add_value(Impulse(Sphere(0.2, (0.0, 0.0, 0.4)), velocity_change_m_s=(0.0, 2.0, 0.0)))
    given = _line(desk, "Given as")
    assert isinstance(given, Choice)
    scene.set_choice(given, "force")
    force, radius = _line(desk, "Force"), _line(desk, "Radius")
    assert isinstance(force, Row)
    assert isinstance(radius, Row)
    assert force.read(_chosen(desk).value) == pytest.approx((0.0, 5.0, 0.0))
    scene.set_number(force, 0, 2.0)
    scene.set_number(radius, 0, 0.1)
    scene.reset_line(force)
    setup = scene_of(desk.state.scene)
    assert setup is not None
    (push,) = setup.forces
    assert isinstance(push, Impulse)
    assert (push.velocity_change_m_s, push.force_n) == (None, (0.0, 5.0, 0.0))
    assert isinstance(push.region, Sphere)
    assert push.region.radius_m == pytest.approx(0.1)
    for kind, ends in (("box", "Vanishes"), ("wind", "Ends"), ("grip", "Lets go")):
        scene.add(kind)
        switch = _line(desk, ends)
        assert isinstance(switch, Choice)
        scene.set_choice(switch, "on")
        until = _line(desk, f"{ends} at")
        assert isinstance(until, Row)
        scene.set_number(until, 0, 0.7)
        assert _end_s(desk) == pytest.approx(0.7)
        scene.set_choice(switch, "off")
        assert _end_s(desk) is None


def test_surfaces_and_travel_are_chosen(desk: Desk, scene: SceneController) -> None:
    scene.add("box")
    surface, moves = _line(desk, "Surface"), _line(desk, "Moves")
    assert isinstance(surface, Choice)
    assert isinstance(moves, Choice)
    scene.set_choice(surface, "sticky")
    scene.set_choice(moves, "on")
    travels, until = _line(desk, "Travels"), _line(desk, "Until")
    assert isinstance(travels, Row)
    assert isinstance(until, Row)
    scene.set_number(travels, 2, -0.2)
    scene.set_number(until, 0, 0.5)
    setup = scene_of(desk.state.scene)
    assert setup is not None
    box = setup.obstacles[0]
    assert box.surface is Surface.STICKY
    assert box.motion.positions_m[1][2] == pytest.approx(-0.2)
    assert box.motion.times_s == (0.0, 0.5)
    scene.set_number(until, 0, 0.0)
    assert "increase" in desk.texts[-1]
    assert _line(desk, "Until").read(_chosen(desk).value) == (0.5,)


def test_a_line_of_what_was_chosen_before_changes_nothing(
    desk: Desk, scene: SceneController
) -> None:
    scene.add("box")
    surface = _line(desk, "Surface")
    assert isinstance(surface, Choice)
    scene.add("impulse")
    before = _chosen(desk).value
    scene.set_choice(surface, "sticky")
    surfaces = [line for line in form_lines(desk.state) if line.key == surface.key]
    assert surfaces == []
    assert _chosen(desk).value == before


def test_things_are_named_copied_moved_hidden_and_removed(
    desk: Desk, scene: SceneController
) -> None:
    for kind in ("box", "wind", "sphere"):
        scene.add(kind)
    scene.rename("  Ball ")
    scene.duplicate()
    assert [thing.name for thing in desk.state.scene.all_things] == [
        "Box",
        "Wind",
        "Ball",
        "Ball 2",
    ]
    scene.move(-1)
    scene.move(-1)
    assert [thing.name for thing in desk.state.scene.all_things] == [
        "Ball 2",
        "Wind",
        "Box",
        "Ball",
    ]
    scene.toggle_hidden()
    assert _chosen(desk).hidden
    scene.delete()
    assert [thing.name for thing in desk.state.scene.all_things] == ["Wind", "Box", "Ball"]
    assert _chosen(desk).name == "Box"
    with pytest.raises(InputError, match="1 to 60 characters"):
        scene.rename(" ")
    while desk.state.history.can_undo:
        desk.edits.undo()
    assert desk.state.scene.things is None


def test_regions_take_the_selection_and_a_preset(desk: Desk, scene: SceneController) -> None:
    scene.add_region()
    assert "Select a part" in desk.texts[-1]
    mask = BitMask.of(np.arange(400) < 150)
    with desk.edits.step("Select"):
        desk.state.selection.mask = mask
    scene.add_region("Sand, as in graphics")
    scene.set_color("series_3")
    part = desk.state.scene.part(desk.state.scene.chosen)
    assert isinstance(part, RegionPart)
    assert part.color == "series_3"
    (region,) = desk.physics.request("t").regions
    assert region.params.law.value == "sand"
    assert region.params.density_kg_m3 == 2200
    scene.set_preset("Water")
    assert desk.physics.request("t").regions[0].params.law.value == "liquid"
    desk.state.document.gaussian_count = 300
    assert "chosen on another object" in problems_of(desk.state)[0].text
    scene.delete()
    assert desk.physics.request("t").regions == ()


def _number(desk: Desk, title: str) -> Row:
    line = next(line for line in form_lines(desk.state) if line.title == title)
    assert isinstance(line, Row)
    return line


def test_numbers_of_a_regions_material_are_edited_and_reset(
    desk: Desk, scene: SceneController
) -> None:
    with desk.edits.step("Select"):
        desk.state.selection.mask = BitMask.of(np.arange(400) < 150)
    scene.add_region("Honey")
    assert not resolve_scene(desk.state).preset_changed
    thick = _number(desk, "Viscosity")
    before = desk.physics.request("t").regions[0].params
    scene.set_number(thick, 0, 3.0)
    scene.set_number(_number(desk, "Density"), 0, 900.0)
    (region,) = desk.physics.request("t").regions
    assert (region.params.viscosity_pa_s, region.params.density_kg_m3) == (3.0, 900.0)
    assert resolve_scene(desk.state).preset_changed
    scene.reset_line(thick)
    scene.reset_line(_number(desk, "Density"))
    assert desk.physics.request("t").regions[0].params == before
    assert not resolve_scene(desk.state).preset_changed


def test_a_preset_that_cannot_be_simulated_is_refused(desk: Desk, scene: SceneController) -> None:
    with desk.edits.step("Select"):
        desk.state.selection.mask = BitMask.of(np.arange(400) < 150)
    scene.add_region("Honey")
    steel = bundled_presets()[-2]
    desk.state.presets.own = (replace(steel, name="Dust", numbers=(("yield_stress_pa", 0.0),)),)
    scene.set_preset("Dust")
    scene.add_region("Dust")
    assert "yield stress" in desk.texts[-1].lower()
    assert [region.preset for region in desk.state.scene.regions] == ["Honey"]
    desk.state.presets.own = (replace(desk.state.presets.own[0], name="Honey"),)
    assert resolve_scene(desk.state).preset_changed


def test_numbers_of_a_bodys_material_are_edited(desk: Desk, scene: SceneController) -> None:
    scene.add_copy()
    titles = {line.title for line in form_lines(desk.state)}
    assert "Density" not in titles  # it has the material of the object
    scene.set_preset("Water")
    scene.set_number(_number(desk, "Density"), 0, 1100.0)
    material = desk.physics.request("t").bodies[1].material
    assert material is not None
    assert material.density_kg_m3 == 1100.0
    scene.reset_line(_number(desk, "Density"))
    assert not resolve_scene(desk.state).preset_changed


def test_a_copy_makes_a_scene_of_two_bodies(desk: Desk, scene: SceneController) -> None:
    scene.add_copy()
    scene.set_preset("Soft rubber")
    first, second = desk.physics.request("t").bodies
    assert first.cloud is None
    assert second.position_m is not None
    assert second.position_m[2] > object_box(desk.state)[1][2]
    assert second.material is not None
    assert second.material.youngs_modulus_pa == 1e6


def test_the_document_keeps_the_scene(desk: Desk, scene: SceneController) -> None:
    for kind in KINDS:
        scene.add(kind)
    scene.add_copy()
    with desk.edits.step("Select"):
        desk.state.selection.mask = BitMask.of(np.arange(400) < 7)
    scene.add_region()
    scene.apply_template("pile")
    fields = document_fields(desk.state)
    values = document_values(desk.state)
    read, faults = read_parts(fields, plain_parts(fields, values))
    assert faults == ()
    for name in ("world", "things", "regions"):
        assert read["scene", name] == values["scene", name]


@pytest.mark.parametrize("name", [template.name for template in templates()])
def test_templates_fit_the_object_in_one_step(
    desk: Desk, scene: SceneController, name: str
) -> None:
    before = desk.state.history.position
    scene.apply_template(name)
    assert desk.state.history.position == before + 1
    assert problems_of(desk.state) == ()
    low, high = object_box(desk.state)
    side = max(b - a for a, b in zip(low, high, strict=True))
    for thing in desk.state.scene.all_things:
        value = thing.value
        if isinstance(value, BodyPart):
            assert value.position_m[2] > high[2]
        if isinstance(value, Obstacle) and isinstance(value.shape, Box):
            assert np.abs(value.shape.half_extents_m).max() <= 1.2 * side
    desk.edits.undo()
    assert not desk.state.scene.is_edited


def test_what_cannot_run_says_so_before_it_is_simulated(desk: Desk, scene: SceneController) -> None:
    low, high = object_box(desk.state)
    middle = tuple((a + b) / 2 for a, b in zip(low, high, strict=True))
    scene.add_value(Obstacle(Sphere(0.2, middle)), "Stone")  # type: ignore[arg-type]
    scene.choose("world")
    desk.physics.simulate()
    assert desk.runner.requests == {}
    assert "Stone stands in the object at the start" in desk.texts[-1]
    assert _chosen(desk).name == "Stone"
    scene.delete()
    scene.add("plane")
    scene.add_value(Obstacle(_chosen(desk).value.shape), "Second")  # type: ignore[union-attr]
    assert problems_of(desk.state) == ()
    desk.state.document.project = None
    assert "no object" in problems_of(desk.state)[0].text


def test_an_imported_scene_is_shown_and_edited(desk: Desk, scene: SceneController) -> None:
    setup = SceneSetup(
        forces=(
            Wind((1.0, 0, 0)), Attractor((0, 0, 1), 3.0),
            Impulse(force_n=(1, 0, 0), duration_s=1),
        ),
        domain=Box((1, 1, 1), (0, 0, 1)),
        frame_count=80,
        tilt_deg=3.0,
    )  # fmt: skip
    desk.state.scene.base = setup
    assert [thing.name for thing in desk.state.scene.all_things] == ["Wind", "Attractor", "Push"]
    scene.choose("thing-1")
    scene.delete()
    changed = scene_of(desk.state.scene)
    assert changed is not None
    assert changed.domain == setup.domain
    assert (changed.tilt_deg, changed.frame_count) == (3.0, 80)
    assert len(changed.forces) == 2


def _event(x: float, y: float, button: Button = "left") -> PointerEvent:
    return PointerEvent(x, y, (640, 480), button)


def test_a_click_chooses_and_arrows_move_in_one_step(desk: Desk, scene: SceneController) -> None:
    desk.viewport.set_pane(640, 480)
    scene.add("box")
    scene.choose("world")
    project = desk.viewport.probe.project
    value = desk.state.scene.all_things[0].value
    assert isinstance(value, Obstacle)
    assert isinstance(value.shape, Box)
    corner = np.add(value.shape.center_m, value.shape.half_extents_m)
    x, y = project([corner])[0]
    desk.tools.choose("scene")
    assert desk.tools.press(_event(float(x), float(y)))
    desk.tools.release(_event(float(x), float(y)))
    assert desk.state.scene.chosen == "thing-1"
    x, y = project([value.shape.center_m])[0]
    before = desk.state.history.position
    assert desk.tools.press(_event(float(x), float(y)))
    desk.tools.move(_event(float(x) + 30, float(y)))
    desk.tools.release(_event(float(x) + 60, float(y)))
    moved = desk.state.scene.all_things[0].value
    assert isinstance(moved, Obstacle)
    assert isinstance(moved.shape, Box)
    assert np.linalg.norm(np.subtract(moved.shape.center_m, value.shape.center_m)) > 0.02
    assert project([moved.shape.center_m])[0][0] == pytest.approx(x + 60, abs=1)
    assert desk.state.history.position == before + 1
    assert any(mark.kind == "text" and mark.text == "Box" for mark in desk.tools.sketch())
