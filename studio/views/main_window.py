"""`MainWindow`: shows the resolved state and calls the controllers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QChildEvent, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QMainWindow,
    QMessageBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.controllers.commands.command import Command
from studio.controllers.commands.palette import palette_entries
from studio.controllers.commands.table import all_commands
from studio.controllers.studio_controller import Studio
from studio.state.language import tr
from studio.state.resolve import Page, WindowView, resolve
from studio.state.samples import Sample, load_samples, samples_folder
from studio.views.document.document_prompts import DocumentPrompts
from studio.views.dressing import dress_child, hold_parts
from studio.views.file_actions import FileActions, local_files
from studio.views.focus_guard import FocusGuard
from studio.views.icons import app_icon
from studio.views.job_bar import JobBar
from studio.views.look_follower import LookFollower
from studio.views.notice_stack import NoticeStack
from studio.views.shell.palette import CommandPalette
from studio.views.shell.tour import Tour
from studio.views.shell.warming import Warming
from studio.views.shell.window_actions import WindowActions
from studio.views.shell.window_menus import WindowMenus
from studio.views.state_watcher import StateWatcher
from studio.views.thumbnails import ThumbnailLoader
from studio.views.viewport_drawing import ViewportDrawing
from studio.views.welcome_view import WelcomeView
from studio.views.workspace_view import WorkspaceView

if TYPE_CHECKING:
    from studio.views.doctor.doctor_page import DoctorPage
    from studio.views.shell.settings_dialog import SettingsDialog
    from studio.views.stage.stage_window import StageWindow

DEFAULT_SIZE_PX = (1360, 860)


class MainWindow(QMainWindow):
    """One window on one studio. Resolve, compare with what is shown, apply the difference."""

    def __init__(self, studio: Studio) -> None:
        """Build the window; processes start when it is first shown."""
        super().__init__()
        self.settings: SettingsDialog | None = None
        self.stage: StageWindow | None = None
        self._look = LookFollower(studio.state.preferences)
        self.studio = studio
        self.files = FileActions(studio, self)
        self._shown: WindowView | None = None
        self._doctor: DoctorPage | None = None
        self._started = False
        self._ended = False
        self._leaves = False
        self._pending: Path | None = None
        self._thumbnails = ThumbnailLoader(self)
        self._warming = Warming(self)
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self.resize(*DEFAULT_SIZE_PX)
        self.setMinimumSize(960, 600)
        self._actions = WindowActions(self)
        self._commands = all_commands(studio, self._actions)
        studio.console.use_commands(self._commands)
        studio.console.later = self._do_later
        studio.console.switch_layout = studio.layouts.switch
        studio.keymap.load({command.name: command.shortcut for command in self._commands})
        self._menus = WindowMenus(self, studio, self._commands)
        self.actions_by_name = self._menus.actions
        self._build()
        self.prompts = DocumentPrompts(self, studio, self._thumbnails)
        self._guard = FocusGuard(self)
        studio.state.document.events.project.connect(self._on_project_changed)
        self._watcher = StateWatcher(studio.state, self)
        self._watcher.changed.connect(self.apply_state)
        for command in self._commands:
            action = self.actions_by_name[command.name]
            action.triggered.connect(partial(self._note_command, command))
            if command.checkable:  # Qt has ticked it; the state may say otherwise
                self.actions_by_name[command.name].triggered.connect(self._watcher.changed)
        self._poll_timer = QTimer(self)
        self._poll_timer.setSingleShot(True)
        self._poll_timer.timeout.connect(self._on_poll)
        studio.viewport.on_picture = self.workspace.viewport.show_picture
        self._guard.watch()
        self.apply_state()

    @property
    def command_table(self) -> tuple[Command, ...]:
        """Everything the user can do."""
        return self._commands

    @property
    def commands(self) -> tuple[str, ...]:
        """Names of all commands."""
        return tuple(self.actions_by_name)

    def open_when_ready(self, path: Path) -> None:
        """Open a file as soon as the window is on screen."""
        if self._started:
            self.studio.document.open_path(path)
        else:
            self._pending = path

    def apply_state(self) -> None:
        """Resolve the state and apply what differs from what is shown."""
        new, old = resolve(self.studio.state), self._shown
        self._shown = new
        if old is None or old.title != new.title:
            self.setWindowTitle(new.title)
        if old is None or old.page != new.page:
            self._pages.setCurrentWidget(self._page(new.page))
        self.job_bar.show_state(self.studio.state)
        self.welcome.show_state(self.studio.state)
        if self.settings is not None:
            self.settings.show_state(self.studio.state)
        if old is None or old.notices != new.notices:
            self.notices.apply(new.notices)
        self.workspace.apply(old, new)
        self.workspace.show_state(self.studio.state)
        if self._doctor is not None:
            self._doctor.show_state(self.studio.state)
        self._menus.show_state(self.workspace.visible_docks)
        self.prompts.show_state()
        self._poll_soon()

    def show_page(self, page: Page) -> None:
        """Show the welcome page or the workspace, until another object is opened."""
        self.studio.doctor.leave()
        self.apply_state()
        self._pages.setCurrentWidget(self.welcome if page == "welcome" else self.workspace)

    def open_settings(self, *, keys: bool = False) -> None:
        """Show the preferences, or the keys; built when they are first asked for."""
        if self.settings is None:
            from studio.views.shell.settings_dialog import SettingsDialog

            self.settings = SettingsDialog(self.studio, self._commands, self)
            self.settings.show_state(self.studio.state)
        self.settings.open_at(self.settings.keys if keys else self.settings.preferences)

    def present(self) -> None:
        """Give visitors the screen; this window is hidden until the operator takes it back."""
        if self.stage is None and self.studio.stage.enter():
            from studio.views.stage.stage_window import StageWindow

            self.studio.stage.on_leave = self._end_presenting
            self.stage = StageWindow(self.studio, self._thumbnails)
            self.stage.setGeometry(self.screen().geometry())
            self.stage.showFullScreen()
            self.hide()

    def start_first_tour(self) -> None:
        """Show a new user round, once the window is painted."""
        if not self.studio.preferences.value.tour_seen:
            QTimer.singleShot(0, self, self.tour.start)

    def start_tour(self) -> None:
        """Show what is where, from the first step on."""
        self.tour.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Start the processes once the window is on screen."""
        super().showEvent(event)
        if not self._started:
            self._started = True
            QTimer.singleShot(0, self._start)

    def childEvent(self, event: QChildEvent) -> None:
        """Dress menus and dialogs."""
        super().childEvent(event)
        dress_child(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape that nothing else wants leaves the full screen."""
        if event.key() == Qt.Key.Key_Escape and self.isFullScreen():
            self.actions_by_name["full-screen"].trigger()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask before a running job is stopped, then end everything cleanly."""
        if self.studio.saving.unsaved and not self._leaves:
            event.ignore()
            self.studio.saving.leave("quit", self._leave)
            return
        job = self.studio.state.jobs.active
        if job is not None and not self.confirm_stop(job.title):
            event.ignore()
            return
        self.studio.layouts.remember(self.workspace.arrangement)
        self._ended = True
        self._poll_timer.stop()
        self._warming.stop()
        if self.stage is not None:
            self.stage.end()
        self.prompts.close()
        self._watcher.disconnect_all()
        self.studio.state.document.events.project.disconnect(self._on_project_changed)
        self._thumbnails.close()
        self.drawing.close()
        self.studio.close()
        event.accept()

    def confirm_stop(self, title: str) -> bool:
        """Ask whether a running job may be stopped."""
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(tr("A job is running"))
        box.setText(tr("{title} is still running.", title=title))
        box.setInformativeText(tr("Frames that are complete stay in the project."))
        stop = box.addButton(tr("Stop and close"), QMessageBox.ButtonRole.AcceptRole)
        keep = box.addButton(tr("Keep working"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.exec()
        box.deleteLater()
        return box.clickedButton() is stop

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files and pictures."""
        if local_files(event.mimeData()) or event.mimeData().hasImage():
            self.welcome.set_drop_active(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """The drag went elsewhere."""
        self.welcome.set_drop_active(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        self.welcome.set_drop_active(False)
        event.acceptProposedAction()
        self.files.take(event.mimeData())

    def _build(self) -> None:
        actions = self.actions_by_name
        self.welcome = WelcomeView(load_samples(samples_folder()), self._thumbnails, actions)
        self.welcome.sample_chosen.connect(self._on_sample_chosen)
        self.welcome.recent_chosen.connect(self.studio.document.open_recent)
        self.workspace = WorkspaceView(self.studio, self._thumbnails, actions)
        self.workspace.viewport.touched.connect(self._poll_soon)
        self.drawing = ViewportDrawing(self.studio, self.workspace.viewport)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.welcome)
        self._pages.addWidget(self.workspace)
        self.job_bar = JobBar(actions)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._pages, 1)
        column.addWidget(self.job_bar)
        hold_parts(centre, self._pages, self.workspace)
        self.setCentralWidget(centre)
        self.notices = NoticeStack(
            self._pages, actions, self.studio.state.notices.dismiss, self._notice_area
        )
        self.notices.follow(self.workspace.viewport)
        preferences = self.studio.preferences
        self.palette_box = CommandPalette(
            self,
            lambda: palette_entries(self._commands, self.studio),
            lambda: preferences.value.recent_commands,
            preferences.add_recent_command,
        )
        self.tour = Tour(self, preferences.mark_tour_seen)

    def _page(self, page: Page) -> QWidget:
        """A page by name; the doctor's is built when it is first asked for."""
        if page == "doctor":
            if self._doctor is None:
                from studio.views.doctor.doctor_page import DoctorPage

                self._doctor = DoctorPage(self.actions_by_name)
                self._pages.addWidget(self._doctor)
            return self._doctor
        return self.welcome if page == "welcome" else self.workspace

    def _notice_area(self) -> QRect:
        """Notices cover the viewport, never the panels."""
        if self._pages.currentWidget() is not self.workspace:
            return self._pages.rect()
        viewport = self.workspace.viewport
        return QRect(viewport.mapTo(self._pages, QPoint(0, 0)), viewport.size())

    def _start(self) -> None:
        if self._ended:  # closed before its first event
            return
        self.studio.start()
        self._warming.start()
        if self._pending is not None:
            path, self._pending = self._pending, None
            self.studio.document.open_path(path)
        self._poll_soon()

    def _leave(self) -> None:
        """Close now that unsaved changes are decided on, unless a job is kept running."""
        self._leaves = True
        if not self.close():
            self._leaves = False
            self.studio.saving.stay(lambda: None)

    def _on_project_changed(self, project: Path | None) -> None:
        if project is not None:
            self._thumbnails.forget(project)

    def _on_sample_chosen(self, sample: Sample) -> None:
        self.studio.document.open_path(sample.path, size_m=sample.size_m)

    def _poll_soon(self) -> None:
        if self._started:
            self._poll_timer.start(0)

    def _note_command(self, command: Command, _checked: bool = False) -> None:
        self.studio.console.note(command)

    def _do_later(self, verb: Callable[[], None]) -> None:
        QTimer.singleShot(0, self, verb)

    def _end_presenting(self) -> None:
        stage, self.stage = self.stage, None
        self.show()
        if stage is not None:
            stage.end()
        self.studio.viewport.forget_pictures()
        self.apply_state()

    def _on_poll(self) -> None:
        self.studio.poll()
        if self.stage is not None:
            self.stage.update_drawing()
        elif self._shown is not None and self._shown.page == "workspace":
            self.drawing.update()
        if not self._poll_timer.isActive():
            self._poll_timer.start(self.studio.poll_interval_ms)
