"""Runs the settings of PhysGaussian's six scenes on stand-in clouds.

Run: python -m benchmarks.physgaussian_scenes [--particles N] [--share S] [-o FILE]
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.physgaussian.stand_ins import SCENES, stand_in
from render.atomic_file import write_text_atomic
from render.kernel_cache import cpu_name
from sim.interop.physgaussian import ImportedRun, read_physgaussian
from sim.run_options import RunOptions
from sim.simulate import simulate_bodies
from sim.take import Take

FOLDER = Path(__file__).parent / "physgaussian"
RESULT = Path(__file__).parent / "results" / "physgaussian_scenes.json"


def prepared(name: str, *, particles: int, share: float) -> ImportedRun:
    """A scene on its stand-in, with fewer particles and frames.

    Args:
        name: One of `SCENES`.
        particles: Largest number of particles; cells grow until at least four fit in each.
        share: Share of the frames, 0 to 1; at least two frames.
    """
    run = read_physgaussian(FOLDER / f"{name}.json").applied(stand_in(name))
    count = max(round(share * run.scene.frame_count), 2)
    return run._replace(
        scene=replace(run.scene, frame_count=count),
        quality=replace(run.quality, max_particles=particles, frame_count=count),
    )


def simulated(run: ImportedRun, take: Path) -> Take:
    """The take of a prepared scene."""
    return simulate_bodies(
        run.bodies,
        run.scene,
        quality=run.quality,
        take_path=take,
        options=RunOptions(checkpoint_every=0),
    )


def measured(name: str, *, particles: int, share: float) -> dict[str, Any]:
    """Simulate one scene and report its grid, motion and speed."""
    run = prepared(name, particles=particles, share=share)
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        take = simulated(run, Path(folder) / name)
        seconds = time.perf_counter() - started
        records, first, last = take.diagnostics(), take.frame(0), take.frame(take.frame_count - 1)
    moved = np.linalg.norm(last.means - first.means, axis=1)
    substeps = int(records.substeps.sum())
    facts = take.provenance
    imported = read_physgaussian(FOLDER / f"{name}.json")
    return {
        "law": facts.law,
        "frames": take.frame_count,
        "substeps": substeps,
        "n_grid_of_file": imported.values["n_grid"],
        "n_grid": round(imported.space.side_m / facts.dx_m, 1),
        "particle_count": facts.particle_count,
        "particles_per_cell": round(facts.particles_per_cell, 2),
        "mean_displacement_m": round(float(moved.mean()), 4),
        "largest_displacement_m": round(float(moved.max()), 4),
        "peak_strain": round(float(records.peak_strain.max()), 4),
        "seconds_total": round(seconds, 2),
        "mega_particle_substeps_per_s": round(facts.particle_count * substeps / seconds / 1e6, 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--particles", type=int, default=8_000, help="largest number of particles")
    parser.add_argument("--share", type=float, default=1.0, help="share of each scene's frames")
    parser.add_argument("-o", "--output", type=Path, default=RESULT, help="where the table goes")
    options = parser.parse_args()
    scenes = {}
    for name in SCENES:
        scenes[name] = measured(name, particles=options.particles, share=options.share)
        print(name, scenes[name], flush=True)
    report = {
        "what": "settings of PhysGaussian's six scenes on procedural stand-ins; n_grid is lowered "
        "until at least four particles fit in a cell",
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "cpu": cpu_name(),
        "cpu_count": os.cpu_count(),
        "share_of_frames": options.share,
        "scenes": scenes,
    }
    write_text_atomic(options.output, json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
