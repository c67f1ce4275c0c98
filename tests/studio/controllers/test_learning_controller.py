"""Learning from votes, joining those of others, adapters on and off, without a window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from render.progress import ignore_progress
from sim.project import Project
from sim.vote import VOTES_NAME
from studio.jobs.learn_requests import AdaptRequest
from studio.jobs.learning import put_adapter_on
from studio.jobs.messages import JobProgress
from studio.state.conditions import conditions
from studio.state.learning import Learned
from studio.state.resolve_adapter import resolve_adapter
from tests.studio.controllers.conftest import Desk
from tests.studio.controllers.learning_school import School, neutral
from tests.studio.voted_project import make_voted_project


@pytest.fixture
def school(desk: Desk) -> School:
    return School(desk)


def test_votes_are_learned_in_the_background_and_the_object_follows(school: School) -> None:
    project = school.open()
    assert school.view.votes == "24 votes of this project."
    assert not school.view.adapted
    before = school.state.document.physics
    request = school.learn()
    assert request.votes == (project.path,)
    assert request.name == "Ball 2026-11-22 03:04"
    assert request.out == school.desk.folder / "adapters" / "Ball 2026-11-22 03.04.05.adapter"
    assert "learnable" not in conditions(school.state)
    assert "learning" in conditions(school.state)
    school.desk.runner.messages.append(JobProgress(1, "Learning from the votes", 0.4))
    school.desk.jobs.poll()
    assert (school.view.busy, school.view.percent) == ("Learning from the votes", 40)
    school.finish()
    after = school.state.document.physics
    assert before is not None
    assert after is not None
    assert after.mean().youngs_modulus_pa > 1.5 * before.mean().youngs_modulus_pa
    view = school.view
    assert view.busy == ""
    assert view.adapter == "In use: Ball 2026-11-22 03:04, learned from 24 votes."
    assert view.agreement == (
        "On pairs that it has not seen, the model now agrees with you in 75 % of 24 "
        "(95 % interval 60 to 87 %); before it was 50 %."
    )
    compared = view.compared
    assert compared is not None
    assert compared.classes[0].name == "Rubber"
    stiffness = compared.curves[0]
    assert stiffness.before.middle == "2.00 MPa"
    assert float(stiffness.after.middle.removesuffix(" MPa")) > 3
    assert len(stiffness.before.heights) == len(stiffness.after.heights) == 120


def test_one_click_takes_the_adapter_off(school: School) -> None:
    school.open()
    before = school.state.document.physics
    school.learn()
    school.finish()
    assert school.state.photo.wishes.model.adapter is not None
    assert not school.state.photo.changed
    school.learning.take_off()
    school.poll()
    assert before is not None
    assert school.state.document.physics is not None
    assert school.state.document.physics.to_json() == before.to_json()
    assert school.view.compared is None
    assert school.view.adapter.startswith("No adapter is in use")
    assert school.state.photo.wishes.model.adapter is None
    assert not school.state.photo.changed
    assert "adapted" not in conditions(school.state)


def test_the_picker_names_puts_on_and_takes_off(school: School, tmp_path: Path) -> None:
    project = school.open()
    mine = neutral(tmp_path / "mine.adapter", "mine")
    school.learning.put_on(mine)
    assert school.desk.runner.last == AdaptRequest(project.path, mine)
    put_adapter_on(school.desk.runner.last, ignore_progress)
    school.desk.end_job(result=project.path)
    school.poll()
    picker = resolve_adapter(school.state)
    assert [row.text for row in picker.rows] == ["No adapter", "mine"]
    assert picker.current == 1
    assert school.view.adapter == "In use: mine."
    second = School(school.desk)  # the next time the project is open
    second.state.photo.predicted = replace(second.state.photo.predicted, model=type(
        second.state.photo.predicted.model)())  # fmt: skip
    picker = resolve_adapter(second.state)
    assert picker.rows[picker.current].text == "mine"  # by what the project says


def test_a_refused_adapter_leaves_all_as_it_was(school: School, tmp_path: Path) -> None:
    school.open()
    physics = school.state.document.physics
    school.learning.put_on(neutral(tmp_path / "theirs.adapter", "theirs", "cd" * 32))
    school.desk.end_job(line="adapter theirs belongs to the weights cdcd")
    assert "belongs to the weights" in school.desk.texts[-1]
    notice = school.state.notices.notices[-1]
    assert notice.remedy is not None
    assert notice.remedy.command == "choose-adapter"
    assert school.state.learning.job is None
    assert school.state.document.physics is physics
    assert school.desk.preferences.value.recent_adapters == ()


def test_learning_can_be_stopped(school: School) -> None:
    school.open()
    school.learn()
    school.learning.cancel()
    assert school.desk.runner.cancelled_ones == [1]
    school.desk.end_job(cancelled=True)
    assert school.state.learning.job is None
    assert "learnable" in conditions(school.state)
    assert not school.view.adapted


def test_votes_of_other_projects_are_joined_and_left_out(school: School, tmp_path: Path) -> None:
    project = school.open(vote_count=3)
    assert "learnable" not in conditions(school.state)
    assert school.view.hint.startswith("Sample candidates and vote blind")
    assert "there are 3" in school.view.agreement
    cup = make_voted_project(tmp_path / "Cup.p4d", 18).path / VOTES_NAME
    school.learning.join((cup, project.path / VOTES_NAME, tmp_path / "gone.jsonl", cup))
    assert school.view.votes == "3 votes of this project and 18 of others."
    assert [row.text for row in school.view.sources] == ["Cup: 18 votes"]
    assert "The votes of this project are taken already." in school.desk.texts
    assert any("gone.jsonl holds no votes" in text for text in school.desk.texts)
    assert (school.view.hint, school.view.agreement) == ("", "")
    assert school.learn().votes == (project.path, cup)
    school.desk.end_job(cancelled=True)
    school.learning.leave_out(cup)
    assert school.view.sources == ()
    school.learning.join((cup,))
    school.learning.leave_out_all()
    assert school.state.learning.sources == ()


def test_what_votes_want_said_is_said(school: School) -> None:
    school.open()
    school.learn()
    reasons = (("on candidates of another model", 4),)
    school.finish(
        Learned("", 24, reasons, contradiction_count=2, gone_count=3, voter_count=2, helped=False)
    )
    assert school.view.notes == (
        "4 votes do not count: on candidates of another model.",
        "3 votes count although their takes are gone.",
        "2 people voted; each of them weighs the same.",
        "2 pairs were answered both ways.",
        "Nothing was learned: votes that were held out fit the model as it was.",
    )


def test_a_project_that_was_left_meanwhile_keeps_what_was_learned(school: School) -> None:
    ball = school.open()
    school.learn()
    school.open("Cup.p4d", 2)
    physics = school.state.document.physics
    school.finish()
    assert school.state.document.physics is physics
    assert not school.view.adapted
    assert Project.open(ball.path).manifest.adapter is not None
    assert len(school.desk.preferences.value.recent_adapters) == 1


def test_without_a_photo_one_is_told_what_to_do(school: School) -> None:
    assert school.view.hint.startswith("Open a photo's project")
    school.desk.open_ball()
    school.poll()
    school.learning.learn()
    school.learning.put_on(Path("x.adapter"))
    school.learning.take_off()
    assert school.desk.runner.requests == {}
    project = school.open("Only.p4d")
    school.state.saving.read_only = True
    assert "read-only" in school.view.hint
    school.learning.learn()
    assert school.desk.runner.requests == {}
    assert project.manifest.adapter is None
