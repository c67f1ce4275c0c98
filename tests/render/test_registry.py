"""Back-ends are found by name and report why they cannot run."""

from __future__ import annotations

import importlib.util

import pytest

from render.errors import BackendUnavailableError, InputError
from render.opengl import probe
from render.registry import available_backends, open_renderer


def test_auto_opens_the_fast_back_end() -> None:
    renderer = open_renderer()
    assert renderer.name == "cpu_tiles"
    renderer.close()


def test_reference_opens_by_name() -> None:
    assert open_renderer("reference").name == "reference"


def test_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(InputError, match="auto, cpu_tiles, opengl, reference"):
        open_renderer("vulkan")


def test_missing_numba_leaves_the_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert open_renderer("auto").name == "reference"
    with pytest.raises(BackendUnavailableError, match="pip install numba"):
        open_renderer("cpu_tiles")


def test_broken_driver_is_reported_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe.sys, "executable", "/bin/false")
    reports = {report.name: report for report in available_backends()}
    assert not reports["opengl"].available
    assert "cpu_tiles renderer" in reports["opengl"].detail
    assert reports["cpu_tiles"].available
