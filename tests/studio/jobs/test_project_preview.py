from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from render.reference import ReferenceRenderer
from sim.project import PREVIEW_NAME, Project
from sim.project_manifest import ProjectManifest
from studio.jobs.project_preview import PreviewWriter
from studio.jobs.scene_reader import SceneReader
from studio.jobs.thumbnail import EMPTY, read_thumbnail
from studio.jobs.view_messages import SceneRef
from tests.studio.synthetic_project import ball, make_project


@pytest.fixture
def splats(tmp_path: Path) -> Project:
    return Project.create(
        tmp_path / "Splats.p4d", ProjectManifest(size_m=0.5, source="a.ply"), ball(60)
    )


def test_a_splat_project_gets_a_picture_of_its_object(splats: Project) -> None:
    assert read_thumbnail(splats.path, 64) is EMPTY
    assert splats.picture_path is None
    writer = PreviewWriter(ReferenceRenderer(), SceneReader())
    assert writer.write_missing(SceneRef(splats.path, "take-1"))
    assert not writer.write_missing(SceneRef(splats.path))
    assert splats.picture_path == splats.path / PREVIEW_NAME
    with Image.open(splats.path / PREVIEW_NAME) as picture:
        alpha = np.asarray(picture)[..., 3]
    assert alpha.shape == (384, 384)
    assert alpha[0].max() == 0
    rows, columns = np.nonzero(alpha > 128)
    assert abs(rows.mean() - 192) < 20  # in the middle, and as large as fits
    assert np.ptp(columns) > 150
    assert read_thumbnail(splats.path, 64).width == 64


def test_it_is_drawn_anew_when_the_splats_are_others(splats: Project) -> None:
    path = splats.path / PREVIEW_NAME
    path.write_bytes(b"old")
    cloud_ns = (splats.path / "cloud.ply").stat().st_mtime_ns
    os.utime(path, ns=(cloud_ns + 1, cloud_ns + 1))
    writer = PreviewWriter(ReferenceRenderer(), SceneReader())
    assert not writer.write_missing(SceneRef(splats.path))
    os.utime(splats.path / "cloud.ply", ns=(cloud_ns + 9, cloud_ns + 9))
    assert writer.write_missing(SceneRef(splats.path))
    assert path.read_bytes() != b"old"


def test_photos_need_none_and_faults_cost_nothing(tmp_path: Path) -> None:
    writer = PreviewWriter(ReferenceRenderer(), SceneReader())
    photo = make_project(tmp_path / "Ball.p4d")
    assert not writer.write_missing(SceneRef(photo.path))
    assert photo.picture_path == photo.photo_path
    assert not writer.write_missing(SceneRef(tmp_path / "none.p4d"))
    broken = tmp_path / "Broken.p4d"
    broken.mkdir()
    (broken / "cloud.ply").write_bytes(b"no")
    assert writer.write_missing(SceneRef(broken))
    assert not writer.write_missing(SceneRef(broken))
