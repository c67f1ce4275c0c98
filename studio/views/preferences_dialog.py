"""`PreferencesDialog`: defaults of new simulations, the viewport and the projects folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.state.preference_fields import QUALITIES, STIFFNESS_MAPS
from studio.state.preferences import Preferences
from studio.state.viewport import STAGES
from studio.views.material.simulation_form import QUALITY_HELP
from studio.views.theme import label

RENDERER_CHOICES = (
    ("Automatic", "auto"),
    ("Software: on the CPU, works everywhere", "software"),
    ("OpenGL: on the graphics card", "opengl"),
    ("gsplat: on an NVIDIA GPU with CUDA", "gsplat_cuda"),
)
_WIDTH_PX = 520


class PreferencesDialog(QDialog):
    """Edits a copy of the preferences; `preferences` gives the result."""

    def __init__(self, preferences: Preferences, parent: QWidget) -> None:
        """Edit preferences."""
        super().__init__(parent)
        self.setWindowTitle("Preferences")
        self.setMinimumWidth(_WIDTH_PX)
        self._original = preferences
        self._quality = _combo(
            [(QUALITY_HELP[name], name) for name in QUALITIES], preferences.quality
        )
        self._stiffness = _combo(
            [(name.capitalize(), name) for name in STIFFNESS_MAPS], preferences.stiffness
        )
        self._stage = _combo([(name.capitalize(), name) for name in STAGES], preferences.stage)
        self._renderer = _combo(list(RENDERER_CHOICES), preferences.renderer)
        self._simulate = QCheckBox("Simulate as soon as a photo has become an object")
        self._simulate.setChecked(preferences.simulate_after_predict)
        self._loop = QCheckBox("Loop takes")
        self._loop.setChecked(preferences.loop)
        self._folder = QLineEdit(preferences.projects_folder)
        self._folder.setPlaceholderText(str(preferences.projects_path))
        self._folder.setAccessibleName("Projects folder")
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Cancel | QDialogButtonBox.StandardButton.Ok
        )
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._build()

    def preferences(self) -> Preferences:
        """The edited preferences."""
        return replace(
            self._original,
            quality=str(self._quality.currentData()),
            stiffness=str(self._stiffness.currentData()),
            stage=str(self._stage.currentData()),
            renderer=str(self._renderer.currentData()),
            simulate_after_predict=self._simulate.isChecked(),
            loop=self._loop.isChecked(),
            projects_folder=self._folder.text().strip(),
        )

    def _build(self) -> None:
        browse = QPushButton("Browse…")
        browse.clicked.connect(self._browse)
        folder = QHBoxLayout()
        folder.setSpacing(8)
        folder.addWidget(self._folder, 1)
        folder.addWidget(browse)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(label("Quality", "muted"), self._quality)
        form.addRow(label("Stiffness", "muted"), self._stiffness)
        form.addRow("", self._simulate)
        form.addRow(label("Stage", "muted"), self._stage)
        form.addRow(label("Drawing", "muted"), self._renderer)
        form.addRow("", self._loop)
        form.addRow(label("New projects", "muted"), folder)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addWidget(label("Preferences", "title"))
        column.addLayout(form)
        column.addWidget(self._buttons)

    def _browse(self) -> None:
        start = self._folder.text() or str(self._original.projects_path)
        name = QFileDialog.getExistingDirectory(self, "Folder of new projects", start)
        if name:
            self._folder.setText(str(Path(name)))


def _combo(entries: list[tuple[str, str]], chosen: str) -> QComboBox:
    box = QComboBox()
    for title, value in entries:
        box.addItem(title, value)
    box.setCurrentIndex(box.findData(chosen))
    return box
