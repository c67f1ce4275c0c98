"""Time and memory of PhysGM at its public size, with random weights, through `load_predictor`.

Loading reads, checks and hashes the file; predicting turns four views into Gaussians and physics.
Nothing is said about quality: no trained weights are involved. Run it on an idle machine:

    python -m benchmarks.physgm -o benchmarks/results/physgm.json
    python -m benchmarks.physgm --device cuda --sides 512 -o physgm_cuda.json
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import torch

from models import load_predictor
from models.physgm.activations import USED_OPACITY
from models.physgm.build import build_physgm
from models.physgm.config import INFERENCE_PRESET, PhysGMConfig
from models.physgm.precision import Precision, weight_bytes
from models.posed_views import PosedViews
from render.camera import Camera
from render.kernel_cache import cpu_name

AZIMUTHS_DEG = (0, 90, 180, 270)


def write_random_checkpoint(path: Path) -> None:
    """A pickled file as the public one is laid out, 2.5 GB of random tensors."""
    with torch.device("meta"):
        net = build_physgm(PhysGMConfig())
    generator = torch.Generator().manual_seed(0)
    state = {}
    for name, tensor in net.state_dict().items():
        spread = tensor[0].numel() ** -0.5 if tensor.ndim > 1 else 0.1
        state[name] = torch.randn(tensor.shape, generator=generator) * spread
    torch.save({"model": state}, path)


def random_views(side: int) -> PosedViews:
    """Random pictures of the public rig."""
    rng = np.random.default_rng(0)
    preset = INFERENCE_PRESET
    cameras = [
        Camera.orbit(
            (0, 0, 0),
            radius=preset.rig_radius,
            azimuth_deg=azimuth,
            elevation_deg=preset.rig_elevation_deg,
            width=side,
            height=side,
            vertical_fov_deg=preset.rig_vertical_fov_deg,
        )
        for azimuth in AZIMUTHS_DEG
    ]
    lens = np.tile([side, side, side / 2, side / 2], (len(cameras), 1))
    pictures = rng.random((len(cameras), side, side, 4), dtype=np.float32)
    poses = np.stack([camera.world_to_camera for camera in cameras])
    return PosedViews(pictures, lens.astype(np.float64), poses.astype(np.float64))


def own_memory() -> int:
    """Memory of this process that no file backs [bytes]."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon"))


class PeakMemory:
    """Largest `own_memory` inside the block, sampled every 5 ms."""

    def __enter__(self) -> PeakMemory:
        self.peak, self._done = own_memory(), threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(0.005):
            self.peak = max(self.peak, own_memory())


def measured(path: Path, precision: Precision, side: int, device: str) -> dict[str, object]:
    """One row: load and predict in this process."""
    views = random_views(side)
    with PeakMemory() as loading:
        start = time.perf_counter()
        predictor = load_predictor(path, precision=precision.value, device=device)
        load_s = time.perf_counter() - start
    times = []
    with PeakMemory() as predicting:
        for _ in range(3 if device != "cpu" else 1):
            start, busy = time.perf_counter(), time.process_time()
            prediction = predictor.predict_posed(views)
            times.append((time.perf_counter() - start, time.process_time() - busy))
    with torch.device("meta"):
        empty = build_physgm(PhysGMConfig())
    row: dict[str, object] = {
        "precision": precision.value,
        "side_px": side,
        "gaussians": prediction.cloud.gaussian_count,
        "weights_gb": round(weight_bytes(empty, precision) / 1e9, 3),
        "load_s": round(load_s, 2),
        "load_peak_gb": round(loading.peak / 1e9, 2),
        "predict_s": round(min(wall for wall, _ in times), 3),
        "predict_cpu_s": round(min(busy for _, busy in times), 3),
        "predict_peak_gb": round(predicting.peak / 1e9, 2),
        "resident_peak_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2),
        "threads": torch.get_num_threads(),
    }
    if device != "cpu":
        row["device_peak_gb"] = round(torch.cuda.max_memory_allocated() / 1e9, 2)
    return row


def main() -> None:
    """Measure every precision and side in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--sides", type=int, nargs="+", default=[256, 512])
    parser.add_argument("--precisions", nargs="+", default=[member.value for member in Precision])
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        write_random_checkpoint(options.write)
        return
    if options.one:
        file, precision, side = options.one
        row = measured(Path(file), Precision(precision), int(side), options.device)
        print(json.dumps(row))
        return
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "random.pt"
        itself = [sys.executable, "-m", "benchmarks.physgm"]
        subprocess.run([*itself, "--write", str(path)], check=True)
        for precision in options.precisions:
            for side in options.sides:
                one = ["--device", options.device, "--one", str(path), precision, str(side)]
                child = subprocess.run([*itself, *one], capture_output=True, text=True, check=True)
                rows.append(json.loads(child.stdout))
                print(child.stdout.strip())
    on_cpu = options.device == "cpu"
    document = {
        "date": datetime.date.today().isoformat(),
        "device": cpu_name() if on_cpu else torch.cuda.get_device_name(),
        "cores": os.cpu_count(),
        "torch": torch.__version__,
        "weights": "random; a pickled file in the public layout",
        "min_opacity": USED_OPACITY,
        "rows": rows,
    }
    if options.output:
        options.output.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
