"""Further bodies stand beside the object at rest in pictures, behind its rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from synthetic_project import make_project

from render.base import RenderSettings
from render.camera import Camera
from render.errors import InputError
from render.reference import ReferenceRenderer
from render.stage import StageLook
from sim.materials import ConstitutiveLaw, MaterialParams
from sim.object_edit import ObjectEdit, ObjectPose
from sim.project import Project
from sim.scene_bodies import scene_bodies
from sim.scene_file import SceneBody
from studio.jobs.cloud_look import CloudLook, FurtherBody
from studio.jobs.scene_painter import ScenePainter
from studio.jobs.scene_reader import SceneReader
from studio.jobs.view_messages import FrameQuery, SceneRef
from studio.state.bitmask import BitMask

COUNT, OTHER = 400, 90
TURN = (0.8, 0.0, 0.6, 0.0)
CAMERA = Camera.look_at((3.0, 0.5, 1.2), (0, 0, 0.6), width=96, height=72)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = make_project(tmp_path_factory.mktemp("projects") / "ball.p4d", gaussian_count=COUNT)
    (made.path / "bodies").mkdir()
    make_project(made.path / "bodies" / "small.p4d", gaussian_count=OTHER)
    return made


@pytest.fixture
def painter() -> ScenePainter:
    return ScenePainter(ReferenceRenderer(), SceneReader())


def test_bodies_stand_where_the_simulation_puts_them(
    project: Project, painter: ScenePainter
) -> None:
    removed = BitMask.of(np.arange(COUNT) < 7)
    edit = ObjectEdit(ObjectPose((0.1, 0, 0), scale=1.5), removed.packed)
    copy, small = (0.0, 0.9, 0.7), (0.1, -0.8, 0.4)
    other = project.path / "bodies" / "small.p4d"
    look = CloudLook(
        edit.pose,
        unseen=removed,
        bodies=(
            FurtherBody(project.path, COUNT, copy, TURN, edit),
            FurtherBody(other, OTHER, small, (1.0, 0.0, 0.0, 0.0)),
        ),
    )
    shown = painter.cloud(SceneRef(project.path), 0, look)
    material = MaterialParams(ConstitutiveLaw.JELLY, 1e5, 0.3, 1000.0)
    told = (
        SceneBody(name="object"),
        SceneBody(position_m=copy, rotation=TURN),
        SceneBody(cloud=other, material=material, position_m=small),
    )
    simulated = scene_bodies(told, project, material, project.scene, edit=edit)
    at = 0
    for body in simulated:
        rows = slice(at, at + body.cloud_world.gaussian_count)
        np.testing.assert_allclose(shown.means[rows], body.cloud_world.means, atol=1e-5)
        np.testing.assert_allclose(shown.scales[rows], body.cloud_world.scales, rtol=1e-5)
        np.testing.assert_array_equal(shown.opacities[rows], body.cloud_world.opacities)
        at = rows.stop
    assert at == shown.gaussian_count == 2 * COUNT + OTHER


def test_marks_mean_the_rows_of_the_object(project: Project, painter: ScenePainter) -> None:
    scene, chosen = SceneRef(project.path), BitMask.of(np.arange(COUNT) < 50)
    body = FurtherBody(project.path, COUNT, (0.0, 0.9, 0.7), TURN)
    plain = painter.cloud(scene, 0, CloudLook(bodies=(body,)))
    marked = painter.cloud(scene, 0, CloudLook(selected=chosen, bodies=(body,)))
    changed = (plain.sh_coeffs != marked.sh_coeffs).any(axis=(1, 2))
    assert changed[:50].all()
    assert not changed[50:].any()


def test_a_body_is_in_the_picture_and_casts_a_shadow(
    project: Project, painter: ScenePainter
) -> None:
    bare = FrameQuery(SceneRef(project.path), 0, CAMERA, StageLook(), RenderSettings())
    body = FurtherBody(project.path, COUNT, (0.0, 1.0, 0.6), TURN)
    both = replace(bare, look=CloudLook(bodies=(body,)))
    differs = (painter.paint(bare) != painter.paint(both)).any(axis=2)
    beside = differs[:, : CAMERA.width // 4].mean() + differs[:, -CAMERA.width // 4 :].mean()
    assert beside > 0.1
    moved = replace(bare, look=CloudLook(bodies=(replace(body, position_m=(0.0, -1.0, 0.6)),)))
    assert (painter.paint(both) != painter.paint(moved)).any()


def test_a_body_that_became_another_is_not_shown_in_its_name(
    project: Project, painter: ScenePainter
) -> None:
    body = FurtherBody(project.path / "bodies" / "small.p4d", OTHER + 1, (0, 0, 1.0), TURN)
    with pytest.raises(InputError, match=r"small\.p4d has changed on disk"):
        painter.cloud(SceneRef(project.path), 0, CloudLook(bodies=(body,)))


def test_what_is_known_of_rows_is_shown_without_bodies(
    project: Project, painter: ScenePainter
) -> None:
    body = FurtherBody(project.path, COUNT, (0.0, 1.0, 0.6), TURN)
    name = "displacement"
    bare = FrameQuery(
        SceneRef(project.path), 0, CAMERA, StageLook(), RenderSettings(), pass_name=name
    )
    both = replace(bare, look=CloudLook(bodies=(body,)))
    np.testing.assert_array_equal(painter.paint(bare), painter.paint(both))
    assert painter.take_fault() == ""
