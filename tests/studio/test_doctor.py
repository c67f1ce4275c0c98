"""The doctor reports everything, names a remedy for each lack, and imports nothing heavy."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from render.progress import ignore_progress
from studio import doctor_machine, doctor_parts
from studio.doctor import Diagnosis, diagnose
from studio.doctor_report import Check

HEAVY = {"torch", "numba", "taichi", "PySide6", "vispy", "OpenGL"}


@pytest.fixture(scope="module")
def diagnosis() -> Diagnosis:
    return diagnose(ignore_progress)


def test_every_section_is_there(diagnosis: Diagnosis) -> None:
    report = diagnosis.to_json()
    assert set(report) == {
        "healthy", "hardware", "desktop", "packages", "kernels", "back_ends", "weights", "codecs",
    }  # fmt: skip
    assert json.loads(json.dumps(report, allow_nan=False))


def test_every_lack_has_a_remedy(diagnosis: Diagnosis) -> None:
    assert not [check.name for check in diagnosis.checks if not check.passed and not check.remedy]


def test_this_machine_can_do_the_work(diagnosis: Diagnosis) -> None:
    found = {check.name: check for check in diagnosis.checks}
    for name in ("cpu", "numpy", "threading layer", "cpu_tiles", "h264", "u2netp.onnx"):
        assert found[name].passed, found[name].detail
    assert found["threading layer"].values["layer"] in {"omp", "tbb", "workqueue"}
    assert len(str(found["u2netp.onnx"].values["sha256"])) == 64


def test_the_automatic_renderer_is_named_with_its_reason(diagnosis: Diagnosis) -> None:
    found = {check.name: check for check in diagnosis.checks if check.section == "back_ends"}
    assert {"gsplat_cuda", "cpu_tiles", "opengl", "reference", "auto"} <= set(found)
    chosen = str(found["auto"].values["renderer"])
    assert found[chosen].passed
    assert found["auto"].detail.startswith(f"{chosen}: ")


def test_lines_show_what_is_missing() -> None:
    lines = list(
        Diagnosis(
            (
                Check("weights", "shape", False, "gone", "reinstall", required=True),
                Check("hardware", "gpu", False, "none", "not needed"),
            )
        ).lines()
    )
    text = "\n".join(lines)
    assert "MISSING shape" in text
    assert "absent  gpu" in text
    assert "-> reinstall" in text
    assert lines[-1] == "1 needed missing"


def test_damaged_weights_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = tmp_path / "weights"
    weights.mkdir()
    (weights / "u2netp.onnx").write_bytes(b"half")
    digest = hashlib.sha256(b"whole").hexdigest()
    (weights / "SHA256SUMS").write_text(f"{digest}  u2netp.onnx\n", encoding="utf-8")
    monkeypatch.setattr(doctor_parts, "files", lambda package: tmp_path)
    checks = {check.name: check for check in doctor_parts.weight_checks()}
    assert not checks["u2netp.onnx"].passed
    assert "differs" in checks["u2netp.onnx"].detail
    assert not checks["embedded/shape.safetensors"].passed


def test_shipped_checksums_are_those_of_the_files(project_root: Path) -> None:
    """After a change of weights: sha256sum u2netp.onnx embedded/*.safetensors > SHA256SUMS."""
    weights = project_root / "resources" / "weights"
    lines = (weights / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert lines
    for line in lines:
        digest, name = line.split()
        assert hashlib.sha256((weights / name).read_bytes()).hexdigest() == digest, name


def test_machine_without_an_nvidia_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_machine, "NVIDIA_QUERY", ("no-such-program-here",))
    (check,) = doctor_machine.gpu_check()
    assert not check.passed
    assert not check.required


def test_json_alone_on_standard_output() -> None:
    code = (
        "import sys; from main import main; status = main(['doctor', '--json', '-']);"
        f"heavy = {HEAVY!r} & {{m.split('.')[0] for m in sys.modules}};"
        "sys.exit(f'loaded {heavy}' if heavy else status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["hardware"]
    assert done.stderr == ""
