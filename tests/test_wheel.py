"""The wheel holds everything the product needs, outside the clone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = Path(__file__).resolve().parents[1]
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    tracked = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=root, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    for name in tracked:
        if (root / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((root / name).read_bytes())
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
    command += ["--no-build-isolation", "--wheel-dir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def environment_python(folder: Path) -> Path:
    return folder / ("Scripts" if os.name == "nt" else "bin") / "python"


def run_outside(python: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    command = [str(python), "-m", "main", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def check_doctor_and_generate(python: Path, folder: Path, sample: Path) -> None:
    doctor = run_outside(python, folder, "doctor", "--json", "-")
    assert doctor.returncode == 0, doctor.stderr
    assert json.loads(doctor.stdout)
    arguments = ["generate", str(sample), "-o", "fall.mp4", "--save", "fall.p4d"]
    generated = run_outside(python, folder, *arguments, "--quality", "sketch", "--frames", "3")
    assert generated.returncode == 0, generated.stderr
    assert (folder / "fall.mp4").stat().st_size > 1000
    assert (folder / "fall.p4d" / "manifest.json").exists()


def test_wheel_leaves_out_tests_and_holds_resources(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/", "tools/"))]
    assert "resources/weights/u2netp.onnx" in names
    assert "resources/weights/embedded/shape.safetensors" in names
    assert "resources/samples/samples.json" in names


def test_wheel_runs_without_the_clone(wheel: Path, tmp_path: Path, project_root: Path) -> None:
    """An environment with only the wheel; third-party packages are lent, not downloaded."""
    venv.create(tmp_path / "venv", with_pip=False)
    python = environment_python(tmp_path / "venv")
    purelib = sysconfig.get_path("purelib", vars={"base": str(tmp_path / "venv")})
    zipfile.ZipFile(wheel).extractall(purelib)
    Path(purelib, "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    check_doctor_and_generate(python, tmp_path, project_root / "resources/samples/coffee.jpg")


@pytest.mark.slow
def test_wheel_installs_into_an_empty_environment(
    wheel: Path, tmp_path: Path, project_root: Path
) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = environment_python(tmp_path / "venv")
    subprocess.run(
        [str(python), "-m", "pip", "install", "--quiet", str(wheel)], check=True, timeout=1200
    )
    check_doctor_and_generate(python, tmp_path, project_root / "resources/samples/coffee.jpg")
