"""Says why the other tests of this folder do not run."""

from __future__ import annotations

import importlib.util

import pytest


def test_taichi_is_installed() -> None:
    if importlib.util.find_spec("taichi") is None:
        pytest.skip("Taichi is not installed: pip install 'phys4d-studio[gpu]'")
    from sim.mpm.gpu.taichi_module import ti

    assert ti.__version__ >= (1, 7)
