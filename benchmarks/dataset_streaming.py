"""How fast and in how little memory training streams a large dataset from shards.

python -m benchmarks.dataset_streaming [-o benchmarks/results/dataset_streaming.json]
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
from PIL import Image

from models.data.object_cameras import object_cameras
from models.data.object_poses import PosedPicture, write_poses
from models.data.physics_label import PhysicsLabel, write_label
from models.data.shard_index import SHARD_INDEX, ShardEntry, write_index
from models.data.shards import rank_objects, shard_files, shard_objects, write_shards
from models.evaluation.resource_use import peak_memory_mb
from render.atomic_file import write_text_atomic
from render.kernel_cache import cpu_name
from sim.materials import MaterialClass

RESULT = Path(__file__).parent / "results" / "dataset_streaming.json"
SHARDS, OBJECTS_PER_SHARD = 200, 256
SMALL_PX, SMALL_PICTURES = 32, 4
LARGE_PX, LARGE_PICTURES, LARGE_OBJECTS, WANTED = 512, 38, 3, 8
PROTOCOL = (
    f"start: {SHARDS} shards of {OBJECTS_PER_SHARD} objects ({SMALL_PICTURES} pictures of "
    f"{SMALL_PX} px; one file under {SHARDS} names), CPU time to the first object of rank 0 of 8, "
    "with shards.json and by reading all headers without it; memory: growth of the process's peak "
    f"over one epoch of that rank. decoding: {LARGE_OBJECTS} objects of {LARGE_PICTURES} pictures "
    f"of {LARGE_PX} px, {WANTED} of them read, one thread, warm file cache, CPU time"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=RESULT)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = {**large_dataset(Path(folder) / "many"), **decoding(Path(folder) / "few")}
    report = {
        "protocol": PROTOCOL,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "device": "cpu",
        "cpu": cpu_name(),
        "cpu_count": os.cpu_count(),
        **figures,
    }
    write_text_atomic(options.output, json.dumps(report, indent=1) + "\n")
    print(json.dumps(figures, indent=1))


def large_dataset(root: Path) -> dict[str, float]:
    """Start and memory with more than 50,000 objects."""
    shards = root / "shards"
    folders = [
        write_object(root / f"{n}", SMALL_PX, SMALL_PICTURES) for n in range(OBJECTS_PER_SHARD)
    ]
    write_shards(folders, shards, objects_per_shard=OBJECTS_PER_SHARD)
    (first,) = (Path(file) for file in shard_files(shards))
    for number in range(1, SHARDS):
        os.link(first, shards / f"shard-{number:06d}.tar")
    size = first.stat().st_size
    names = [f"shard-{number:06d}.tar" for number in range(SHARDS)]
    write_index(shards, [ShardEntry(name, OBJECTS_PER_SHARD, size) for name in names], "")
    files = shard_files(shards)
    indexed = first_object(files)
    before = peak_memory_mb()
    count = sum(1 for _ in shard_objects(files, seed=0, epoch=1, rank=0, world_size=8))
    grown = peak_memory_mb() - before
    (shards / SHARD_INDEX).unlink()
    return {
        "objects": SHARDS * OBJECTS_PER_SHARD,
        "objects_of_rank": count,
        "start_with_index_cpu_seconds": round(indexed, 3),
        "start_without_index_cpu_seconds": round(first_object(files), 3),
        "memory_growth_over_epoch_mb": round(grown, 1),
    }


def decoding(root: Path) -> dict[str, float]:
    """Objects a second that one thread decodes."""
    folders = [write_object(root / f"{n}", LARGE_PX, LARGE_PICTURES) for n in range(LARGE_OBJECTS)]
    write_shards(folders, root / "shards")
    files = shard_files(root / "shards")

    def choose(count: int, rng: np.random.Generator) -> list[int]:
        return [int(place) for place in rng.permutation(count)[:WANTED]]

    list(shard_objects(files, seed=0, epoch=0, choose=choose))
    begun = time.process_time()
    list(shard_objects(files, seed=0, epoch=1, choose=choose))
    return {"objects_per_cpu_second": round(LARGE_OBJECTS / (time.process_time() - begun), 2)}


def first_object(files: tuple[str, ...]) -> float:
    """CPU time until rank 0 of 8 holds its first object [s]."""
    begun = time.process_time()
    rank_objects(files, 8)
    next(shard_objects(files, seed=0, epoch=0, rank=0, world_size=8))
    return time.process_time() - begun


def write_object(folder: Path, side: int, pictures: int) -> Path:
    """An object whose pictures are a disc of smooth colours with some grain."""
    folder.mkdir(parents=True)
    cameras = object_cameras(folder.name, side_px=side, free_count=14, seed=0)[:pictures]
    rng = np.random.default_rng(int(folder.name))
    y, x = (np.indices((side, side)) + 0.5) / side - 0.5
    posed = []
    for place, camera in enumerate(cameras):
        waves = [np.sin(20 * rng.random() * x + 20 * rng.random() * y) for _ in range(3)]
        colours = 128 + 90 * np.stack(waves, -1) + rng.normal(0, 3, (side, side, 3))
        alpha = np.where(np.hypot(x, y) < 0.3, 255, 0)
        rgba = np.dstack([colours * (alpha[..., None] > 0), alpha]).clip(0, 255).astype(np.uint8)
        posed.append(PosedPicture(folder / f"{place:03d}.png", camera))
        Image.fromarray(rgba).save(posed[-1].file)
    write_poses(folder, folder.name, posed)
    write_label(folder, PhysicsLabel(MaterialClass.WOOD, 1e10, 0.3, 600.0))
    return folder


if __name__ == "__main__":
    main()
