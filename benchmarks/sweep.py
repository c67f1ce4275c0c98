"""Speed of sweeps: sketched candidates on one core, eight side by side on two, Ray's scaling.

    python -m benchmarks.sweep [--part motion|side_by_side|ray ...] [-o FILE]

Parts that are not named keep what the file says of them. Run it on an otherwise idle machine.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from render.atomic_file import write_text_atomic
from render.kernel_cache import cpu_name
from sim.material_table import material
from sim.materials import ConstitutiveLaw
from sim.project import Project
from sim.sweep.child import ChildLimits
from sim.sweep.config_file import read_sweep_file
from sim.sweep.cost_model import motion_of, shipped_cost_model
from sim.sweep.local_executor import usable_cores
from sim.sweep.plan import RunTask, SweepPlan
from sim.sweep.ray_executor import RayExecutor, RayOptions
from sim.sweep.run import Run
from sim.sweep.storage import TakeStorage
from sim.sweep.subject import SweepSubject
from sim.sweep.work import perform
from studio.jobs.pipeline import run_predict
from studio.jobs.requests import PredictRequest
from studio.jobs.sweep import SweepRequest, run_sweep
from studio.jobs.sweep_book import SweepBook
from studio.jobs.sweep_forecast import forecast_sweep
from studio.state.samples import load_samples, samples_folder

RESULT = Path(__file__).parent / "results" / "sweep.json"
LAWS = ("rigid", "jelly", "neo-hookean", "liquid", "metal", "plasticine", "snow", "sand", "foam")
REPEATS = 2
CANDIDATES = 8
RAY_RUNS = 64
RAY_KILLS = 6
RUNS_PER_KILL = 9
SEED = 3
TARGETS = {
    "elastic_s_max": 2.0,
    "plastic_s_max": 3.0,
    "eight_on_two_s_max": 20.0,
    "ray_speed_up_min": 1.5,
    "killed_worker_runs_max": 2.0,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("-o", "--out", type=Path, default=RESULT)
    parser.add_argument("--here", choices=PARTS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here is not None:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(PARTS[options.here](Path(folder))))
        return
    known = json.loads(options.out.read_text()) if options.out.exists() else {}
    for part in options.part:
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
        known[part] = _measured(part) | {"load_before": load}
    known |= {
        "targets": TARGETS,
        "device": cpu_name(),
        "cores": usable_cores(),
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
    }
    text = json.dumps(known, indent=1)
    print(text)
    write_text_atomic(options.out, text + "\n")


def _measured(part: str) -> dict[str, object]:
    """A part, measured in a process of its own; one thread where one core is measured."""
    threads = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    environment = os.environ | (dict.fromkeys(threads, "1") if part == "motion" else {})
    command = [sys.executable, "-m", "benchmarks.sweep", "--here", part]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    values: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return values


def _predicted(folder: Path) -> Project:
    """Project of the first bundled photo."""
    photo = load_samples(samples_folder())[0].path
    return Project.open(run_predict(PredictRequest(photo, folder / "Photo.p4d")))


def _motion(folder: Path) -> dict[str, object]:
    """Seconds of one candidate in a warm process of one thread, by law.

    Processor time stands beside the time that passed: other programs disturb it least.
    """
    project = _predicted(folder)
    passed: dict[str, list[float]] = {law: [] for law in LAWS}
    busy: dict[str, list[float]] = {law: [] for law in LAWS}
    for law in LAWS:
        for number, task in enumerate(_law_tasks(project, law)):
            begun = time.process_time()
            result = perform(task)
            if not result.finished:
                raise SystemExit(f"{law}: {result.reason}")
            if number:  # the first of a law loads its kernels
                passed[law].append(result.wall_time_s)
                busy[law].append(time.process_time() - begun)
    kinds = {law: motion_of(ConstitutiveLaw.from_name(law)) for law in LAWS}
    found: dict[str, object] = {"gaussians": project.cloud().gaussian_count}
    for name, seconds in (("seconds", passed), ("processor_seconds", busy)):
        medians = {law: round(statistics.median(own), 3) for law, own in seconds.items()}
        found[f"{name}_by_law"] = medians
        for kind in ("elastic", "plastic"):
            found[f"{kind}_{name}"] = max(medians[law] for law in LAWS if kinds[law] == kind)
    return found


def _law_tasks(project: Project, law: str) -> tuple[RunTask, ...]:
    subject = SweepSubject(project.path)
    asked = material(ConstitutiveLaw.from_name(law))
    stiffness = subject.fit_stiffness([asked], "expressive", ("sketch",))
    runs = tuple(Run(f"{law}-{number}", asked, "sketch") for number in range(REPEATS + 1))
    return SweepPlan(subject, runs, stiffness).tasks()


def _side_by_side(folder: Path) -> dict[str, object]:
    """Eight candidates of one photo in two workers, and their pictures."""
    project = _predicted(folder)
    config = folder / "sweep.json"
    values = {"objects": [project.path.name], "material": "predicted", "samples": CANDIDATES}
    config.write_text(json.dumps(values | {"seed": SEED}))
    request = SweepRequest(config, folder / "out", workers=2)
    times: dict[str, float] = {}
    busy: dict[str, float] = {}
    started, before = time.perf_counter(), _processor_s()

    def progress(stage: str, _fraction: float) -> None:
        times.setdefault(stage, time.perf_counter() - started)
        busy.setdefault(stage, _processor_s() - before)

    report = run_sweep(request, progress, lambda _result: None)
    total = time.perf_counter() - started
    expected = forecast_sweep(config, shipped_cost_model(), workers=2).scaling[-1].seconds
    runs_s = times["Writing the table"]
    return {
        "candidates": report.finished,
        "simulated_s": round(runs_s, 2),
        "with_sheet_video_and_page_s": round(total, 2),
        "processor_simulated_s": round(busy["Writing the table"], 2),
        "processor_total_s": round(_processor_s() - before, 2),
        "forecast_s": round(expected, 2),
        "forecast_over_measured": round(expected / runs_s, 2),
    }


def _processor_s() -> float:
    """Processor time of this process and of its children that have ended [s]."""
    import resource

    known = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in known)


def _ray(folder: Path) -> dict[str, object]:
    """64 sketches on one and on two Ray workers of one thread, and with workers killed.

    What a killed worker costs is less than this machine's speed varies by within a minute, so
    that several are killed, and the round is compared with those before and after it.
    """
    photo = _predicted(folder).path
    rounds = {
        name: _timed(_ray_executor(folder, name, workers), _book(folder / name, photo), workers, k)
        for name, workers, k in (
            ("one", 1, 0), ("before", 2, 0), ("killed", 2, RAY_KILLS), ("after", 2, 0),
        )
    }  # fmt: skip
    two_s = (rounds["before"].seconds + rounds["after"].seconds) / 2
    lost_s = (rounds["killed"].seconds - two_s) / RAY_KILLS
    run_s = statistics.median([*rounds["before"].walls_s, *rounds["after"].walls_s])
    return {
        "runs": RAY_RUNS,
        "one_worker_s": round(rounds["one"].seconds, 2),
        "two_workers_s": [round(rounds[name].seconds, 2) for name in ("before", "after")],
        "speed_up": round(rounds["one"].seconds / two_s, 2),
        "killed_workers": RAY_KILLS,
        "with_killed_workers_s": round(rounds["killed"].seconds, 2),
        "begun_again": rounds["killed"].begun_again,
        "killed_worker_cost_runs": round(lost_s / run_s, 2),
        "median_run_s": round(run_s, 3),
    }


class _Round(NamedTuple):
    """Time of all runs after each worker has done one, of each run, and how many were repeated."""

    seconds: float
    walls_s: list[float]
    begun_again: int


def _ray_executor(folder: Path, name: str, workers: int) -> RayExecutor:
    storage = TakeStorage(str(folder / f"{name}-takes"))
    return RayExecutor(RayOptions(workers=workers, storage=storage, limits=ChildLimits(threads=1)))


def _book(folder: Path, photo: Path) -> SweepBook:
    """64 runs of the project of a photo."""
    folder.mkdir()
    config = folder / "sweep.json"
    young = {"range": [1e4, 1e6], "steps": RAY_RUNS, "scale": "log"}
    values = {"objects": [str(photo)], "parameters": {"law": "jelly", "youngs_modulus_pa": young}}
    config.write_text(json.dumps(values))
    (folder / "out").mkdir()
    return SweepBook(folder / "out", read_sweep_file(config))


def _timed(executor: RayExecutor, book: SweepBook, workers: int, kills: int) -> _Round:
    """Carry a sweep out, and kill a worker now and then."""
    tasks = list(book.tasks())
    walls, started, begun_again = [], 0.0, 0
    for number, result in enumerate(executor.run(_warm(tasks, workers)), start=1):
        if not result.finished:
            raise SystemExit(f"{result.name}: {result.reason}")
        walls.append(result.wall_time_s)
        begun_again += result.cost.attempts - 1
        if number == workers:
            started = time.perf_counter()
        place, left = divmod(number - workers, RUNS_PER_KILL)
        if left == 0 and 1 <= place <= kills:
            threading.Thread(target=_kill_worker).start()
    return _Round(time.perf_counter() - started, walls, begun_again)


def _warm(tasks: list[RunTask], workers: int) -> Iterator[RunTask]:
    """The tasks, after one for each worker that starts it and loads its kernels."""
    from dataclasses import replace

    for number in range(workers):
        first = tasks[number]
        yield replace(first, run=first.run.at_quality(first.run.quality, f"warm-{number}"))
    yield from tasks


def _kill_worker() -> None:
    """Kill one worker that carries out a run."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        for folder in Path("/proc").iterdir():
            try:
                if folder.name.isdecimal() and _is_ours(folder):
                    os.kill(int(folder.name), signal.SIGKILL)
                    return
            except OSError:
                continue


def _is_ours(folder: Path) -> bool:
    """Whether a process carries out a run for a cluster that this process has started."""
    if b"ray::carry_out" not in (folder / "cmdline").read_bytes():
        return False
    raylet = _parent(folder)
    return _parent(Path("/proc") / str(raylet)) == os.getpid()


def _parent(folder: Path) -> int:
    return int((folder / "status").read_text().split("PPid:")[1].split()[0])


PARTS = {"motion": _motion, "side_by_side": _side_by_side, "ray": _ray}

if __name__ == "__main__":
    main()
