"""A moving cloud as one web page that plays by itself: player, shaders and data in one file.

The page needs no network, no server and no other file; what it is made of lies in
`resources/web`, the data are those of a `.p4dc` file.
"""

from __future__ import annotations

import base64
import html
import io
import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from render.atomic_file import write_text_atomic
from render.camera import Camera
from render.cameras.motion import CameraMotion
from render.cameras.presets import camera_preset
from render.clips.clip import Clip
from render.clips.clip_motion import ClipMotion, motion_of
from render.clips.keyed_layout import ClipHeader
from render.clips.keyed_writer import ClipStorage, write_blocks
from render.clips.page_motion import (
    ClipExtent,
    extent_of,
    fitting_degree,
    only,
    stands_above,
    with_degree,
)
from render.clips.report import ClipReport
from render.errors import InputError
from render.framing import center_of
from render.os_faults import remedy_for
from render.progress import ProgressCallback, ignore_progress
from render.stage import StageLook

PARTS = Path(__file__).resolve().parents[2] / "resources" / "web"
SERVER_SCRIPTS = ("clip_file.js", "scene_server.js")
PLAYER_SCRIPTS = ("painter.js", "orbit.js", "player.js", "start.js")
SHADERS = ("splats.vert", "splats.frag", "stage.vert", "stage.frag")

HANDY_BYTES = 20e6
"""Pages above this size are too large for mail and many hosts."""
COLOR_SHARE = 0.3
"""Share of `HANDY_BYTES` that view-dependent colours may take."""
GROUND_Z_M = 0.0
DARK_STAGE = StageLook(
    floor=(0.235, 0.243, 0.265), horizon=(0.16, 0.167, 0.185), zenith=(0.07, 0.075, 0.088)
)
"""The stage after dark."""
_SHADOWS = {"light": 1.0, "dark": 1.25}
_VIEW_PX = 720


def write_web_page(
    path: Path,
    clip: Clip,
    *,
    title: str = "",
    camera: CameraMotion | None = None,
    quality: str = "standard",
    antialiased: bool = False,
    progress: ProgressCallback = ignore_progress,
) -> ClipReport:
    """Write a clip as one self-contained page, all or nothing.

    Args:
        path: File to write, `NAME.html`; its folder must exist.
        clip: At least one frame with a visible Gaussian.
        title: Name of the scene; any text. Empty takes the file's name.
        camera: Its first view is where the page starts; None takes that of the usual video.
        quality: "small", "standard" or "high".
        antialiased: Whether the Gaussians are to be drawn with a screen-space (mip) filter.
        progress: Told the fraction done; raises to cancel.

    Returns:
        Size, what was left out, and the largest errors that were measured.

    Raises:
        InputError: If the clip or the quality cannot be used, or the file cannot be written.
    """
    title = title or path.stem
    motion = motion_of(clip)
    extent = extent_of(motion, progress)
    view = (camera or camera_preset("swing", extent.boxes)).camera(0.0, _VIEW_PX, _VIEW_PX)
    shown, notes = _reduced(motion, extent, view)
    notes = (*getattr(clip, "notes", ()), *notes)
    stream = io.BytesIO()
    storage = ClipStorage(title, quality, keep_order=False, antialiased=antialiased, notes=notes)
    header = write_blocks(stream, shown, storage, progress)
    settings = {
        "camera": _start(view, extent),
        "stage": _stage(extent, motion),
        "shaders": {name: _part(name) for name in SHADERS},
        "notes": [*header.notes, *_facts(header)],
    }
    page = page_text(title, settings, stream.getvalue(), generator=header.generator)
    try:
        write_text_atomic(path, page)
    except OSError as error:
        raise InputError(f"cannot write {path}: {remedy_for(error) or error}") from error
    return ClipReport(len(page.encode("utf-8")), (*notes, *_size_notes(page)), header.errors)


def page_text(title: str, settings: dict[str, Any], data: bytes, *, generator: str) -> str:
    """The page as text.

    Args:
        title: Any text; it is escaped.
        settings: Plain values for the player; strings may hold anything.
        data: A clip as a `.p4dc` file holds it.
        generator: Program that made it.
    """
    values = {
        "title": html.escape(title),
        "generator": html.escape(generator),
        "style": _part("style.css"),
        "settings": json.dumps(settings, allow_nan=False).replace("<", "\\u003c"),
        "clip": base64.b64encode(data).decode("ascii"),
        "server": "\n".join(_part(name) for name in SERVER_SCRIPTS),
        "player": "\n".join(_part(name) for name in PLAYER_SCRIPTS),
    }
    first, *others = _part("page.html").split("{{")
    pieces = [first]
    for other in others:
        name, _, rest = other.partition("}}")
        pieces += [values[name], rest]
    return "".join(pieces)


def _reduced(
    motion: ClipMotion, extent: ClipExtent, view: Camera
) -> tuple[ClipMotion, tuple[str, ...]]:
    """What the page shows of the clip, and what is said about it."""
    shown = motion if extent.visible.all() else only(motion, extent.visible)
    degree = fitting_degree(shown, COLOR_SHARE * HANDY_BYTES)
    stored = shown.rest.sh_degree
    if degree == stored:
        return shown, ()
    if degree:
        note = f"colours keep degree {degree} of {stored} to stay small"
    else:
        note = "colours are those seen from the first view, to stay small"
    return with_degree(shown, degree, view.position), (note,)


def _start(view: Camera, extent: ClipExtent) -> dict[str, Any]:
    """Where the player's camera begins: a point looked at, angles [radians] and a distance [m]."""
    eye, forward = view.position.astype(np.float64), view.forward.astype(np.float64)
    span = float(np.ptp(extent.boxes, axis=(0, 1)).max())
    distance = max(float((center_of(extent.boxes) - eye) @ forward), 0.05 * span, 1e-6)
    return {
        "target": [float(value) for value in eye + distance * forward],
        "distance": distance,
        "azimuth": math.atan2(-forward[1], -forward[0]),
        "elevation": math.asin(min(max(-forward[2], -1.0), 1.0)),
        "fov": math.radians(view.vertical_fov_deg),
    }


def _stage(extent: ClipExtent, motion: ClipMotion) -> dict[str, Any]:
    """Colours of the stage by theme, and the height of its floor [m]; None where there is none."""
    grounded = stands_above(extent.boxes, GROUND_Z_M, motion.rest)
    looks = {"light": StageLook(), "dark": DARK_STAGE}
    colors = {
        name: {part: asdict(look)[part] for part in ("floor", "horizon", "zenith")}
        | {"shadow": _SHADOWS[name]}
        for name, look in looks.items()
    }
    fade = looks["light"].fade_distance
    return {**colors, "fade": fade, "ground": GROUND_Z_M if grounded else None}


def _facts(header: ClipHeader) -> list[str]:
    """What the page says of its own precision."""
    errors = header.errors
    return [
        f"Positions are exact to {100 * errors['position_share']:.2g} % of the longest side "
        f"({1e3 * errors['position_share'] * header.longest_side_m:.2g} mm), turns to "
        f"{errors['rotation_deg']:.2g}°, sizes to {errors['size_percent']:.2g} %.",
        f"Made with {header.generator}.",
    ]


def _size_notes(page: str) -> tuple[str, ...]:
    if len(page) <= HANDY_BYTES:
        return ()
    return (f"the page is {len(page) / 1e6:.0f} MB; quality small or fewer frames make it smaller",)


def _part(name: str) -> str:
    return (PARTS / name).read_text(encoding="utf-8")
