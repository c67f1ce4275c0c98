"""`ExportDialog`: format, size, camera, quality and place of what the shown take becomes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from render.errors import InputError
from studio.controllers.export_controller import (
    CLIP_SUFFIXES,
    ClipSettings,
    ExportController,
    VideoSettings,
    forecast_room,
)
from studio.export.codecs import CODECS
from studio.export.frame_schedule import MotionBlur
from studio.export.option_ranges import SIDE_RANGE_PX
from studio.export.video_options import VideoOptions
from studio.state.document import TakeSummary
from studio.views.export_choices import (
    BACKGROUNDS,
    BLURS,
    CAMERAS,
    CLIP_FORMATS,
    DEFAULT_SIZE,
    QUALITIES,
    SIZES,
    SUPERSAMPLES,
    VIDEO_FORMATS,
    ChoiceBox,
)
from studio.views.theme import label

FPS_RANGE = (1.0, 120.0)
_WIDTH_PX = 520
_PROBE_INTERVAL_MS = 120


class ExportDialog(QDialog):
    """Asks for a video or a file of moving splats.

    What is wrong is explained and cannot be accepted; formats that do not work here are grey and
    say why.
    """

    def __init__(self, take: TakeSummary, controller: ExportController, parent: QWidget) -> None:
        """Ask for the export of a take.

        Args:
            take: Take that is exported.
            controller: Proposes a file and tries formats out.
            parent: Window.
        """
        super().__init__(parent)
        self.setWindowTitle("Export")
        self.setMinimumWidth(_WIDTH_PX)
        self._take = take
        self._controller = controller
        self._format = ChoiceBox("Format", VIDEO_FORMATS, CLIP_FORMATS)
        self._size = ChoiceBox("Size", SIZES)
        self._width = _side_box("Width")
        self._height = _side_box("Height")
        self._fps = QDoubleSpinBox()
        self._camera = ChoiceBox("Camera", CAMERAS)
        self._background = ChoiceBox("Background", BACKGROUNDS)
        self._supersample = ChoiceBox("Supersampling", SUPERSAMPLES)
        self._blur = ChoiceBox("Motion blur", BLURS)
        self._quality = ChoiceBox("Quality", QUALITIES)
        self._path = QLineEdit(str(controller.default_path()))
        self._help = label(role="muted", wrap=True)
        self._facts = label(role="muted", wrap=True)
        self._problem = label(role="error", wrap=True)
        self._form = QFormLayout()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._export = self._buttons.addButton("Export", QDialogButtonBox.ButtonRole.AcceptRole)
        self._probing = QTimer(self)
        self._fill()
        self._build()
        self._connect()
        self._on_format_changed()

    def settings(self) -> VideoSettings | ClipSettings:
        """What the dialog asks for now.

        Raises:
            InputError: If something is out of range; the line says what.
        """
        out = Path(self._path.text()).expanduser()
        if self._is_clip:
            return ClipSettings(out, str(self._quality.choice.value))
        samples = self._blur.choice.value
        options = VideoOptions(
            size_px=(self._width.value(), self._height.value()),
            fps=self._fps.value(),
            codec=str(self._format.choice.value),
            camera=str(self._camera.choice.value),
            background=str(self._background.choice.value),
            supersample=int(self._supersample.choice.value),
            blur=None if samples is None else MotionBlur(int(samples)),
        )
        return VideoSettings(out, options)

    @property
    def _is_clip(self) -> bool:
        return self._format.choice.value in CLIP_SUFFIXES

    def _fill(self) -> None:
        self._size.choose(DEFAULT_SIZE)
        self._quality.choose("standard")
        self._fps.setRange(*FPS_RANGE)
        self._fps.setDecimals(2)
        self._fps.setValue(1 / self._take.frame_dt_s)
        self._fps.setSuffix(" frames/s")
        self._fps.setAccessibleName("Rate")
        self._path.setAccessibleName("File")
        self._export.setProperty("role", "primary")
        self._probing.setInterval(_PROBE_INTERVAL_MS)

    def _build(self) -> None:
        self._sides = _row(self._width, label("×", "muted"), self._height)
        browse = QPushButton("Browse…")
        browse.clicked.connect(self._browse)
        form = self._form
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for title, field in (
            ("Format", self._format),
            ("", self._help),
            ("Quality", self._quality),
            ("Size", self._size),
            ("", self._sides),
            ("Rate", self._fps),
            ("Camera", self._camera),
            ("Background", self._background),
            ("Supersampling", self._supersample),
            ("Motion blur", self._blur),
            ("File", _row(self._path, browse)),
            ("", self._facts),
        ):
            form.addRow(label(title, "muted"), field)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addWidget(label(f"Export {self._take.name}", "title"))
        column.addLayout(form)
        column.addWidget(self._problem)
        column.addWidget(self._buttons)

    def _connect(self) -> None:
        self._format.currentIndexChanged.connect(self._on_format_changed)
        self._size.currentIndexChanged.connect(self._on_size_changed)
        for box in (self._camera, self._background, self._supersample, self._blur, self._quality):
            box.currentIndexChanged.connect(self._check)
        for number in (self._width, self._height, self._fps):
            number.valueChanged.connect(self._on_size_or_rate_changed)
        self._path.textChanged.connect(self._check)
        self._probing.timeout.connect(self._show_probes)
        self._buttons.accepted.connect(self._on_accepted)
        self._buttons.rejected.connect(self.reject)

    def _on_format_changed(self) -> None:
        video = not self._is_clip
        for row in (
            self._size, self._fps, self._camera, self._background, self._supersample, self._blur
        ):  # fmt: skip
            self._form.setRowVisible(row, video)
        self._form.setRowVisible(self._quality, self._format.choice.value in ("web", "4d"))
        self._background.refuse("none", "" if video and self._codec_has_alpha else _NO_ALPHA)
        if self._background.reason():
            self._background.choose("stage")
        self._on_size_changed()
        self._path.setText(str(self._with_ending(Path(self._path.text()))))
        self._check()
        self.adjustSize()

    @property
    def _codec_has_alpha(self) -> bool:
        return CODECS[str(self._format.choice.value)].has_alpha

    def _with_ending(self, path: Path) -> Path:
        """The path with the ending of the chosen format."""
        chosen = str(self._format.choice.value)
        if chosen in CLIP_SUFFIXES:
            return path.with_suffix(CLIP_SUFFIXES[chosen])
        return CODECS[chosen].path_for(path)

    def _on_size_changed(self) -> None:
        size = self._size.choice.value
        self._form.setRowVisible(self._sides, size is None and not self._is_clip)
        if size is not None:
            self._width.setValue(size[0])
            self._height.setValue(size[1])
        self._on_size_or_rate_changed()

    def _on_size_or_rate_changed(self) -> None:
        self._probing.start()
        self._check()

    def _show_probes(self) -> None:
        """Grey the formats that do not work for this size and rate."""
        size = (self._width.value(), self._height.value())
        for name, report in self._controller.probe(size, self._fps.value()).items():
            self._format.refuse(name, report.reason)
        if self._controller.probed:
            self._probing.stop()
        self._check()

    def _check(self) -> None:
        self._help.setText(self._format.choice.help)
        problem = self._find_problem()
        self._facts.setText("" if problem else self._fact_line())
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self._export.setEnabled(not problem)

    def _fact_line(self) -> str:
        settings = self.settings()
        count = self._take.frame_count
        seconds = count * self._take.frame_dt_s
        if isinstance(settings, ClipSettings):
            return f"{count} frames, {seconds:.1f} s"
        pictures = max(round(seconds * settings.options.fps), 1)
        room = forecast_room(settings, pictures)
        line = f"{pictures} pictures, {seconds:.1f} s, up to {_size_text(room.needed_bytes)}"
        return line if room.free_bytes is None else f"{line} of {_size_text(room.free_bytes)} free"

    def _find_problem(self) -> str:
        reason = self._format.reason()
        if reason:
            return reason
        try:
            settings = self.settings()
        except InputError as error:
            return str(error)
        if settings.out.exists():
            return f"{settings.out.name} exists already; choose another name."
        if isinstance(settings, VideoSettings):
            room = forecast_room(settings, self._take.frame_count)
            if not room.fits:
                return (
                    f"The video takes up to {_size_text(room.needed_bytes)} and the disk has "
                    f"{_size_text(room.free_bytes or 0)} left."
                )
        return ""

    def _browse(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Export", self._path.text())
        if name:
            self._path.setText(str(self._with_ending(Path(name))))

    def _on_accepted(self) -> None:
        if not self._find_problem():
            self.accept()


_NO_ALPHA = "This format has no transparency; choose VP9, ProRes, GIF, PNG or EXR."


def _size_text(size_bytes: int) -> str:
    for unit, factor in (("GB", 1e9), ("MB", 1e6)):
        if size_bytes >= factor:
            return f"{size_bytes / factor:.1f} {unit}"
    return f"{size_bytes / 1e3:.0f} kB"


def _row(*widgets: QWidget) -> QWidget:
    """Widgets side by side; the first and every entry field may grow."""
    host = QWidget()
    row = QHBoxLayout(host)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget, int(isinstance(widget, QLineEdit | QSpinBox)))
    return host


def _side_box(name: str) -> QSpinBox:
    box = QSpinBox()
    box.setRange(64, SIDE_RANGE_PX[1])
    box.setSingleStep(2)
    box.setSuffix(" px")
    box.setAccessibleName(name)
    return box
