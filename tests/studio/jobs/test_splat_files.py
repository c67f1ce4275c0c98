from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from render.errors import InputError
from render.formats.registry import read_splats
from sim.object_edit import ObjectEdit, ObjectPose
from sim.project import Project
from sim.scene_setup import place
from sim.take import Take
from studio.jobs.cloud_look import CloudLook
from studio.jobs.splat_files import clean_project, export_splats, fitted_masks
from studio.jobs.splat_requests import CleanRequest, ExportSplatsRequest
from studio.jobs.view_messages import SceneRef
from studio.state.bitmask import BitMask
from studio.state.document_fields import document_fields, document_values
from studio.state.document_file import DOCUMENT_NAME, StoredDocument, document_text, parse_document
from studio.state.document_values import plain_parts, read_parts
from studio.state.studio_state import StudioState
from tests.studio.synthetic_project import make_project, write_take


def marks(*chosen: int, count: int = 400) -> BitMask:
    found = np.zeros(count, bool)
    found[list(chosen)] = True
    return BitMask.of(found)


def test_only_what_is_seen_is_written_where_it_stands(tmp_path: Path) -> None:
    project = make_project(tmp_path / "Ball.p4d")
    look = CloudLook(pose=ObjectPose(translation_m=(1.0, 0.0, 0.0)), unseen=marks(0, 399))
    out = tmp_path / "seen.ply"
    assert export_splats(ExportSplatsRequest(SceneRef(project.path), 0, out, look)) == out
    found = read_splats(out).cloud
    rest = place(project.cloud(), project.scene)
    assert found.gaussian_count == 398
    assert sorted(np.ptp(found.means, axis=0)) == pytest.approx(
        sorted(np.ptp(rest.means[1:399], axis=0)), abs=1e-5
    )


def test_a_frame_of_a_take_is_written(tmp_path: Path) -> None:
    project = make_project(tmp_path / "Ball.p4d")
    path = write_take(project, "take-1", frame_count=4)
    out = tmp_path / "frame.splat"
    export_splats(ExportSplatsRequest(SceneRef(project.path, "take-1"), 3, out))
    assert read_splats(out).cloud.gaussian_count == Take.open(path).frame(3).gaussian_count


def test_nothing_visible_is_said(tmp_path: Path) -> None:
    project = make_project(tmp_path / "Ball.p4d")
    look = CloudLook(unseen=BitMask.full(400))
    with pytest.raises(InputError, match="nothing is visible"):
        export_splats(ExportSplatsRequest(SceneRef(project.path), 0, tmp_path / "a.ply", look))
    assert not (tmp_path / "a.ply").exists()


def test_deleted_gaussians_leave_the_cloud_and_marks_follow(tmp_path: Path) -> None:
    project = make_project(tmp_path / "Ball.p4d")
    take = write_take(project, "take-1", frame_count=2)
    edit = ObjectEdit(ObjectPose(scale=2.0), marks(0, 2).packed)
    project.save(replace(project.manifest, edit=edit))
    state = StudioState()
    state.selection.mask, state.selection.removed = marks(1, 2, 3), marks(0, 2)
    state.selection.locked = marks(4, count=17)
    fields = document_fields(state)
    parts = plain_parts(fields, document_values(state))
    stored = StoredDocument(number=5, parts={**parts, "later": {"unknown": 1}})
    (project.path / DOCUMENT_NAME).write_text(document_text(stored))
    before = project.cloud()
    assert clean_project(CleanRequest(project.path)) == project.path
    cleaned = Project.open(project.path)
    np.testing.assert_array_equal(cleaned.cloud().means, np.delete(before.means, [0, 2], axis=0))
    assert cleaned.edit == ObjectEdit(ObjectPose(scale=2.0))
    again = parse_document((project.path / DOCUMENT_NAME).read_text(), "")
    values, faults = read_parts(fields, again.parts)
    assert faults == ()
    assert values["selection", "removed"] is None
    assert values["selection", "mask"] == marks(0, 1, count=398)
    assert values["selection", "locked"] == marks(4, count=17)
    assert (again.number, again.parts["later"]) == (5, {"unknown": 1})
    assert Take.open(take).frame(1).gaussian_count == 400
    assert cleaned.photo_path is not None
    with pytest.raises(InputError, match="no deleted Gaussians"):
        clean_project(CleanRequest(project.path))


def test_a_project_is_never_emptied(tmp_path: Path) -> None:
    project = make_project(tmp_path / "Ball.p4d")
    project.save(replace(project.manifest, edit=ObjectEdit(removed=BitMask.full(400).packed)))
    with pytest.raises(InputError, match="all Gaussians"):
        clean_project(CleanRequest(project.path))
    assert json.loads((project.path / "manifest.json").read_text())
    assert project.cloud().gaussian_count == 400


class _Pair(NamedTuple):
    mask: BitMask
    name: str


@dataclass(frozen=True)
class _Part:
    inner: tuple[_Pair, ...]
    count: int = 3


def test_masks_are_fitted_however_deep_they_lie() -> None:
    kept = np.array([True, False, True])
    part = _Part((_Pair(marks(0, 1, count=3), "a"), _Pair(marks(1, count=4), "b")))
    fitted = fitted_masks((part, None, "text"), kept)
    assert fitted == (
        _Part((_Pair(marks(0, count=2), "a"), _Pair(marks(1, count=4), "b"))), None, "text",
    )  # fmt: skip
    assert fitted_masks((part.inner[1], 1.0), kept)[0] is part.inner[1]
