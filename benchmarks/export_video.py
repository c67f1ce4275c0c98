"""Time of a 1080p turntable video of 60,000 Gaussians, as the command line makes it.

A round body of overlapping splats fills most of the picture's height; 50 frames are drawn on the
stage and encoded in every codec. Shares say what drawing and encoding took and how long drawing
waited for the encoder. Run it on an otherwise idle machine:

    python benchmarks/export_video.py -o benchmarks/results/export_video.json
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import tempfile
import time
from pathlib import Path

import numpy as np

from render.clips.clip import ClipArrays
from render.gaussians import GaussianCloud
from render.kernel_cache import cpu_name
from studio.export.codecs import CODECS
from studio.export.video_options import VideoOptions
from studio.jobs.video_export import export_scene
from studio.jobs.video_scene import VideoScene

COUNT = 60_000
FRAMES = 50
FPS = 25.0
SIZE_PX = (1920, 1080)
TARGET_S = 40.0
SIZE_M = 0.5
QUICK = ("h264",)


def body(count: int) -> GaussianCloud:
    """A bumpy, striped ball whose splats overlap as those of the embedded model do."""
    rng = np.random.default_rng(0)
    directions = rng.normal(size=(count, 3))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    radius = (
        SIZE_M / 2 * (1 + 0.08 * np.sin(9 * directions[:, :1]) * np.cos(7 * directions[:, 1:2]))
    )
    stripes = np.where(np.sin(14 * directions[:, 2:]) > 0, (0.95, 0.55, 0.2), (0.2, 0.5, 0.9))
    quats = rng.normal(size=(count, 4))
    spacing = SIZE_M * np.sqrt(np.pi / count)
    return GaussianCloud(
        means=directions * radius + np.array([0, 0, SIZE_M / 2]),
        quats=quats / np.linalg.norm(quats, axis=1, keepdims=True),
        scales=spacing * rng.uniform(0.4, 0.9, (count, 3)),
        opacities=rng.uniform(0.7, 0.98, count),
        sh_coeffs=((stripes - 0.5) / 0.28209479)[:, None, :],
    )


def measure(name: str, scene: VideoScene, folder: Path) -> dict[str, object]:
    """Export the turntable with one codec."""
    codec = CODECS[name]
    options = VideoOptions(
        size_px=SIZE_PX, fps=FPS, codec=name, camera="turntable", duration_s=FRAMES / FPS
    )
    start, busy = time.perf_counter(), time.process_time()
    (report,) = export_scene(
        scene, folder / f"turntable{codec.usual_suffix}", options, lambda _stage, _fraction: None
    )
    seconds = time.perf_counter() - start
    return {
        "codec": name,
        "seconds_total": round(seconds, 2),
        "cpu_seconds": round(time.process_time() - busy, 2),
        "render_seconds": report.render_seconds,
        "encode_seconds": report.encode_seconds,
        "waiting_seconds": report.waiting_seconds,
        "render_share": round(report.render_seconds / seconds, 3),
        "waiting_share": round(report.waiting_seconds / seconds, 3),
        "frames": report.frame_count,
        "size_mb": round(report.size_bytes / 1e6, 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--out", type=Path, help="JSON file to write")
    parser.add_argument("--quick", action="store_true", help="H.264 alone")
    options = parser.parse_args()
    names = QUICK if options.quick else tuple(name for name in CODECS if name != "npz")
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    scene = VideoScene(ClipArrays((body(COUNT),)))
    with tempfile.TemporaryDirectory(prefix="phys4d-bench-") as folder:
        measure("h264", scene, Path(folder))  # kernels and buffers
        rows = []
        for name in names:
            with tempfile.TemporaryDirectory(dir=folder) as own:
                rows.append(measure(name, scene, Path(own)))
                print(json.dumps(rows[-1]), flush=True)
    result = {
        "what": f"turntable video, {FRAMES} frames, {COUNT} Gaussians, stage with shadow",
        "size_px": list(SIZE_PX),
        "cpu": cpu_name(),
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "load_before": load,
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "target_seconds_h264": TARGET_S,
        "runs": rows,
    }
    if options.out:
        options.out.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
