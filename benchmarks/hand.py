"""How the hand feels: frames a second of simulation and picture together, and hand to picture.

The window's controllers, without the window, drive the real compute and view processes at the
window's pace while a hand pulls a ball about, drawn at 256 x 256 px. The delay of a move is the
time until the first picture is shown of a frame whose record holds that move. Run it on an
otherwise idle machine:

    python -m benchmarks.hand
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.result_file import ResultFile
from render.gaussians import GaussianCloud
from sim.hand_record import commands_from_json
from sim.materials import ConstitutiveLaw
from sim.project import Project
from sim.project_manifest import ProjectManifest
from sim.take_layout import commit_file
from studio.controllers.studio_controller import Studio
from studio.jobs.runner import JobRunner
from studio.jobs.view_runner import Picture, ViewRunner
from studio.state.orbit_camera import OrbitCamera
from studio.state.studio_state import StudioState

RESULTS = Path(__file__).parent / "results" / "hand.json"
SIDE_PX = 256
GAUSSIANS = 30_000
RADIUS_M = 0.25
MOVE_EVERY_S = 0.1
LONGEST_WAIT_S = 90.0
TARGETS = {"frames_per_s_min": 10.0, "hand_to_picture_ms_max": 250.0}


@dataclass
class Session:
    """What happened while the hand was in."""

    sent: list[tuple[float, tuple[float, ...]]] = field(default_factory=list)
    """When the pointer was at a point [s], and the point [m]."""
    first_frame: dict[tuple[float, ...], int] = field(default_factory=dict)
    """First frame whose record holds a move to a point."""
    pictures: list[tuple[float, int]] = field(default_factory=list)
    """When the picture of a frame was shown [s]."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--out", type=Path, default=RESULTS)
    parser.add_argument("--seconds", type=float, default=6.0, help="time with the hand in [s]")
    options = parser.parse_args()
    results = ResultFile(options.out)
    with tempfile.TemporaryDirectory() as folder:
        rows = {
            quality: measured(Path(folder), quality, options.seconds)
            for quality in ("sketch", "preview")
        }
    results.write(
        {
            "what": f"a soft ball of {GAUSSIANS:,} Gaussians in the hand, {SIDE_PX} x {SIDE_PX} px",
            **rows,
            "targets": TARGETS,
        }
    )


def ball_project(folder: Path) -> Project:
    """A ball whose Gaussians lie on its surface."""
    rng = np.random.default_rng(0)
    normals = rng.normal(size=(GAUSSIANS, 3)).astype(np.float32)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    cloud = GaussianCloud(
        means=normals * RADIUS_M,
        quats=np.tile([1.0, 0, 0, 0], (GAUSSIANS, 1)),
        scales=np.full((GAUSSIANS, 3), 0.004),
        opacities=np.full(GAUSSIANS, 0.95),
        sh_coeffs=normals[:, None, :] * 0.8,
    )
    return Project.create(folder, ProjectManifest(size_m=2 * RADIUS_M, source="ball"), cloud)


def measured(folder: Path, quality: str, seconds: float) -> dict[str, Any]:
    """Frames a second and delays at a quality."""
    project = ball_project(folder / f"{quality}.p4d").path
    state = StudioState()
    studio = Studio(state, JobRunner(), ViewRunner(), folder / "preferences.json")
    studio.start()
    try:
        studio.document.open_path(project)
        studio.viewport.set_pane(SIDE_PX, SIDE_PX)
        _poll_until(studio, lambda: state.document.gaussian_count == GAUSSIANS)
        studio.physics.set_law(ConstitutiveLaw.JELLY)
        with studio.edits.step("Soften"):
            soft = state.material.edited.with_lock("log10_youngs_modulus", math.log10(3e4))
            state.material.edited = soft
        studio.viewport.set_camera(OrbitCamera(distance_m=1.6))
        studio.hand.set_quality(quality)
        _play(studio, 1.0)  # compiles kernels, outside of the figures
        session = _play(studio, seconds)
    finally:
        studio.close()
    return _figures(session)


def _play(studio: Studio, seconds: float) -> Session:
    """Take the object in hand for so many seconds [s], then end the simulation."""
    session, state = Session(), studio.state
    studio.takes.show(None)
    studio.hand.set_radius(0.2)
    studio.hand.grab((0.0, -0.2, 0.5))
    _poll_until(studio, lambda: state.hand.live_take is not None and not state.hand.waiting)
    began = time.perf_counter()

    def shown(picture: Picture) -> None:
        if picture.query.scene.take_name == state.hand.live_take:
            session.pictures.append((time.perf_counter(), picture.query.frame))

    studio.viewport.on_picture = shown
    while time.perf_counter() - began < seconds:
        _pull(studio, session, began)
        _poll(studio)
    studio.viewport.on_picture = lambda _picture: None
    folder = (state.document.project or Path()) / "takes" / (state.hand.live_take or "")
    studio.hand.release()
    studio.jobs.cancel()
    _poll_until(studio, lambda: state.jobs.active is None and state.hand.live_take is None)
    _read_moves(folder, session)
    return session


def _poll(studio: Studio) -> None:
    """What the window's timer does."""
    studio.poll()
    time.sleep(studio.poll_interval_ms / 1e3)


def _poll_until(studio: Studio, reached: Callable[[], bool]) -> None:
    """Poll until something is reached; what went wrong ends the run."""
    until = time.perf_counter() + LONGEST_WAIT_S
    while not reached():
        _poll(studio)
        bad = [one.text for one in studio.state.notices.notices if one.severity == "error"]
        if bad or time.perf_counter() > until:
            raise SystemExit("; ".join(bad) or f"nothing happened for {LONGEST_WAIT_S:g} s")


def _pull(studio: Studio, session: Session, began: float) -> None:
    """Move the hand, ten times a second: round a circle, no point twice."""
    now, number = time.perf_counter(), len(session.sent)
    if number and now - session.sent[-1][0] < MOVE_EVERY_S:
        return
    angle, turn = 1.5 * (now - began), 1e-6 * number
    point = (0.2 * math.sin(angle), 0.2 * math.cos(angle) - 0.2 + turn, 0.55)
    studio.hand.move(point)
    session.sent.append((now, point))


def _read_moves(folder: Path, session: Session) -> None:
    """Find out from the records of all frames which of them was the first to know of a move."""
    frame = 0
    while (file := commit_file(folder, frame)).exists():
        for command in commands_from_json(json.loads(file.read_text())["hand"]):
            session.first_frame.setdefault(tuple(command.point_m), frame)
        frame += 1


def _figures(session: Session) -> dict[str, Any]:
    first_s = session.sent[0][0]
    shown = [(when, frame) for when, frame in session.pictures if when >= first_s]
    if len(shown) < 2:
        raise SystemExit(f"only {len(shown)} pictures were drawn; give it more --seconds")
    passed_s = shown[-1][0] - shown[0][0]
    delays = []
    for when, point in session.sent:
        frame = session.first_frame.get(point)
        seen = [at for at, drawn in shown if frame is not None and drawn >= frame]
        if seen:
            delays.append(1e3 * (min(seen) - when))
    return {
        "pictures_per_s": round((len(shown) - 1) / passed_s, 1),
        "simulated_frames_per_s": round((shown[-1][1] - shown[0][1]) / passed_s, 1),
        "hand_to_picture_ms_median": round(statistics.median(delays), 1),
        "hand_to_picture_ms_p95": round(float(np.percentile(delays, 95)), 1),
        "moves": len(session.sent),
        "moves_seen": len(delays),
    }


if __name__ == "__main__":
    main()
