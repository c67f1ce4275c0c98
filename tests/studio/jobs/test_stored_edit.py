"""A saved edit reaches programs that know nothing of the window."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sim.object_edit import UNEDITED, ObjectEdit, ObjectPose
from sim.project import Project
from studio.jobs.stored_edit import store_edit
from studio.state.bitmask import BitMask
from tests.studio.synthetic_project import make_project


def test_the_manifest_says_what_was_done_to_the_object(tmp_path: Path) -> None:
    folder = make_project(tmp_path / "Ball.p4d").path
    pose = ObjectPose((0.5, 0, 0), scale=2.0)
    removed = BitMask.of(np.arange(400) < 10)
    store_edit(folder, {("placement", "pose"): pose, ("selection", "removed"): removed})
    project = Project.open(folder)
    assert project.edit == ObjectEdit(pose, removed.packed)
    assert (project.edit.placed(project.cloud(), project.scene).opacities == 0).sum() == 10
    before = (folder / "manifest.json").stat().st_mtime_ns
    store_edit(folder, {("placement", "pose"): pose, ("selection", "removed"): removed})
    assert (folder / "manifest.json").stat().st_mtime_ns == before
    store_edit(folder, {})
    assert Project.open(folder).edit == UNEDITED


def test_a_folder_without_a_project_is_left_alone(tmp_path: Path) -> None:
    store_edit(tmp_path, {})
    assert list(tmp_path.iterdir()) == []
