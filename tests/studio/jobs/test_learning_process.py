"""Learning in the compute process, as the window lets it: progress, news, an end, a refusal."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.project import Project
from studio.jobs.learn_requests import AdaptRequest, LearnRequest
from studio.jobs.messages import JobDone, JobFailed, JobNews, JobProgress
from studio.jobs.runner import JobRunner
from studio.state.learning import Learned
from tests.studio.jobs.polling import has, poll_until
from tests.studio.voted_project import make_voted_project


@pytest.mark.slow
def test_votes_are_learned_in_the_compute_process(private_folders: Path) -> None:
    project = make_voted_project(private_folders / "Ball.p4d", 25)
    out = private_folders / "mine.adapter"
    runner = JobRunner("tests.studio.quick_lessons")
    runner.start()
    try:
        runner.submit(LearnRequest(project.path, (project.path,), out, "mine"))
        messages = poll_until(runner, has(JobDone))
        shares = [one.fraction for one in messages if isinstance(one, JobProgress)]
        assert any(0 < share < 1 for share in shares)
        (news,) = [one.news for one in messages if isinstance(one, JobNews)]
        assert isinstance(news, Learned)
        assert news.agreement is not None
        adapted = Project.open(project.path).manifest
        assert adapted.adapter is not None
        assert adapted.adapter.digest == news.digest
        stranger = make_voted_project(private_folders / "Cup.p4d", 0, checkpoint="cd" * 32)
        runner.submit(AdaptRequest(stranger.path, out))
        messages = poll_until(runner, has(JobFailed))
        (failed,) = [one for one in messages if isinstance(one, JobFailed)]
        assert "belongs to the weights abab" in failed.line
        assert failed.details is None  # bad input, no crash
    finally:
        runner.close()
