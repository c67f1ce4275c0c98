"""Time and exactness of the CPU rasterizer, forward and backward.

Scenes: random anisotropic Gaussians (`render.raster_speed.random_scene`) at 512 x 512 px, and what
the embedded model makes of a bundled photo at 1080 x 1080 px. Run it on an otherwise idle machine:

    python -m benchmarks.raster_cpu -o benchmarks/results/raster_cpu.json
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from render.base import RenderSettings, SplatStyle
from render.camera import Camera
from render.cpu_tiles.renderer import CpuTilesRenderer
from render.cpu_tiles.worker_pool import default_thread_count
from render.gaussians import GaussianCloud
from render.kernel_cache import cpu_name
from render.raster_speed import random_scene, scene_camera
from render.reference import ReferenceRenderer
from render.spherical_harmonics import sh0_to_rgb

PHOTO = Path(__file__).resolve().parents[1] / "resources" / "samples" / "coffee.jpg"
SIZE_PX, LARGE_PX = 512, 1080
TARGETS = {
    "random_10k_ms": 80.0,
    "random_100k_ms": 160.0,
    "embedded_1080_ms": 400.0,
    "backward_over_forward": 3.0,
    "two_threads_over_one": 1.6,
    "gradient_error": 1e-3,
    "psnr_db": 50.0,
}
GRADIENT_STEPS = {"means": 1e-3, "quats": 3e-3, "scales": 1e-3, "opacities": 1e-2, "colors": 1e-2}
DIRECTIONS = 6


def embedded_cloud() -> tuple[GaussianCloud, Camera]:
    """What the embedded model makes of the bundled photo, and the photo's own camera."""
    import tempfile

    from render.progress import ignore_progress
    from studio.jobs.prediction import predict_project
    from studio.jobs.requests import PredictRequest

    with tempfile.TemporaryDirectory() as folder:
        request = PredictRequest(PHOTO, Path(folder) / "coffee.p4d")
        cloud = predict_project(request, ignore_progress).cloud()
    camera = Camera.orbit(
        cloud.bounds().mean(axis=0),
        radius=0.85,
        azimuth_deg=0,
        elevation_deg=20,
        width=LARGE_PX,
        height=LARGE_PX,
    )
    return cloud, camera


def timed(task: Callable[[], object], repeats: int) -> dict[str, float]:
    """Wall and processor time of a task [ms]."""
    for _ in range(3):
        task()
    walls, busy = [], time.process_time()
    for _ in range(repeats):
        start = time.perf_counter()
        task()
        walls.append(1e3 * (time.perf_counter() - start))
    busy = 1e3 * (time.process_time() - busy) / repeats
    return {
        "ms_per_frame": round(statistics.median(walls), 2),
        "ms_per_frame_min": round(min(walls), 2),
        "ms_per_frame_max": round(max(walls), 2),
        "cpu_ms_per_frame": round(busy, 2),
    }


def forward_rows(
    name: str, cloud: GaussianCloud, camera: Camera, repeats: int
) -> list[dict[str, object]]:
    """Times of plain pictures on one thread and on all."""
    rows: list[dict[str, object]] = []
    for thread_count in sorted({1, default_thread_count()}):
        renderer = CpuTilesRenderer(thread_count=thread_count)
        times = timed(lambda renderer=renderer: renderer.render(cloud, camera), repeats)
        renderer.close()
        counts = {"gaussians": cloud.gaussian_count, "threads": thread_count}
        rows.append({"scene": name, "size_px": [camera.width, camera.height], **counts, **times})
    return rows


def option_rows(cloud: GaussianCloud, camera: Camera, repeats: int) -> list[dict[str, object]]:
    """Times of everything beyond plain pictures, on all threads."""
    features = np.random.default_rng(0).normal(size=(cloud.gaussian_count, 3)).astype(np.float32)
    cases: dict[str, dict[str, object]] = {
        "antialiased": {"settings": RenderSettings(antialiased=True)},
        "ids": {"with_ids": True},
        "3 features": {"features": features},
        **{
            style.value: {"settings": RenderSettings(style=style)} for style in list(SplatStyle)[1:]
        },
    }
    renderer, rows = CpuTilesRenderer(), []
    for name, options in cases.items():
        times = timed(lambda o=options: renderer.render(cloud, camera, **o), repeats)
        rows.append({"option": name, **times})
    renderer.close()
    return rows


