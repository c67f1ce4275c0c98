"""Do filmed clips rank candidates as simulated references do?

Takes of hidden worlds are filmed as a stranger would (photo behind, other light, noise, blur,
shake, H.264). From the clip alone size, drop, velocity and friction are fitted, eight candidates
are simulated in the fitted world and ranked by the clip. The simulated reference ranks the same
eight materials in the hidden world.

    python -m benchmarks.reference_clips --photos FOLDER_OF_BACKGROUNDS [--folder KEEP_HERE]

With a folder, takes, clips and rows that are there are kept: a run that was cut off goes on.
"""

from __future__ import annotations

import argparse
import datetime
import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.reference_objects import TRUTH, ReferenceObject, reference_object
from benchmarks.stranger_film import FilmLook, film, stranger_camera
from models.reference.alignment import FilmingCamera
from models.reference.film_reference import FilmReference, FilmSetup, film_reference
from render.atomic_file import write_text_atomic
from render.kernel_cache import cpu_name
from sim.materials import MaterialParams
from sim.motion.camera import scoring_camera
from sim.motion.distance import motion_distance
from sim.motion.projection import motion_of_take
from sim.motion.ranking import kendall_tau_b, tie_share
from sim.object_edit import ObjectEdit, ObjectPose
from sim.project import Project
from sim.scene.forces import Impulse
from sim.scene_setup import SceneSetup
from sim.sweep.plan import SweepPlan
from sim.sweep.run import Run
from sim.sweep.set_stiffness import SetStiffness
from sim.sweep.subject import SweepSubject
from sim.sweep.work import perform
from sim.take import Take

RESULTS = Path(__file__).parent / "results" / "reference_clips.json"
DEFAULT_PHOTOS = Path("../shared/photos/uncut")
QUALITY = "sketch"
FILMED = "filmed"
TARGET = 0.5
ELEVATION_ERROR_DEG = 3.0
"""Standard deviation of what is known of the camera's elevation [degrees]."""


class HiddenWorld(NamedTuple):
    """What the clip does not say."""

    scene: SceneSetup
    scale: float
    """Size over that of the project."""
    sideways_m_s: float

    @staticmethod
    def drawn(seed: int) -> HiddenWorld:
        """World of a seed."""
        rng = np.random.default_rng([seed, 31])
        scale = float(np.exp(rng.uniform(np.log(0.6), np.log(1.6))))
        sideways = float(rng.uniform(-0.5, 0.5)) * scale**0.5
        scene = SceneSetup(
            tilt_deg=float(rng.uniform(-12, 12)),
            drop_height_over_size=float(rng.uniform(0.35, 0.8)),
            forces=(Impulse(velocity_change_m_s=(0.0, sideways, 0.0)),),
        )
        return HiddenWorld(scene, scale, sideways)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=Path, default=DEFAULT_PHOTOS)
    parser.add_argument("--objects", type=int, nargs="+", default=list(range(10)))
    parser.add_argument("--folder", type=Path, help="keep takes and clips here")
    parser.add_argument("-o", "--out", type=Path, default=RESULTS)
    options = parser.parse_args()
    photos = sorted(options.photos.glob("*.jpg"))
    if not photos:
        raise SystemExit(f"{options.photos} holds no .jpg pictures")
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        rows = []
        for number in options.objects:
            rows.append(_row(number, folder, photos[number % len(photos)]))
            print(json.dumps(rows[-1]), flush=True)
            write_text_atomic(options.out, json.dumps(_report(rows), indent=2) + "\n")


def _row(number: int, folder: Path, photo: Path) -> dict[str, Any]:
    """What was measured of an object, now or before."""
    kept = folder / f"row-{number}.json"
    if not kept.exists():
        write_text_atomic(kept, json.dumps(measured(number, folder, photo)))
    row: dict[str, Any] = json.loads(kept.read_text())
    return row


