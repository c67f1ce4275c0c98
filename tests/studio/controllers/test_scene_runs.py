"""Scenes of the window through the real simulator at sketch, and from the saved project."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from render.errors import InputError
from render.progress import ignore_progress
from sim.material_table import material
from sim.materials import ConstitutiveLaw
from sim.project import Project
from sim.regions import Region
from sim.scene.shapes import Box
from sim.selections import ShapeSelection
from sim.take import Take
from studio.jobs.requests import ImportRequest, PredictRequest, SimulateRequest
from studio.jobs.saved_scene import with_saved_scene
from studio.jobs.simulation import simulate_take
from studio.state.bitmask import BitMask
from studio.state.document_fields import document_fields, document_values
from studio.state.document_file import DOCUMENT_NAME, StoredDocument, document_text
from studio.state.document_values import plain_parts
from tests.studio.controllers.conftest import Desk
from tests.studio.synthetic_project import make_project


def _heights(take: Path) -> tuple[np.ndarray, np.ndarray]:
    """Lowest and highest point of the object in every frame [m]."""
    found = Take.open(take)
    frames = [found.frame(number).means[:, 2] for number in range(found.frame_count)]
    return np.array([z.min() for z in frames]), np.array([z.max() for z in frames])


def _run(desk: Desk, name: str, frames: int) -> Path:
    """Simulate soft jelly in the scene that the window has."""
    request = desk.physics.request(name)
    return simulate_take(
        replace(request, quality="sketch", law="jelly", youngs_modulus_pa=2e4,
                material_class=None, frame_count=frames),
        ignore_progress,
    )  # fmt: skip


@pytest.mark.slow
def test_a_dropped_object_falls_and_a_squashed_one_is_squashed(desk: Desk) -> None:
    desk.open_ball()
    desk.scene.apply_template("drop")
    low, _ = _heights(_run(desk, "drop", 14))
    assert low[0] == pytest.approx(0.5, abs=0.03)
    assert low[-1] < 0.06
    desk.scene.apply_template("squash")
    low, high = _heights(_run(desk, "squash", 20))
    height = high - low
    assert low[0] == pytest.approx(0.0, abs=0.03)
    assert height.min() < 0.7 * height[0]
    assert int(height.argmin()) > 8


@pytest.mark.slow
def test_a_pile_has_all_its_bodies(desk: Desk) -> None:
    desk.open_ball()
    desk.scene.apply_template("pile")
    take = Take.open(_run(desk, "pile", 2))
    heights = take.frame(0).means[:, 2]
    assert len(heights) > 4 * 400
    for center_m in (0.925, 1.55, 2.175, 2.8):
        assert (np.abs(heights - center_m) < 0.1).sum() > 50


def _save(desk: Desk, project: Path) -> None:
    parts = plain_parts(document_fields(desk.state), document_values(desk.state))
    (project / DOCUMENT_NAME).write_text(document_text(StoredDocument(parts=parts)))


def test_a_command_goes_on_with_the_saved_scene(desk: Desk) -> None:
    project = desk.open_ball()
    plain = SimulateRequest(project, "t")
    assert with_saved_scene(plain, Project.open(project)) == plain
    desk.scene.apply_template("squash")
    with desk.edits.step("Select"):
        desk.state.selection.mask = BitMask.of(np.arange(400) < 40)
    desk.scene.add_region("Water")
    _save(desk, project)
    found = with_saved_scene(plain, Project.open(project))
    wanted = desk.physics.request("t")
    assert found.scene == wanted.scene
    assert [region.to_json() for region in found.regions] == [
        region.to_json() for region in wanted.regions
    ]
    named = replace(plain, scene=Project.open(project).scene)
    assert with_saved_scene(named, Project.open(project)) is named


def test_saved_bodies_go_with_the_command_but_not_with_regions(desk: Desk) -> None:
    project = desk.open_ball()
    desk.scene.add_copy()
    _save(desk, project)
    plain = SimulateRequest(project, "t")
    assert len(with_saved_scene(plain, Project.open(project)).bodies) == 2
    region = Region(ShapeSelection(Box((0.1, 0.1, 0.1))), material(ConstitutiveLaw.JELLY))
    with pytest.raises(InputError, match=r"--regions is for one object.*has 2 bodies"):
        with_saved_scene(replace(plain, regions=(region,)), Project.open(project))


def test_a_second_photo_becomes_a_body_of_the_project(desk: Desk) -> None:
    project = desk.open_ball()
    photo = desk.folder / "Cup.png"
    desk.bodies.add(photo)
    assert "neither a photo nor a splat file" in desk.texts[-1]
    photo.write_bytes(b"")
    desk.bodies.add(photo)
    request = desk.runner.last
    assert isinstance(request, PredictRequest)
    made = request.project
    assert made == project / "bodies" / "Cup.p4d"
    make_project(made)
    desk.end_job(result=made)
    bodies = desk.physics.request("t").bodies
    assert [body.cloud for body in bodies] == [None, made]


def test_a_splat_file_becomes_a_body_with_a_preset(desk: Desk) -> None:
    project = desk.open_ball()
    splats = desk.folder / "stone.ply"
    splats.write_bytes(b"ply")
    desk.bodies.add(splats)
    request = desk.runner.last
    assert isinstance(request, ImportRequest)
    assert (request.cloud, request.project) == (splats, project / "bodies" / "stone.p4d")
    made = make_project(request.project)
    made.save(replace(made.manifest, physics=None))
    desk.end_job(result=request.project)
    body = desk.physics.request("t").bodies[1]
    assert body.cloud == request.project
    assert body.material is not None
