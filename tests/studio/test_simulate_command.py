"""`simulate` and `info` of takes: scenes of several bodies, regions, fields, going on."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from format_1 import as_format_1
from pipeline_scene import SIDE_M, ball_cloud, make_project

from render.formats.ply import write_ply
from sim.project import Project
from sim.scene.shapes import Box
from sim.selections import ShapeSelection
from sim.take import Take
from studio import cli

QUICK = ["--quality", "sketch", "--frames", "4", "--checkpoint-every", "2"]
JELLY = {"law": "jelly", "youngs_modulus_pa": 2e4}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "ball.p4d").path


def run_json(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, object]:
    status = cli.run([*map(str, arguments), "--json", "-"])
    captured = capsys.readouterr()
    assert (status, captured.err) == (0, "")
    report = json.loads(captured.out)
    assert isinstance(report, dict)
    return report


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """The one line that a command ends with, after those of its progress."""
    assert cli.run([str(argument) for argument in arguments]) == 2
    errors = [line for line in capsys.readouterr().err.splitlines() if line[0] != "["]
    assert len(errors) == 1
    return errors[0]


def write_scene(folder: Path, **values: object) -> Path:
    path = folder / "scene.json"
    path.write_text(json.dumps(values))
    return path


def test_a_scene_of_two_bodies(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_ply(tmp_path / "stone.ply", ball_cloud(300))
    scene = write_scene(
        tmp_path,
        drop_height_over_size=0.02,
        bodies=[
            {"name": "ball", "material": JELLY},
            {
                "name": "stone",
                "cloud": "stone.ply",
                "size_m": 0.1,
                "material": {"law": "rigid", "density_kg_m3": 2500},
                "position_m": [0, 0, 0.5],
                "velocity_m_s": [0, 0, -2],
                "separate": True,
            },
        ],
    )
    report = run_json(capsys, "simulate", project, "--scene", scene, *QUICK)
    (take,) = report["takes"]
    assert [body["name"] for body in take["bodies"]] == ["ball", "stone"]
    assert take["law"] == "jelly + rigid"
    frames = take["diagnostics"]
    assert len(frames["kinetic_energy_j"]) == len(frames["momentum_kg_m_s"]) == 4
    assert frames["youngs_modulus_clamped_share"] == [0.0] * 4
    stored = Take.open(Path(take["take_path"]))
    stone = stored.bodies[1]
    means = stored.rest.means[stone.first_gaussian :]
    assert np.allclose((means.min(axis=0) + means.max(axis=0)) / 2, [0, 0, 0.5], atol=0.01)
    assert np.ptp(means, axis=0).max() == pytest.approx(0.1, rel=0.05)
    assert refused(capsys, "simulate", project, "--scene", scene, "--samples", "2").startswith(
        "error: no body of the scene is made of what the photo's model predicts"
    )


def test_samples_beside_another_body(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_ply(tmp_path / "cube.ply", ball_cloud(300))
    cube = {"name": "cube", "cloud": "cube.ply", "size_m": 0.1, "position_m": [0, 0, 0.5]}
    scene = write_scene(
        tmp_path, bodies=[{"name": "ball"}, cube | {"material": JELLY, "separate": True}]
    )
    report = run_json(capsys, "simulate", project, "--scene", scene, "--samples", "3", *QUICK[:4])
    asked, cubes = [], []
    for one in report["takes"]:
        take = Take.open(Path(one["take_path"]))
        assert [body.name for body in take.bodies] == ["ball", "cube"]
        (ball_material,), (cube_material,) = (body.materials for body in take.bodies)
        asked.append(ball_material.predicted.youngs_modulus_pa)
        cubes.append(cube_material)
        assert cube_material.predicted.youngs_modulus_pa == pytest.approx(2e4)
    assert len(set(asked)) == 3
    assert cubes[0] == cubes[1] == cubes[2]  # what does not vary is one matter under one map


def test_going_on_with_a_take(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    jelly = ["--material", "jelly", "--young", "2e4"]
    first = run_json(capsys, "simulate", project, *jelly, *QUICK, "--fields", "stress,velocity")
    (take,) = first["takes"]
    assert take["run"]["fields"] == ["velocity", "stress"]
    assert take["checkpoint_frames"] == [2, 3]
    before = [Take.open(project / "takes" / "take-1").encoded_pose(k) for k in range(4)]
    again = run_json(capsys, "simulate", project, "--resume", "take-1@1")
    assert again["takes"][0]["complete"]
    stored = Take.open(project / "takes" / "take-1")
    for frame, codes in enumerate(before):
        pairs = zip(codes, stored.encoded_pose(frame), strict=True)
        assert all(np.array_equal(a, b) for a, b in pairs)
    made = run_json(
        capsys, "simulate", project, "--branch", "take-1@2", "--young", "5e3", "--frames", "5"
    )
    (take,) = made["takes"]
    assert (take["take"], take["frame_count"]) == ("take-2", 5)
    assert take["branch_of"] == {"take": "take-1", "frame": 2}
    assert take["simulated"]["youngs_modulus_pa"] == 5e3
    assert cli.run(["info", str(project / "takes" / "take-2")]) == 0
    table = capsys.readouterr().out.splitlines()[-6:]
    assert "kinetic J" in table[0]
    assert [line.split()[0] for line in table[1:]] == ["0", "0.04", "0.08", "0.12", "0.16"]
    assert table[-1].endswith("elastic")
    words = refused(capsys, "simulate", project, "--resume", "take-1", "--young", "1e4")
    assert "--young cannot be changed by --resume; branch from it with --branch" in words
    words = refused(capsys, "simulate", project, "--branch", "take-1@2", "--material", "rigid")
    assert "cannot turn jelly into rigid" in words
    words = refused(capsys, "simulate", project, "--branch", "take-1@2", "--seed", "2")
    assert "--seed cannot be changed by --branch; start a new take" in words
    assert "frame 9 does not exist" in refused(capsys, "simulate", project, "--resume", "take-1@9")
    assert "is not a take" in refused(capsys, "simulate", project, "--resume", "take-7")


def test_what_an_old_take_does_not_record_is_no_zero(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_json(capsys, "simulate", project, "--material", "jelly", *QUICK)
    path = project / "takes" / "take-1"
    new = run_json(capsys, "info", path)["diagnostics"]
    as_format_1(path)
    report = run_json(capsys, "info", path)
    assert report["peak_plastic_strain"] is None
    assert report["youngs_modulus_clamped_share"] is None
    assert report["peak_strain"] > 0
    assert report["diagnostics"]["smallest_dt_s"] == [None] * 4
    assert report["diagnostics"]["kinetic_energy_j"] == new["kinetic_energy_j"]
    assert cli.run(["info", str(path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.split() == ["peak", "plastic", "strain", "–"] for line in lines)
    cells = lines[-1].split()
    assert [cells[column] for column in (0, 4, 7, 9, 10)] == ["0.12", "–", "–", "–", "–"]
    assert "–" not in (cells[1], cells[5], cells[6], cells[8])


def test_regions_and_stresses_of_the_command_line(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    top = ShapeSelection(Box((SIDE_M, SIDE_M, SIDE_M / 4), (0, 0, SIDE_M / 2)))
    cap_region = {"selection": top.to_json(), "params": {"law": "rigid"}, "name": "cap"}
    (tmp_path / "regions.json").write_text(json.dumps([cap_region]))
    report = run_json(
        capsys, "simulate", project, "--material", "metal", "--young", "2e4", "--yield", "300",
        "--regions", tmp_path / "regions.json", "--quality", "sketch", "--frames", "1",
    )  # fmt: skip
    (take,) = report["takes"]
    body, cap = (one["simulated"] for one in take["bodies"][0]["materials"])
    assert (body["law"], body["yield_stress_pa"], cap["law"]) == ("metal", 300, "rigid")
    (tmp_path / "regions.json").write_text(json.dumps([cap_region | {"mass": 1}]))
    words = refused(capsys, "simulate", project, "--regions", tmp_path / "regions.json")
    assert "must be a JSON object of ['name', 'params', 'selection']" in words
    report = run_json(
        capsys, "simulate", project, "--material", "sand", "--friction-angle", "40",
        "--quality", "sketch", "--frames", "1",
    )  # fmt: skip
    angle = report["takes"][0]["simulated"]["friction_angle_rad"]
    assert angle == pytest.approx(math.radians(40))


def test_the_object_is_filled_as_the_options_say(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sketch = ["--quality", "sketch"]
    cloud = ball_cloud(600)
    faint = np.where(np.arange(600) < 100, np.float32(0.3), cloud.opacities)
    write_ply(tmp_path / "ball.ply", replace(cloud, opacities=faint))
    choices = ["--gap", "0.06", "--opacity-threshold", "0.5", "--particles-per-cell", "2"]
    splats = [tmp_path / "ball.ply", "--size", SIDE_M, *sketch]
    counted = run_json(capsys, "simulate", *splats, *choices, "--preview-fill")["fill"]
    assert (counted["gap_m"], counted["gaussians"]["transparent"]) == (0.06, 100)
    assert counted["particles_per_cell"] == pytest.approx(2, rel=0.02)
    plain = run_json(capsys, "simulate", *splats, "--preview-fill")["fill"]
    assert plain["gaussians"]["transparent"] == 0
    assert plain["particles_per_cell"] == pytest.approx(4, rel=0.02)
    assert not list(tmp_path.glob("take*"))
    known = run_json(capsys, "simulate", project, *choices, *sketch, "--preview-fill")["fill"]
    report = run_json(
        capsys, "simulate", project, *choices, *sketch, "--material", "rigid", "--frames", "1"
    )
    (take,) = report["takes"]
    assert take["particle_count"] == pytest.approx(known["particle_count"], rel=0.02)
    assert take["particles_per_cell"] == pytest.approx(2, rel=0.05)


def test_the_filling_of_a_body_stands_in_its_scene(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rigid = {"material": {"law": "rigid"}}
    counts = []
    for fill in ({}, {"particles_per_cell": 2, "gap_m": 0.05}):
        scene = write_scene(tmp_path, bodies=[rigid | {"fill": fill}])
        report = run_json(
            capsys, "simulate", project, "--scene", scene, "--quality", "sketch", "--frames", "1"
        )
        counts.append(report["takes"][0]["particles_per_cell"])
    assert counts == [pytest.approx(4, rel=0.05), pytest.approx(2, rel=0.05)]
    words = refused(capsys, "simulate", project, "--scene", scene, "--gap", "0.1")
    assert "--gap is for one object, but the scene names bodies of its own (1)" in words


def test_a_mesh_is_found_beside_its_scene(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "open.obj").write_text("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n")
    mesh = {"shape": {"type": "mesh", "path": "open.obj"}}
    scene = write_scene(tmp_path, obstacles=[mesh])
    words = refused(capsys, "simulate", project, "--scene", scene, "--material", "rigid", *QUICK)
    assert "open.obj is open: 3 of its edges" in words
    assert not Project.open(project).scene.obstacles


@pytest.mark.parametrize(
    ("scene", "words"),
    [
        ({"bodies": {}}, "bodies of the scene"),
        ({"bodies": [3]}, "must be a JSON object"),
        ({"bodies": [{"mass": 1}]}, "unknown field 'mass'"),
        ({"bodies": [{"cloud": "none.ply"}]}, "which does not exist"),
        ({"bodies": [{"material": {"young": 1}}]}, "needs a law"),
        ({"bodies": [{"material": {"law": "jelly", "poisson_ratio": 0.5}}]}, "0.49"),
        ({"bodies": [{"material": {"law": "jelly", "density_kg_m3": -1}}]}, "density"),
        ({"bodies": [{"velocity_m_s": [0, 0]}]}, "three numbers"),
        ({"bodies": [{"position_m": [0, 0, float("inf")]}]}, "position of body 1"),
        ({"bodies": [{"regions": 5}]}, "must be a JSON list of regions, got 5"),
        ({"bodies": [{"separate": "no"}]}, "must be true or false, got 'no'"),
        ({"bodies": [{"fill": {"holes": 1}}]}, "fill of body 1"),
        ({"bodies": [{"fill": {"gap_m": "wide"}}]}, "the gap to close must lie in 0 to 10000 m"),
        ({"bodies": [{"fill": {"particles_per_cell": 0}}]}, "particles a cell must lie in 1 to 64"),
        ({"gravity": 3}, "unknown scene field 'gravity'"),
    ],
)
def test_bad_scenes_are_one_line(
    project: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    scene: dict[str, object],
    words: str,
) -> None:
    path = write_scene(tmp_path, **scene)
    assert words in refused(capsys, "simulate", project, "--scene", path)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--material", "plasticine", "--yield", "0"], "yield stress"),
        (["--material", "jam"], "unknown law 'jam'; use one of: jelly"),
        (["--scene", "none.json"], "does not exist"),
        (["--regions", "none.json"], "does not exist"),
        (["--replay", "take-9"], "is not a take"),
    ],
)
def test_bad_values_are_one_line(
    project: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert words in refused(capsys, "simulate", project, *arguments)
    assert not list((project / "takes").iterdir())
