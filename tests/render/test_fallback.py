"""The next back-end takes over with a stated reason; wrong input is never hidden."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from render_scenes import CloudFactory

from render.base import Renderer, RenderOutput, RenderSettings, SplatStyle
from render.camera import Camera
from render.errors import BackendUnavailableError, InputError, OptionUnavailableError
from render.fallback import Candidate, FallbackRenderer


class FakeRenderer(Renderer):
    """Draws its shade, or raises what it is told to."""

    def __init__(self, name: str, shade: float) -> None:
        self.name, self.shade = name, shade
        self.fault: Exception | None = None
        self.styles = tuple(SplatStyle)
        self.is_open = True

    def render(self, cloud, camera, settings=None, *, features=None, with_ids=False):
        settings = settings or RenderSettings()
        if self.fault is not None:
            raise self.fault
        if settings.style not in self.styles:
            raise OptionUnavailableError(f"{self.name} lacks {settings.style}")
        size = (camera.height, camera.width)
        plain = np.full(size, self.shade, np.float32)
        return RenderOutput(np.full((*size, 3), self.shade, np.float32), plain, plain)

    def close(self) -> None:
        self.is_open = False


def refusing(name: str) -> Candidate:
    def refuse() -> Renderer:
        raise BackendUnavailableError(f"no {name} here")

    return Candidate(name, refuse)


@pytest.fixture
def fakes() -> tuple[FakeRenderer, FakeRenderer]:
    return FakeRenderer("best", 0.25), FakeRenderer("second", 0.5)


@pytest.fixture
def shade(make_cloud: CloudFactory, side_camera: Camera) -> Callable[..., float]:
    def draw(renderer: Renderer, style: SplatStyle = SplatStyle.SPLATS) -> float:
        output = renderer.render(make_cloud(2), side_camera, RenderSettings(style=style))
        return float(output.alpha[0, 0])

    return draw


def opened(*renderers: FakeRenderer) -> FallbackRenderer:
    return FallbackRenderer([Candidate(r.name, lambda r=r: r) for r in renderers])


def test_the_first_that_starts_draws(fakes, shade) -> None:
    best, second = fakes
    renderer = FallbackRenderer([refusing("cuda"), Candidate("best", lambda: best)])
    assert renderer.name == "best"
    assert shade(renderer) == 0.25
    assert renderer.choice.reason == "best: not cuda (no cuda here)"
    assert opened(best, second).choice.reason == "best: the best renderer runs here"


def test_a_lost_device_hands_on_for_good(fakes, shade) -> None:
    best, second = fakes
    renderer = opened(best, second)
    assert shade(renderer) == 0.25
    best.fault = BackendUnavailableError("the GPU failed while drawing")
    assert shade(renderer) == 0.5
    assert not best.is_open
    assert renderer.name == "second"
    assert renderer.choice.refused == (("best", "the GPU failed while drawing"),)
    best.fault = None
    assert shade(renderer) == 0.5


def test_a_missing_option_hands_on_for_one_picture(fakes, shade) -> None:
    best, second = fakes
    best.styles = (SplatStyle.SPLATS,)
    renderer = opened(best, second)
    assert [shade(renderer, style) for style in ("rings", "splats", "rings")] == [0.5, 0.25, 0.5]
    assert renderer.choice.refused == ()
    renderer.close()
    assert not best.is_open
    assert not second.is_open


def test_an_option_that_nobody_has_is_told(fakes, shade) -> None:
    for fake in fakes:
        fake.styles = ()
    with pytest.raises(OptionUnavailableError, match="second lacks splats"):
        shade(opened(*fakes))


def test_wrong_input_stays_an_error(fakes, shade) -> None:
    best, second = fakes
    renderer = opened(best, second)
    best.fault = InputError("features have shape (3, 1)")
    with pytest.raises(InputError, match="shape"):
        shade(renderer)
    assert renderer.name == "best"


def test_the_last_reason_is_given_when_nothing_runs(fakes, shade) -> None:
    with pytest.raises(BackendUnavailableError, match="no b here"):
        FallbackRenderer([refusing("a"), refusing("b")])
    best, _ = fakes
    renderer = opened(best)
    best.fault = BackendUnavailableError("out of memory")
    with pytest.raises(BackendUnavailableError, match="out of memory"):
        shade(renderer)
