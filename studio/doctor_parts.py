"""The doctor's look at the program's parts: packages, kernels, back-ends, weights and codecs."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from studio.doctor_display import card_in_use_check
from studio.doctor_machine import nvidia_gpus
from studio.doctor_report import Check, Told

REQUIRED_PACKAGES = (
    "numpy", "scipy", "numba", "torch", "safetensors", "onnxruntime", "pillow", "zarr",
    "imageio", "av", "platformdirs",
)  # fmt: skip
WINDOW_PACKAGES = ("PySide6-Essentials", "qasync", "vispy", "PyOpenGL", "psygnal")
OPTIONAL_PACKAGES = {
    "gsplat": "CUDA renderer; needs an NVIDIA GPU: pip install 'phys4d-studio[gpu]'",
    "taichi": "GPU simulator; needs an NVIDIA GPU: pip install 'phys4d-studio[gpu]'",
    "pillow-heif": "HEIC photos: pip install 'phys4d-studio[heic]'",
    "trimesh": "training and evaluation: pip install 'phys4d-studio[train]'",
}
REQUIRED_WEIGHTS = ("u2netp.onnx", "embedded/shape.safetensors", "embedded/material.safetensors")
CHECKSUMS_NAME = "SHA256SUMS"
PROBE_SECONDS = 120

THREADING_LAYER_PROBE = """
import json, numba
from numba.np.ufunc import parallel
parallel._launch_threads()
print(json.dumps({"layer": numba.threading_layer(), "threads": numba.get_num_threads()}))
"""

TAICHI_PROBE = """
import json
from render.errors import BackendUnavailableError
try:
    from sim.mpm.gpu.taichi_module import start
    start("cuda")
except BackendUnavailableError as error:
    print(json.dumps({"reason": str(error)}))
else:
    print(json.dumps({}))
"""
TRIED_SIZE_PX = (256, 256)
TRIED_FPS = 25.0
"""Video that every codec is tried out with."""


def package_checks() -> Iterable[Check]:
    """Versions of the packages, from their metadata."""
    for name in (*REQUIRED_PACKAGES, *WINDOW_PACKAGES):
        remedy = f"pip install {name}"
        yield _package_check(name, remedy, required=name in REQUIRED_PACKAGES)
    for name, remedy in OPTIONAL_PACKAGES.items():
        yield _package_check(name, remedy, required=False)


def _package_check(name: str, remedy: str, *, required: bool) -> Check:
    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return Check(
            "packages", name, False, Told("not installed"), remedy=remedy, required=required
        )
    detail = version
    if name == "torch" and version.endswith("+cpu"):
        detail = Told("{version} (CPU build)", version=version)
    elif name == "torch":
        detail = Told("{version} (CUDA where a GPU is)", version=version)
    return Check("packages", name, True, detail, required=required, values={"version": version})


def numba_check() -> Iterable[Check]:
    """Threading layer of the CPU kernels; started in a process of its own."""
    remedy = "reinstall numba: pip install --force-reinstall numba"
    found = _run_probe(THREADING_LAYER_PROBE)
    if found is None:
        detail = Told("did not start")
        return [Check("kernels", "threading layer", False, detail, remedy, required=True)]
    layer, threads = found.get("layer"), found.get("threads")
    safe = Told("one thread at a time")
    if layer in ("omp", "tbb"):
        safe = Told("several threads may enter")
    detail = Told("{layer} ({safe}), {threads} threads", layer=layer, safe=safe, threads=threads)
    return [Check("kernels", "threading layer", True, detail, values=found)]


def _run_probe(code: str) -> dict[str, object] | None:
    """Run Python code in a fresh process; its last line is JSON. None when it fails."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True, text=True, timeout=PROBE_SECONDS, check=True,
        )  # fmt: skip
        found = json.loads(done.stdout.strip().splitlines()[-1])
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return None
    return found if isinstance(found, dict) else None


def kernel_cache_check() -> Iterable[Check]:
    """Folder of the compiled kernels and what it holds."""
    from render.kernel_cache import cache_root

    folder = cache_root() / "kernels"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK)
    except OSError:
        writable = False
    machine_code = list(folder.rglob("*.nbc")) if writable else []
    size_mb = sum(file.stat().st_size for file in machine_code) / 1e6
    return [
        Check(
            "kernels",
            "cache",
            writable,
            Told(
                "{folder}: {count} kernels, {size} MB",
                folder=folder,
                count=len(machine_code),
                size=f"{size_mb:.1f}",
            ),
            remedy=Told(
                "every run compiles anew: make {folder} writable or set PHYS4D_CACHE_DIR",
                folder=folder,
            ),
            values={"folder": str(folder), "kernels": len(machine_code), "mb": round(size_mb, 2)},
        )
    ]


