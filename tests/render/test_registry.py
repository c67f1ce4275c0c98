"""Back-ends are found by name and report why they cannot run."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import sys

import pytest

from render.errors import BackendUnavailableError, InputError
from render.fallback import FallbackRenderer
from render.gsplat_cuda import requirements
from render.opengl import probe
from render.registry import BackendReport, automatic_choice, available_backends, open_renderer


@pytest.fixture
def _no_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requirements, "installation_fault", lambda: requirements.NO_DRIVER)


@pytest.mark.usefixtures("_no_gpu")
def test_auto_opens_the_fast_back_end_and_says_why() -> None:
    renderer = open_renderer()
    assert isinstance(renderer, FallbackRenderer)
    assert renderer.name == "cpu_tiles"
    assert "not gsplat_cuda (no NVIDIA driver was found" in renderer.choice.reason
    renderer.close()


def test_reference_opens_by_name() -> None:
    assert open_renderer("reference").name == "reference"


def test_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(InputError, match="auto, gsplat_cuda, cpu_tiles, opengl, reference"):
        open_renderer("vulkan")


def test_missing_packages_leave_the_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert open_renderer("auto").name == "reference"
    with pytest.raises(BackendUnavailableError, match="pip install numba"):
        open_renderer("cpu_tiles")
    with pytest.raises(BackendUnavailableError, match="pip install torch"):
        open_renderer("gsplat_cuda")


def test_broken_driver_is_reported_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe.sys, "executable", "/bin/false")
    reports = {report.name: report for report in available_backends()}
    assert not reports["opengl"].available
    assert "cpu_tiles renderer" in reports["opengl"].detail
    assert reports["cpu_tiles"].available


def test_automatic_choice_follows_the_reports() -> None:
    def reports(cuda: bool) -> tuple[BackendReport, ...]:
        return (
            BackendReport("gsplat_cuda", cuda, "gsplat 1.5.3" if cuda else "no GPU"),
            BackendReport("cpu_tiles", True, "numba"),
            BackendReport("reference", True, "numpy"),
        )

    assert automatic_choice(reports(True)).name == "gsplat_cuda"
    assert automatic_choice(reports(False)).reason == "cpu_tiles: not gsplat_cuda (no GPU)"


def test_auto_imports_no_torch_to_learn_that_there_is_no_gpu(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importlib.metadata, "version", lambda _name: "2.9.0+cpu")
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    renderer = open_renderer()
    assert "2.9.0+cpu is a build without CUDA" in renderer.choice.reason  # type: ignore[attr-defined]
    assert "torch" not in sys.modules
    renderer.close()
