"""Takes pictures of the window for the guide: pages, and every panel empty, busy and with an error.

Needs a display; without one:

    xvfb-run -a -s "-screen 0 1920x1280x24" python tools/window_pictures.py

A project with takes is made from a bundled photo unless one is named.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from studio.app import build_window, make_application
from studio.controllers.export_settings import VideoSettings
from studio.export.video_options import VideoOptions
from studio.state.samples import load_samples, samples_folder

OUT = Path(__file__).resolve().parents[1] / "docs" / "images"
WINDOW_PX = (1360, 860)
STATES = ("empty", "busy", "error")
LOOKS = (("dark", 100), ("light", 100), ("dark", 150))
WEBP_QUALITY = 78
PANEL_WIDTH_PX, PANEL_HEIGHT_PX = 460, 620
LIMIT_BYTES = 6 * 2**20
TIMEOUT_S = 900.0


class Photographer:
    """Drives one window and stores pictures of it."""

    def __init__(self, folder: Path, out: Path) -> None:
        """Open a window.

        Args:
            folder: Private folder for settings and projects.
            out: Folder of the pictures.
        """
        self.application = make_application()
        self.folder, self.out = folder, out
        preferences = folder / "preferences.json"
        wanted = {
            "language": "en", "theme": "dark", "tour_seen": True, "quality": "sketch",
            "projects_folder": str(folder / "projects"),
        }  # fmt: skip
        preferences.write_text(json.dumps(wanted))
        self.window = build_window(preferences_file=preferences)
        self.window.confirm_stop = lambda _title: True  # type: ignore[method-assign]
        self.window.resize(*WINDOW_PX)
        self.window.show()
        self.until(lambda: self.window.studio.state.jobs.compute == "ready")

    def live(self, seconds: float) -> None:
        """Let the window work."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.application.processEvents()
            time.sleep(0.004)

    def until(self, done: Callable[[], bool]) -> None:
        """Let the window work until something holds."""
        end = time.monotonic() + TIMEOUT_S
        while not done():
            if time.monotonic() > end:
                raise SystemExit("the window did not get there in time")
            self.live(0.02)

    def look(self, theme: str, percent: int) -> None:
        """Change colours and size."""
        self.window.studio.preferences.set("theme", theme)
        self.window.studio.preferences.set("ui_scale_percent", percent)
        self.live(0.5)

    def page(self, name: str) -> None:
        """Store a picture of the whole window."""
        self.live(0.6)
        self.store(self.window.grab().toImage(), name)

    def command(self, name: str) -> bool:
        """Do what a command does, where it is there and can be done."""
        action = self.window.actions_by_name.get(name)
        if action is None or not action.isEnabled():
            return False
        action.trigger()
        self.live(0.3)
        return True

    def open(self, project: Path) -> None:
        """Open a project and wait for its first picture."""
        studio = self.window.studio
        studio.document.open_path(project)
        self.until(lambda: studio.state.document.project == project)
        self.until(lambda: studio.state.document.gaussian_count > 0)
        self.live(3.0)

    def close_project(self) -> None:
        """Back to nothing."""
        studio = self.window.studio
        studio.jobs.cancel()
        studio.saving.give_up()
        self.command("close")
        self.live(0.5)

    def store(self, image: QImage, name: str) -> None:
        """Store one picture."""
        _write(_pillow(image), self.out / f"{name}.webp")

    def panels(self, project: Path) -> None:
        """One sheet a panel: a row a look, a column a state."""
        names = list(self.window.workspace.docks)
        found: dict[str, list[list[Image.Image]]] = {name: [] for name in names}
        for theme, percent in LOOKS:
            self.look(theme, percent)
            for state in STATES:
                self._enter(state, project)
                for name in names:
                    row = found[name]
                    if state == STATES[0]:
                        row.append([])
                    row[-1].append(self._panel(name))
        for name, rows in found.items():
            _write(_sheet(rows), self.out / f"panel-{name}.webp")

    def _panel(self, name: str) -> Image.Image:
        self.window.workspace.show_dock(name)
        self.live(0.25)
        return _pillow(self.window.workspace.docks[name].grab().toImage())

    def _enter(self, state: str, project: Path) -> None:
        studio = self.window.studio
        if state == "empty":
            self.close_project()
            self.window.show_page("workspace")
        elif state == "busy":
            self.open(project)
            studio.state.material.quality = "paper"
            studio.physics.simulate()
            self.live(1.0)
        else:
            studio.jobs.cancel()
            self.until(lambda: studio.state.jobs.active is None)
            self._fail()

    def _fail(self) -> None:
        """What a person sees who asks for the impossible."""
        studio = self.window.studio
        nowhere = Path("/proc/no-such-folder/video.mp4")
        studio.export.export(VideoSettings(nowhere, VideoOptions(size_px=(128, 128))))
        self.until(lambda: studio.state.jobs.active is None)
        self.live(0.3)


