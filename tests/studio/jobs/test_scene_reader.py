from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from render.errors import InputError
from render.reference import ReferenceRenderer
from sim.project import Project
from sim.take import Take
from sim.take_layout import commit_file
from studio.jobs import scene_reader
from studio.jobs.scene_painter import ScenePainter
from studio.jobs.scene_reader import SceneReader
from studio.jobs.view_messages import SceneRef
from tests.studio.synthetic_project import make_project, write_take


@pytest.fixture
def scene(tmp_path: Path) -> SceneRef:
    project = make_project(tmp_path / "Ball.p4d")
    write_take(project, "take-1", frame_count=4)
    return SceneRef(project.path, "take-1")


def test_clouds_are_read_once(scene: SceneRef) -> None:
    reader = SceneReader()
    assert reader.cloud(scene, 1) is reader.cloud(scene, 1)
    assert not np.allclose(reader.cloud(scene, 1).means, reader.cloud(scene, 3).means)


def test_the_cache_is_limited(scene: SceneRef, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scene_reader, "CLOUD_CACHE_BYTES", 1)
    reader = SceneReader()
    first = reader.cloud(scene, 0)
    reader.cloud(scene, 1)
    assert reader.cloud(scene, 0) is first
    reader.cloud(scene, 2)
    reader.cloud(scene, 3)
    assert reader.cloud(scene, 0) is not first


def test_nothing_is_kept_of_projects_that_were_left(scene: SceneRef, tmp_path: Path) -> None:
    reader = SceneReader()
    first = reader.cloud(scene, 0)
    others = []
    for name in ("Cube.p4d", "Cone.p4d"):
        project = make_project(tmp_path / name, gaussian_count=20)
        write_take(project, "take-1", frame_count=2)
        others.append(SceneRef(project.path, "take-1"))
    reader.cloud(others[0], 0)
    assert reader.cloud(scene, 0) is first, "back and forth between two reads nothing"
    kept = reader.cloud(others[0], 0)
    reader.cloud(others[1], 0)
    assert reader.cloud(others[0], 0) is kept
    assert {scene.project for scene, _ in reader._clouds} == {one.project for one in others}
    assert len(reader._takes) == len(others)


def test_prefetch_reads_what_comes_next(scene: SceneRef, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = SceneReader()
    assert not reader.prefetch(scene, 1)
    reader.cloud(scene, 1)
    assert reader.prefetch(scene, 1)
    assert reader.prefetch(scene, 1)
    assert not reader.prefetch(scene, 1)
    monkeypatch.setattr(Take, "frame", lambda *_: pytest.fail("read again"))
    reader.cloud(scene, 3)


def test_a_growing_take_is_read_as_far_as_it_is(tmp_path: Path) -> None:
    project = make_project(tmp_path / "Ball.p4d")
    write_take(project, "take-1", frame_count=2, planned=9)
    described = SceneReader().describe(SceneRef(project.path, "take-1"))
    assert (described.take.frame_count, described.take.planned_frame_count) == (2, 9)
    assert not described.take.ended
    assert described.gaussian_count == 400


def test_a_missing_take_is_refused(tmp_path: Path) -> None:
    project = make_project(tmp_path / "Ball.p4d")
    with pytest.raises(InputError, match="not a take"):
        SceneReader().cloud(SceneRef(project.path, "take-9"), 0)


def falling(path: Path, height_share: float) -> Project:
    """A new project at a path, whatever lay there."""
    shutil.rmtree(path, ignore_errors=True)
    project = make_project(path)
    write_take(project, "take-1", frame_count=4, height_share=height_share)
    return project


@pytest.mark.parametrize("take_name", [None, "take-1"])
def test_a_new_project_at_an_old_path_is_not_shown_as_the_old_one(
    scene: SceneRef, take_name: str | None
) -> None:
    reader, scene = SceneReader(), SceneRef(scene.project, take_name)
    painter = ScenePainter(ReferenceRenderer(), reader)
    old, shadow = reader.cloud(scene, 3), painter.shadow(scene, 3)
    assert painter.shadow(scene, 3) is shadow
    edition = reader.edition(scene)
    falling(scene.project, 0.5)
    new = reader.cloud(scene, 3)
    assert new is not old
    assert np.allclose(new.means, old.means) == (take_name is None)
    assert reader.edition(scene) != edition
    assert painter.shadow(scene, 3) is not shadow
    assert reader.cloud(scene, 3) is new


def test_frames_that_are_simulated_again_are_read_again(scene: SceneRef) -> None:
    reader = SceneReader()
    old = [reader.cloud(scene, frame) for frame in (0, 3)]
    take = scene.project / "takes" / "take-1"
    last = commit_file(take, 3)
    content = last.read_text()
    last.unlink()
    assert reader.describe(scene).take.frame_count == 3
    last.with_suffix(".part").write_text(content)
    last.with_suffix(".part").rename(last)
    assert reader.describe(scene).take.frame_count == 4
    assert reader.cloud(scene, 3) is not old[1]


def test_a_project_that_is_away_is_shown_as_it_was_read(scene: SceneRef) -> None:
    reader = SceneReader()
    shown = reader.cloud(scene, 1)
    away = scene.project.with_name("Away.p4d")
    scene.project.rename(away)
    assert reader.cloud(scene, 1) is shown
    with pytest.raises(InputError, match="does not exist"):
        reader.cloud(scene, 2)
    away.rename(scene.project)
    assert reader.cloud(scene, 1) is shown
    scene.project.rename(away)
    with pytest.raises(InputError, match="does not exist"):
        reader.describe(scene)
