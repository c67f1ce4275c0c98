"""`ExportDialog`: camera, size, rate and place of a video."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
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
from studio.controllers.export_controller import FPS_RANGE, SIZE_RANGE_PX, VideoSettings
from studio.state.document import TakeSummary
from studio.views.theme import label

CAMERA_CHOICES = (
    ("swing", "Swing", "From the photo's side, 20° to either side and back."),
    ("turntable", "Turntable", "One full turn round the object."),
)
SIZES = (
    ("Square, 512 × 512", 512, 512),
    ("Square, 1024 × 1024", 1024, 1024),
    ("Full HD, 1920 × 1080", 1920, 1080),
    ("Portrait, 1080 × 1920", 1080, 1920),
)
CUSTOM_SIZE = "Custom"
_WIDTH_PX = 480


class ExportDialog(QDialog):
    """Asks for `VideoSettings`; wrong ones are explained and cannot be accepted."""

    def __init__(self, take: TakeSummary, path: Path, parent: QWidget) -> None:
        """Ask for the video of a take.

        Args:
            take: Take that is exported.
            path: Proposed file.
            parent: Window.
        """
        super().__init__(parent)
        self.setWindowTitle("Export video")
        self.setMinimumWidth(_WIDTH_PX)
        self._take = take
        self._camera = QComboBox()
        self._camera_help = label(role="muted", wrap=True)
        self._size = QComboBox()
        self._width = _side_box("Width")
        self._height = _side_box("Height")
        self._fps = QDoubleSpinBox()
        self._path = QLineEdit(str(path))
        self._facts = label(role="muted")
        self._problem = label(role="error", wrap=True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._export = self._buttons.addButton("Export", QDialogButtonBox.ButtonRole.AcceptRole)
        self._export.setProperty("role", "primary")
        self._fill()
        self._build()
        self._connect()
        self._on_size_changed(1)
        self._check()

    def settings(self) -> VideoSettings:
        """What the dialog asks for now.

        Raises:
            InputError: If something is out of range; the line says what.
        """
        return VideoSettings(
            out=Path(self._path.text()).expanduser(),
            camera=str(self._camera.currentData()),
            width=self._width.value(),
            height=self._height.value(),
            fps=self._fps.value(),
        )

    def _fill(self) -> None:
        for name, title, _ in CAMERA_CHOICES:
            self._camera.addItem(title, name)
        for title, width, height in SIZES:
            self._size.addItem(title, (width, height))
        self._size.addItem(CUSTOM_SIZE, None)
        self._size.setCurrentIndex(1)
        self._fps.setRange(*FPS_RANGE)
        self._fps.setDecimals(2)
        self._fps.setValue(1 / self._take.frame_dt_s)
        self._fps.setSuffix(" frames/s")
        self._path.setAccessibleName("File")

    def _build(self) -> None:
        sides = QHBoxLayout()
        sides.setSpacing(8)
        sides.addWidget(self._width, 1)
        sides.addWidget(label("×", "muted"))
        sides.addWidget(self._height, 1)
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self._path, 1)
        browse = QPushButton("Browse…")
        browse.clicked.connect(self._browse)
        place.addWidget(browse)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(label("Camera", "muted"), self._camera)
        form.addRow("", self._camera_help)
        form.addRow(label("Size", "muted"), self._size)
        form.addRow("", sides)
        form.addRow(label("Rate", "muted"), self._fps)
        form.addRow("", self._facts)
        form.addRow(label("File", "muted"), place)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addWidget(label(f"Export {self._take.name} as video", "title"))
        column.addLayout(form)
        column.addWidget(self._problem)
        column.addWidget(self._buttons)

    def _connect(self) -> None:
        self._size.activated.connect(self._on_size_changed)
        self._camera.currentIndexChanged.connect(self._check)
        for box in (self._width, self._height, self._fps):
            box.valueChanged.connect(self._check)
        self._path.textChanged.connect(self._check)
        self._buttons.accepted.connect(self._on_accepted)
        self._buttons.rejected.connect(self.reject)

    def _on_size_changed(self, row: int) -> None:
        size = self._size.itemData(row)
        for box in (self._width, self._height):
            box.setEnabled(size is None)
        if size is not None:
            self._width.setValue(size[0])
            self._height.setValue(size[1])

    def _check(self) -> None:
        self._camera_help.setText(CAMERA_CHOICES[self._camera.currentIndex()][2])
        count, fps = self._take.frame_count, self._fps.value()
        self._facts.setText(f"{count} frames, {count / max(fps, 1e-6):.1f} s of video (H.264)")
        problem = self._find_problem()
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self._export.setEnabled(not problem)

    def _find_problem(self) -> str:
        try:
            settings = self.settings()
        except InputError as error:
            return str(error)
        if settings.out.exists():
            return f"{settings.out.name} exists already; choose another name."
        return ""

    def _browse(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Export video", self._path.text(), "Video (*.mp4)"
        )
        if name:
            self._path.setText(name if name.lower().endswith(".mp4") else f"{name}.mp4")

    def _on_accepted(self) -> None:
        if not self._find_problem():
            self.accept()


def _side_box(name: str) -> QSpinBox:
    box = QSpinBox()
    box.setRange(*SIZE_RANGE_PX)
    box.setSingleStep(2)
    box.setSuffix(" px")
    box.setAccessibleName(name)
    return box
