"""What a run of a sweep takes by preset and kind of motion; the forecast of `sweep --dry-run`.

One thread, warm kernels, balls of 5,000 and 40,000 Gaussians; seconds are processor time, which
other programs disturb least. Each preset is measured in a process
of its own and replaces its figures in resources/sweep/costs.json:

    python -m benchmarks.sweep_cost [--quality sketch ...] [--device cpu|cuda] [-o FILE]
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

THREADS = 1
RESULT = Path(__file__).parents[1] / "resources" / "sweep" / "costs.json"
SIZE_M = 0.5
GAUSSIANS = (5_000, 40_000)
SOFT_PA = 2e4
FRAMES = {"sketch": 25, "preview": 10, "standard": 3}
LAWS = {"rigid": ("rigid",), "elastic": ("jelly",), "plastic": ("plasticine", "snow")}
RECORDED = 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quality", nargs="+", choices=FRAMES, default=list(FRAMES))
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--part", choices=(*FRAMES, "overheads"), help=argparse.SUPPRESS)
    parser.add_argument("-o", "--out", type=Path, default=RESULT)
    options = parser.parse_args()
    if options.part is not None:
        part = _overheads() if options.part == "overheads" else _fits(options.part, options.device)
        print(json.dumps(part))
        return
    parts = [*options.quality, *(["overheads"] if options.device == "cpu" else [])]
    for part in parts:
        _merge(options.out, _measured(part, options.device))
        print(part, flush=True)


def _measured(part: str, device: str) -> object:
    """A part, measured in a process with its own threads and memory."""
    command = [sys.executable, "-m", "benchmarks.sweep_cost", "--part", part, "--device", device]
    names = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    environment = os.environ | dict.fromkeys(names, str(THREADS))
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def _merge(path: Path, values: object) -> None:
    """Put a part into the file, in place of what it measured before."""
    from render.atomic_file import write_text_atomic
    from render.kernel_cache import cpu_name
    from sim.sweep.cost_model import MODEL_VERSION, CostModel

    known = json.loads(path.read_text()) if path.exists() else {"version": MODEL_VERSION}
    known |= {
        "processor": cpu_name(),
        "threads": THREADS,
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
    }
    if isinstance(values, dict):
        known |= values
    elif isinstance(values, list):
        keys = {(one["quality"], one["device"], one["motion"]) for one in values}
        old = known.get("fits", [])
        kept = [one for one in old if (one["quality"], one["device"], one["motion"]) not in keys]
        known["fits"] = [*kept, *values]
    if "fits" in known and "record_run_s" in known:
        CostModel.from_json(known)
    path.parent.mkdir(exist_ok=True)
    write_text_atomic(path, json.dumps(known, indent=1) + "\n")


def _project(folder: Path, gaussian_count: int) -> Path:
    """A ball whose Gaussians cover its surface."""
    import numpy as np

    from render.gaussians import GaussianCloud
    from sim.project import Project
    from sim.project_manifest import ProjectManifest

    rng = np.random.default_rng(0)
    directions = rng.normal(size=(gaussian_count, 3))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    spacing = SIZE_M * np.sqrt(np.pi / gaussian_count)
    cloud = GaussianCloud(
        means=(directions * SIZE_M / 2).astype(np.float32),
        quats=np.tile(np.array([1, 0, 0, 0], np.float32), (gaussian_count, 1)),
        scales=np.full((gaussian_count, 3), 0.45 * spacing, np.float32),
        opacities=np.full(gaussian_count, 0.95, np.float32),
        sh_coeffs=np.full((gaussian_count, 1, 3), 0.3, np.float32),
    )
    path = folder / f"Ball{gaussian_count}.p4d"
    return Project.create(path, ProjectManifest(size_m=SIZE_M, source="ball"), cloud).path


def _fits(quality: str, device: str) -> list[dict[str, object]]:
    """Coefficients of all kinds of motion at a preset."""
    from sim.sweep.cost_model import MeasuredRun, RunSize, fitted
    from sim.sweep.work import perform

    found = []
    with tempfile.TemporaryDirectory() as folder:
        projects = [_project(Path(folder), count) for count in GAUSSIANS]
        for motion, laws in LAWS.items():
            runs, ratios = [], []
            for number, task in enumerate(_tasks(quality, laws, projects, device)):
                begun = time.process_time()
                result = perform(task)
                seconds = time.process_time() - begun
                figures, cost = result.figures, result.cost
                if figures is None or not result.finished:
                    raise SystemExit(f"{quality} {motion}: {result.reason}")
                if number == 0:
                    continue  # kernels were loaded
                size = RunSize(
                    figures.particle_count,
                    figures.gaussian_count,
                    figures.frame_count,
                    figures.substeps,
                )
                ratios.append(figures.gaussian_count / _gaussians(task.subject.project))
                runs.append(MeasuredRun(size, seconds, cost.take_bytes, cost.peak_memory_bytes))
            ratio = sum(ratios) / len(ratios)
            found.append(asdict(fitted(quality, motion, runs, gaussian_ratio=ratio, device=device)))
    return found


def _tasks(quality: str, laws: tuple[str, ...], projects: list[Path], device: str) -> Iterator:
    """A first run that warms up, then small and large clouds, many and few frames and substeps."""
    from sim.material_table import material
    from sim.materials import ConstitutiveLaw
    from sim.sweep.plan import SweepPlan
    from sim.sweep.run import Run
    from sim.sweep.subject import SweepSubject

    frames = FRAMES[quality]
    variants = [
        (projects[0], "expressive", frames),
        (projects[1], "expressive", frames),
        (projects[1], "expressive", 2),
        (projects[0], "real", frames),
    ]
    cases = [(law, *variant) for law in laws for variant in variants]
    for number, (law, project, mode, count) in enumerate([cases[0], *cases]):
        subject = SweepSubject(project, frame_count=count if number else 2)
        stiff = None if mode == "expressive" else SOFT_PA
        asked = material(ConstitutiveLaw.from_name(law), youngs_modulus_pa=stiff)
        stiffness = subject.fit_stiffness([asked], mode, (quality,))
        plan = SweepPlan(subject, (Run(f"{law}-{number}", asked, quality),), stiffness)
        yield replace(plan.tasks()[0], device=device)


def _gaussians(project: Path) -> int:
    from sim.project import Project

    return Project.open(project).cloud().gaussian_count


def _overheads() -> dict[str, float]:
    """What the machine that gives the command does by itself, and how soon workers begin."""
    from sim.sweep.config_file import read_sweep_file
    from sim.sweep.executor import ignore_report
    from sim.sweep.local_executor import LocalExecutor
    from sim.sweep.ray_executor import RayExecutor, RayOptions
    from sim.sweep.storage import TakeStorage
    from sim.sweep.table import write_table
    from studio.jobs.sweep_book import SweepBook

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = folder / "sweep.json"
        _project(folder, GAUSSIANS[1])
        objects = {"objects": ["*.p4d"], "frames": 3, "particle_seeds": list(range(RECORDED))}
        config.write_text(json.dumps({**objects, "parameters": {"law": "jelly"}}))
        book = _new(SweepBook, folder / "book", read_sweep_file(config))
        next(book.tasks())  # kernels are loaded
        again = _new(SweepBook, folder / "again", read_sweep_file(config))
        waiting, prepare_s = _timed(again.tasks)
        tasks = [waiting, *(task for _, task in zip(range(2), again.tasks(), strict=False))]
        starts = {}
        for kind, executor in (
            ("local", LocalExecutor(child_count=1)),
            ("ray", RayExecutor(RayOptions(workers=1, storage=TakeStorage(str(folder / "ray"))))),
        ):
            begun = time.perf_counter()
            results = list(executor.run(tasks[1:2], ignore_report))
            starts[kind] = time.perf_counter() - begun - results[0].wall_time_s
        begun = time.perf_counter()
        for number in range(RECORDED):
            book.keep(replace(results[0], name=f"run-{number:05d}"))
        record_s = (time.perf_counter() - begun) / RECORDED
        written = (*write_table(book.folder, book.rows()), book.folder / "results.jsonl")
        size = sum(path.stat().st_size for path in written)
    return {
        "prepare_object_s": prepare_s,
        "record_run_s": record_s,
        "start_local_s": starts["local"],
        "start_ray_s": starts["ray"],
        "result_bytes": size / RECORDED,
    }


def _new(kind: type, folder: Path, file: object) -> object:
    folder.mkdir()
    return kind(folder, file)


def _timed(tasks: object) -> tuple[object, float]:
    """The first task and the time until it was there [s]."""
    begun = time.perf_counter()
    first = next(tasks())
    return first, time.perf_counter() - begun


if __name__ == "__main__":
    main()
