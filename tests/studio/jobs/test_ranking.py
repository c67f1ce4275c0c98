"""Ranking takes of a project, by the job and by the command."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from main import main
from models.reference.ballistics import Nuisances
from models.reference.film_reference import FilmReference
from render.errors import InputError
from sim.motion.camera import scoring_camera
from sim.motion.projection import motion_of_take
from sim.object_edit import UNEDITED
from sim.project import Project
from sim.sweep.local_executor import LocalExecutor
from sim.take import Take
from studio.jobs.ranking import rank_by_film, rank_takes, read_film
from tests.studio.synthetic_project import make_project, write_take


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path / "Ball.p4d", gaussian_count=900)
    for name, frames in {"truth": 10, "same": 10, "short": 5}.items():
        write_take(project, name, frame_count=frames)
    write_take(project, "still", frame_count=10, height_share=0.2)
    return project


def test_takes_are_ranked_by_their_motion(project: Project) -> None:
    ranked = rank_takes(project, "truth")
    assert [one.name for one in ranked[:2]] == ["same", "short"]
    assert ranked[-1].name == "still"
    totals = [one.distance.total for one in ranked if one.distance is not None]
    assert totals[0] == 0
    assert totals[-1] > 0.05
    assert [one.name for one in rank_takes(project, "truth", ["still"])] == ["still"]


def test_takes_that_are_not_there_are_named(project: Project) -> None:
    with pytest.raises(InputError, match=r"has no take 'gone'; it has: same, short, still, truth"):
        rank_takes(project, "truth", ["gone"])
    empty = make_project(project.path.parent / "One.p4d")
    write_take(empty, "only")
    with pytest.raises(InputError, match="no take beside"):
        rank_takes(empty, "only")


def test_the_command_tells_the_ranking(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rank", str(project.path), "--reference", "truth", "--json", "-"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert [row["take"] for row in report["ranking"]] == ["same", "short", "still"]
    assert set(report["ranking"][0]["terms"]) == {"track", "silhouette", "contact", "rest"}


def test_bad_references_are_one_line(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rank", str(project.path), "--reference", "gone.mp4"]) == 2
    assert "neither a take" in capsys.readouterr().err
    text = tmp_path / "note.mp4"
    text.write_text("no video")
    assert main(["rank", str(project.path), "--reference", str(text)]) == 2
    error = capsys.readouterr().err
    assert "cannot be read as a video" in error
    assert error.count("\n") == 1
    weights = ["--cotracker", str(tmp_path / "gone.pth")]
    assert main(["rank", str(project.path), "--reference", str(text), *weights]) == 2
    assert "CoTracker weights" in capsys.readouterr().err
    for option in (["--size", "0.2"], ["--sam2", "x.pt"]):
        assert main(["rank", str(project.path), "--reference", "truth", *option]) == 2
        assert f"{option[0]} is for a filmed clip" in capsys.readouterr().err
    with pytest.raises(InputError, match="does not exist"):
        read_film(project, tmp_path / "none.mp4")


def test_samples_are_simulated_in_the_world_of_a_clip(project: Project) -> None:
    take = Take.open(project.take_path("truth"))
    camera = scoring_camera(take, side_px=48)
    scene = replace(project.scene, frame_count=4, drop_height_over_size=0.1)
    motion = replace(motion_of_take(take, camera, point_count=30), source="filmed", name="a.mp4")
    film = FilmReference(
        motion, camera, scene, UNEDITED, 0.5, 0.9, 1.0,
        Nuisances(9.81, 0.1, 0.05, 0.0, 0.0, None, 5, 0.5),
    )  # fmt: skip
    ranked = rank_by_film(project, film, LocalExecutor(child_count=0), count=2)
    assert sorted(one.name for one in ranked) == ["clip-1-1", "clip-1-2"]
    assert all(one.distance is not None for one in ranked)
    again = Take.open(project.take_path("clip-1-1"))
    assert again.frame_count == 4
    assert again.scene["drop_height_over_size"] == pytest.approx(0.1)
    assert np.isfinite(again.pose(3).means).all()
