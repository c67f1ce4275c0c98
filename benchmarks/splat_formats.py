"""Times and sizes of every splat format at a million Gaussians, and what each pair of them loses.

The times are those of an object of many small Gaussians, repeated on a grid. The pairs take one
file (`--file`, a PLY file such as a captured object) through a first format and then a second and
compare fields and pictures with the original. Pictures are compared at the spherical-harmonic
degree that both formats hold. Run it on an otherwise idle machine:

    python benchmarks/splat_formats.py --file dog.ply -o benchmarks/results/splat_formats.json
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.format_errors import FieldErrors, field_errors, matched
from render.base import Renderer, RenderSettings
from render.camera import Camera
from render.cpu_tiles.renderer import CpuTilesRenderer
from render.formats.registry import FORMATS, SplatFormat, read_splats, write_splats
from render.formats.splat_file import SplatFile, as_splat_file
from render.gaussians import GaussianCloud
from render.kernel_cache import cpu_name

COUNT = 1_000_000
SLOW_COUNTS = {"sog": 100_000}
"""Formats that are timed with fewer Gaussians."""
SIZE_PX = 400


def crowd(count: int, *, degree: int = 3) -> GaussianCloud:
    """Copies of a ball of 10,000 small flat Gaussians on a grid."""
    rng = np.random.default_rng(0)
    size = min(count, 10_000)
    directions = rng.normal(size=(size, 3))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    quats = rng.normal(size=(size, 4))
    bands = np.where(np.arange((degree + 1) ** 2) == 0, 0.6, 0.08)[None, :, None]
    ball = GaussianCloud(
        means=0.3 * directions,
        quats=quats / np.linalg.norm(quats, axis=1, keepdims=True),
        scales=np.exp(rng.normal(-5.5, 0.7, (size, 3))),
        opacities=rng.beta(2, 1, size),
        sh_coeffs=rng.normal(size=(size, (degree + 1) ** 2, 3)) * bands,
    )
    copies = -(-count // size)
    side = int(np.ceil(np.sqrt(copies)))
    shifts = np.array([(k % side, 0, k // side) for k in range(copies)], np.float32)
    many = ball.select(np.tile(np.arange(size), copies)[:count])
    return replace(many, means=many.means + np.repeat(shifts, size, axis=0)[:count])


def timed(call: Callable[[], object]) -> dict[str, float]:
    """Wall-clock and processor seconds of a call."""
    wall, busy = time.perf_counter(), time.process_time()
    call()
    return {
        "wall_s": round(time.perf_counter() - wall, 3),
        "cpu_s": round(time.process_time() - busy, 3),
    }


def written_formats() -> list[SplatFormat]:
    return [item for item in FORMATS if item.reads and item.writes]


def measured_times(count: int, folder: Path) -> list[dict[str, object]]:
    """Reading and writing of each format."""
    rows = []
    for item in written_formats():
        number = min(count, SLOW_COUNTS.get(item.name, count))
        splats = SplatFile(crowd(number), "", item.default_up_axis)
        path = folder / f"crowd{item.suffixes[0]}"
        write = timed(lambda path=path, splats=splats: write_splats(path, splats))
        megabytes = path.stat().st_size / 1e6
        read = timed(lambda path=path: read_splats(path))
        rows.append(
            {
                "format": item.name,
                "gaussians": number,
                "sh_degree": min(3, item.max_sh_degree),
                "megabytes": round(megabytes, 2),
                **{f"write_{name}": value for name, value in write.items()},
                **{f"read_{name}": value for name, value in read.items()},
            }
        )
        print(f"{item.name:<16} {number:>9,}  {megabytes:8.1f} MB  write {write}  read {read}")
        path.unlink()
    return rows


def through(splats: SplatFile, chain: tuple[SplatFormat, ...], folder: Path) -> SplatFile:
    """What is left of a file after it went through some formats."""
    for number, item in enumerate(chain):
        path = folder / f"step{number}{item.suffixes[0]}"
        write_splats(path, replace(splats, raw=None))
        splats = read_splats(path)
        path.unlink()
    return splats


def psnr_db(first: npt.NDArray[np.float32], second: npt.NDArray[np.float32]) -> float:
    error = float(np.mean((first.astype(np.float64) - second) ** 2))
    return 99.0 if error == 0 else min(99.0, -10 * float(np.log10(error)))


class PictureCheck:
    """Pictures of an object by degree, to compare others with."""

    def __init__(self, cloud: GaussianCloud, renderer: Renderer, *, size_px: int = SIZE_PX) -> None:
        self._renderer = renderer
        low, high = cloud.bounds(percentile=1, min_opacity=0.1)
        center, reach = (low + high) / 2, float(np.linalg.norm(high - low))
        eye = center + reach * np.array([0.6, 0.3, 0.7])
        self._camera = Camera.look_at(
            eye, center, width=size_px, height=size_px, up=(0, 1, 0), vertical_fov_deg=45
        )
        self._pictures = {degree: self._picture(cloud, degree) for degree in range(4)}

    def _picture(self, cloud: GaussianCloud, degree: int) -> npt.NDArray[np.float32]:
        settings = RenderSettings(background=(1, 1, 1), max_sh_degree=degree)
        return self._renderer.render(cloud, self._camera, settings).color

    def psnr_db(self, cloud: GaussianCloud, degree: int) -> float:
        """Likeness of a cloud's picture to the original's at a degree."""
        return psnr_db(self._picture(cloud, degree), self._pictures[degree])


def pair_errors(
    original: SplatFile, chain: tuple[SplatFormat, ...], check: PictureCheck, folder: Path
) -> tuple[FieldErrors, float]:
    """Largest error of each field and PSNR [dB] of the picture after some formats."""
    found = through(original, chain, folder).with_up_axis(original.up_axis)
    degree = min([original.cloud.sh_degree, *(item.max_sh_degree for item in chain)])
    errors = field_errors(original.cloud, matched(original.cloud, found.cloud))
    return errors, check.psnr_db(found.cloud, degree)


def measured_pairs(original: SplatFile, folder: Path) -> list[dict[str, object]]:
    check = PictureCheck(original.cloud, CpuTilesRenderer())
    rows = []
    for first in written_formats():
        for second in written_formats():
            errors, psnr = pair_errors(original, (first, second), check, folder)
            rounded = {name: float(f"{value:.3g}") for name, value in asdict(errors).items()}
            rows.append(
                {"first": first.name, "second": second.name, "psnr_db": round(psnr, 2), **rounded}
            )
            print(f"{first.name:>16} -> {second.name:<16} {psnr:6.2f} dB  {rounded}")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--file", type=Path, help="splat file that goes through every pair")
    parser.add_argument("--count", type=int, default=COUNT, help="Gaussians to time")
    parser.add_argument("-o", "--out", type=Path, help="JSON file to write")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        original = (
            as_splat_file(crowd(20_000)) if options.file is None else read_splats(options.file)
        )
        report = {
            "date": datetime.date.today().isoformat(),
            "device": cpu_name(),
            "file": None if options.file is None else options.file.name,
            "pairs": measured_pairs(original, folder),
            "times": measured_times(options.count, folder),
        }
    if options.out is not None:
        options.out.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
