"""`GraphicsProbe`: asks what draws behind OpenGL here, without making the window wait."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from render.errors import BackendUnavailableError
from render.opengl.probe import OpenGLReport, probe_opengl

_log = logging.getLogger(__name__)


class GraphicsProbe:
    """The probe runs in a process of its own, so that a broken driver ends that one only."""

    def __init__(self, probe: Callable[[], OpenGLReport] = probe_opengl) -> None:
        """Prepare; nothing runs before `start`."""
        self._probe = probe
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="graphics")
        self._answer: Future[OpenGLReport] | None = None

    def start(self) -> None:
        """Ask, unless asked before."""
        if self._answer is None:
            self._answer = self._pool.submit(self._probe)

    def report(self) -> OpenGLReport | None:
        """What draws; None while it is not known, or when OpenGL cannot run."""
        if self._answer is None or not self._answer.done():
            return None
        try:
            return self._answer.result()
        except BackendUnavailableError as error:
            _log.info("OpenGL is not used: %s", error)
            return None

    @property
    def done(self) -> bool:
        """True once the answer is there."""
        return self._answer is not None and self._answer.done()

    def close(self) -> None:
        """Forget the question."""
        self._pool.shutdown(wait=False, cancel_futures=True)
