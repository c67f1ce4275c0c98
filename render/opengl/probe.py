"""Whether OpenGL runs here, asked in a process of its own: broken drivers end that one only."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from dataclasses import asdict, dataclass

from render.errors import BackendUnavailableError

logger = logging.getLogger(__name__)

PROBE_TIMEOUT_S = 30.0
UNAVAILABLE = 3
"""Exit status of the probing process when there is no usable OpenGL."""

REMEDY = (
    "install OpenGL 3.3 with EGL (Debian and Ubuntu: apt install libegl1 libgl1-mesa-dri), "
    "or use the cpu_tiles renderer"
)

SOFTWARE_RENDERERS = ("llvmpipe", "softpipe", "swrast", "swiftshader", "microsoft basic render")


@dataclass(frozen=True, slots=True)
class OpenGLReport:
    """What draws behind OpenGL on this machine."""

    vendor: str
    """Vendor as the driver names itself."""
    renderer: str
    """Device as the driver names it."""
    version: str
    """Version string of the context."""

    @property
    def is_software(self) -> bool:
        """Whether a CPU does the drawing."""
        return any(name in self.renderer.lower() for name in SOFTWARE_RENDERERS)

    @property
    def kind(self) -> str:
        """Word for people: "software" or "hardware"."""
        return "software" if self.is_software else "hardware"


def probe_opengl() -> OpenGLReport:
    """Ask a new process for an off-screen context and its driver.

    Raises:
        BackendUnavailableError: If there is no usable OpenGL; the message names the remedy.
    """
    command = [sys.executable, "-m", "render.opengl.probe"]
    try:
        answer = subprocess.run(
            command, capture_output=True, text=True, timeout=PROBE_TIMEOUT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BackendUnavailableError(f"OpenGL did not answer ({error}); {REMEDY}") from error
    lines = answer.stdout.strip().splitlines()
    if answer.returncode != 0 or not lines:
        raise BackendUnavailableError(_reason(answer))
    return OpenGLReport(**json.loads(lines[-1]))


def _reason(answer: subprocess.CompletedProcess[str]) -> str:
    lines = answer.stderr.strip().splitlines()
    if answer.returncode == UNAVAILABLE and lines:
        return lines[-1]
    return f"OpenGL broke down when it was tried (exit status {answer.returncode}); {REMEDY}"


def _main() -> int:
    from render.opengl.context import OffscreenContext

    try:
        context = OffscreenContext()
    except BackendUnavailableError as error:
        sys.stderr.write(f"{error}\n")
        return UNAVAILABLE
    sys.stdout.write(json.dumps(asdict(context.report())) + "\n")
    context.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(_main())
