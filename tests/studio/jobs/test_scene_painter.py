"""Pictures of the view process: backdrops of every kind, overlays, one and the same as exported."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from synthetic_project import make_project, write_take

from render.backdrop import Backdrop, CheckerBackdrop, PlainBackdrop
from render.backdrop_renderer import BackdropRenderer
from render.base import RenderSettings
from render.camera import Camera
from render.overlays import Overlays
from render.reference import ReferenceRenderer
from render.stage import StageLook
from studio.jobs.scene_painter import ScenePainter
from studio.jobs.scene_reader import SceneReader
from studio.jobs.view_messages import FrameQuery, SceneRef

CAMERA = Camera.look_at((1.6, 0.5, 0.8), (0, 0, 0.3), width=96, height=72)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> SceneRef:
    folder: Path = tmp_path_factory.mktemp("projects")
    project = make_project(folder / "ball.p4d")
    write_take(project, "take-1", frame_count=2)
    return SceneRef(project.path, "take-1")


@pytest.mark.parametrize("overlays", [Overlays(), Overlays(grid=True, axes=True, bounds=True)])
@pytest.mark.parametrize(
    "backdrop", [StageLook(), PlainBackdrop((0.1, 0.2, 0.4)), CheckerBackdrop(ground_z_m=0.0)]
)
def test_the_viewport_shows_what_is_exported(
    scene: SceneRef, backdrop: Backdrop, overlays: Overlays
) -> None:
    reader, renderer = SceneReader(), ReferenceRenderer()
    query = FrameQuery(scene, 0, CAMERA, backdrop, RenderSettings(), overlays)
    found = ScenePainter(renderer, reader).paint(query)
    assert found.shape == (72, 96, 4)
    exported = BackdropRenderer(renderer, backdrop, overlays=overlays)
    expected = exported.render(reader.cloud(scene, 0), CAMERA).color * 255
    error = np.abs(found[..., 2::-1].astype(float) - expected)
    assert error.mean() < 1.2
    assert np.percentile(error, 99.5) < 6


def test_overlays_change_the_picture(scene: SceneRef) -> None:
    painter = ScenePainter(ReferenceRenderer(), SceneReader())
    bare = FrameQuery(scene, 1, CAMERA, StageLook(), RenderSettings())
    drawn = FrameQuery(scene, 1, CAMERA, StageLook(), RenderSettings(), Overlays(bounds=True))
    differs = (painter.paint(bare) != painter.paint(drawn)).any(axis=2)
    assert 0.01 < differs.mean() < 0.4