def backend_checks() -> Iterable[Check]:
    """Simulator and renderers."""
    from render.registry import automatic_choice, available_backends

    yield Check("back_ends", "mpm cpu", True, Told("numba kernels on all CPU cores"))
    yield _mpm_gpu_check()
    reports = available_backends()
    for report in reports:
        yield Check(
            "back_ends", report.name, report.available, report.detail,
            remedy="commands and videos use the others; see the detail for what helps",
        )  # fmt: skip
    drawn_on = next((r.detail for r in reports if r.name == "opengl" and r.available), "")
    in_use = card_in_use_check(os.environ, drawn_on, bool(nvidia_gpus()))
    if in_use is not None:
        yield in_use
    choice = automatic_choice(reports)
    yield Check("back_ends", "auto", True, choice.reason, values={"renderer": choice.name})


def _mpm_gpu_check() -> Check:
    """Simulator on the GPU; Taichi starts in a process of its own."""
    remedy = "none is needed; --device cpu runs everywhere"
    found = _run_probe(TAICHI_PROBE)
    if found is None:
        return Check("back_ends", "mpm gpu", False, Told("Taichi did not start"), remedy=remedy)
    reason = found.get("reason")
    detail = Told("Taichi kernels on CUDA") if reason is None else str(reason)
    return Check("back_ends", "mpm gpu", reason is None, detail, remedy=remedy)


def weight_checks() -> Iterable[Check]:
    """Files of the models, their sizes and whether they are as they were shipped."""
    folder = Path(str(files("resources"))) / "weights"
    expected = _shipped_checksums(folder / CHECKSUMS_NAME)
    for name in REQUIRED_WEIGHTS:
        yield _weight_check(folder / name, name, expected.get(name))


def _weight_check(path: Path, name: str, expected: str | None) -> Check:
    remedy = "reinstall phys4d-studio: its model files are missing or damaged"
    if not path.is_file():
        return Check("weights", name, False, Told("{path} is missing", path=path), remedy,
                     required=True)  # fmt: skip
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    size_mb = path.stat().st_size / 1e6
    values = {"path": str(path), "mb": round(size_mb, 3), "sha256": digest}
    intact = expected in (None, digest)
    state = Told("as shipped")
    if expected is None:
        state = Told("no checksum to compare with")
    elif not intact:
        state = Told("differs from what was shipped")
    detail = Told("{size} MB, sha256 {digest}, {state}", size=f"{size_mb:.2f}",
                  digest=digest[:12], state=state)  # fmt: skip
    return Check("weights", name, intact, detail, remedy, required=True, values=values)


def _shipped_checksums(path: Path) -> dict[str, str]:
    """Name -> SHA-256 of a file in the format of sha256sum."""
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.split(maxsplit=1) for line in lines if line.strip())
    return {name.lstrip("*"): digest for digest, name in pairs}


def codec_check() -> Iterable[Check]:
    """Which ways to store videos work, found out by encoding a picture with each."""
    from studio.export.codecs import CODECS
    from studio.export.probe import probe

    remedy = "reinstall PyAV: pip install --force-reinstall av"
    for codec in CODECS.values():
        try:
            report = probe(codec, TRIED_SIZE_PX, TRIED_FPS)
        except ImportError as error:
            yield Check("codecs", codec.name, False, str(error), remedy, codec.name == "h264")
            continue
        where = ", ".join(codec.suffixes) or Told("a folder")
        detail = report.reason
        if report.available:
            detail = Told("{title}: {where}", title=codec.title, where=where)
        yield Check(
            "codecs", codec.name, report.available, detail, remedy, required=codec.name == "h264"
        )


def photo_formats_check() -> Iterable[Check]:
    """Which photo formats can be read."""
    from PIL import features

    wanted = {"JPEG": "jpg", "WebP": "webp", "TIFF": "libtiff"}
    for name, feature in wanted.items():
        there = bool(features.check(feature))
        remedy = Told(
            "install a Pillow with {name}: pip install --force-reinstall pillow", name=name
        )
        detail = Told("readable") if there else Told("absent")
        yield Check("codecs", f"{name} photos", there, detail, remedy)
