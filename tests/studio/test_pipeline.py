"""Project to takes to video, in this process."""

from __future__ import annotations

import json
from pathlib import Path

import av
import numpy as np
import pytest
from pipeline_scene import make_project, rubber_and_metal

from render.errors import CancelledError, InputError
from sim.materials import ConstitutiveLaw, MaterialClass
from sim.project import Project
from sim.take import Take
from studio import cli
from studio.export.video_options import VideoOptions
from studio.jobs.material_choice import chosen_material, chosen_materials
from studio.jobs.pipeline import run_export, run_simulate, run_simulate_samples
from studio.jobs.requests import ExportVideoRequest, SimulateRequest, SimulateSamplesRequest
from studio.jobs.simulation import alike_note

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "ball.p4d")


def request_for(project: Project, **changes: object) -> SimulateRequest:
    options = {"take_name": "take-1", "quality": "sketch", "frame_count": 4} | changes
    return SimulateRequest(project=project.path, **options)  # type: ignore[arg-type]


def test_the_default_material_is_the_point_estimate(project: Project) -> None:
    physics = rubber_and_metal()
    params = chosen_material(request_for(project, seed=5), physics)
    assert params.material_class is MaterialClass.RUBBER
    assert params.youngs_modulus_pa == pytest.approx(physics.mean().youngs_modulus_pa)


def test_a_seed_draws_the_first_of_that_seeds_samples(project: Project) -> None:
    physics = rubber_and_metal()
    drawn = request_for(project, seed=5, sampled=True)
    assert chosen_material(drawn, physics) == chosen_materials(drawn, physics, 4)[0]
    other = request_for(project, seed=6, sampled=True)
    assert chosen_material(other, physics) != chosen_material(drawn, physics)


def test_named_values_replace_predicted_ones_only(project: Project) -> None:
    physics = rubber_and_metal()
    predicted = chosen_material(request_for(project), physics)
    named = chosen_material(request_for(project, law="sand", youngs_modulus_pa=2e4), physics)
    assert named.law is ConstitutiveLaw.SAND
    assert named.youngs_modulus_pa == 2e4
    assert named.density_kg_m3 == predicted.density_kg_m3
    assert named.poisson_ratio == predicted.poisson_ratio


@pytest.mark.parametrize(
    "changes",
    [
        {"youngs_modulus_pa": float("nan")},
        {"youngs_modulus_pa": 0.0},
        {"poisson_ratio": 0.5},
        {"density_kg_m3": -1.0},
        {"density_kg_m3": float("inf")},
        {"law": "lava"},
        {"quality": "best"},
        {"stiffness": "soft"},
        {"frame_count": 0},
        {"take_name": "../evil"},
    ],
    ids=str,
)
def test_values_out_of_range_are_refused(project: Project, changes: dict[str, object]) -> None:
    with pytest.raises(InputError) as caught:
        run_simulate(request_for(project, **changes))
    assert "\n" not in str(caught.value)
    assert project.takes() == ()


def test_simulate_writes_a_take_that_says_where_it_comes_from(project: Project) -> None:
    take = Take.open(run_simulate(request_for(project)))
    assert take.complete
    assert take.frame_count == 4
    assert project.takes() == ("take-1",)
    provenance = take.provenance
    assert provenance.quality == "sketch"
    assert provenance.predicted is not None
    assert provenance.predicted.material_class is MaterialClass.RUBBER
    heights = [float(take.frame(index).means[:, 2].mean()) for index in range(4)]
    assert heights == sorted(heights, reverse=True)  # it falls


def test_a_seed_reproduces_a_take_bit_for_bit(project: Project) -> None:
    first = Take.open(run_simulate(request_for(project, seed=9, sampled=True)))
    again = request_for(project, seed=9, sampled=True, take_name="take-2")
    second = Take.open(run_simulate(again))
    np.testing.assert_array_equal(first.frame(3).means, second.frame(3).means)


def test_takes_are_never_overwritten(project: Project) -> None:
    run_simulate(request_for(project))
    with pytest.raises(InputError, match="take-1"):
        run_simulate(request_for(project))


def test_cancelling_keeps_complete_frames(project: Project) -> None:
    def cancel_at_half(stage: str, fraction: float) -> None:
        take = project.path / "takes" / "take-1"
        if take.exists() and Take.open(take).frame_count >= 2:
            raise CancelledError(stage)

    with pytest.raises(CancelledError):
        run_simulate(request_for(project, frame_count=20), cancel_at_half)
    take = Take.open(project.take_path("take-1"))
    assert 2 <= take.frame_count < 20
    assert not take.complete
    assert take.frame(1).gaussian_count == take.gaussian_count > 600


