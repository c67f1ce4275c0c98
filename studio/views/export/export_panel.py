"""`ExportPanel`: what the shown take becomes, how that will look, and the queue."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from render.cameras.time_remap import TimeRemap
from render.errors import InputError
from studio.controllers.export_previewer import ExportPreviewer, frame_count_of
from studio.controllers.export_settings import (
    ClipSettings,
    Settings,
    StillSettings,
    VideoSettings,
    forecast_room,
)
from studio.controllers.studio_controller import Studio
from studio.export.forecast import size_text
from studio.jobs.preview_messages import Preview
from studio.state.export_presets import EXPORT_PRESETS, export_preset
from studio.state.language import tr
from studio.state.resolve_export import ExportView, resolve_export
from studio.state.studio_state import StudioState
from studio.views.action_buttons import icon_button, text_button
from studio.views.export.export_form import ExportForm
from studio.views.export.preview_pane import PreviewPane
from studio.views.export.queue_list import QueueList
from studio.views.panel import Panel
from studio.views.scroll_pane import scroll_pane
from studio.views.theme import label, px, separator

_PROBE_MS = 120
_PREVIEW_MS = 200
_COMMANDS = ("copy-export-command", "copy-export-call")


class ExportPanel(Panel[ExportView]):
    """A dock page that never blocks: everything slow answers later."""

    def __init__(self, studio: Studio, actions: dict[str, QAction]) -> None:
        """Build the panel.

        Args:
            studio: Exports, tries formats out and draws previews.
            actions: Actions of the window by command name.
        """
        super().__init__()
        self._exports, self._export_state = studio.export, studio.state.export
        self._notices = studio.state.notices
        self._previewer: ExportPreviewer = studio.previewer
        self._view: ExportView | None = None
        self._preset = QComboBox()
        self.form = ExportForm()
        self.preview = PreviewPane()
        self._queue = QueueList(studio.export)
        self._facts = label(role="muted", wrap=True)
        self._problem = label(role="error", wrap=True)
        self._empty = label(tr("Simulate the object first; then its motion can be exported."),
                            "muted", wrap=True)  # fmt: skip
        self._export = QPushButton(tr("Export"))
        self._copy_command = QPushButton(tr("Copy as command"))
        self._copy_call = QPushButton(tr("Copy as Python"))
        self._body, self._queue_box = QWidget(), QWidget()
        self._probing, self._asking = QTimer(self), QTimer(self)
        self._lay_out(actions)
        self._connect()

    def resolve(self, state: StudioState) -> ExportView:
        """What the panel shows for a state."""
        return resolve_export(state)

    def apply(self, old: ExportView | None, new: ExportView) -> None:
        """Show what differs."""
        self._view = new
        self._body.setVisible(new.take is not None)
        self._empty.setVisible(new.take is None)
        self._queue_box.setVisible(bool(new.rows))
        self._queue.show_rows(new.rows)
        self.form.timeline_remap = new.timeline_remap
        self.form.offer_cameras(path=new.has_path, timeline=bool(new.timeline_remap))
        if new.take is None:
            return
        named = old is not None and (old.project, old.take) == (new.project, new.take)
        if not named:
            self._begin(new)
        if new.preset is not None:
            self._take_preset(new.preset)
        if not named or (old is not None and old.look != new.look):
            self._on_changed()

    def settings(self) -> Settings:
        """What the panel asks for now.

        Raises:
            InputError: If something is out of range; the line says what.
        """
        self.form.frame = self.preview.frame
        return self.form.settings()

    def showEvent(self, event: object) -> None:
        """Draw the preview once it can be seen."""
        super().showEvent(event)  # type: ignore[arg-type]
        self._on_changed()

    def _begin(self, view: ExportView) -> None:
        """Propose a file and the rate of another take."""
        assert view.take is not None
        self.form.path.setText(str(self.form.with_ending(self._exports.default_path())))
        self.form.fps.setValue(1 / view.take.frame_dt_s)

    def _take_preset(self, name: str) -> None:
        preset = export_preset(name)
        self._export_state.preset = None
        if preset is not None:
            self._preset.setCurrentIndex(self._preset.findData(name))
            self._apply_preset()

    def _apply_preset(self) -> None:
        preset = export_preset(self._preset.currentData())
        if preset is not None:
            self.form.apply_preset(preset)
            self.form.path.setText(str(self._exports.free(self.form.with_ending(
                self._exports.default_path()))))  # fmt: skip

    def _on_changed(self) -> None:
        if self._view is None or self._view.take is None or not self.isVisible():
            return
        self._probing.start()
        self._asking.start()
        self._check()

    def _show_probes(self) -> None:
        size, fps = self.form.chosen_size, self.form.fps.value()
        self.form.show_probes(dict(self._exports.probe(size, fps)))
        if self._exports.probed:
            self._probing.stop()
        self._check()

    def _ask_preview(self) -> None:
        try:
            settings = self.settings()
        except InputError:
            return
        self._previewer.ask(settings, self.preview.frame, self._take_picture, self._take_fault)

    def _take_picture(self, preview: Preview) -> None:
        self.preview.show_picture(preview)

    def _take_fault(self, line: str) -> None:
        self.preview.show_fault(line)

    def _check(self) -> None:
        if self._view is None or self._view.take is None:
            return  # the take was left while its export was looked into
        problem = self._find_problem()
        self._facts.setText("" if problem else self._fact_line())
        self._facts.setVisible(not problem)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        for button in (self._export, self._copy_command, self._copy_call):
            button.setEnabled(not problem)

    def _fact_line(self) -> str:
        assert self._view is not None
        assert self._view.take is not None
        take, settings = self._view.take, self.settings()
        seconds = take.frame_count * take.frame_dt_s
        if isinstance(settings, ClipSettings):
            return tr("{count} frames, {seconds} s", count=take.frame_count,
                      seconds=f"{seconds:.1f}")  # fmt: skip
        if isinstance(settings, StillSettings):
            width, height = settings.options.size_px
            return tr("Picture {number} of the video, {width} × {height}",
                      number=settings.frame + 1, width=width, height=height)  # fmt: skip
        count = self._picture_count(settings)
        room = forecast_room(settings, count)
        line = tr("{count} pictures, {seconds} s, up to {size}", count=count,
                  seconds=f"{count / settings.options.fps:.1f}",
                  size=size_text(room.needed_bytes))  # fmt: skip
        if room.free_bytes is None:
            return line
        return tr("{line} of {free} free", line=line, free=size_text(room.free_bytes))

    def _picture_count(self, settings: VideoSettings) -> int:
        assert self._view is not None
        assert self._view.take is not None
        take, options = self._view.take, settings.options
        if options.time_remap is not None:
            clip_s = (take.frame_count - 1) * take.frame_dt_s
            remap = TimeRemap.parse(options.time_remap, clip_s, hold_s=take.frame_dt_s)
            return max(round(remap.duration_s * options.fps), 1)
        return frame_count_of(settings, take.frame_count, take.frame_dt_s)

    def _find_problem(self) -> str:
        reason = self.form.problem()
        if reason:
            return reason
        try:
            settings = self.settings()
            if isinstance(settings, VideoSettings):
                room = forecast_room(settings, self._picture_count(settings))
                if not room.fits:
                    return tr("The video takes up to {size} and the disk has {free} left.",
                              size=size_text(room.needed_bytes),
                              free=size_text(room.free_bytes or 0))  # fmt: skip
        except InputError as error:
            return str(error)
        if settings.out.exists() or self._exports.free(settings.out) != settings.out:
            return tr("{name} exists already; choose another name.", name=settings.out.name)
        return ""

    def _on_export(self) -> None:
        if self._find_problem():
            return
        settings = self.settings()
        self._exports.export(settings)
        self.form.path.setText(str(self._exports.free(settings.out)))

    def _copy(self, text_of: Callable[[Settings], str]) -> None:
        """Put what writes the same file on the clipboard."""
        text = text_of(self.settings())
        QApplication.clipboard().setText(text)
        self._notices.post("info", tr("Copied to the clipboard."), details=text)

    def _connect(self) -> None:
        self._probing.setInterval(_PROBE_MS)
        self._asking.setInterval(_PREVIEW_MS)
        self._asking.setSingleShot(True)
        self._probing.timeout.connect(self._show_probes)
        self._asking.timeout.connect(self._ask_preview)
        self.form.choose_size(self._export_state.size_px)
        self.form.changed.connect(self._on_changed)
        self.form.changed.connect(lambda: self._exports.set_size(self.form.chosen_size))
        self.preview.frame_changed.connect(lambda _frame: self._on_changed())
        self._preset.activated.connect(lambda _row: self._apply_preset())
        self._export.clicked.connect(self._on_export)
        self._export.setProperty("role", "primary")
        self._copy_command.clicked.connect(lambda: self._copy(self._exports.command))
        self._copy_call.clicked.connect(lambda: self._copy(self._exports.call))

    def _lay_out(self, actions: dict[str, QAction]) -> None:
        self._preset.setAccessibleName(tr("Preset"))
        self._preset.addItem(tr("Start from a preset…"), None)
        for preset in EXPORT_PRESETS:
            self._preset.addItem(tr(preset.title), preset.name)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(px(8))
        for widget in (self.preview, self._preset, self.form, self._facts, self._problem):
            body.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(6))
        buttons.addWidget(self._export, 1)
        buttons.addWidget(icon_button(actions["repeat-export"]))
        body.addLayout(buttons)
        copies = QHBoxLayout()
        copies.setSpacing(px(6))
        for button in (self._copy_command, self._copy_call):
            copies.addWidget(button, 1)
        body.addLayout(copies)
        queue = QVBoxLayout(self._queue_box)
        queue.setContentsMargins(0, 0, 0, 0)
        queue.setSpacing(px(6))
        queue.addWidget(separator())
        queue.addWidget(label(tr("Queue"), "section"))
        queue.addWidget(self._queue)
        queue.addWidget(text_button(actions["clear-exports"]))
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(px(12), px(12), px(12), px(12))
        column.setSpacing(px(8))
        parts: tuple[QWidget, ...] = (self._empty, self._body, self._queue_box)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll_pane(inner, tr("Export")))
