from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.project import Project
from studio.jobs.pipeline import run_clean, run_export_splats
from studio.jobs.splat_requests import CleanRequest, ExportSplatsRequest
from studio.jobs.view_messages import SceneDescribed, SceneRef
from studio.state.bitmask import BitMask
from tests.studio.controllers.conftest import BOUNDS, Desk
from tests.studio.controllers.saved_desk import settle


def mask(*chosen: int) -> BitMask:
    marks = np.zeros(400, bool)
    marks[list(chosen)] = True
    return BitMask.of(marks)


def delete(desk: Desk, *chosen: int) -> None:
    desk.state.selection.mask = mask(*chosen)
    desk.selection.delete()


@pytest.fixture
def ball(desk: Desk) -> Path:
    path = desk.open_ball()
    desk.edits.guarded = False  # tests set masks as answers do
    return path


def test_what_is_seen_is_exported(desk: Desk, ball: Path) -> None:
    delete(desk, 1, 2)
    desk.state.selection.mask = mask(7)
    desk.selection.hide()
    out = desk.folder / "seen.ply"
    desk.splats.export_visible(out)
    request = desk.runner.last
    assert isinstance(request, ExportSplatsRequest)
    assert request.scene == SceneRef(ball)
    assert request.look.unseen == mask(1, 2, 7)
    desk.end_job(result=run_export_splats(request))
    assert desk.texts == ["Exported seen.ply."]
    assert out.exists()


def test_deleted_gaussians_leave_the_file_when_the_user_agrees(desk: Desk, ball: Path) -> None:
    delete(desk, 0, 5)
    desk.splats.offer_cleaning()
    offer = desk.state.saving.cleaning
    assert offer is not None
    assert (offer.count, offer.of) == (2, 400)
    desk.splats.keep_deleted()
    assert desk.state.saving.cleaning is None
    desk.splats.offer_cleaning()
    desk.splats.clean()
    settle(desk)  # it is saved first
    request = desk.runner.last
    assert request == CleanRequest(ball)
    desk.selection.restore()
    assert desk.state.selection.removed == mask(0, 5)  # nothing changes under the job
    desk.end_job(result=run_clean(request))
    assert Project.open(ball).cloud().gaussian_count == 398
    assert desk.state.selection.removed is None
    assert not desk.state.history.can_undo
    assert desk.texts[-1] == "2 deleted Gaussians have left the file."
    desk.takes.take_description(SceneDescribed(SceneRef(ball), 398, BOUNDS))
    assert desk.state.document.gaussian_count == 398


def test_a_cancelled_removal_leaves_the_project_as_it_was(desk: Desk, ball: Path) -> None:
    delete(desk, 3)
    desk.splats.offer_cleaning()
    desk.splats.clean()
    settle(desk)
    desk.end_job(cancelled=True)
    desk.edits.undo()
    assert desk.state.selection.removed is None
    assert Project.open(ball).cloud().gaussian_count == 400


def test_nothing_is_removed_while_a_job_may_read_the_file(desk: Desk, ball: Path) -> None:
    delete(desk, 3)
    desk.physics.simulate()
    desk.splats.offer_cleaning()
    assert desk.state.saving.cleaning is None
    assert "wait or cancel" in desk.texts[-1]
    assert ball.exists()
