from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from render.errors import InputError
from sim.take import Take
from studio.jobs import scene_reader
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
