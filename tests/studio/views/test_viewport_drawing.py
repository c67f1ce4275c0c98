"""Which way the viewport draws, and that both ways show the same."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from render.errors import BackendUnavailableError
from render.opengl.probe import OpenGLReport
from studio.views import viewport_drawing
from studio.views.main_window import MainWindow

CARD = OpenGLReport("NVIDIA", "GeForce", "4.6")
CPU = OpenGLReport("Mesa", "llvmpipe (LLVM 15)", "4.5")


class FakeSurface:
    driver: OpenGLReport | None = None
    failure = ""

    def __init__(self, parent: QWidget, _controller: object) -> None:
        self.widget = QWidget(parent)

    def show_cloud(self, _cloud: object) -> None:
        pass

    def refresh(self) -> None:
        pass

    def close(self) -> None:
        self.widget.deleteLater()


@pytest.fixture
def choose(window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(viewport_drawing, "GLSurface", FakeSurface)
    graphics = window.studio.graphics
    monkeypatch.setattr(graphics, "start", lambda: None)

    def choose(renderer: str, report: OpenGLReport | None = None) -> bool:
        monkeypatch.setattr(graphics, "report", lambda: report)
        preferences = window.studio.preferences
        preferences.change(replace(preferences.value, renderer=renderer))
        window.drawing.update()
        return window.drawing.surface is not None

    return choose


def test_automatic_takes_opengl_only_with_a_graphics_card(choose) -> None:
    assert not choose("auto", None)
    assert not choose("auto", CPU)
    assert choose("auto", CARD)
    assert not choose("software", CARD)
    assert choose("opengl", CPU)


def test_automatic_tries_opengl_where_nothing_can_be_probed(
    choose, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(viewport_drawing.sys, "platform", "darwin")
    assert choose("auto", None)
    window.drawing.surface.driver = CPU
    window.drawing.update()
    assert window.drawing.surface is None
    assert not choose("auto", None)


def test_gsplat_draws_in_the_view_process(
    choose, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen: list[str] = []
    monkeypatch.setattr(window.studio, "use_backend", chosen.append)
    assert not choose("gsplat_cuda", CARD)
    assert not choose("gsplat_cuda", CARD)
    assert choose("opengl", CARD)
    assert chosen == ["gsplat_cuda", "cpu_tiles"]


def test_a_window_that_turns_out_to_be_drawn_by_the_cpu_goes_back(
    choose, window: MainWindow
) -> None:
    choose("auto", CARD)
    window.drawing.surface.driver = CPU
    window.drawing.update()
    assert window.drawing.surface is None
    window.drawing.update()
    assert window.drawing.surface is None


def test_a_failure_while_drawing_goes_back_and_is_told(choose, window: MainWindow) -> None:
    choose("opengl")
    window.drawing.surface.failure = "out of memory"
    window.drawing.update()
    assert window.drawing.surface is None
    assert window.studio.state.notices.notices[-1].details == "out of memory"


def test_a_refused_context_is_told_once(
    choose, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise BackendUnavailableError("no OpenGL here")

    monkeypatch.setattr(viewport_drawing, "GLSurface", refuse)
    assert not choose("opengl")
    window.drawing.update()
    assert [n.text for n in window.studio.state.notices.notices] == ["no OpenGL here"]


SCRIPT = """
import sys
from dataclasses import replace
from pathlib import Path
import numpy as np
from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtWidgets import QWidget
from studio.app import build_window, make_application
from tests.studio.synthetic_project import make_project

BUTTONS_PX = 64

def wait(condition):
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: condition() and loop.quit())
    timer.start(50)
    QTimer.singleShot(60000, lambda: loop.exit(1))
    return loop.exec() == 0

def on_screen(application, widget):
    corner = widget.mapToGlobal(QPoint(0, BUTTONS_PX))
    image = application.primaryScreen().grabWindow(
        0, corner.x(), corner.y(), widget.width(), widget.height() - BUTTONS_PX
    ).toImage()
    image = image.convertToFormat(image.Format.Format_RGB32)
    values = np.frombuffer(image.constBits(), np.uint8)
    return values.reshape(image.height(), image.width(), 4)[..., :3].astype(float)

def psnr(first, second):
    return 10 * np.log10(255**2 / max(np.mean((first - second) ** 2), 1e-9))

def main():
    folder = Path(sys.argv[1])
    application = make_application()
    window = build_window("tests.studio.fake_pipeline", folder / "preferences.json")
    window.show()
    viewport, preferences = window.workspace.viewport, window.studio.preferences
    window.studio.document.open_path(make_project(folder / "Ball.p4d", gaussian_count=4000).path)
    assert wait(lambda: window.studio.state.document.gaussian_count > 0), told(window)
    for command in ("overlay-grid", "overlay-bounds", "antialiased"):
        action = window.actions_by_name[command]
        assert wait(action.isEnabled), told(window)
        action.trigger()
    full = lambda: viewport.picture and is_full(viewport.picture.query)
    is_full = lambda query: query.overlays.bounds and query.camera.width == viewport.width()
    assert wait(full), told(window)
    for floating in viewport.findChildren(QWidget, options=Qt.FindDirectChildrenOnly):
        floating.hide()
    assert wait(lambda: psnr(on_screen(application, viewport), shown(viewport)) > 60)
    software = on_screen(application, viewport)
    assert np.ptp(software) > 100
    preferences.change(replace(preferences.value, renderer="opengl"))
    assert wait(lambda: window.drawing.surface and window.drawing.surface.shown_scene is not None)
    agreed = wait(lambda: psnr(on_screen(application, viewport), software) > 40)
    print(window.drawing.surface.failure, psnr(on_screen(application, viewport), software))
    window.close()
    sys.exit(0 if agreed else 1)

def told(window):
    viewport, notices = window.workspace.viewport, window.studio.state.notices.notices
    query = viewport.picture and viewport.picture.query
    seen = query and (query.camera.width, query.overlays, query.settings)
    return f"{viewport.size()} {seen} {[(n.text, n.details) for n in notices]}"

def shown(viewport):
    image = viewport._image
    values = np.frombuffer(image.constBits(), np.uint8)
    return values.reshape(image.height(), image.width(), 4)[BUTTONS_PX:, :, :3].astype(float)

if __name__ == "__main__":
    main()
"""


@pytest.mark.gl
@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="needs xvfb-run")
def test_both_ways_draw_the_same_picture(
    private_folders: Path, project_root: Path, qtbot: QtBot
) -> None:
    script = private_folders / "gl_script.py"
    script.write_text(SCRIPT)
    environment = os.environ | {"PYTHONPATH": str(project_root), "QT_QPA_PLATFORM": "xcb"}
    result = subprocess.run(
        ["xvfb-run", "-a", "-s", "-screen 0 1440x900x24", sys.executable, str(script),
         str(private_folders)],
        capture_output=True,
        text=True,
        timeout=180,
        env=environment,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout + result.stderr
