"""Time of the CPU rasterizer on the random scene that the design's target names.

Random anisotropic Gaussians (scales 0.01 to 0.02 of a box, opacity 0.5 to 1) in a box that is
about 384 px wide on a picture of 512 x 512 px. Run it on an otherwise idle machine:

    python benchmarks/raster_cpu.py -o benchmarks/results/raster_cpu.json
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import statistics
import time
from pathlib import Path

from render.cpu_tiles.renderer import CpuTilesRenderer
from render.kernel_cache import cpu_name
from render.raster_speed import random_scene, scene_camera

COUNTS = (10_000, 100_000)
SIZE_PX = 512
TARGET_MS = {100_000: 160.0}


def measure(count: int, thread_count: int, repeats: int) -> dict[str, float]:
    renderer, cloud, camera = (
        CpuTilesRenderer(thread_count=thread_count),
        random_scene(count),
        scene_camera(SIZE_PX, SIZE_PX),
    )
    for _ in range(3):
        renderer.render(cloud, camera)
    walls, busy = [], time.process_time()
    for _ in range(repeats):
        start = time.perf_counter()
        renderer.render(cloud, camera)
        walls.append(1e3 * (time.perf_counter() - start))
    busy = 1e3 * (time.process_time() - busy) / repeats
    renderer.close()
    return {
        "gaussians": count,
        "threads": thread_count,
        "ms_per_frame": round(statistics.median(walls), 2),
        "ms_per_frame_min": round(min(walls), 2),
        "ms_per_frame_max": round(max(walls), 2),
        "cpu_ms_per_frame": round(busy, 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--out", type=Path, help="JSON file to write")
    parser.add_argument("--repeats", type=int, default=30)
    options = parser.parse_args()
    cores = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    rows = [
        measure(count, threads, options.repeats)
        for count in COUNTS
        for threads in sorted({1, cores})
    ]
    result = {
        "what": "cpu_tiles forward, random scene, degree 0, no background picture",
        "size_px": [SIZE_PX, SIZE_PX],
        "cpu": cpu_name(),
        "cores": cores,
        "load_before": load,
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "target_ms_per_frame": TARGET_MS[100_000],
        "runs": rows,
    }
    text = json.dumps(result, indent=2)
    print(text)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
