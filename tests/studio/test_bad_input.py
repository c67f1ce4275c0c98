"""Bad input is one clear line and exit 2; nothing half-written, earlier work intact."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from render.errors import damage_of
from render.formats.ply import write_ply
from render.formats.splat_file import as_splat_file
from render.gaussians import GaussianCloud
from sim.project import Project
from sim.project_manifest import ProjectManifest
from studio import cli
from studio.commands import output_check
from studio.jobs import splat_import

Capture = pytest.CaptureFixture[str]

NOBODY = 65534


@pytest.fixture(autouse=True)
def crash_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Crash reports go to a private folder, which must stay empty."""
    folder = tmp_path / "state"
    monkeypatch.setenv("PHYS4D_STATE_DIR", str(folder))
    yield folder
    assert not folder.exists(), [path.read_text() for path in folder.rglob("*.txt")]


def refused(capsys: Capture, *arguments: object) -> str:
    """Run a command that must be refused; returns its one line."""
    status = cli.run([str(argument) for argument in arguments])
    lines = [
        line for line in capsys.readouterr().err.splitlines() if not line.startswith("[")
    ]  # without progress
    assert status == 2, lines
    assert len(lines) == 1, lines
    assert lines[0].startswith("error: ")
    return lines[0]


def small_cloud() -> GaussianCloud:
    rng = np.random.default_rng(0)
    return GaussianCloud(
        means=rng.uniform(-0.2, 0.2, (200, 3)),
        quats=np.tile([1.0, 0, 0, 0], (200, 1)),
        scales=np.full((200, 3), 0.02),
        opacities=np.full(200, 0.9),
        sh_coeffs=np.zeros((200, 1, 3)),
    )


def write_picture(path: Path, pixels: np.ndarray) -> None:
    Image.fromarray(pixels.astype(np.uint8)).save(path)


def not_an_image(path: Path) -> None:
    path.write_text("this is not an image", encoding="utf-8")


def truncated(path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (64, 64, 3))
    write_picture(path, noise)
    path.write_bytes(path.read_bytes()[:2000])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def one_pixel(path: Path) -> None:
    write_picture(path, np.full((1, 1, 3), 90))


def no_pixels(path: Path) -> None:
    """A PNG whose header says 0 x 0."""
    one_pixel(path)
    content = bytearray(path.read_bytes())
    content[16:24] = bytes(8)
    path.write_bytes(bytes(content))


def gigantic(path: Path) -> None:
    """A PNG whose header says 20,000 x 20,000."""
    one_pixel(path)
    content = bytearray(path.read_bytes())
    content[16:24] = (20_000).to_bytes(4, "big") * 2
    path.write_bytes(bytes(content))


def transparent(path: Path) -> None:
    write_picture(path, np.zeros((64, 64, 4)))


def one_colour(path: Path) -> None:
    write_picture(path, np.full((64, 64, 3), 120))


def folder(path: Path) -> None:
    path.mkdir()


def missing(path: Path) -> None:
    assert not path.exists()


BAD_PHOTOS: tuple[Callable[[Path], None], ...] = (
    not_an_image, truncated, empty, one_pixel, no_pixels, gigantic, transparent, one_colour,
    folder, missing,
)  # fmt: skip


@pytest.mark.parametrize("make", BAD_PHOTOS, ids=lambda make: make.__name__)
def test_bad_photo(make: Callable[[Path], None], tmp_path: Path, capsys: Capture) -> None:
    photo, out, save = tmp_path / "bad.png", tmp_path / "out.mp4", tmp_path / "out.p4d"
    make(photo)
    line = refused(capsys, "generate", photo, "-o", out, "--save", save)
    assert "bad" in line
    assert sorted(path.name for path in tmp_path.iterdir() if path != photo) == []


@pytest.mark.parametrize("make", BAD_PHOTOS, ids=lambda make: make.__name__)
def test_bad_photo_leaves_the_saved_project_alone(
    make: Callable[[Path], None], tmp_path: Path, capsys: Capture
) -> None:
    saved = Project.create(tmp_path / "cup.p4d", ProjectManifest(size_m=0.4), small_cloud())
    make(tmp_path / "bad.png")
    refused(capsys, "predict", tmp_path / "bad.png", "-o", saved.path)
    assert Project.open(saved.path).size_m == 0.4
    assert Project.open(saved.path).cloud().gaussian_count == 200


