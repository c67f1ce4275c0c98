"""The viewport's renderer: gsplat once it has started, the CPU before and when it fails."""

from __future__ import annotations

from concurrent.futures import Future

import numpy as np
import pytest

from render.base import Renderer, RenderOutput
from render.camera import Camera
from render.errors import BackendUnavailableError, OptionUnavailableError
from studio.jobs.view_renderer import CPU, CUDA, ViewRenderer

CAMERA = Camera.look_at((1, 0, 0), (0, 0, 0), width=4, height=2)


class FakeRenderer(Renderer):
    def __init__(self, name: str) -> None:
        self.name = name
        self.fault: Exception | None = None

    def render(self, cloud, camera, settings=None, *, features=None, with_ids=False):
        if self.fault is not None:
            raise self.fault
        shade = np.full((camera.height, camera.width), 1.0 if self.name == CUDA else 0.0)
        return RenderOutput(np.dstack([shade] * 3), shade, shade)


class HeldPool:
    """Runs what it is given when the test says so."""

    def __init__(self) -> None:
        self.future: Future[Renderer] = Future()

    def submit(self, *_work: object) -> Future[Renderer]:
        self.future = Future()
        return self.future


@pytest.fixture
def pool() -> HeldPool:
    return HeldPool()


@pytest.fixture
def view(pool: HeldPool) -> ViewRenderer:
    view = ViewRenderer(FakeRenderer)
    view._pool = pool
    return view


def drawn_by(view: ViewRenderer) -> str:
    return CUDA if view.render(None, CAMERA).alpha[0, 0] else CPU


def test_the_cpu_draws_until_gsplat_has_started(view: ViewRenderer, pool: HeldPool) -> None:
    assert drawn_by(view) == CPU
    view.choose(CUDA)
    assert drawn_by(view) == CPU
    pool.future.set_result(FakeRenderer(CUDA))
    assert drawn_by(view) == view.name == CUDA
    view.choose(CPU)
    assert drawn_by(view) == view.name == CPU
    assert view.take_fault() == ""


def test_a_start_that_fails_is_told_once(view: ViewRenderer, pool: HeldPool) -> None:
    view.choose(CUDA)
    pool.future.set_exception(BackendUnavailableError("gsplat is missing"))
    assert drawn_by(view) == CPU
    assert view.take_fault() == "The viewport draws on the CPU: gsplat is missing"
    assert view.take_fault() == ""


def test_a_lost_gpu_hands_over_within_the_picture(view: ViewRenderer, pool: HeldPool) -> None:
    view.choose(CUDA)
    cuda = FakeRenderer(CUDA)
    pool.future.set_result(cuda)
    assert drawn_by(view) == CUDA
    cuda.fault = BackendUnavailableError("the GPU failed while drawing")
    assert drawn_by(view) == CPU
    assert "GPU failed" in view.take_fault()
    assert drawn_by(view) == view.name == CPU


def test_a_style_that_gsplat_lacks_comes_from_the_cpu(view: ViewRenderer, pool: HeldPool) -> None:
    view.choose(CUDA)
    cuda = FakeRenderer(CUDA)
    pool.future.set_result(cuda)
    cuda.fault = OptionUnavailableError("gsplat_cuda draws splats only")
    assert drawn_by(view) == CPU
    cuda.fault = None
    assert drawn_by(view) == CUDA
    assert view.take_fault() == ""