def _write(picture: Image.Image, path: Path) -> None:
    picture.save(path, "WEBP", quality=WEBP_QUALITY, method=6)
    sys.stdout.write(f"{path.name} {path.stat().st_size // 1024} kB\n")
    sys.stdout.flush()


def _pillow(image: QImage) -> Image.Image:
    """A Pillow picture of a Qt one."""
    from PIL import Image

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB")


def _sheet(rows: list[list[Image.Image]]) -> Image.Image:
    """Pictures side by side, each no larger than a panel."""
    gap = 12
    shrunk = []
    for row in rows:
        for picture in row:
            picture.thumbnail((PANEL_WIDTH_PX, PANEL_HEIGHT_PX))
        shrunk.append(row)
    widths = [max(row[at].width for row in shrunk) for at in range(len(shrunk[0]))]
    heights = [max(picture.height for picture in row) for row in shrunk]
    size = (sum(widths) + gap * (len(widths) + 1), sum(heights) + gap * (len(heights) + 1))
    sheet = Image.new("RGB", size, (128, 128, 128))
    y = gap
    for row, height in zip(shrunk, heights, strict=True):
        x = gap
        for picture, width in zip(row, widths, strict=True):
            sheet.paste(picture, (x, y))
            x += width + gap
        y += height + gap
    return sheet


def pages(photographer: Photographer, project: Path) -> None:
    """Whole windows, in the order of the guide."""
    window = photographer.window
    photographer.page("welcome")
    photographer.command("palette")
    photographer.page("palette")
    window.palette_box.hide()
    photographer.open(project)
    takes = window.studio.state.document.takes
    if takes:
        window.studio.takes.show(takes[-1].name)
        photographer.live(3.0)
        window.studio.playback.pause()
    photographer.page("object")
    docks = (
        "photo", "material", "scene", "selection", "placement", "timeline", "camera", "history",
        "export", "console",
    )  # fmt: skip
    for dock in docks:
        if dock in window.workspace.docks:
            window.workspace.show_dock(dock)
            photographer.page(f"window-{dock}")
    if photographer.command("doctor"):
        doctor = window.studio.state.doctor
        photographer.until(lambda: doctor.task is None and bool(doctor.checks))
        photographer.page("doctor")
        window.studio.doctor.leave()
    photographer.command("preferences")
    if window.settings is not None:
        photographer.live(0.5)
        photographer.store(window.settings.grab().toImage(), "preferences")
        window.settings.reject()
    if photographer.command("sample-4"):
        busy = window.studio.state.jobs
        photographer.until(lambda: busy.active is None)
        photographer.live(4.0)
        photographer.page("candidates")
        if photographer.command("vote"):
            photographer.page("vote")
            window.studio.votes.end()
        window.workspace.show_centre("viewport")


def prepared(photographer: Photographer, project: Path | None) -> Path:
    """A copy of a project to play with, or one made from a bundled photo."""
    if project is not None:
        copy = photographer.folder / project.name
        shutil.copytree(project, copy, ignore=shutil.ignore_patterns("*.lock", "lock*"))
        return copy
    state = photographer.window.studio.state
    photographer.window.welcome.sample_chosen.emit(load_samples(samples_folder())[0])
    photographer.until(lambda: bool(state.document.takes) and state.jobs.active is None)
    made = state.document.project
    if made is None:
        raise SystemExit("the photo did not become an object")
    photographer.window.studio.saving.save()
    photographer.until(lambda: not state.saving.busy)
    photographer.close_project()
    return made


def main() -> None:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--out", type=Path, default=OUT)
    parser.add_argument("--project", type=Path, help="project with a take; made when not named")
    parser.add_argument("--only", choices=("pages", "panels"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["PHYS4D_CONFIG_DIR"] = str(folder / "config")
        os.environ["PHYS4D_LOG_DIR"] = str(folder / "log")
        photographer = Photographer(folder, options.out)
        project = prepared(photographer, options.project)
        if options.only != "panels":
            pages(photographer, project)
        if options.only != "pages":
            photographer.panels(project)
        photographer.window.studio.jobs.cancel()
        photographer.window.studio.saving.give_up()
        photographer.window.close()
    size = sum(path.stat().st_size for path in options.out.glob("*.webp"))
    if size > LIMIT_BYTES:
        raise SystemExit(f"the pictures take {size / 2**20:.1f} MB; at most 6 are wanted")


if __name__ == "__main__":  # the worker processes import this script
    main()
