"""Commands of the View menu: camera, stage, styles and overlays."""

from __future__ import annotations

from functools import partial

from render.base import SplatStyle
from studio.controllers.commands.command import Command
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.studio_controller import Studio
from studio.state.language import tr


def view_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    """Everything that changes what the viewport shows."""
    return (
        *_camera_commands(studio),
        *_stage_commands(studio),
        *_style_commands(studio),
        *_overlay_commands(studio),
        Command("full-screen", "View", tr("Full screen"), window.toggle_full_screen, "F11",
                separated=True),
    )  # fmt: skip


def _camera_commands(studio: Studio) -> tuple[Command, ...]:
    viewport = studio.viewport
    return (
        Command("frame", "View", tr("Frame the selection or object"), viewport.frame, "F",
                "project", "frame"),
        Command("home-view", "View", tr("Photo's view"), viewport.home, "Shift+F", "project",
                "home"),
        Command("navigation", "View", tr("Orbit, fly or walk"), viewport.switch_mode, "V",
                "project"),
        Command("projection", "View", tr("Perspective or orthographic"),
                viewport.switch_projection, "O", "project"),
    )  # fmt: skip


def _stage_commands(studio: Studio) -> tuple[Command, ...]:
    stages = (
        ("dark", tr("Dark stage")), ("grey", tr("Grey stage")), ("light", tr("Light stage")),
        ("gradient", tr("Gradient")), ("checker", tr("Checker")),
    )  # fmt: skip
    return tuple(
        Command(
            f"stage-{name}", "View", text, partial(studio.viewport.set_stage, name),
            f"Ctrl+{number}", checkable=True, separated=number == 1,
        )
        for number, (name, text) in enumerate(stages, 1)
    )  # fmt: skip


def _style_commands(studio: Studio) -> tuple[Command, ...]:
    viewport = studio.viewport
    styles = (
        (SplatStyle.SPLATS, tr("Splats")), (SplatStyle.CENTRES, tr("Centres")),
        (SplatStyle.POINTS, tr("Points")), (SplatStyle.RINGS, tr("Rings")),
        (SplatStyle.ELLIPSOIDS, tr("Ellipsoids")),
    )  # fmt: skip
    degrees = (tr("Off (degree 0)"), tr("Degree 1"), tr("Degree 2"), tr("Degree 3"))
    return (
        *(
            Command(f"style-{style}", "View ▸ Draw Gaussians as", text,
                    partial(viewport.set_style, style), checkable=True)
            for style, text in styles
        ),
        *(
            Command(f"degree-{degree}", "View ▸ Colour by direction", text,
                    partial(viewport.set_sh_degree, degree), checkable=True)
            for degree, text in enumerate(degrees)
        ),
        Command("antialiased", "View", tr("Antialiased"), viewport.toggle_antialiased, "Alt+0",
                checkable=True),
    )  # fmt: skip


def _overlay_commands(studio: Studio) -> tuple[Command, ...]:
    overlays = (
        ("grid", tr("Grid"), "G"), ("axes", tr("Axes"), "Shift+G"),
        ("bounds", tr("Bounds and size"), "Shift+B"),
    )  # fmt: skip
    return tuple(
        Command(
            f"overlay-{name}", "View", text, partial(studio.viewport.toggle_overlay, name), key,
            checkable=True, separated=name == "grid",
        )
        for name, text, key in overlays
    )  # fmt: skip
