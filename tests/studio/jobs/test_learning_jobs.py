"""Votes become an adapter, the adapter another prediction, and all of it can be taken back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from models.preference import training
from models.preference.adapter import Adapter
from render.errors import CancelledError, InputError
from render.progress import ignore_progress
from sim.adapter_use import ADAPTER_SUFFIX
from sim.project import Project
from sim.vote import VOTES_NAME
from studio.jobs.learn_requests import AdaptRequest, LearnRequest
from studio.jobs.learning import learn_votes, put_adapter_on, read_source, take_adapter_off
from studio.jobs.messages import tells_news
from studio.state.learning import Learned
from tests.studio.quick_lessons import QUICK
from tests.studio.voted_project import CHECKPOINT, make_voted_project


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    options = partial(training.LearningOptions, settings=QUICK)
    monkeypatch.setattr(training, "LearningOptions", options)


def request(project: Project, *others: Path) -> LearnRequest:
    out = project.path.parent / "adapters" / f"mine{ADAPTER_SUFFIX}"
    return LearnRequest(project.path, (project.path, *others), out, "mine")


def stiffness(project: Project) -> float:
    assert project.physics is not None
    return project.physics.mean().youngs_modulus_pa


def test_votes_change_what_the_model_says_and_are_told(tmp_path: Path) -> None:
    project = make_voted_project(tmp_path / "Ball.p4d")
    told: list[object] = []
    stages: list[str] = []
    path = learn_votes(request(project), lambda stage, _share: stages.append(stage), told.append)
    (learned,) = told
    assert isinstance(learned, Learned)
    assert (learned.vote_count, learned.left_out, learned.helped) == (24, (), True)
    assert (learned.gone_count, learned.voter_count) == (24, 1)  # nothing was ever simulated
    assert learned.agreement is not None
    assert learned.agreement.count == 24
    assert learned.agreement.share > learned.agreement.share_before
    low, high = learned.agreement.interval
    assert 0 <= low < learned.agreement.share < high <= 1
    assert list(dict.fromkeys(stages)) == [
        "Reading the votes", "Learning from the votes", "Asking the model anew",
    ]  # fmt: skip
    after = Project.open(project.path)
    assert stiffness(after) > stiffness(project)
    assert after.manifest.adapter is not None
    assert (after.manifest.adapter.name, after.manifest.adapter.digest) == ("mine", learned.digest)
    assert Adapter.load(path).digest == learned.digest


def test_taking_off_gives_the_model_back_bit_by_bit(tmp_path: Path) -> None:
    project = make_voted_project(tmp_path / "Ball.p4d")
    manifest = (project.path / "manifest.json").read_bytes()
    adapter = learn_votes(request(project), ignore_progress, lambda _news: None)
    adapted = (project.path / "manifest.json").read_bytes()
    assert adapted != manifest
    put_adapter_on(AdaptRequest(project.path, adapter), ignore_progress)  # not on top of itself
    assert (project.path / "manifest.json").read_bytes() == adapted
    take_adapter_off(project.path)
    assert (project.path / "manifest.json").read_bytes() == manifest
    take_adapter_off(project.path)
    assert (project.path / "manifest.json").read_bytes() == manifest


def test_an_adapter_of_other_weights_is_refused_in_one_line(tmp_path: Path) -> None:
    project = make_voted_project(tmp_path / "Ball.p4d", 0)
    foreign = Adapter.neutral("cd" * 32, "theirs").save(tmp_path / f"theirs{ADAPTER_SUFFIX}")
    with pytest.raises(InputError, match=r"theirs .* belongs to the weights cdcd") as refused:
        put_adapter_on(AdaptRequest(project.path, foreign), ignore_progress)
    assert "\n" not in str(refused.value)
    unknown = project.save(replace(project.manifest, checkpoint=""))
    with pytest.raises(InputError, match="predict the photo again"):
        put_adapter_on(AdaptRequest(unknown.path, foreign), ignore_progress)
    splat = project.save(replace(project.manifest, checkpoint=CHECKPOINT, physics=None))
    with pytest.raises(InputError, match="comes from a splat file"):
        put_adapter_on(AdaptRequest(splat.path, foreign), ignore_progress)


def test_a_cancelled_lesson_leaves_the_project_as_it_was(tmp_path: Path) -> None:
    project = make_voted_project(tmp_path / "Ball.p4d")
    before = (project.path / "manifest.json").read_bytes()

    def stop(stage: str, _share: float) -> None:
        if stage == "Learning from the votes":
            raise CancelledError(stage)

    with pytest.raises(CancelledError):
        learn_votes(request(project), stop, lambda _news: None)
    assert (project.path / "manifest.json").read_bytes() == before
    assert not request(project).out.exists()


def test_votes_of_other_projects_are_joined_and_those_of_other_weights_told(
    tmp_path: Path,
) -> None:
    project = make_voted_project(tmp_path / "Ball.p4d", 12)
    other = make_voted_project(tmp_path / "Cup.p4d", 9, seed=1).path
    foreign = make_voted_project(tmp_path / "Old.p4d", 4, checkpoint="cd" * 32).path
    told: list[Learned] = []
    files = (other / VOTES_NAME, foreign / VOTES_NAME)
    learn_votes(request(project, *files), ignore_progress, told.append)
    (learned,) = told
    assert learned.vote_count == 12 + 9
    assert learned.left_out == (("on candidates of another model", 4),)
    assert learned.agreement is not None
    assert learned.agreement.count == 12 + 9


def test_agreement_is_told_from_twenty_votes_on(tmp_path: Path) -> None:
    project = make_voted_project(tmp_path / "Ball.p4d", 19)
    told: list[Learned] = []
    learn_votes(request(project), ignore_progress, told.append)
    assert told[0].vote_count == 19
    assert told[0].agreement is None


def test_too_few_votes_are_one_clear_line(tmp_path: Path) -> None:
    project = make_voted_project(tmp_path / "Ball.p4d", 3)
    with pytest.raises(InputError, match="at least 5 pairs are needed"):
        learn_votes(request(project), ignore_progress, lambda _news: None)


def test_a_file_of_votes_is_named_after_its_project(tmp_path: Path) -> None:
    project = make_voted_project(tmp_path / "Ball.p4d", 3)
    source = read_source(project.path / VOTES_NAME)
    assert (source.name, source.count) == ("Ball", 3)
    copy = tmp_path / "friend.jsonl"
    copy.write_bytes((project.path / VOTES_NAME).read_bytes())
    assert read_source(copy).name == "friend"
    copy.write_text("no vote\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 1"):
        read_source(copy)


def test_the_window_listens_while_it_learns() -> None:
    assert tells_news(LearnRequest(Path(), (), Path(), ""))
