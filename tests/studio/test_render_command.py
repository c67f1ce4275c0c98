"""`render` of projects, splat files and moving splats: pictures, passes, folders, refusals."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from render.clips.clip import ClipArrays
from render.clips.registry import write_clip
from render.formats.ply import write_ply
from sim.project import Project
from studio import cli
from studio.export.exr_file import read_exr
from studio.export.pass_reader import read_facts, read_packed
from tests.studio.synthetic_project import ball, make_project, write_take

Capture = pytest.CaptureFixture[str]
SMALL = ("--size-px", "64x48")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = make_project(tmp_path / "Ball.p4d", gaussian_count=200)
    write_take(made, "take-1", frame_count=3)
    return made


def rendered(capsys: Capture, *arguments: object) -> dict[str, object]:
    status = cli.run(["render", *(str(one) for one in arguments), "--json", "-"])
    captured = capsys.readouterr()
    assert status == 0, captured.err
    return dict(json.loads(captured.out))


def refused(capsys: Capture, *arguments: object) -> str:
    assert cli.run(["render", *(str(one) for one in arguments)]) == 2
    return capsys.readouterr().err


def test_a_take_becomes_a_video_with_its_shares(
    project: Project, tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "a.webm"
    report = rendered(capsys, project.path, "-o", out, *SMALL, "--background", "none")
    (video,) = report["outputs"]
    assert (video["codec"], video["frame_count"], video["out"]) == ("vp9-alpha", 3, str(out))
    assert {"render_seconds", "encode_seconds", "waiting_seconds"} <= set(video)
    assert report["take"] == "take-1"


def test_every_pass_has_a_file_of_its_own(
    project: Project, tmp_path: Path, capsys: Capture
) -> None:
    passes = "colour,depth,semantics"
    options = ("--passes", passes, "--backend", "reference")
    report = rendered(capsys, project.path, "-o", tmp_path / "a.mp4", *SMALL, *options)
    names = [Path(video["out"]).name for video in report["outputs"]]
    assert names == ["a.mp4", "a-depth.mp4", "a-semantics.mkv"]
    assert all((tmp_path / name).exists() for name in names)


def test_one_picture_carries_the_material(
    project: Project, tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "still.png"
    options = ("--frame", "2", "--background", "none", "--shadow", "--supersample", "2")
    assert rendered(capsys, project.path, "-o", out, *SMALL, *options)["picture"] == str(out)
    with Image.open(out) as image:
        assert (image.size, image.mode) == ((64, 48), "RGBA")
        assert image.text["phys4d.law"] == "jelly"
        assert image.text["phys4d.youngs_modulus_pa"] == "2e+06"
        assert image.text["phys4d.seed"] == "0"
        alpha = np.asarray(image)[:, :, 3]
    assert alpha.max() > 200
    assert alpha.min() == 0
    assert "frame 9 is outside 0 to 2" in refused(
        capsys, project.path, "-o", out, *SMALL, "--frame", "9"
    )


@pytest.mark.parametrize("suffix", [".png", ".exr"])
def test_one_picture_of_every_pass(
    project: Project, tmp_path: Path, capsys: Capture, suffix: str
) -> None:
    names = "colour,depth,semantics"
    options = ("--passes", names, "--frame", "1", "--save-camera", tmp_path / "camera.json")
    report = rendered(capsys, project.path, "-o", tmp_path / f"a{suffix}", *SMALL, *options)
    files = [tmp_path / f"a{end}{suffix}" for end in ("", "-depth", "-semantics")]
    assert report["pictures"] == [str(file) for file in files]
    assert (tmp_path / "camera.json").exists()
    if suffix == ".png":
        depth = read_facts(files[1])
        assert depth["passes"]["depth"]["unit"] == "m"
        assert depth["phys4d.law"] == "jelly"
        name, labels, there = read_packed(files[2])
        assert (name, set(labels[there][:, 0])) == ("semantics", {0})
    else:
        assert set(read_exr(files[1])[0]) == {"Z"}


def test_a_single_pass_has_the_name_that_was_given(
    project: Project, tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "d.png"
    report = rendered(capsys, project.path, "-o", out, *SMALL, "--passes", "depth")
    assert report["pictures"] == [str(out)]
    with Image.open(out) as image:
        assert "depth" in image.text["phys4d"]
    assert "unknown pass" in refused(capsys, project.path, "-o", out, "--passes", "beauty")


def test_options_of_another_kind_are_refused(
    project: Project, tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "a.mp4"
    assert "--frame is for" in refused(capsys, project.path, "-o", out, "--frame", "1")
    write_ply(tmp_path / "ball.ply", ball(60))
    line = refused(capsys, tmp_path / "ball.ply", "-o", out, "--take", "take-1")
    assert "--take is for projects" in line


def test_a_name_without_ending_is_a_folder(
    project: Project, tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "pictures"
    rendered(capsys, project.path, "-o", out, *SMALL, "--time-remap", "reverse", "--fps", "12")
    assert len(list(out.glob("frame_*.png"))) >= 1
    assert "exists already" in refused(capsys, project.path, "-o", out, *SMALL)


def test_moving_splats_are_played(tmp_path: Path, capsys: Capture) -> None:
    clip = ClipArrays(
        tuple(
            ball(60).transformed(np.eye(3, dtype=np.float32), np.array([0, 0, 0.1 * i], np.float32))
            for i in range(3)
        )
    )
    write_clip(tmp_path / "ball.p4dc", clip)
    report = rendered(capsys, tmp_path / "ball.p4dc", "-o", tmp_path / "a.gif", *SMALL)
    assert report["clip_frame_count"] == 3
    with Image.open(tmp_path / "a.gif") as image:
        assert image.n_frames == 3
    line = refused(capsys, tmp_path / "ball.p4dc", "-o", tmp_path / "b.gif", *SMALL, "--size", "2")
    assert "moving splats keep what their file says" in line


def test_a_splat_file_turns_all_round(tmp_path: Path, capsys: Capture) -> None:
    write_ply(tmp_path / "ball.ply", ball(60))
    options = ("--size-px", "64x32", "--projection", "360", "--seconds", "0.08", "--up", "+z")
    rendered(capsys, tmp_path / "ball.ply", "-o", tmp_path / "a.mp4", *options)
    assert b"equirectangular" in (tmp_path / "a.mp4").read_bytes()
    rendered(capsys, tmp_path / "ball.ply", "-o", tmp_path / "a.png", *options)
    with Image.open(tmp_path / "a.png") as image:
        assert "GPano" in str(image.info)


def test_odd_sides_are_told(project: Project, tmp_path: Path, capsys: Capture) -> None:
    arguments = ["render", str(project.path), "-o", str(tmp_path / "a.mp4"), "--size-px", "65x49"]
    assert cli.run(arguments) == 0
    assert "65x49 becomes 66x50" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("-o", "a.mp4", "--size", "2"), "a project keeps what it was made with"),
        (("-o", "a.mp4", "--take", "take-7"), "has no take 'take-7'"),
        (("-o", "a.mp4", "--time-remap", "backwards"), "cannot read the time remap"),
        (("-o", "a.mp4", "--passes", "stress"), "simulate again with --fields stress"),
        (("-o", "a.txt"), "a video ends in one of"),
        (("-o", "a.mp4", "--passes", ","), "no pass is named"),
    ],
)
def test_what_cannot_be_rendered_is_one_line(
    project: Project,
    tmp_path: Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert words in refused(capsys, project.path, *SMALL, *options)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Ball.p4d"]


def test_what_is_nothing_known_is_refused(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "a.txt").write_text("x")
    assert "is no project, splat file" in refused(
        capsys, tmp_path / "a.txt", "-o", tmp_path / "a.mp4"
    )


def test_one_gaussian_is_shown_in_its_own_size(tmp_path: Path, capsys: Capture) -> None:
    write_ply(tmp_path / "one.ply", ball(60).select(slice(0, 1)))
    options = ("--up", "+z", "--background", "none")
    rendered(capsys, tmp_path / "one.ply", "-o", tmp_path / "one.png", *SMALL, *options)
    with Image.open(tmp_path / "one.png") as image:
        seen = np.asarray(image)[:, :, 3] > 25
    assert seen[24, 32]
    assert 12 < seen.any(axis=1).sum() < 48


def test_values_and_16_bit_pictures(project: Project, tmp_path: Path, capsys: Capture) -> None:
    options = (*SMALL, "--passes", "colour,depth")
    rendered(capsys, project.path, "-o", tmp_path / "a.npz", *options)
    with np.load(tmp_path / "a-depth.npz") as arrays:
        depth = arrays["depth"][:, :, 0]
    with np.load(tmp_path / "a.npz") as arrays:
        assert arrays["colour"].shape == (48, 64, 3)
    rendered(capsys, project.path, "-o", tmp_path / "b.png", *options, "--codec", "png16")
    for name, channels in (("b.png", 3), ("b-depth.png", 1)):
        assert bits_and_channels(tmp_path / name) == (16, channels)
    (facts,) = read_facts(tmp_path / "b-depth.png")["passes"].values()
    with Image.open(tmp_path / "b-depth.png") as image:
        codes = np.asarray(image).astype(float)
    stored = facts["low"] + (codes - 1) / 65534 * (facts["high"] - facts["low"])
    inside = (codes > 1) & (codes < 65535)
    assert inside.sum() > 100
    np.testing.assert_allclose(stored[inside], depth[inside], atol=1e-4)
    rendered(capsys, project.path, "-o", tmp_path / "c", *options, "--codec", "png16")
    assert bits_and_channels(tmp_path / "c" / "frame_00000.png") == (16, 3)
    assert bits_and_channels(tmp_path / "c-depth" / "frame_00002.png") == (16, 1)


def test_a_picture_is_not_stored_by_a_codec_of_videos(
    project: Project, tmp_path: Path, capsys: Capture
) -> None:
    line = refused(capsys, project.path, "-o", tmp_path / "a.png", "--codec", "h264")
    assert "leave --codec out or choose png or png16" in line
    all_round = ("--projection", "360", "--size-px", "64x32")
    line = refused(capsys, project.path, "-o", tmp_path / "a.npz", *all_round)
    assert "not of 360; use .png or .exr" in line
    line = refused(capsys, project.path, "-o", tmp_path / "a", *all_round, "--codec", "npz")
    assert "not of 360; choose another codec" in line


def bits_and_channels(path: Path) -> tuple[int, int]:
    """Bits a channel and channels of a PNG file."""
    bits, kind = path.read_bytes()[24:26]
    return bits, {0: 1, 2: 3, 4: 2, 6: 4}[kind]


def test_gaussians_larger_than_their_object_are_told(tmp_path: Path, capsys: Capture) -> None:
    cloud = ball(60)
    write_ply(tmp_path / "a.ply", replace(cloud, scales=cloud.scales * np.float32(1e6)))
    report = rendered(capsys, tmp_path / "a.ply", "-o", tmp_path / "a.png", *SMALL)
    (note,) = report["notes"]
    assert "times as large as the object" in note
    write_ply(tmp_path / "b.ply", cloud)
    assert not rendered(capsys, tmp_path / "b.ply", "-o", tmp_path / "b.png", *SMALL)["notes"]
