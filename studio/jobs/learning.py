"""Learns adapters from votes, puts them on the object of a project and takes them off again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from render.progress import ProgressCallback
from sim.project import Project, is_project
from studio.jobs.adapting import known_checkpoint, with_adapter, without_adapter
from studio.jobs.learn_requests import AdaptRequest, LearnRequest
from studio.state.language import mark
from studio.state.learning import FEWEST_TO_AGREE, Agreement, Learned, VoteSource

if TYPE_CHECKING:
    from models.preference.fit import LearningStep
    from models.preference.training import LearningResult

READING = mark("Reading the votes")
LEARNING = mark("Learning from the votes")
PUTTING_ON = mark("Asking the model anew")


def learn_votes(
    request: LearnRequest, progress: ProgressCallback, tell: Callable[[object], None]
) -> Path:
    """Learn an adapter from votes and put it on the project's object; returns its file.

    Args:
        request: Votes, project and file.
        progress: Told how far it is; may raise `CancelledError`, which leaves all as it was.
        tell: Told what was learned, as `Learned`.

    Raises:
        InputError: If too few votes count, or there is no prediction they could change.
    """
    from models.preference.training import LearningOptions, learn_from_votes
    from models.preference.votes import read_votes

    progress(READING, 0.0)
    checkpoint = known_checkpoint(Project.open(request.project).manifest)
    votes = [vote for file in request.votes for vote in read_votes(file)]
    options = LearningOptions(checkpoint, request.name, projects=(request.project,))

    def report(step: LearningStep) -> None:
        progress(LEARNING, step.step / step.step_count)

    result = learn_from_votes(votes, options, report)
    request.out.parent.mkdir(parents=True, exist_ok=True)
    result.adapter.save(request.out)
    tell(_learned(result))
    put_adapter_on(AdaptRequest(request.project, request.out), progress)
    return request.out


def put_adapter_on(request: AdaptRequest, progress: ProgressCallback) -> Path:
    """Put an adapter on what the model says of a project's object, or take it off.

    Returns:
        The project.

    Raises:
        InputError: If there is no prediction, or the adapter belongs to other weights.
    """
    from models.preference.adapter import Adapter

    progress(PUTTING_ON, 0.0)
    if request.adapter is None:
        return take_adapter_off(request.project).path
    project = Project.open(request.project)
    project.save(with_adapter(project.manifest, Adapter.load(request.adapter)))
    return request.project


def take_adapter_off(project: Path) -> Project:
    """Let the model alone say what a project's object is made of, as it did before."""
    opened = Project.open(project)
    if opened.manifest.adapter is None:
        return opened
    return opened.save(without_adapter(opened.manifest))


def read_source(file: Path) -> VoteSource:
    """What a file of votes holds.

    Raises:
        InputError: If it holds no votes that can be read.
    """
    from models.preference.votes import read_votes

    name = file.parent.stem if is_project(file.parent) else file.stem
    return VoteSource(file, name, len(read_votes(file)))


def _learned(result: LearningResult) -> Learned:
    now, before = result.held_out_agreement, result.before
    agreement = None
    if result.vote_count >= FEWEST_TO_AGREE:
        agreement = Agreement(now.share, now.interval95, before.share, now.question_count)
    return Learned(
        result.adapter.digest,
        result.vote_count,
        tuple(result.left_out.items()),
        len(result.contradictions),
        gone_count=result.takes_gone,
        voter_count=len(result.votes_by_voter),
        helped=result.best_step > 0,
        agreement=agreement,
    )
