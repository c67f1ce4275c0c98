"""Commands, exit statuses and what goes to which stream."""

from __future__ import annotations

import argparse
import errno
import json
import os
import subprocess
import sys
import types
from pathlib import Path

import pytest

from render.errors import BackendUnavailableError, CancelledError, InputError
from sim.materials import ConstitutiveLaw
from studio import cli
from studio.commands import doctor as doctor_command
from studio.commands.options import LAW_HELP

ALL_HELPS = [
    ["--help"],
    *([name, "--help"] for name in cli.COMMANDS),
    ["train", "pretrain", "--help"],
    ["bench", "pipeline", "--help"],
]
LIGHT = {
    "torch",
    "numba",
    "taichi",
    "PySide6",
    "vispy",
    "zarr",
    "numpy",
    "PIL",
    "av",
    "onnxruntime",
}


@pytest.fixture(autouse=True)
def state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PHYS4D_STATE_DIR", str(tmp_path / "state"))
    return tmp_path / "state"


def failing_command(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let `doctor` raise an error, as a job does in the middle of its work."""

    def register(parser: argparse.ArgumentParser) -> None:
        def run(options: argparse.Namespace) -> int:
            raise error

        parser.set_defaults(run=run)

    monkeypatch.setattr(doctor_command, "register", register)


@pytest.mark.parametrize("arguments", ALL_HELPS, ids=" ".join)
def test_help(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(arguments) == 0
    assert "usage: phys4d-studio" in capsys.readouterr().out


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, json; from main import main; status = main(['generate', '--help']);"
        "print(json.dumps([status, sorted(sys.modules)]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    status, modules = json.loads(done.stdout.splitlines()[-1])
    assert status == 0
    assert {module.split(".")[0] for module in modules} & LIGHT == set()


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("phys4d-studio ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["predict"], ["IMAGE", "predict --help"]),
        (["predict", "a.jpg"], ["-o", "required"]),
        (["simulate", "a.p4d", "--young", "-5"], ["--young", "-5", "1 to 1e+13 Pa"]),
        (["simulate", "a.p4d", "--young", "nan"], ["nan", "1 to 1e+13"]),
        (["simulate", "a.p4d", "--young", "stiff"], ["'stiff'", "not a number"]),
        (["simulate", "a.p4d", "--poisson", "0.5"], ["0.5", "0 to 0.49"]),
        (["simulate", "a.p4d", "--density", "inf"], ["inf", "1 to 30000"]),
        (["simulate", "a.p4d", "--frames", "0"], ["--frames", "1 to 2000"]),
        (["simulate", "a.p4d", "--samples", "1.5"], ["'1.5'", "whole number"]),
        (["simulate", "a.p4d", "--seed", "-1"], ["--seed", "0 to"]),
        (["simulate", "a.p4d", "--quality", "best"], ["best", "sketch"]),
        (["simulate", "a.p4d", "--stiffness", "soft"], ["soft", "expressive"]),
        (["simulate", "a.p4d", "--device", "tpu"], ["tpu", "cuda", "cpu"]),
        (["simulate", "a.p4d", "--fields", "speed"], ["speed", "velocity"]),
        (["simulate", "a.p4d", "--resume", "take-1@x"], ["take-1@x", "TAKE@FRAME"]),
        (["simulate", "a.p4d", "--resume", "t", "--branch", "t@3"], ["--branch", "--resume"]),
        (["simulate", "a.p4d", "--size", "0"], ["--size", "0.001 to 1000 m"]),
        (["render", "a.p4d", "-o", "x.mp4", "--size-px", "8x512"], ["8x512", "16 to 16384"]),
        (["render", "a.p4d", "-o", "x.mp4", "--size-px", "big"], ["'big'", "1920x1080"]),
        (["render", "a.p4d", "-o", "x.mp4", "--motion-blur", "1"], ["1", "2 to 64"]),
        (["render", "a.p4d", "-o", "x.mp4", "--motion-blur", "8@999"], ["999", "1 to 720"]),
        (["render", "a.p4d", "-o", "x.mp4", "--fps", "0"], ["--fps", "1 to 120"]),
        (["generate", "a.jpg", "-o", "x.mp4", "--elevation", "95"], ["95", "-89 to 89"]),
        (["evaluate", "beauty", "x"], ["beauty", "reconstruction"]),
        (["train", "dpo"], ["dpo"]),
        (["bench"], ["KIND"]),
        (["nonsense"], ["nonsense", "commands are"]),
        (["a.jpg", "b.jpg"], ["one file"]),
        (["--nonsense"], ["--help"]),
    ],
    ids=lambda value: " ".join(value) if value and value[0] in cli.COMMANDS else "",
)
def test_bad_usage_is_one_line(
    arguments: list[str], words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("error: ")
    assert captured.err.count("\n") == 1
    for word in words:
        assert word in captured.err


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (InputError("size 0 m is outside\n 0.001 to 1000 m"), "size 0 m is outside 0.001"),
        (BackendUnavailableError("OpenGL is missing; install it"), "install it"),
        (OSError(errno.ENOSPC, "No space left", "take"), "take: the disk is full"),
        (PermissionError(errno.EACCES, "Permission denied", "x.mp4"), "x.mp4: permission denied"),
        (IsADirectoryError(errno.EISDIR, "Is a directory", "x"), "x: it is a folder"),
        (OSError(errno.EROFS, "Read-only file system", "x"), "read-only"),
        (MemoryError(), "not enough memory"),
    ],
)
def test_faults_of_input_and_machine_exit_with_2(
    error: BaseException,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    state_folder: Path,
) -> None:
    failing_command(monkeypatch, error)
    assert cli.run(["doctor"]) == 2
    captured = capsys.readouterr()
    assert words in captured.err
    assert captured.err.count("\n") == 1
    assert not state_folder.exists()


def test_internal_failure_exits_with_1_and_a_report(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], state_folder: Path
) -> None:
    failing_command(monkeypatch, IndexError("frame 7"))
    assert cli.run(["doctor"]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "Traceback" not in error
    (report,) = (state_folder / "crashes").iterdir()
    assert str(report) in error
    text = report.read_text(encoding="utf-8")
    assert "IndexError: frame 7" in text
    assert "Traceback" in text
    assert "command: phys4d-studio doctor" in text
    assert "numpy: " in text


@pytest.mark.parametrize("error", [KeyboardInterrupt(), CancelledError()])
def test_interruption_exits_with_130(
    error: BaseException, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing_command(monkeypatch, error)
    assert cli.run(["doctor"]) == 130
    assert "interrupted" in capsys.readouterr().err


def test_waiting_threads_sleep_unless_the_user_says_otherwise(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OMP_WAIT_POLICY", "ACTIVE")
    cli.run(["--version"])
    assert os.environ["OMP_WAIT_POLICY"] == "ACTIVE"
    monkeypatch.delenv("OMP_WAIT_POLICY")
    cli.run(["--version"])
    assert os.environ["OMP_WAIT_POLICY"] == "PASSIVE"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path | None]:
    """Paths that the window was opened on; the window itself is replaced."""
    seen: list[Path | None] = []
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")

    def run_window(path: Path | None, *, safe_mode: bool = False) -> int:
        seen.append(path)
        if safe_mode:
            seen.append(Path("safe mode"))
        return 0

    app = types.ModuleType("studio.app")
    app.run_window = run_window  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "studio.app", app)
    return seen


def test_no_command_opens_the_window(opened: list[Path | None]) -> None:
    assert cli.run([]) == 0
    assert opened == [None]


def test_a_file_opens_the_window_on_it(opened: list[Path | None], tmp_path: Path) -> None:
    photo = tmp_path / "predict.jpg"
    photo.write_bytes(b"")
    assert cli.run([str(photo)]) == 0
    assert opened == [photo]


@pytest.mark.parametrize("arguments", [["--safe-mode"], ["{photo}", "--safe-mode"]])
def test_safe_mode_is_passed_on(
    opened: list[Path | None], tmp_path: Path, arguments: list[str]
) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"")
    filled = [argument.format(photo=photo) for argument in arguments]
    assert cli.run(filled) == 0
    assert opened == [photo if len(arguments) == 2 else None, Path("safe mode")]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="always has a display")
def test_a_window_without_a_display_is_refused(
    opened: list[Path | None], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert cli.run([]) == 2
    assert "no display" in capsys.readouterr().err
    assert opened == []


def test_results_go_to_the_json_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["doctor", "--json", str(tmp_path / "doctor.json")]) == 0
    assert "hardware" in capsys.readouterr().out
    assert json.loads((tmp_path / "doctor.json").read_text(encoding="utf-8"))["hardware"]


def test_json_file_is_checked_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["doctor", "--json", str(tmp_path)]) == 2
    assert "is a folder" in capsys.readouterr().err


def test_help_names_every_law() -> None:
    names = LAW_HELP.replace(" or ", ", ").split(", ")
    assert names == [law.value for law in ConstitutiveLaw]
