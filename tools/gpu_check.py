"""What an NVIDIA GPU shows, with the interpreter at hand; installs nothing.

Each back-end prints one line: passed, failed, or not run with the reason.
"""

from __future__ import annotations

import importlib.util
import sys


def missing_packages(*names: str) -> list[str]:
    """Names of the packages that this interpreter cannot import."""
    return [name for name in names if importlib.util.find_spec(name) is None]


def cuda_reason() -> str | None:
    """Why CUDA cannot be used here, None when it can."""
    missing = missing_packages("torch")
    if missing:
        return "torch is not installed"
    import torch

    return None if torch.cuda.is_available() else "torch sees no CUDA device"


def main() -> int:
    """Report every GPU back-end of this version."""
    reason = cuda_reason()
    for back_end, packages in {"gsplat_cuda": ("gsplat",), "mpm gpu": ("taichi",)}.items():
        missing = missing_packages(*packages)
        why = reason or (
            f"{missing[0]} is not installed" if missing else "not part of this version"
        )
        sys.stdout.write(f"{back_end}: not run ({why})\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
