"""How fast SOG files are written, beside gaussforge, and how near they come to what was written.

Both write the same random Gaussians of degree 3, whose colours no palette fits well: a worst case.
CPU time counts, so that other programs on the machine hardly matter:

    python benchmarks/sog_writing.py -o benchmarks/results/sog_writing.json
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from render.formats import ply, sog
from render.formats.morton import morton_order
from render.formats.splat_file import SplatFile
from render.gaussians import GaussianCloud
from render.kernel_cache import cpu_name

COUNTS = (50_000, 200_000, 1_000_000)
PEER_LIMIT = 50_000
"""Most Gaussians that gaussforge is asked to write; it takes about 0.4 ms of each."""


def random_splats(count: int) -> SplatFile:
    """Gaussians of degree 3 in a unit box, -y up."""
    rng = np.random.default_rng(0)
    quats = rng.normal(size=(count, 4))
    bands = np.where(np.arange(16) == 0, 0.8, 0.1)[None, :, None]
    cloud = GaussianCloud(
        means=rng.uniform(-0.5, 0.5, (count, 3)).astype(np.float32),
        quats=(quats / np.linalg.norm(quats, axis=1, keepdims=True)).astype(np.float32),
        scales=np.exp(rng.normal(-5.5, 0.7, (count, 3))).astype(np.float32),
        opacities=rng.beta(2, 1, count).astype(np.float32),
        sh_coeffs=(rng.normal(size=(count, 16, 3)) * bands).astype(np.float32),
    )
    return SplatFile(cloud, ply.NAME, ply.UP_AXIS)


def measured(splats: SplatFile, folder: Path) -> dict[str, Any]:
    """CPU and wall time, longest silence of the progress, size and errors of our writer."""
    path, ticks = folder / "ours.sog", [time.perf_counter()]
    cpu, start = time.process_time(), time.perf_counter()
    sog.write(path, splats, progress=lambda _, __: ticks.append(time.perf_counter()))
    taken = {"cpu_s": time.process_time() - cpu, "wall_s": time.perf_counter() - start}
    cpu = time.process_time()
    back = sog.read(path).cloud
    cloud = splats.cloud.select(morton_order(splats.cloud.means))
    rest = (back.sh_coeffs - cloud.sh_coeffs)[:, 1:]
    return {
        "write": taken,
        "longest_wait_to_cancel_s": float(np.diff(ticks).max()),
        "read_cpu_s": time.process_time() - cpu,
        "bytes_a_gaussian": path.stat().st_size / cloud.gaussian_count,
        "largest_position_error": float(np.abs(back.means - cloud.means).max()),
        "largest_log_scale_error": float(np.abs(np.log(back.scales / cloud.scales)).max()),
        "rms_error_above_degree_0": float(np.sqrt((rest.astype(np.float64) ** 2).mean())),
    }


def peer(splats: SplatFile, folder: Path) -> dict[str, Any]:
    """The same of gaussforge, from PLY to SOG in memory."""
    import gaussforge

    path = folder / "cloud.ply"
    ply.write(path, splats)
    data = path.read_bytes()
    cpu, start = time.process_time(), time.perf_counter()
    packed = gaussforge.GaussForge().convert(data, "ply", "sog")["data"]
    return {
        "version": gaussforge.__version__,
        "write": {"cpu_s": time.process_time() - cpu, "wall_s": time.perf_counter() - start},
        "bytes_a_gaussian": len(packed) / splats.cloud.gaussian_count,
    }


def main() -> None:
    """Measure and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.json")
    parser.add_argument("--counts", type=int, nargs="+", default=list(COUNTS))
    options = parser.parse_args()
    sizes = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for count in options.counts:
            splats = random_splats(count)
            sizes[str(count)] = {"ours": measured(splats, folder)}
            if count <= PEER_LIMIT:
                sizes[str(count)]["gaussforge"] = peer(splats, folder)
    figures = {"date": datetime.date.today().isoformat(), "device": cpu_name(), "sizes": sizes}
    options.output.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
