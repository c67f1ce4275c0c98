"""Brings the window into situations: nothing open, much to do, and failures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sim.sweep.result import RunResult
from studio.controllers.export_settings import VideoSettings
from studio.doctor_report import Check
from studio.export.video_options import VideoOptions
from studio.state.candidates import CandidateRun
from tools.window_pictures.photographer import Photographer

LONG_NAME = "The tall wall of oak behind everything else, to the left"
FEW_KEYS = 3
PAPER = "paper"
"""Quality that takes long enough to be photographed."""


def furnish(photographer: Photographer, folder: Path) -> None:
    """Put things of every kind round the object, some with long names.

    Args:
        photographer: Its window has an object open.
        folder: Exports go there.
    """
    studio, state = photographer.studio, photographer.state
    for kind in ("box", "sphere", "wind", "attractor"):
        studio.scene.add(kind)
    studio.scene.rename(LONG_NAME)
    studio.selection.set_all()
    photographer.until(lambda: state.selection.mask is not None)
    studio.scene.add_region()
    for place in range(FEW_KEYS):
        state.playback.frame = 6 * place
        studio.viewport.orbit(0.05, 0.01)
        studio.camera_path.add()
    for line in ("studio.physics.mean()", "for name in studio.takes:\n    print(name)\n\n"):
        studio.console.enter(line)
    photographer.until(lambda: not state.console.busy)
    studio.physics.set_quality(PAPER)
    studio.physics.simulate()
    photographer.until(lambda: state.jobs.active is not None)
    out = folder / "a-rather-long-name-of-a-video-that-nobody-will-ever-read-to-its-end.mp4"
    studio.export.export(VideoSettings(out, VideoOptions(size_px=(1280, 720))))
    photographer.live(2.0)


def fail(photographer: Photographer, folder: Path) -> None:
    """Let go wrong what can: exports, code, files, the network, a mesh.

    Args:
        photographer: Its window has an object open.
        folder: For files that are not what they seem.
    """
    studio, state = photographer.studio, photographer.state
    studio.jobs.cancel()
    photographer.idle()
    out = folder / "a-folder-that-goes-away"
    out.mkdir()
    broken = VideoSettings(out / "video.mp4", VideoOptions(size_px=(128, 128)))
    out.rmdir()
    studio.export.export(broken)
    studio.console.enter("studio.simulate(quality='finest')")
    no_mesh = folder / "not-a-mesh.obj"
    no_mesh.write_text("this is no mesh")
    studio.scene.add_mesh(no_mesh)
    no_model = folder / "a-checkpoint-whose-name-is-long-and-that-is-broken.safetensors"
    no_model.write_bytes(b"nothing")
    studio.photo_views.choose_model(str(no_model))
    studio.scene.add("box")
    box = state.scene.all_things[-1]
    studio.scene.choose(f"thing-{box.key}")
    photographer.until(lambda: not state.console.busy)
    studio.physics.simulate()
    photographer.idle()
    photographer.live(0.5)


def one_failed_run(photographer: Photographer) -> None:
    """Show a candidate as one whose simulation ended early."""
    candidates = photographer.state.candidates
    shown = candidates.shown
    if shown is None:
        raise RuntimeError("there are no candidates")
    failed = []
    for run in candidates.runs_of(shown.candidates[-1]):
        reason = "take 12: a substep of 0.3 µs would be needed; use a softer material"
        result = RunResult(run.take_name, run.quality, "failed", reason)
        failed.append(CandidateRun(run.take_name, run.quality, "failed", 0.4, result))
    candidates.put_runs(failed)


def failing_doctor(photographer: Photographer) -> None:
    """Show what the doctor says of a machine that lacks things."""
    doctor = photographer.state.doctor
    lacks = {
        "opengl": "libGL.so.1 was not found, and neither was a driver of any graphics card",
        "gsplat_cuda": "no CUDA device",
    }
    doctor.checks = tuple(
        replace(check, passed=False, detail=lacks[check.name], required=check.name == "opengl",
                remedy="install the driver of the graphics card, then start the studio again")
        if check.name in lacks else check
        for check in doctor.checks
    ) or (Check("drawing", "opengl", False, lacks["opengl"]),)  # fmt: skip
    doctor.problem = "The measurement took more memory than there is; close other programs."