def backward_row(cloud: GaussianCloud, camera: Camera, repeats: int) -> dict[str, object]:
    """Times of the forward and the backward pass of a picture with gradients for all values."""
    import torch

    from render.cpu_tiles.autograd import rasterize

    torch.set_num_threads(1)
    arrays = (cloud.means, cloud.quats, cloud.scales, cloud.opacities)
    leaves = [
        torch.tensor(value).requires_grad_()
        for value in (*arrays, sh0_to_rgb(cloud.sh_coeffs[:, 0]))
    ]
    renderer = CpuTilesRenderer()
    plain = timed(lambda: renderer.render(cloud, camera), repeats)
    renderer.close()
    color, alpha, depth = rasterize(*leaves, camera)
    loss = color.square().mean() + alpha.mean() + depth.mean()
    backward = timed(lambda: loss.backward(retain_graph=True), repeats)
    forward = timed(lambda: rasterize(*leaves, camera), repeats)
    ratio = backward["cpu_ms_per_frame"] / plain["cpu_ms_per_frame"]
    return {
        "gaussians": cloud.gaussian_count,
        "forward": plain,
        "forward_with_trace": forward,
        "backward": backward,
        "backward_over_forward": round(ratio, 2),
    }


def gradient_errors() -> dict[str, float]:
    """Relative differences between gradients and central differences, along random directions.

    The picture shows the middle of five large Gaussians, where nothing is cut off.
    """
    import torch

    from render.cpu_tiles.autograd import rasterize

    generator = torch.Generator().manual_seed(0)
    cloud = random_scene(5)
    values = {
        "means": torch.tensor(cloud.means * 0.3),
        "quats": torch.tensor(cloud.quats),
        "scales": torch.tensor(cloud.scales * 10),
        "opacities": torch.tensor(cloud.opacities * 0.9),
        "colors": torch.rand(5, 3, generator=generator),
    }
    camera = Camera.look_at((2, 0.3, 0.4), (0, 0, 0), width=24, height=20, vertical_fov_deg=5)
    weights = torch.randn(20, 24, 5, generator=generator, dtype=torch.float64)

    def loss(given: dict[str, torch.Tensor]) -> torch.Tensor:
        color, alpha, depth = rasterize(*given.values(), camera)
        picture = torch.cat([color, alpha[..., None], depth[..., None]], dim=2)
        return (weights * picture.double()).sum()

    leaves = {name: value.clone().requires_grad_() for name, value in values.items()}
    loss(leaves).backward()
    errors = {}
    for name, step in GRADIENT_STEPS.items():
        found, expected = [], []
        for _ in range(DIRECTIONS):
            direction = torch.randn(values[name].shape, generator=generator)
            ends = [
                float(loss({**values, name: values[name] + sign * step * direction}))
                for sign in (1, -1)
            ]
            expected.append((ends[0] - ends[1]) / (2 * step))
            found.append(float((leaves[name].grad * direction).sum()))
        difference = np.linalg.norm(np.subtract(found, expected))
        errors[name] = float(f"{difference / np.linalg.norm(expected):.2e}")
    return errors


def psnr_against_reference(cloud: GaussianCloud, camera: Camera) -> float:
    """Peak signal-to-noise ratio of the colour picture [dB]."""
    renderer = CpuTilesRenderer()
    found = renderer.render(cloud, camera).color.astype(np.float64)
    renderer.close()
    expected = ReferenceRenderer().render(cloud, camera).color
    return round(float(-10 * np.log10(np.mean((found - expected) ** 2))), 1)


def measure(repeats: int) -> dict[str, object]:
    """Everything, with the figures that have targets on top."""
    camera = scene_camera(SIZE_PX, SIZE_PX)
    small, large = random_scene(10_000), random_scene(100_000)
    rows = [
        *forward_rows("random", small, camera, repeats),
        *forward_rows("random", large, camera, repeats),
        *forward_rows("embedded", *embedded_cloud(), repeats),
    ]
    backward = [backward_row(cloud, camera, repeats) for cloud in (small, large)]
    errors = gradient_errors()
    times = [row["ms_per_frame"] for row in rows]
    per_scene = len(rows) // 3
    figures = {
        "random_10k_ms": times[per_scene - 1],
        "random_100k_ms": times[2 * per_scene - 1],
        "embedded_1080_ms": times[-1],
        "backward_over_forward": max(row["backward_over_forward"] for row in backward),
        "two_threads_over_one": (
            round(times[per_scene] / times[per_scene + 1], 2) if per_scene == 2 else None
        ),
        "gradient_error": max(errors.values()),
        "psnr_db": psnr_against_reference(small, camera),
    }
    return {
        "figures": figures,
        "targets": TARGETS,
        "forward": rows,
        "options_100k": option_rows(large, camera, max(repeats // 3, 3)),
        "backward": backward,
        "gradient_errors": errors,
    }


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--out", type=Path, help="JSON file to write")
    parser.add_argument("--repeats", type=int, default=30)
    options = parser.parse_args()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    result = {
        "what": "cpu_tiles on random scenes and on the embedded model's cloud, threads as stated",
        "cpu": cpu_name(),
        "cores": default_thread_count(),
        "load_before": load,
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        **measure(options.repeats),
    }
    text = json.dumps(result, indent=2)
    print(text)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
