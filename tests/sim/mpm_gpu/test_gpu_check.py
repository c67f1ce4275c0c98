"""tools/gpu_check.py without a GPU, and its measurements on Taichi's CPU target."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


def gpu_check(root: Path, *options: str) -> str:
    hidden = os.environ | {"CUDA_VISIBLE_DEVICES": "-1", "LIBGL_ALWAYS_SOFTWARE": "1"}
    command = [sys.executable, str(root / "tools" / "gpu_check.py"), *options]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=600, env=hidden
    )
    return done.stdout


def test_without_a_gpu_every_back_end_is_not_run(project_root: Path, tmp_path: Path) -> None:
    printed = gpu_check(project_root, "--json", str(tmp_path / "figures.json"))
    names, outcomes = zip(*(line.split(": ", 1) for line in printed.splitlines()), strict=True)
    assert names == ("gsplat_cuda", "opengl", "physgm", "mpm gpu")
    assert {outcome[:7] for outcome in outcomes} == {"not run"}
    report = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    assert set(report) == {"gsplat_cuda", "opengl", "physgm", "mpm_gpu"}
    assert report["mpm_gpu"]["cases"] == []
    assert "NVIDIA driver" in report["mpm_gpu"]["reason"]
    assert report["opengl"]["reason"]


@pytest.mark.slow
def test_a_case_is_measured_with_its_phases(project_root: Path) -> None:
    case = json.dumps(["jelly", 16, 1000, "taichi-cpu"])
    result = json.loads(gpu_check(project_root, "--case", case).splitlines()[-1])
    assert result["moves"]
    assert set(result["phases"]) == {"sort", "p2g", "nodes", "g2p", "law"}
    assert result["phases"]["law"]["floor_milliseconds"] > 0
    assert result["textbook_taichi"]["mega_particle_substeps_per_s"] > 0