def good_photo(path: Path) -> Path:
    pixels = np.full((96, 96, 4), 0)
    pixels[24:72, 24:72] = (200, 60, 40, 255)
    pixels[40:56, 40:56] = (30, 160, 90, 255)
    write_picture(path, pixels)
    return path


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["-o", "out.avi"], ".mp4"),
        (["-o", "out.mp4", "--background", "none"], "H.264 has no transparency"),
        (["-o", "out.mp4", "--background", "#12"], "#RRGGBB"),
        (["-o", "out.mp4", "--background", "nothing"], "is no colour and no file"),
        (["-o", "out.mp4", "--codec", "vp9"], "end in .webm or .mkv"),
        (["-o", "out.gif", "--fps", "60"], "1 to 50 a second with GIF"),
        (["-o", "out.mp4", "--size-px", "9000x64"], "2 to 8192 px with H.264"),
        (["-o", "out.mp4", "--size-px", "512x512", "--projection", "360"], "use 1024x512"),
        (["-o", "out.mp4", "--overlays", "moon"], "unknown overlay 'moon'"),
        (["-o", "out.mp4", "--passes", "moon"], "unknown pass 'moon'"),
        (["-o", "no/folder/out.mp4"], "does not exist"),
        (["-o", "folder.mp4"], "is a folder"),
        (["-o", "photo.png/out.mp4"], "is a file, not a folder"),
        (["-o", "out.mp4", "--save", "out.zip"], "must end in .p4d"),
        (["-o", "out.mp4", "--save", "photo.p4d"], "is a file, not a project folder"),
        (["-o", "out.mp4", "--save", "no/out.p4d"], "does not exist"),
        (["-o", "out.mp4", "--save", "full.p4d"], "holds other files"),
        (["-o", "out.mp4", "--json", "no/report.json"], "does not exist"),
        (["-o", "out.mp4", "--material", "lava"], "unknown law 'lava'; use one of: jelly"),
        (["-o", "out.mp4", "--camera", "spiral7"], "neither a preset (swing, turntable,"),
        (["-o", "out.mp4", "--camera", "photo.png"], "JSON"),
        (["-o", "out.mp4", "--scene", "missing.json"], "missing.json"),
        (["-o", "out.mp4", "--scene", "photo.png"], "photo.png"),
        (["-o", "out.mp4", "--scene", "scene.json"], "down"),
        (["-o", "out.mp4", "--model", "no-such-model"], "no-such-model"),
        (["-o", "out.mp4", "--backend", "vulkan"], "vulkan"),
    ],
)
def test_bad_option_of_generate(
    options: list[str],
    words: str,
    tmp_path: Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    good_photo(tmp_path / "photo.png")
    (tmp_path / "folder.mp4").mkdir()
    (tmp_path / "photo.p4d").write_text("x")
    (tmp_path / "full.p4d").mkdir()
    (tmp_path / "full.p4d" / "mine.txt").write_text("x")
    (tmp_path / "scene.json").write_text(json.dumps({"gravity_m_s2": [0, 0, "down"]}))
    before = sorted(str(path) for path in tmp_path.rglob("*"))
    assert words in refused(capsys, "generate", "photo.png", *options)
    assert sorted(str(path) for path in tmp_path.rglob("*")) == before


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder nobody can write")
@pytest.mark.parametrize("option", ["-o", "--json"])
def test_output_where_nothing_can_be_written(option: str, tmp_path: Path, capsys: Capture) -> None:
    arguments = ["generate", good_photo(tmp_path / "photo.png"), "-o", tmp_path / "out.mp4"]
    line = refused(capsys, *arguments, option, "/proc/out.mp4")
    assert "cannot write in /proc" in line


@contextlib.contextmanager
def unprivileged() -> Iterator[None]:
    """Root may read and write everything; do without that for a moment."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that other users may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


needs_posix = pytest.mark.skipif(not hasattr(os, "seteuid"), reason="needs POSIX permissions")


@needs_posix
def test_photo_without_permission(public_folder: Path, capsys: Capture) -> None:
    photo = good_photo(public_folder / "photo.png")
    assert cli.run(["info", str(photo)]) == 0  # loads every module while that is allowed
    photo.chmod(0)
    with unprivileged():
        line = refused(capsys, "info", photo)
    assert str(photo) in line
    assert "permission" in line


@needs_posix
def test_output_folder_without_permission(public_folder: Path, capsys: Capture) -> None:
    write_ply(public_folder / "box.ply", small_cloud())
    locked = public_folder / "locked"
    locked.mkdir(mode=0o555)
    arguments = ["render", public_folder / "box.ply", "-o"]
    refused(capsys, *arguments, public_folder)  # loads every module while that is allowed
    with unprivileged():
        line = refused(capsys, *arguments, locked / "x.mp4")
    assert "cannot write in" in line
    assert "Permission denied" in line


def test_project_of_a_newer_version(tmp_path: Path, capsys: Capture) -> None:
    saved = Project.create(tmp_path / "cup.p4d", ProjectManifest(size_m=0.4), small_cloud())
    manifest = saved.path / "manifest.json"
    newer = json.loads(manifest.read_text()) | {"version": 99}
    manifest.write_text(json.dumps(newer))
    for command in (["info"], ["simulate"], ["render", "-o", str(tmp_path / "x.mp4")]):
        line = refused(capsys, command[0], saved.path, *command[1:])
        assert "version 99" in line
        assert "up to 1" in line
        assert "update phys4d-studio" in line
    assert json.loads(manifest.read_text()) == newer


def test_project_without_takes_cannot_be_rendered(tmp_path: Path, capsys: Capture) -> None:
    saved = Project.create(tmp_path / "cup.p4d", ProjectManifest(size_m=0.4), small_cloud())
    line = refused(capsys, "render", saved.path, "-o", tmp_path / "x.mp4")
    assert "has no take" in line
    assert "phys4d-studio simulate" in line


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["evaluate", "physics", "no-such-folder"], "no-such-folder is not a folder"),
        (["evaluate", "reconstruction", "."], "index.csv"),
        (["train", "pretrain", "missing.json"], "missing.json is not a file"),
        (["train", "pretrain", "broken.json", "-o", "out"], "broken.json"),
        (["train", "pretrain", "broken.json", "--assets", "no"], "no is not a folder"),
        (["bench", "pipeline", "--photo", "missing.jpg"], "missing.jpg does not exist"),
    ],
)
def test_bad_input_of_the_developers_commands(
    arguments: list[str],
    words: str,
    tmp_path: Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broken.json").write_text("{")
    assert words in refused(capsys, *arguments)


class FullDisk:
    """Writes that fail as on a disk without space, after `allowed` bytes."""

    def __call__(self, *arguments: object, **options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "cloud.ply")


def test_full_disk_while_the_project_is_written(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_ply(tmp_path / "box.ply", small_cloud())
    monkeypatch.setattr("sim.project.write_ply", FullDisk())
    saved = tmp_path / "box.p4d"
    arguments = ["simulate", tmp_path / "box.ply", "-o", saved, "--material", "jelly"]
    assert "the disk is full" in refused(capsys, *arguments)
    assert [path.name for path in tmp_path.iterdir()] == ["box.ply"]


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 64 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    try:
        done = subprocess.run(mount, capture_output=True, check=False)
    except OSError:
        pytest.skip("no mount command here")
    if done.returncode:
        pytest.skip("mounting a small disk needs root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_disk_without_space_is_refused_before_the_work(tiny_disk: Path, capsys: Capture) -> None:
    photo = good_photo(tiny_disk.parent / "photo.png")
    assert "MB left" in refused(capsys, "generate", photo, "-o", tiny_disk / "out.mp4")
    assert list(tiny_disk.iterdir()) == []


def test_disk_that_fills_up_leaves_nothing_half_written(
    tiny_disk: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output_check, "MIN_FREE_BYTES", 0)
    monkeypatch.setattr(splat_import, "read_splats", lambda path: as_splat_file(many_gaussians()))
    saved = tiny_disk / "box.p4d"
    arguments = ["simulate", tiny_disk.parent / "box.ply", "-o", saved, "--material", "jelly"]
    assert "the disk is full" in refused(capsys, *arguments)
    assert list(tiny_disk.iterdir()) == []


def many_gaussians() -> GaussianCloud:
    cloud = small_cloud()
    for _ in range(3):
        cloud = cloud.concat(cloud)
    return cloud


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("name", ["a.ply", "a.spz", "a.p4dc", "a.usda", "a.png"])
def test_pipes_are_not_waited_for(name: str, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / name
    os.mkfifo(path)
    assert cli.run(["info", str(path)]) == 2
    assert "is a pipe or device; name a file" in capsys.readouterr().err
    if name != "a.png":
        assert cli.run(["convert", str(path), str(tmp_path / "b.html")]) == 2
        assert "is a pipe or device; name a file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (KeyError("means"), "it lacks 'means'"),
        (ValueError("invalid\n  literal"), "invalid literal"),
        (StopIteration(), "StopIteration"),
    ],
)
def test_damage_is_said_in_words(error: Exception, words: str) -> None:
    assert damage_of(error) == words
