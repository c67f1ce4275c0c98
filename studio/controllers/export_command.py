"""An export as the command line, or the call of `studio.api`, that writes the same file."""

from __future__ import annotations

import shlex
from dataclasses import fields

from studio.export.option_ranges import COLOR
from studio.export.video_options import VideoOptions
from studio.state.export import ExportOrder

PROGRAM = "phys4d-studio"
_DEFAULTS = VideoOptions()


def command_arguments(order: ExportOrder) -> list[str]:
    """Arguments of `phys4d-studio` that write what an order writes."""
    project, out = str(order.project), str(order.out)
    if order.kind == "clip":
        arguments = ["convert", project, out, "--take", order.take_name]
        if order.quality != "standard":
            arguments += ["--quality", order.quality]
        return arguments
    arguments = ["render", project, "-o", out, "--take", order.take_name]
    if order.kind == "still":
        arguments += ["--frame", str(order.frame)]
    return arguments + _option_arguments(order.options, codec=order.kind == "video")


def command_line(order: ExportOrder) -> str:
    """The same as one line for a POSIX shell."""
    return shlex.join([PROGRAM, *command_arguments(order)])


def python_call(order: ExportOrder) -> str:
    """Calls of `studio.api` that write what an order writes."""
    named = _changed(order.options) if order.kind != "clip" else {}
    if order.kind == "still":
        named = {"frame": order.frame, **named}
    if order.kind == "clip" and not order.out.suffix:
        named["splats"] = True
    if order.kind == "clip" and order.quality != "standard":
        named["quality"] = order.quality
    rest = "".join(f", {name}={_literal(value)}" for name, value in named.items())
    call = f"studio.export({str(order.out)!r}, {order.take_name!r}{rest})"
    imports = ["from studio.api import Studio"]
    if "MotionBlur(" in call:
        imports.append("from studio.export.frame_schedule import MotionBlur")
    if "Path(" in call:
        imports = ["from pathlib import Path", "", *imports]
    opening = ["", "studio = Studio()", f"studio.open({str(order.project)!r})"]
    return "\n".join([*imports, *opening, call])


def _changed(options: VideoOptions) -> dict[str, object]:
    """Fields that are not the defaults; size and rate always, which the take would give."""
    found = {field.name: getattr(options, field.name) for field in fields(options)}
    always = ("size_px", "fps")
    return {
        name: value
        for name, value in found.items()
        if name in always or value != getattr(_DEFAULTS, name)
    }


def _literal(value: object) -> str:
    text = repr(value)
    return text.replace("PosixPath(", "Path(").replace("WindowsPath(", "Path(")


def _option_arguments(options: VideoOptions, *, codec: bool) -> list[str]:
    width, height = options.size_px
    arguments = ["--size-px", f"{width}x{height}", "--fps", f"{options.fps!r}"]
    plain: dict[str, object] = {
        "--camera": options.camera,
        "--save-camera": options.camera_out,
        "--projection": options.projection,
        "--background": options.background,
        "--overlays": ",".join(options.overlays),
        "--passes": "" if options.passes == (COLOR,) else ",".join(options.passes),
        "--codec": options.codec if codec else None,
        "--time-remap": options.time_remap,
        "--seconds": options.duration_s,
        "--backend": None if options.backend == _DEFAULTS.backend else options.backend,
    }
    usual = {"--projection": _DEFAULTS.projection}
    for name, value in plain.items():
        if value not in (None, "") and value != usual.get(name):
            arguments += [name, str(value)]
    if options.supersample > 1:
        arguments += ["--supersample", str(options.supersample)]
    if options.blur is not None:
        arguments += ["--motion-blur", f"{options.blur.samples}@{options.blur.shutter_deg:g}"]
    switches = (("--shadow", options.shadow), ("--hardware", options.hardware))
    return arguments + [name for name, on in switches if on]
