"""Two takes side by side: one clock, one camera, their plots, and what ends the comparison."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from studio.controllers.candidate_choices_controller import CandidateChoicesController
from studio.controllers.gallery_controller import CellTag, GalleryController
from studio.controllers.take_pair_controller import TakePairController
from studio.jobs.requests import ExportCandidatesRequest
from studio.jobs.view_messages import FrameQuery
from studio.jobs.view_runner import Picture
from studio.state.conditions import checked, conditions
from studio.state.gallery_view import resolve_gallery, shown_takes
from studio.state.resolve_timeline import resolve_timeline_parts
from tests.studio.controllers.conftest import Desk, ImmediateFiles
from tests.studio.controllers.timeline_desk import TimelineDesk
from tests.studio.synthetic_project import write_take


class Pair:
    """A branch beside what it left, with the gallery in front."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.line = TimelineDesk(desk, folder, frames=12)
        self.desk, self.state = desk, desk.state
        self.pair = TakePairController(self.state, ImmediateFiles())
        self.gallery = GalleryController(self.state, desk.view, desk.playback, desk.viewport)
        desk.takes.on_rewritten = self.gallery.drop_take
        write_take(self.line.opened, "take-2", left=("take-1", 3))
        self.line.take("take-2", 12, complete=True, left="take-1", left_frame=3)

    def begin(self) -> None:
        assert self.pair.compare_branch()
        self.gallery.set_cell_size(8, 6)
        self.gallery.set_visible(True)
        self.poll()

    def poll(self) -> None:
        self.pair.update()
        self.line.timeline.update()
        self.gallery.update()

    def draw_all(self) -> None:
        while not self.gallery.complete:
            query, tag = self.desk.view.queries.pop(0), self.desk.view.tags.pop(0)
            assert isinstance(query, FrameQuery)
            self.gallery.take_picture(Picture(query, b"\0" * query.byte_count, 1.0, tag))
            self.gallery.update()


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return Pair(Desk(tmp_path), tmp_path)


def test_branch_and_origin_share_clock_and_camera(pair: Pair) -> None:
    assert "comparable" in conditions(pair.state)
    pair.begin()
    view = resolve_gallery(pair.state)
    assert [(cell.title, cell.pin) for cell in view.cells] == [("take-1", "A"), ("take-2", "B")]
    assert view.pair == ("take-1", "take-2")
    assert view.map_text == "take-2 left take-1 at frame 4: the same until there"
    assert "compare-branch" in checked(pair.state)
    pair.draw_all()
    tags = [picture.tag for picture in pair.gallery.shown.values()]
    assert len({tag.sight.camera for tag in tags if isinstance(tag, CellTag)}) == 1
    pair.state.playback.frame = 7
    pair.gallery.update()
    assert {picture.query.frame for picture in pair.gallery.shown.values()} == {7}
    assert all(view.energy for view in resolve_gallery(pair.state).cells)


@pytest.mark.parametrize("kind", ["wipe", "difference", "trajectories"])
def test_they_are_laid_over_each_other_like_candidates(pair: Pair, kind: str) -> None:
    pair.begin()
    assert "pinned" in conditions(pair.state)
    pair.gallery.compare(kind)  # type: ignore[arg-type]
    assert resolve_gallery(pair.state).comparison == kind
    assert resolve_gallery(pair.state).pins == ("take-1", "take-2")


def test_the_order_is_the_same_from_either_take(pair: Pair) -> None:
    pair.desk.takes.show("take-2")
    pair.begin()
    assert pair.state.gallery.takes == ("take-1", "take-2")


def test_takes_of_other_frame_times_meet_at_the_same_moment(pair: Pair) -> None:
    slow = pair.state.document.take("take-2")
    assert slow is not None
    pair.state.document.takes = pair.state.document.with_take(replace(slow, frame_dt_s=0.08))
    pair.begin()
    assert pair.state.playback.frame_count == 23
    pair.draw_all()
    pair.state.playback.frame = 6
    pair.gallery.update()
    frames = {key: one.query.frame for key, one in pair.gallery.shown.items()}
    assert frames == {"take-1": 6, "take-2": 3}


def test_plots_show_both_under_one_playhead(pair: Pair) -> None:
    pair.state.timeline.plots_shown = True
    for _ in range(2):
        pair.poll()
    parts = resolve_timeline_parts(pair.state)
    assert parts.plots is not None
    assert parts.other_plots is not None
    assert (parts.plots.take_name, parts.other_plots.take_name) == ("take-1", "take-2")
    assert parts.plot_titles == ("take-1", "take-2")
    assert parts.plots.frame_dt_s == pytest.approx(0.04)
    pair.desk.takes.show("take-2")
    pair.poll()
    parts = resolve_timeline_parts(pair.state)
    assert parts.plot_titles == ("take-2", "take-1")


def test_a_take_that_is_deleted_ends_the_comparison(pair: Pair) -> None:
    pair.begin()
    pair.desk.takes.delete("take-2")
    assert shown_takes(pair.state) == ()
    pair.poll()
    assert pair.state.gallery.takes is None
    assert not pair.pair.compare("take-1", "take-2")


def test_frames_that_are_simulated_again_are_drawn_again(pair: Pair) -> None:
    pair.begin()
    pair.draw_all()
    pair.desk.takes.shorten("take-1", 5)
    pair.poll()
    missing = pair.desk.view.tags[-1]
    assert isinstance(missing, CellTag)
    assert missing.take_name == "take-1"
    assert pair.gallery.cached_count("take-2") == 12


def test_both_are_exported_side_by_side(pair: Pair, tmp_path: Path) -> None:
    choices = CandidateChoicesController(
        pair.state, pair.desk.jobs, pair.desk.takes, pair.desk.edits
    )
    pair.begin()
    assert "gallery-cells" in conditions(pair.state)
    choices.export(tmp_path / "pair.mp4")
    request = pair.desk.runner.last
    assert isinstance(request, ExportCandidatesRequest)
    assert [cell.take_name for cell in request.cells] == ["take-1", "take-2"]