def test_samples_make_one_take_each_under_one_map(project: Project) -> None:
    base = request_for(project, take_name="sample", stiffness="expressive", frame_count=2, seed=1)
    paths = run_simulate_samples(SimulateSamplesRequest(base, 3))
    assert [path.name for path in paths] == ["sample-1", "sample-2", "sample-3"]
    takes = [Take.open(path).provenance for path in paths]
    assert all(take.stiffness == "expressive" for take in takes)
    assert all(take.law != "rigid" for take in takes)
    predicted = [take.predicted.youngs_modulus_pa for take in takes if take.predicted]
    simulated = [take.simulated.youngs_modulus_pa for take in takes if take.simulated]
    assert np.argsort(predicted).tolist() == np.argsort(simulated).tolist()


def test_samples_that_would_run_alike_are_announced(tmp_path: Path, capsys: Capture) -> None:
    project = make_project(tmp_path / "steel.p4d")
    steel = rubber_and_metal().conditioned(material_class=MaterialClass.METAL)
    from dataclasses import replace

    project.save(replace(project.manifest, physics=steel))
    base = request_for(project, take_name="sample", sampled=True)
    note = alike_note(SimulateSamplesRequest(base, 4))
    assert note is not None
    assert "only one motion" in note
    expressive = replace(base, stiffness="expressive")
    assert alike_note(SimulateSamplesRequest(expressive, 4)) is None
    arguments = ["simulate", str(project.path), "--samples", "2", "--stiffness", "real"]
    assert cli.run([*arguments, "--quality", "sketch", "--frames", "2"]) == 0
    captured = capsys.readouterr()
    assert "warning: 2 samples would show only one motion under real" in captured.err
    assert "--stiffness expressive" in captured.err


def test_export_makes_a_video_of_every_frame(project: Project, tmp_path: Path) -> None:
    run_simulate(request_for(project))
    out = tmp_path / "ball.mp4"
    request = ExportVideoRequest(project.path, "take-1", out, VideoOptions(size_px=(96, 64)))
    assert run_export(request) == out
    with av.open(str(out)) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height, stream.frames) == (96, 64, 4)
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    assert np.ptp(frames[0]) > 60  # something is in the picture
    assert np.abs(frames[0].astype(int) - frames[3].astype(int)).max() > 30  # and it moves


def test_cancelled_export_keeps_what_is_complete(project: Project, tmp_path: Path) -> None:
    def cancel_late(stage: str, fraction: float) -> None:
        if stage == "Rendering the video" and fraction > 0.4:
            raise CancelledError(stage)

    run_simulate(request_for(project))
    out = tmp_path / "videos"
    out.mkdir()
    options = VideoOptions(size_px=(64, 64))
    request = ExportVideoRequest(project.path, "take-1", out / "x.mp4", options)
    with pytest.raises(CancelledError, match=r"x\.partial\.mp4 holds the first"):
        run_export(request, cancel_late)
    assert [path.name for path in out.iterdir()] == ["x.partial.mp4"]


def test_simulate_command_reports_what_was_run(project: Project, capsys: Capture) -> None:
    arguments = ["simulate", str(project.path), "--quality", "sketch", "--frames", "2"]
    assert cli.run([*arguments, "--material", "jelly", "--young", "2e4", "--json", "-"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    report = json.loads(captured.out)
    (take,) = report["takes"]
    assert take["law"] == "jelly"
    assert take["predicted"]["youngs_modulus_pa"] == 2e4
    assert take["complete"] is True
    assert report["seconds_total"] > 0
    assert report["peak_memory_mb"] > 0
    assert report["stage_seconds"]


def test_render_command_draws_the_last_take(
    project: Project, tmp_path: Path, capsys: Capture
) -> None:
    arguments = ["simulate", str(project.path), "--quality", "sketch", "--frames", "2"]
    assert cli.run([*arguments, "--material", "jelly"]) == 0
    text = capsys.readouterr().out
    assert "law        jelly" in text
    assert "predicted  as named, jelly: E " in text
    assert "simulated  as named, jelly: E " in text
    out = tmp_path / "x.mp4"
    arguments = ["render", str(project.path), "-o", str(out), "--camera", "turntable"]
    assert cli.run([*arguments, "--size-px", "64x64"]) == 0
    assert out.stat().st_size > 500
    assert cli.run(["render", str(project.path), "-o", str(out), "--take", "take-9"]) == 2
    assert "it has: take-1" in capsys.readouterr().err
