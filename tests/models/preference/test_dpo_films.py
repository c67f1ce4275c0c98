"""Learning from filmed clips: pairs, what is refused, and a whole training."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from preference_fixtures import Formula
from test_preference_pairs import rollout

from models.checkpoint import CheckpointError
from models.preference.adapter import Adapter
from models.preference.config import DpoConfig
from models.preference.dpo_run import train_dpo_on_films
from models.preference.filmed_objects import FilmedObject
from models.preference.pairs import PairSettings, film_comparisons
from models.preference.settings import PreferenceSettings
from models.preference.world import WorldSettings
from models.reference.ballistics import Nuisances
from models.reference.film_reference import FilmReference
from render.camera import Camera
from render.errors import InputError
from sim.materials import MaterialClass
from sim.motion.camera import scoring_camera
from sim.motion.projection import motion_of_take
from sim.object_edit import UNEDITED
from sim.project import Project
from sim.sweep.local_executor import LocalExecutor
from sim.take import Take
from studio.cli import run
from tests.studio.synthetic_project import make_project, rubber_like, write_take

CHECKPOINT = "ab" * 32
CONFIG = DpoConfig(
    name="films",
    world=WorldSettings(candidates=16),
    pairs=PairSettings(8, 0.002),
    learning=PreferenceSettings(steps=12, learning_rate=0.1, patience=12),
)


def photo_project(path: Path) -> Project:
    made = make_project(path, gaussian_count=300)
    rubber = rubber_like().conditioned(material_class=MaterialClass.RUBBER)
    return made.save(replace(made.manifest, checkpoint=CHECKPOINT, physics=rubber))


def filmed(project: Project, share: float, name: str = "fall.mp4") -> FilmedObject:
    """A clip whose object falls as stiff ones do, or soft ones."""
    write_take(project, "filmed", frame_count=6, height_share=share)
    take = Take.open(project.take_path("filmed"))
    camera = scoring_camera(take, side_px=48)
    motion = replace(motion_of_take(take, camera, point_count=30), source="filmed", name=name)
    film = FilmReference(
        motion, camera, project.scene, UNEDITED, 0.5, 0.9, 1.0,
        Nuisances(9.81, 0.1, 0.05, 0.0, 0.0, None, 5, 0.5),
    )  # fmt: skip
    clip = project.path.parent / name
    clip.write_bytes(name.encode())
    return FilmedObject(project, clip, lambda progress: film)


@pytest.fixture(autouse=True)
def _model(monkeypatch: pytest.MonkeyPatch) -> None:
    source = (lambda view: rubber_like(), CHECKPOINT)
    monkeypatch.setattr("models.preference.config.open_source", lambda *_: source)


def test_no_candidate_of_a_clip_is_in_two_pairs() -> None:
    one = rollout(0, [0.5, 0.1, np.inf, 0.3, np.nan, 0.301])
    found = film_comparisons([one], PairSettings(8, 0.01), folds=5)
    taken = [one.samples.index(s) for s in one.samples]
    assert len(found) == 2  # inf after 0.1, 0.5 after 0.3; unknown and odd ones left over
    sides = [side.values for pair in found for side in (pair.winner, pair.loser)]
    assert len(set(sides)) == 4 < len(taken)
    assert [pair.group for pair in found] == ["foam-0 0", "foam-0 1"]
    many = [rollout(seed, [0.1, 0.9]) for seed in range(5)]
    held_out_whole = film_comparisons(many, PairSettings(8, 0.01), folds=5)
    assert {pair.group for pair in held_out_whole} == {f"foam-{seed}" for seed in range(5)}


@pytest.mark.parametrize(("share", "stiffer"), [(0.05, True), (1.0, False)])
def test_a_clip_moves_the_model_towards_what_it_shows(
    tmp_path: Path, share: float, stiffer: bool
) -> None:
    project = photo_project(tmp_path / "Ball.p4d")
    executor = Formula()
    out = tmp_path / "out"
    clip = filmed(project, share)
    result = train_dpo_on_films([clip], CONFIG, out, executor, tensorboard=False)
    before = project.physics
    assert before is not None
    after = result.adapter.applied(before)
    moved = after.mean().youngs_modulus_pa / before.mean().youngs_modulus_pa
    assert moved > 1.2 if stiffer else moved < 1 / 1.2
    assert result.evidence > CONFIG.learning.evidence
    assert (result.object_count, executor.ran, project.takes()) == (1, 16, ("filmed",))
    about = Adapter.load(result.path).about
    assert (about["learned_from"], about["clips"]) == ("filmed clips", ["fall.mp4"])

    def reread(progress: object) -> FilmReference:
        raise AssertionError("a clip that is done is not read again")

    again = [replace(clip, read=reread)]
    resumed = train_dpo_on_films(again, CONFIG, out, Formula(), tensorboard=False)
    assert resumed.adapter.digest == result.adapter.digest


def test_a_run_that_failed_is_told_and_in_no_pair(tmp_path: Path) -> None:
    project = photo_project(tmp_path / "Ball.p4d")
    clips = [filmed(project, 0.05)]
    result = train_dpo_on_films(clips, CONFIG, tmp_path / "out", Formula(3), tensorboard=False)
    (line,) = result.failures
    assert line.endswith("c2: its process was ended")
    assert result.diverged_candidates == 0
    assert result.pair_count <= 7


def test_what_a_clip_cannot_judge_is_refused_before_anything_runs(tmp_path: Path) -> None:
    project = photo_project(tmp_path / "Ball.p4d")
    executor = Formula()

    def train(*films: FilmedObject) -> None:
        train_dpo_on_films(films, CONFIG, tmp_path / "out", executor, tensorboard=False)

    good = filmed(project, 0.5)

    def empty(progress: object) -> FilmReference:
        raise InputError("nothing moves in wall.mp4; film the object as it falls")

    (tmp_path / "wall.mp4").write_bytes(b"wall")
    with pytest.raises(InputError, match="nothing moves in wall"):
        train(good, FilmedObject(project, tmp_path / "wall.mp4", empty))
    with pytest.raises(InputError, match="named twice"):
        train(good, good)
    with pytest.raises(InputError, match=r"gone\.mp4 cannot be read"):
        train(replace(good, clip=tmp_path / "gone.mp4"))
    other = project.save(replace(project.manifest, checkpoint="cd" * 32))
    with pytest.raises(CheckpointError, match="predicted by other weights"):
        train(replace(good, project=other))
    splats = project.save(replace(project.manifest, physics=None))
    with pytest.raises(InputError, match="has no photo with a predicted material"):
        train(replace(good, project=splats))
    assert executor.ran == 0


def test_the_command_refuses_a_clip_without_the_object(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = photo_project(tmp_path / "Ball.p4d")
    config = tmp_path / "dpo.json"
    config.write_text(json.dumps({"name": "films"}))
    (tmp_path / "note.mp4").write_text("no film")
    command = ["train", "dpo", str(config), "-o", str(tmp_path / "out")]
    clip = ["--clip", str(tmp_path / "note.mp4"), str(project.path)]
    assert run([*command, *clip, "--size", "0.2"]) == 2
    error = capsys.readouterr().err
    assert "cannot be read as a video" in error
    assert [line[:6] for line in error.splitlines() if line[0] != "["] == ["error:"]
    assert run([*command, *clip, *clip, "--size", "0.2"]) == 2
    assert "--size is for one --clip" in capsys.readouterr().err
    capsys.readouterr()
    assert run([*command, *clip, "--sam2", str(tmp_path / "gone.pt")]) == 2
    assert "SAM 2 weights" in capsys.readouterr().err
    assert run([*command, "--votes", str(project.path), "--sam2", "gone.pt"]) == 2
    assert "--sam2 is for --clip" in capsys.readouterr().err
    assert run([*command, *clip, "--votes", str(project.path)]) == 2


def test_the_command_learns_from_clips_and_tells_what_they_left_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = photo_project(tmp_path / "Ball.p4d")
    clip = filmed(project, 0.05)
    film = replace(clip.read(lambda *_: None), notes=("the fall is too short to tell the size",))
    monkeypatch.setattr("studio.jobs.ranking.read_film", lambda *_, **__: film)
    monkeypatch.setattr("sim.sweep.local_executor.LocalExecutor", lambda **_: Formula())
    config = tmp_path / "dpo.json"
    config.write_text(json.dumps({**CONFIG.to_json(), "world": {"candidates": 16}}))
    out = tmp_path / "out"
    command = ["train", "dpo", str(config), "--clip", str(clip.clip), str(project.path)]
    report = tmp_path / "report.json"
    assert run([*command, "-o", str(out), "--no-tensorboard", "--json", str(report)]) == 0
    told = capsys.readouterr()
    assert "fall.mp4: the fall is too short to tell the size" in told.err
    assert "evidence   too little" not in told.out
    values = json.loads(report.read_text())
    assert (values["object_count"], values["diverged_candidate_count"]) == (1, 0)
    assert values["evidence_standard_errors"] > 3
    assert Adapter.load(out / "films.adapter").name == "films"
    assert (out / "dpo-training.csv").read_text().startswith("step,held_out_loss,loss")


@pytest.mark.slow
def test_a_film_of_a_take_teaches_from_end_to_end(tmp_path: Path) -> None:
    from benchmarks.stranger_film import FilmLook, film
    from studio.jobs.ranking import read_film
    from tests.sim.motion.falling_takes import Fall, ball_take

    take = ball_take(Fall(squash=0.15).pose, frame_count=20, striped=True)
    clip = tmp_path / "fall.mp4"
    camera = Camera.orbit(
        (0, 0, 0.3), radius=1.5, azimuth_deg=0, elevation_deg=10, width=256, height=192
    )
    film(take, clip, camera, FilmLook(noise=3, seed=4))
    low, high = take.rest.means.min(axis=0), take.rest.means.max(axis=0)
    cloud = replace(take.rest, means=take.rest.means - (low + high) / 2)
    made = photo_project(tmp_path / "Ball.p4d")
    project = made.rewrite(made.manifest, cloud, {})
    object_ = FilmedObject(
        project, clip, lambda progress: read_film(project, clip, progress=progress)
    )
    config = replace(
        CONFIG,
        world=WorldSettings(candidates=4),
        pairs=PairSettings(2, 0.0),
        learning=replace(CONFIG.learning, evidence=0.0),
    )
    executor = LocalExecutor(child_count=0)
    result = train_dpo_on_films([object_], config, tmp_path / "out", executor, tensorboard=False)
    assert result.failures == ()
    assert result.pair_count == 2
    assert not list((tmp_path / "out" / "takes").iterdir())
