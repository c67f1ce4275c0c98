"""`FallbackRenderer`: draws with the first back-end that can, and says why it is that one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from render.base import FloatArray, Renderer, RenderOutput, RenderSettings
from render.camera import Camera
from render.errors import BackendUnavailableError, OptionUnavailableError
from render.gaussians import GaussianCloud

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A back-end that may draw."""

    name: str
    """Name that `render.registry.open_renderer` takes."""
    open: Callable[[], Renderer]
    """Opens it, or raises `BackendUnavailableError`."""


@dataclass(frozen=True, slots=True)
class BackendChoice:
    """Which back-end draws, and why."""

    name: str
    """Back-end that draws."""
    refused: tuple[tuple[str, str], ...] = ()
    """Name of each better one, and why it does not draw."""

    @property
    def reason(self) -> str:
        """One line for people."""
        if not self.refused:
            return f"{self.name}: the best renderer runs here"
        others = "; ".join(f"not {name} ({why})" for name, why in self.refused)
        return f"{self.name}: {others}"


class FallbackRenderer(Renderer):
    """Goes on with the next back-end when one cannot start or fails while drawing.

    Only `BackendUnavailableError` passes a picture on; wrong input stays an error. A back-end
    that merely lacks an option is kept for the pictures after.
    """

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        """Open the first candidate that can draw.

        Args:
            candidates: Back-ends, the best first.

        Raises:
            BackendUnavailableError: If none can; the message is that of the last.
        """
        self._waiting = list(candidates)
        self._refused: list[tuple[str, str]] = []
        self._open: list[Renderer] = []
        self._fault = BackendUnavailableError("there is no renderer to draw with")
        self.name = self._nth(0).name

    @property
    def choice(self) -> BackendChoice:
        """Which back-end draws now, and why."""
        return BackendChoice(self.name, tuple(self._refused))

    def close(self) -> None:
        """Close every back-end that was opened."""
        for renderer in self._open:
            renderer.close()
        self._open.clear()
        self._waiting.clear()

    def render(
        self,
        cloud: GaussianCloud,
        camera: Camera,
        settings: RenderSettings | None = None,
        *,
        features: FloatArray | None = None,
        with_ids: bool = False,
    ) -> RenderOutput:
        """Draw one view with the first back-end that can; see `Renderer.render`.

        Raises:
            BackendUnavailableError: If no back-end can.
        """
        place = 0
        while True:
            renderer = self._nth(place)
            try:
                return renderer.render(
                    cloud, camera, settings, features=features, with_ids=with_ids
                )
            except OptionUnavailableError as error:
                self._fault = error
                place += 1
            except BackendUnavailableError as error:
                _log.warning("%s draws no more: %s", renderer.name, error)
                self._refuse(renderer.name, error)
                self._open.remove(renderer)
                renderer.close()
                self.name = self._nth(0).name

    def _nth(self, place: int) -> Renderer:
        """The back-end at a place among those that run, opened when needed.

        Raises:
            BackendUnavailableError: If so many do not run.
        """
        while len(self._open) <= place:
            if not self._waiting:
                raise self._fault
            candidate = self._waiting.pop(0)
            try:
                self._open.append(candidate.open())
            except BackendUnavailableError as error:
                self._refuse(candidate.name, error)
        return self._open[place]

    def _refuse(self, name: str, error: BackendUnavailableError) -> None:
        self._refused.append((name, str(error)))
        self._fault = error