def _report(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    taus = [row["kendall_tau_b"] for row in rows]
    return {
        "what": "Kendall tau-b of 8 candidates ranked by a clip and by a simulated reference",
        "objects": len(rows),
        "kendall_tau_b_mean": round(statistics.mean(taus), 3),
        "kendall_tau_b_min": round(min(taus), 3),
        "same_best_share": round(statistics.mean(row["same_best"] for row in rows), 3),
        "target": {"kendall_tau_b_mean_min": TARGET},
        "rows": list(rows),
        "device": cpu_name(),
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
    }


def measured(number: int, folder: Path, photo: Path | None) -> dict[str, Any]:
    """One object: its clip, both rankings and what was fitted.

    Args:
        number: Number of the reference object.
        folder: For projects, takes and clips.
        photo: Background; None makes one of noise.
    """
    thing, hidden = reference_object(number, folder), HiddenWorld.drawn(number)
    materials = (thing.truth, *thing.candidates)
    stiffness = thing.subject.fit_stiffness(materials, "expressive", (QUALITY,))
    world = replace(
        thing.subject, scene=hidden.scene, edit=ObjectEdit(ObjectPose(scale=hidden.scale))
    )
    truth, *simulated = _takes(world, materials, stiffness, "hidden", truth=True)
    if truth is None:
        raise SystemExit(f"the truth of object {number} diverged")
    camera = scoring_camera(truth)
    reference = motion_of_take(truth, camera)
    by_truth = [_distance(take, reference, camera) for take in simulated]
    clip = folder / f"clip-{number}.mp4"
    look = FilmLook(background=photo, seed=number)
    stand = stranger_camera(truth, seed=number)
    if not clip.exists():
        film(truth, clip, stand, look)
    started = time.process_time()
    filmed = _read(thing, clip, _known_camera(stand, number))
    seconds = time.process_time() - started
    fitted = replace(thing.subject, scene=filmed.scene, edit=filmed.edit)
    for old in Project.open(thing.subject.project).path.glob(f"takes/{FILMED}-*"):
        shutil.rmtree(old)  # of an earlier run, in another fitted world
    takes = _takes(fitted, thing.candidates, stiffness, FILMED)
    by_clip = [_distance(take, filmed.motion, filmed.camera) for take in takes]
    both = [
        (one, other)
        for one, other in zip(by_truth, by_clip, strict=True)
        if one is not None and other is not None
    ]
    first, second = zip(*both, strict=True)
    return {
        "object": number,
        "material": thing.material.label,
        "kendall_tau_b": round(kendall_tau_b(first, second), 3),
        "same_best": int(np.argmin(first)) == int(np.argmin(second)),
        "compared": len(both),
        "tie_share": round(tie_share(first), 3),
        "fitted": _fitted(filmed, hidden, thing),
        "reading_cpu_s": round(seconds, 1),
        "by_simulation": [round(value, 4) for value in first],
        "by_clip": [round(value, 4) for value in second],
    }


def _known_camera(camera: Any, seed: int) -> FilmingCamera:
    """What a prediction knows of the camera: its elevation with an error."""
    elevation = float(np.degrees(np.arcsin(-camera.forward[2])))
    error = np.random.default_rng([seed, 5]).normal() * ELEVATION_ERROR_DEG
    return FilmingCamera(0.0, elevation + float(error), camera.vertical_fov_deg)


def _read(thing: ReferenceObject, clip: Path, known: FilmingCamera) -> FilmReference:
    project = Project.open(thing.subject.project)
    setup = FilmSetup(camera=known, stiffness="expressive")
    return film_reference(clip, project.cloud(), project.scene, setup)


def _takes(
    subject: SweepSubject,
    materials: Sequence[MaterialParams],
    stiffness: SetStiffness,
    prefix: str,
    *,
    truth: bool = False,
) -> list[Take | None]:
    """Takes of the materials; None where a simulation failed."""
    numbers = range(1 - truth, len(materials) + 1 - truth)
    names = [TRUTH if number == 0 else f"candidate-{number}" for number in numbers]
    runs = tuple(
        Run(f"{prefix}-{name}", params, QUALITY)
        for name, params in zip(names, materials, strict=True)
    )
    results = [perform(task) for task in SweepPlan(subject, runs, stiffness).tasks()]
    project = Project.open(subject.project)
    return [Take.open(project.take_path(one.name)) if one.finished else None for one in results]


def _distance(take: Take | None, reference: Any, camera: Any) -> float | None:
    if take is None:
        return None
    points = reference.points
    return motion_distance(motion_of_take(take, camera, points=points), reference).total


def _fitted(filmed: FilmReference, hidden: HiddenWorld, thing: ReferenceObject) -> dict[str, Any]:
    size_m = Project.open(thing.subject.project).size_m
    return {
        "size_m": round(filmed.size_m, 3),
        "true_size_m": round(hidden.scale * size_m, 3),
        "drop_over_size": round(filmed.scene.drop_height_over_size, 3),
        "true_drop_over_size": round(hidden.scene.drop_height_over_size, 3),
        "tilt_deg": round(filmed.scene.tilt_deg, 1),
        "true_tilt_deg": round(hidden.scene.tilt_deg, 1),
        "sideways_m_s": round(filmed.nuisances.sideways * filmed.edit.pose.scale, 3),
        "true_sideways_m_s": round(hidden.sideways_m_s, 3),
        "silhouette_overlap": round(filmed.overlap, 3),
        "tracks": len(filmed.motion.points),
        "shake_px": round(filmed.shake_px, 1),
        "notes": list(filmed.notes),
    }


if __name__ == "__main__":
    main()
