"""Whether gsplat draws here, asked in a process of its own: torch and crashes stay out of ours."""

from __future__ import annotations

import subprocess
import sys

from render.errors import BackendUnavailableError
from render.gsplat_cuda.requirements import installation_fault

PROBE_TIMEOUT_S = 900.0
"""gsplat compiles its kernels the first time."""
UNAVAILABLE = 3
"""Exit status of the probing process when CUDA cannot be used."""


def probe_gsplat() -> str:
    """What draws: the GPU's name and gsplat's version.

    Raises:
        BackendUnavailableError: If it cannot draw; the message names the remedy.
    """
    fault = installation_fault()
    if fault is not None:
        raise BackendUnavailableError(fault)
    command = [sys.executable, "-m", "render.gsplat_cuda.probe"]
    try:
        answer = subprocess.run(
            command, capture_output=True, text=True, timeout=PROBE_TIMEOUT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BackendUnavailableError(f"gsplat did not answer: {error}") from error
    lines = (answer.stdout if answer.returncode == 0 else answer.stderr).strip().splitlines()
    if answer.returncode == 0 and lines:
        return lines[-1]
    if answer.returncode == UNAVAILABLE and lines:
        raise BackendUnavailableError(lines[-1])
    raise BackendUnavailableError(
        f"gsplat broke down when it was tried (exit status {answer.returncode}); "
        "update torch, gsplat and the NVIDIA driver"
    )


def _main() -> int:
    import numpy as np

    from render.camera import Camera
    from render.gaussians import GaussianCloud
    from render.gsplat_cuda.renderer import GsplatRenderer

    one = GaussianCloud(
        means=np.zeros((1, 3), np.float32),
        quats=np.array([[1.0, 0.0, 0.0, 0.0]], np.float32),
        scales=np.full((1, 3), 0.1, np.float32),
        opacities=np.ones(1, np.float32),
        sh_coeffs=np.zeros((1, 1, 3), np.float32),
    )
    camera = Camera.look_at((1, 0, 0), (0, 0, 0), width=16, height=16)
    try:
        GsplatRenderer().render(one, camera)
    except BackendUnavailableError as error:
        sys.stderr.write(f"{error}\n")
        return UNAVAILABLE
    import gsplat
    import torch

    sys.stdout.write(f"gsplat {gsplat.__version__} on {torch.cuda.get_device_name()}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(_main())
