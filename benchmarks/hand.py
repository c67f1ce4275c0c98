"""How the hand feels: frames a second of simulation and picture together, and hand to picture.

A ball is simulated through the real compute process and drawn at 256 x 256 px through the real
view process, as the window does it, while a hand pulls it about. The delay of a move is the time
until the first picture is there of a frame whose record holds that move. Run it on an otherwise
idle machine:

    python -m benchmarks.hand
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.result_file import ResultFile
from render.gaussians import GaussianCloud
from sim.hand_record import commands_from_json
from sim.project import Project
from sim.project_manifest import ProjectManifest
from sim.scene.hand import HandAction, HandCommand
from sim.take_layout import commit_file
from studio.jobs.messages import JobDone, JobFailed
from studio.jobs.requests import SimulateRequest
from studio.jobs.runner import JobRunner
from studio.jobs.view_messages import FrameQuery, SceneRef
from studio.jobs.view_runner import Picture, ViewRunner
from studio.state.orbit_camera import OrbitCamera
from studio.state.viewport import STAGES, ViewportState

RESULTS = Path(__file__).parent / "results" / "hand.json"
SIDE_PX = 256
GAUSSIANS = 30_000
RADIUS_M = 0.25
MOVE_EVERY_S = 0.1
TARGETS = {"frames_per_s_min": 10.0, "hand_to_picture_ms_max": 250.0}


@dataclass
class Session:
    """What happened while the hand was in."""

    sent: list[tuple[float, HandCommand]] = field(default_factory=list)
    """When each move was sent [s], and what it was."""
    first_frame: dict[tuple[float, ...], int] = field(default_factory=dict)
    """First frame whose record holds a move to a point."""
    pictures: list[tuple[float, int]] = field(default_factory=list)
    """When the picture of a frame was there [s]."""


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
    runner, drawer = JobRunner(), ViewRunner()
    runner.start()
    drawer.start()
    try:
        warm = _request(project, quality, "warm", 3)  # compiles kernels, outside of the figures
        _run(runner, drawer, warm, 0.0)
        session = _run(runner, drawer, _request(project, quality, "take", 2000), seconds)
    finally:
        runner.close()
        drawer.close()
    return _figures(session)


def _request(project: Path, quality: str, name: str, frames: int) -> SimulateRequest:
    return SimulateRequest(
        project, name, law="jelly", youngs_modulus_pa=3e4, poisson_ratio=0.4, density_kg_m3=500.0,
        quality=quality, frame_count=frames, hand=True,
    )  # fmt: skip


def _run(
    runner: JobRunner, drawer: ViewRunner, request: SimulateRequest, seconds: float
) -> Session:
    """Simulate and draw the newest frame over and over, a hand in for so many seconds [s]."""
    session, folder = Session(), request.project / "takes" / request.take_name
    generation, frames, asked, began = runner.submit(request), 0, -1, math.inf
    ended = False
    limit_s = seconds or 60.0
    while (not ended or not session.pictures) and time.perf_counter() - began < limit_s:
        for message in runner.poll():
            if isinstance(message, JobFailed):
                raise SystemExit(message.line)
            ended = ended or isinstance(message, JobDone)
        frames = _read_new(folder, frames, session)
        if frames and began == math.inf:
            began = time.perf_counter()
        if frames and seconds:
            _pull(runner, session, began)
        asked = _draw(drawer, request, frames - 1, asked, session)
        time.sleep(0.001)
    runner.cancel_one(generation)
    while runner.busy:
        runner.poll()
        time.sleep(0.01)
    return session


def _read_new(folder: Path, frames: int, session: Session) -> int:
    """Look at records of new frames; returns how many there are."""
    while (file := commit_file(folder, frames)).exists():
        for command in commands_from_json(json.loads(file.read_text())["hand"]):
            session.first_frame.setdefault(tuple(command.point_m), frames)
        frames += 1
    return frames


def _pull(runner: JobRunner, session: Session, began: float) -> None:
    """Send where the hand is, ten times a second: round a circle, no point twice."""
    now, number = time.perf_counter(), len(session.sent)
    if number and now - session.sent[-1][0] < MOVE_EVERY_S:
        return
    angle, turn = 1.5 * (now - began), 1e-6 * number
    point = (0.2 * math.sin(angle), 0.2 * math.cos(angle) - 0.2 + turn, 0.55)
    action = HandAction.MOVE if number else HandAction.GRAB
    command = HandCommand(0.0, action, point, radius_m=0.2)
    if runner.send_hand(command):
        session.sent.append((now, command))


def _draw(
    drawer: ViewRunner, request: SimulateRequest, newest: int, asked: int, session: Session
) -> int:
    """Ask for the newest frame while no picture is under way; returns the frame asked for."""
    for message in drawer.poll():
        if isinstance(message, Picture):
            session.pictures.append((time.perf_counter(), message.query.frame))
    if newest <= asked or drawer.busy:
        return asked
    camera = OrbitCamera(distance_m=1.6).camera(SIDE_PX, SIDE_PX)
    look = ViewportState()
    scene = SceneRef(request.project, request.take_name)
    drawer.request(FrameQuery(scene, newest, camera, STAGES["dark"], look.settings, look.overlays))
    return newest


def _figures(session: Session) -> dict[str, Any]:
    first_s = session.sent[0][0]
    shown = [(when, frame) for when, frame in session.pictures if when >= first_s]
    if len(shown) < 2:
        raise SystemExit(f"only {len(shown)} pictures were drawn; give it more --seconds")
    passed_s = shown[-1][0] - shown[0][0]
    delays = []
    for when, command in session.sent:
        frame = session.first_frame.get(tuple(command.point_m))
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
