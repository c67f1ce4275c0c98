"""A small PhysGM learns four objects by heart: does the whole training road work?

Four procedural objects with four pictures each are written to disk, trained on with
`resources/training/physgm_small.json`, and the exported checkpoint is opened by `PhysGM.load`. Its
Gaussians, restored to the world of the poses, are drawn by `cpu_tiles` from the input cameras: PSNR
of sRGB on white at 64², mean over the four views of an object. Nothing is held out: the figure
says that losses, renderer, gradients, averaging, export and loading fit together, no more.

    python -m benchmarks.physgm_overfit -o benchmarks/results/physgm_overfit.json
"""

from __future__ import annotations

import argparse
import csv
import datetime
import json
import os
import tempfile
import time
from contextlib import closing
from pathlib import Path

import torch

from models.data.build_settings import BuildSettings
from models.data.dataset_build import build_dataset
from models.data.object_cameras import RING_COUNT
from models.data.object_poses import read_poses, write_poses
from models.data.object_sources import procedural_sources
from models.evaluation.picture_metrics import psnr
from models.physgm.model import PhysGM
from models.posed_views import PosedViews
from models.training.physgm.run import RunRequest, train_physgm
from models.training.physgm.settings import TrainingSettings
from models.training.physgm.training_log import CSV_NAME
from models.training.physgm.training_state import STATE_NAME
from render.kernel_cache import cpu_name
from render.progress import ProgressCallback, ignore_progress
from render.registry import open_renderer
from sim.materials import MaterialClass

CONFIG = Path(__file__).parents[1] / "resources" / "training" / "physgm_small.json"
MATERIALS = (
    MaterialClass.WOOD,
    MaterialClass.RUBBER,
    MaterialClass.CERAMIC,
    MaterialClass.FABRIC,
)
EVERY = 6
"""Pictures of the ring of 24 from one that is kept to the next: azimuths 0, 90, 180, 270."""


def write_objects(folder: Path, side_px: int) -> list[Path]:
    """Four procedural objects with four pictures each."""
    sources = procedural_sources(len(MATERIALS), 0, materials=MATERIALS)
    build_dataset(sources, folder, BuildSettings(side_px=side_px, free_count=0, samples=4))
    places = [folder / source.id for source in sources]
    for place in places:
        poses = read_poses(place)
        if len(poses.pictures) == RING_COUNT:  # a kept folder has the four already
            write_poses(place, poses.scene_name, poses.pictures[::EVERY])
    return places


def input_psnr(weights: Path, objects: list[Path]) -> dict[str, float]:
    """PSNR of the input views of each object, drawn from the loaded checkpoint [dB]."""
    model = PhysGM.load(weights)
    found = {}
    with closing(open_renderer("cpu_tiles")) as renderer:
        for place in objects:
            views = PosedViews.read(place / "pose.json")
            cloud = model.predict(views).cloud()
            scores = []
            for index, rgba in enumerate(views.rgba):
                alpha = rgba[..., 3:]
                drawn = renderer.render(cloud, views.camera(index)).color
                scores.append(psnr(drawn, rgba[..., :3] * alpha + 1 - alpha))
            found[place.name] = round(sum(scores) / len(scores), 2)
    return found


def trained(data: Path, out: Path, progress: ProgressCallback = ignore_progress) -> Path:
    """Weights after training with the committed config."""
    settings = TrainingSettings.load(CONFIG)
    return train_physgm(RunRequest(settings, (data,), out, device="cpu"), progress)


def main() -> None:
    """Train and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument(
        "--keep", type=Path, help="folder that keeps objects, state and sheets; continued there"
    )
    options = parser.parse_args()
    settings = TrainingSettings.load(CONFIG)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        objects = write_objects(folder / "objects", settings.preset.picture_px)
        continued = (folder / "run" / STATE_NAME).is_file()
        started, busy = time.perf_counter(), time.process_time()
        weights = trained(folder / "objects", folder / "run")
        wall_s, cpu_s = time.perf_counter() - started, time.process_time() - busy
        scores = input_psnr(weights, objects)
        with (folder / "run" / CSV_NAME).open(newline="", encoding="utf-8") as stream:
            curve = [
                {name: float(row[name]) for name in ("step", "total", "rgb", "psnr")}
                for row in csv.DictReader(stream)
            ]
    document = {
        "date": datetime.date.today().isoformat(),
        "device": cpu_name(),
        "cores": os.cpu_count(),
        "torch": torch.__version__,
        "protocol": " ".join(__doc__.split("\n\n")[1].split()),
        "settings": settings.to_json(),
        "input_psnr": round(sum(scores.values()) / len(scores), 2),
        "input_psnr_worst": min(scores.values()),
        "objects": scores,
        "train_wall_s": None if continued else round(wall_s, 1),
        "train_cpu_s": None if continued else round(cpu_s, 1),
        "curve": curve,
    }
    print(json.dumps({name: document[name] for name in list(document)[6:11]}))
    if options.output:
        options.output.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
