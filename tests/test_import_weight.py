"""Importing any package is free: no torch, Taichi, numba, Qt or GL."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = {"torch", "taichi", "numba", "PySide6", "vispy", "OpenGL", "gsplat", "onnxruntime", "scipy"}
PACKAGES = ["render", "sim", "models", "studio", "studio.cli", "main"]
TYPE_MODULES = [
    "render.gaussians",
    "render.camera",
    "render.cameras.path",
    "render.registry",
    "sim.materials",
    "sim.physics_distribution",
    "sim.scene_setup",
    "studio.jobs.requests",
]


def modules_after_import(name: str) -> set[str]:
    code = f"import {name}, sys, json; print(json.dumps(sorted(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return {module.split(".")[0] for module in json.loads(result.stdout)}


@pytest.mark.parametrize("name", PACKAGES + TYPE_MODULES)
def test_import_loads_nothing_heavy(name: str) -> None:
    assert modules_after_import(name) & HEAVY == set()
