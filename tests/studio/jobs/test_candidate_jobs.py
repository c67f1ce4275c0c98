"""Candidates as jobs: told and kept as they come, one map for the set, written side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from render.cameras.keyframe import CameraKeyframe
from render.cameras.path import CameraPath
from render.errors import CancelledError, InputError
from render.progress import ignore_progress
from sim.project import Project
from sim.sweep.result import RunProgress, RunResult
from sim.sweep.run import drawn_runs
from sim.sweep.subject import SweepSubject
from studio.export.cell_sheet import CAPTION_PX, GAP_PX, Caption, CellSheet
from studio.jobs.candidate_export import SHEET_MOMENTS, export_candidates
from studio.jobs.candidate_store import stored_map, stored_sets
from studio.jobs.candidates import MapFitted, simulate_candidates
from studio.jobs.messages import JobDone, JobFailed, JobNews
from studio.jobs.requests import CandidateCell, CandidatesRequest, ExportCandidatesRequest
from studio.jobs.runner import JobRunner
from tests.studio.fake_pipeline import WrittenTakes
from tests.studio.jobs.polling import has, poll_until
from tests.studio.synthetic_project import make_project, rubber_like, write_take


def request_for(project: Path, *, seed: int = 3, quality: str = "sketch") -> CandidatesRequest:
    names = tuple(f"set-1-{number}-{quality}" for number in (1, 2, 3))
    runs = drawn_runs(rubber_like(), seed, names=names, quality=quality)
    return CandidatesRequest(
        SweepSubject(project),
        "set-1",
        runs,
        tuple(run.asked for run in runs),
        "expressive",
        ("sketch", "preview"),
        child_count=0,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "Ball.p4d").path


def test_sketch_and_preview_run_under_one_stored_map(project: Path) -> None:
    told: list[object] = []
    simulate_candidates(request_for(project), ignore_progress, told.append, WrittenTakes())
    first = next(one for one in told if isinstance(one, MapFitted))
    assert stored_map(project, "set-1") == first.stiffness
    told.clear()
    later = replace(request_for(project, quality="preview"), materials=())
    simulate_candidates(later, ignore_progress, told.append, WrittenTakes())
    assert next(one for one in told if isinstance(one, MapFitted)) == first


def test_results_are_told_and_kept_one_by_one(project: Path) -> None:
    told: list[object] = []

    def stop_after_two(_stage: str, fraction: float) -> None:
        if fraction > 0.7:
            raise CancelledError

    with pytest.raises(CancelledError):
        simulate_candidates(request_for(project), stop_after_two, told.append, WrittenTakes())
    names = [one.name for one in told if isinstance(one, RunResult)]
    assert names == ["set-1-1-sketch", "set-1-2-sketch"]
    (kept,) = stored_sets(project)
    assert [one.name for one in kept.results] == names
    assert kept.stiffness is not None


def test_a_set_of_a_missing_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        simulate_candidates(
            request_for(tmp_path / "Gone.p4d"), ignore_progress, lambda _news: None, WrittenTakes()
        )


@pytest.fixture
def runner(private_folders: Path) -> Iterator[JobRunner]:
    runner = JobRunner("tests.studio.fake_pipeline")
    runner.start()
    yield runner
    runner.close()


def test_news_come_from_the_compute_process_with_their_job(
    runner: JobRunner, project: Path
) -> None:
    generation = runner.submit(request_for(project))
    messages = poll_until(runner, has(JobDone))
    news = [one for one in messages if isinstance(one, JobNews)]
    assert {one.generation for one in news} == {generation}
    kinds = [type(one.news) for one in news]
    assert kinds[0] is MapFitted
    assert kinds.count(RunProgress) >= 3
    results = [one.news for one in news if isinstance(one.news, RunResult)]
    assert [one.status for one in results] == ["finished"] * 3
    runner.submit(request_for(project, seed=13))
    messages = poll_until(runner, lambda found: has(JobDone)(found) or has(JobFailed)(found))
    results = [m.news for m in messages if isinstance(m, JobNews) and isinstance(m.news, RunResult)]
    assert {one.reason for one in results} == {"an unlucky seed"}


def cells(project: Path) -> tuple[CandidateCell, ...]:
    opened = Project.open(project)
    for number in (1, 2):
        write_take(opened, f"set-1-{number}-sketch")
    return tuple(
        CandidateCell(f"set-1-{number}-sketch", f"{number}  Rubber", "2 MPa") for number in (1, 2)
    )


def test_contact_sheet_shows_moments_under_captions(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "sheet.png"
    request = ExportCandidatesRequest(project, cells(project), out, cell_px=(64, 48))
    assert export_candidates(request, ignore_progress) == out
    picture = np.asarray(Image.open(out))
    height = 2 * (48 + CAPTION_PX) + GAP_PX
    assert picture.shape == (height, SHEET_MOMENTS * (64 + GAP_PX) + GAP_PX, 3)
    first, last = (
        picture[CAPTION_PX : CAPTION_PX + 48, left : left + 64].astype(int)
        for left in (GAP_PX, GAP_PX + (SHEET_MOMENTS - 1) * (64 + GAP_PX))
    )
    assert np.abs(first - last).mean() > 0.5
    assert picture[:CAPTION_PX].max() > 200


def test_grid_video_plays_all_in_sync(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "grid.gif"
    request = ExportCandidatesRequest(project, cells(project), out, cell_px=(64, 48))
    export_candidates(request, ignore_progress)
    with Image.open(out) as video:
        assert video.n_frames == 12
        assert video.size == CellSheet([Caption("a"), Caption("b")], (64, 48)).size_px


def test_bad_sheets_are_refused(project: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no candidate"):
        export_candidates(ExportCandidatesRequest(project, (), tmp_path / "a.png"), ignore_progress)
    with pytest.raises(InputError, match="even"):
        CellSheet([Caption("a")], (63, 48))
    with pytest.raises(InputError, match="at least one"):
        CellSheet([], (64, 48))


def test_all_cells_are_filmed_along_one_camera_path(project: Path, tmp_path: Path) -> None:
    flight = CameraPath(tuple(
        CameraKeyframe(time_s, (x, -1.5, 0.4), target_m=(0.0, 0.0, 0.3))
        for time_s, x in ((0.0, -0.8), (0.4, 0.8))
    ))  # fmt: skip
    sheets, own = [], cells(project)
    for name, camera in (("flown.png", flight), ("held.png", CameraPath(flight.keyframes[:1]))):
        request = ExportCandidatesRequest(project, own, tmp_path / name, camera, cell_px=(64, 48))
        export_candidates(request, ignore_progress)
        sheets.append(np.asarray(Image.open(request.out)).astype(int))
    flown, still = sheets
    for top in (CAPTION_PX, 2 * CAPTION_PX + 48 + GAP_PX):
        first, last = (
            (slice(top, top + 48), slice(left, left + 64))
            for left in (GAP_PX, GAP_PX + (SHEET_MOMENTS - 1) * (64 + GAP_PX))
        )
        assert np.array_equal(flown[first], still[first])
        assert np.abs(flown[last] - still[last]).mean() > 1.0
