"""`ViewRenderer`: draws the viewport's pictures, with gsplat once it has started."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from render.base import FloatArray, Renderer, RenderOutput, RenderSettings
from render.camera import Camera
from render.errors import BackendUnavailableError
from render.fallback import Candidate, FallbackRenderer
from render.gaussians import GaussianCloud
from render.registry import open_renderer

CPU, CUDA = "cpu_tiles", "gsplat_cuda"


class ViewRenderer(Renderer):
    """Never keeps a picture waiting for torch to load or kernels to compile.

    gsplat starts in a thread while the CPU goes on drawing. Where it cannot start or fails, the
    CPU draws on and `take_fault` gives the reason once.
    """

    def __init__(self, opener: Callable[[str], Renderer] = open_renderer) -> None:
        """Open the CPU's renderer.

        Args:
            opener: Opens a back-end by name.
        """
        self._opener = opener
        self._cpu = opener(CPU)
        self._starting: Future[Renderer] | None = None
        self._cuda: FallbackRenderer | None = None
        self._fault = ""
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="gsplat")
        self.name = CPU

    def choose(self, backend: str) -> None:
        """Draw with a back-end from now on, or as soon as it has started."""
        self._cuda = self._starting = None
        self.name = CPU
        if backend == CUDA:
            self._starting = self._pool.submit(self._opener, CUDA)

    def take_fault(self) -> str:
        """Why gsplat does not draw; empty when it does, was not chosen, or was told before."""
        fault, self._fault = self._fault, ""
        return fault

    def close(self) -> None:
        """Release the back-ends."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._cpu.close()

    def render(
        self,
        cloud: GaussianCloud,
        camera: Camera,
        settings: RenderSettings | None = None,
        *,
        features: FloatArray | None = None,
        with_ids: bool = False,
    ) -> RenderOutput:
        """Draw one view; see `Renderer.render`."""
        self._finish_start()
        renderer = self._cuda or self._cpu
        output = renderer.render(cloud, camera, settings, features=features, with_ids=with_ids)
        if self._cuda is not None and self._cuda.name != CUDA:
            self._give_up(self._cuda.choice.refused[0][1])
        return output

    def _finish_start(self) -> None:
        """Take gsplat over once it is there."""
        started = self._starting
        if started is None or not started.done():
            return
        self._starting = None
        try:
            cuda = started.result()
        except BackendUnavailableError as error:
            self._give_up(str(error))
            return
        self.name = CUDA
        self._cuda = FallbackRenderer(
            [Candidate(CUDA, lambda: cuda), Candidate(CPU, lambda: self._cpu)]
        )

    def _give_up(self, reason: str) -> None:
        self._fault = f"The viewport draws on the CPU: {reason}"
        self._cuda, self.name = None, CPU
