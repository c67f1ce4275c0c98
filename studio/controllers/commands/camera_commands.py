"""Commands of the camera path: in the Camera menu."""

from __future__ import annotations

from functools import partial

from render.cameras.presets import PRESETS
from studio.controllers.commands.command import Command
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.studio_controller import Studio
from studio.state.language import mark, tr

DOCK = "camera"
"""Name of the dock with the keys."""
PRESET_TITLES = {
    "swing": mark("Swing"), "turntable": mark("Turntable"), "still": mark("Still"),
    "spiral": mark("Spiral"), "forward": mark("Forward"), "backward": mark("Backward"),
    "up": mark("Up"), "down": mark("Down"), "dolly": mark("Dolly zoom"),
}  # fmt: skip
"""What the presets are called."""


def camera_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    """Make, change, look through, read and write the camera path."""
    return (
        *_key_commands(studio),
        *_path_commands(studio),
        *_preset_commands(studio, window),
        Command("open-camera-path", "Camera", tr("Open camera path…"), window.open_camera_path,
                "", "project", "open", separated=True),
        Command("save-camera-path", "Camera", tr("Save camera path…"), window.save_camera_path,
                "", "camera-keys", "save"),
    )  # fmt: skip


def _key_commands(studio: Studio) -> tuple[Command, ...]:
    path = studio.camera_path
    return (
        Command("add-camera-key", "Camera", tr("Add key from this view"), path.add, "K",
                "project", "key-add"),
        Command("remove-camera-key", "Camera", tr("Remove key"), path.remove, "Alt+K",
                "camera-keys", "key-remove"),
        Command("overwrite-camera-key", "Camera", tr("Overwrite key with this view"),
                path.overwrite, "Ctrl+K", "camera-key", "reset"),
        Command("duplicate-camera-key", "Camera", tr("Duplicate key"), path.duplicate, "",
                "camera-key", "copy"),
        Command("go-to-camera-key", "Camera", tr("Go to key"), path.go_to, "", "camera-key",
                "frame"),
        Command("next-camera-key", "Camera", tr("Next key"), partial(path.step, 1), "Alt+.",
                "camera-keys"),
        Command("previous-camera-key", "Camera", tr("Previous key"), partial(path.step, -1),
                "Alt+,", "camera-keys"),
        Command("clear-camera-keys", "Camera", tr("Remove all keys"), path.clear, "",
                "camera-keys"),
    )  # fmt: skip


def _path_commands(studio: Studio) -> tuple[Command, ...]:
    path, state = studio.camera_path, studio.state.camera_path
    return (
        Command("look-through-camera", "Camera", tr("Look through the camera path"),
                path.toggle_look_through, "Shift+K", "camera-keys", "view-through",
                checkable=True, separated=True),
        Command("camera-mask", "Camera", tr("Frame of the export and safe frame"),
                path.toggle_mask, "", "", checkable=True),
        Command("draw-camera-path", "Camera", tr("Draw the camera path"), path.toggle_drawn,
                "", "", checkable=True),
        Command("tool-camera-path", "Camera", tr("Drag keys in the viewport"),
                partial(studio.tools.choose, "camera-path"), "", "camera-keys", "tool-camera",
                checkable=True),
        Command("loop-camera-path", "Camera", tr("Loop the path"),
                lambda: path.set_loop(not state.loop), "", "camera-keys", "loop", checkable=True),
        Command("even-camera-speed", "Camera", tr("Even speed"),
                lambda: path.set_constant_speed(not state.constant_speed), "", "camera-keys",
                checkable=True),
        Command("fit-camera-path", "Camera", tr("Fit the path to the take"), path.fit_to_take,
                "", "camera-keys"),
    )  # fmt: skip


def _preset_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    def start(name: str) -> None:
        studio.camera_files.start_from(name)
        window.show_dock(DOCK)

    return tuple(
        Command(f"camera-preset-{name}", "Camera ▸ Start from", tr(PRESET_TITLES[name]),
                partial(start, name), "", "framed")
        for name in PRESETS
    )  # fmt: skip
