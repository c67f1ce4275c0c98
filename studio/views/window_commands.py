"""The window's command table: every menu entry, shortcut and button."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from render.base import SplatStyle
from studio.views.commands import Command
from studio.views.export_dialog import ExportDialog
from studio.views.help_dialogs import ShortcutsDialog, show_about
from studio.views.preferences_dialog import PreferencesDialog

if TYPE_CHECKING:
    from studio.views.main_window import MainWindow


def window_commands(window: MainWindow) -> tuple[Command, ...]:
    """All commands of a window, in menu order."""
    return (
        *_file_commands(window),
        *_simulation_commands(window),
        *_playback_commands(window),
        *_view_commands(window),
        *_help_commands(window),
    )


def _file_commands(window: MainWindow) -> tuple[Command, ...]:
    files, document = window.files, window.studio.document
    return (
        Command("open", "File", "Open photo…", files.open_file, "Ctrl+O", icon="photo"),
        Command(
            "open-project", "File", "Open project…", files.open_project, "Ctrl+Shift+O", icon="open"
        ),
        Command("paste", "File", "Paste photo", files.paste, "Ctrl+V", icon="copy"),
        Command("save", "File", "Save", files.save, "Ctrl+S", "project", "save", separated=True),
        Command("save-as", "File", "Save as…", files.save_as, "Ctrl+Shift+S", "project"),
        Command(
            "export", "File", "Export…", partial(_export, window), "Ctrl+E", "take", "export"
        ),
        Command(
            "show-folder", "File", "Show in folder", files.show_folder, "", "project", "folder"
        ),
        Command(
            "close", "File", "Close project", document.close, "Ctrl+W", "photo", separated=True
        ),
        Command("preferences", "File", "Preferences…", partial(_preferences, window), "Ctrl+,"),
        Command("quit", "File", "Quit", window.close, "Ctrl+Q", separated=True),
    )  # fmt: skip


def _simulation_commands(window: MainWindow) -> tuple[Command, ...]:
    physics, jobs = window.studio.physics, window.studio.jobs
    return (
        Command(
            "simulate", "Simulation", "Simulate again", physics.simulate, "Ctrl+Return",
            "project", "simulate",
        ),
        Command(
            "draw-sample", "Simulation", "Draw a sample from the distribution",
            physics.draw_sample, "Ctrl+D", "distribution", "dice",
        ),
        Command(
            "reset-material", "Simulation", "Take the predicted material", physics.reset,
            "Ctrl+R", "edited", "reset",
        ),
        Command(
            "cancel", "Simulation", "Cancel the running job", jobs.cancel, "Ctrl+.", "job",
            "close", separated=True,
        ),
    )  # fmt: skip


def _playback_commands(window: MainWindow) -> tuple[Command, ...]:
    playback, state = window.studio.playback, window.studio.state.playback
    return (
        Command("play", "Playback", "Play", playback.toggle, "Space", "take", "play"),
        Command(
            "step-back", "Playback", "Previous frame", partial(playback.step, -1), ",", "take",
            "step-back",
        ),
        Command(
            "step-forward", "Playback", "Next frame", partial(playback.step, 1), ".", "take",
            "step-forward",
        ),
        Command(
            "first-frame", "Playback", "First frame", partial(playback.seek, 0), "Home", "take",
            "to-start",
        ),
        Command(
            "last-frame", "Playback", "Last frame", lambda: playback.seek(state.last_frame), "End",
            "take", "to-end",
        ),
        Command(
            "loop", "Playback", "Loop", lambda: playback.set_loop(not state.loop), "L", "",
            "loop", checkable=True, separated=True,
        ),
    )  # fmt: skip


def _view_commands(window: MainWindow) -> tuple[Command, ...]:
    viewport = window.studio.viewport
    stages: tuple[tuple[str, str], ...] = (
        ("dark", "Dark stage"), ("grey", "Grey stage"), ("light", "Light stage"),
        ("gradient", "Gradient"), ("checker", "Checker"),
    )  # fmt: skip
    return (
        Command("frame", "View", "Frame the object", viewport.frame, "F", "project", "frame"),
        Command("home-view", "View", "Photo's view", viewport.home, "Shift+F", "project", "home"),
        Command("navigation", "View", "Orbit, fly or walk", viewport.switch_mode, "V", "project"),
        Command(
            "projection", "View", "Perspective or orthographic", viewport.switch_projection, "O",
            "project",
        ),
        *(
            Command(
                f"stage-{name}", "View", text, partial(viewport.set_stage, name),
                f"Ctrl+{number}", checkable=True, separated=number == 1,
            )
            for number, (name, text) in enumerate(stages, 1)
        ),
        *_drawing_commands(window),
        *(
            Command(
                f"overlay-{name}", "View", text, partial(viewport.toggle_overlay, name), key,
                checkable=True, separated=name == "grid",
            )
            for name, text, key in (
                ("grid", "Grid", "G"), ("axes", "Axes", "Shift+G"),
                ("bounds", "Bounds and size", "B"),
            )
        ),
        Command(
            "full-screen", "View", "Full screen", _full_screen_toggle(window), "F11", separated=True
        ),
    )  # fmt: skip


def _drawing_commands(window: MainWindow) -> tuple[Command, ...]:
    viewport = window.studio.viewport
    styles: tuple[tuple[SplatStyle, str], ...] = (
        (SplatStyle.SPLATS, "Splats"), (SplatStyle.CENTRES, "Centres"),
        (SplatStyle.POINTS, "Points"), (SplatStyle.RINGS, "Rings"),
        (SplatStyle.ELLIPSOIDS, "Ellipsoids"),
    )  # fmt: skip
    return (
        *(
            Command(
                f"style-{style}", "View ▸ Draw Gaussians as", text,
                partial(viewport.set_style, style), f"Alt+{number}", checkable=True,
            )
            for number, (style, text) in enumerate(styles, 1)
        ),
        *(
            Command(
                f"degree-{degree}", "View ▸ Colour by direction", text,
                partial(viewport.set_sh_degree, degree), checkable=True,
            )
            for degree, text in enumerate(("Off (degree 0)", "Degree 1", "Degree 2", "Degree 3"))
        ),
        Command(
            "antialiased", "View", "Antialiased", viewport.toggle_antialiased, "Alt+0",
            checkable=True,
        ),
    )  # fmt: skip


def _help_commands(window: MainWindow) -> tuple[Command, ...]:
    return (
        Command("shortcuts", "Help", "Shortcuts", partial(_shortcuts, window), "F1", icon="info"),
        Command("about", "Help", "About phys4d-studio", partial(show_about, window)),
    )


def _export(window: MainWindow) -> None:
    state, export = window.studio.state, window.studio.export
    take = state.document.take(state.document.active_take)
    if take is None:
        return
    dialog = ExportDialog(take, export, window)
    if dialog.exec() == QDialog.DialogCode.Accepted:
        export.export(dialog.settings())
    dialog.deleteLater()


def _preferences(window: MainWindow) -> None:
    preferences = window.studio.preferences
    dialog = PreferencesDialog(preferences.value, window)
    if dialog.exec() == QDialog.DialogCode.Accepted:
        preferences.change_and_apply(dialog.preferences())
    dialog.deleteLater()


def _shortcuts(window: MainWindow) -> None:
    dialog = ShortcutsDialog(window_commands(window), window.actions_by_name, window)
    dialog.exec()
    dialog.deleteLater()


def _full_screen_toggle(window: MainWindow) -> Callable[[], None]:
    def toggle() -> None:
        if window.isFullScreen():
            window.showNormal()
        else:
            window.showFullScreen()

    return toggle
