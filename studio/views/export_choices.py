"""What the export dialog offers, and a list box whose entries can be greyed with a reason."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox


class Choice(NamedTuple):
    """One entry of a list."""

    value: Any
    """What it stands for."""
    title: str
    """What people read in the list."""
    help: str = ""
    """What it means, in one sentence."""


VIDEO_FORMATS = (
    Choice("h264", "Video: H.264", "Plays everywhere."),
    Choice("h265", "Video: H.265", "Smaller than H.264; recent devices play it."),
    Choice("av1", "Video: AV1", "The smallest; browsers and recent devices play it."),
    Choice("vp9", "Video: VP9", "For web pages."),
    Choice("vp9-alpha", "Video: VP9, transparent", "For web pages, over any background."),
    Choice("prores4444", "Video: ProRes 4444, transparent", "For editing; large files."),
    Choice("gif", "Animated GIF", "256 colours; for chats and documents."),
    Choice("png", "PNG pictures", "A folder of numbered pictures."),
    Choice("exr", "EXR pictures", "A folder of pictures in linear light, for compositing."),
)
CLIP_FORMATS = (
    Choice(
        "web", "Web page", "One file that plays in any browser: turn, zoom, scrub. No internet."
    ),
    Choice("4d", "4D file", "All frames in one compact file that opens here again."),
    Choice("usd", "USD", "Moving splats for tools that read Universal Scene Description."),
    Choice(
        "ply", "PLY sequence", "A folder with a splat file for each frame; every tool reads it."
    ),
)
CAMERAS = (
    Choice("swing", "Swing", "From the photo's side, 20° to either side and back."),
    Choice("turntable", "Turntable", "One full turn round the object."),
    Choice("still", "Still", "From the photo's side, without moving."),
    Choice("spiral", "Spiral", "Small circles before the object."),
    Choice("forward", "Forward", "Comes closer."),
    Choice("backward", "Backward", "Draws back."),
    Choice("up", "Up", "Rises on an arc."),
    Choice("down", "Down", "Sinks on an arc."),
    Choice("dolly", "Dolly zoom", "Draws back while the lens narrows; the object keeps its size."),
)
SIZES = (
    Choice((512, 512), "Square, 512 × 512"),
    Choice((1024, 1024), "Square, 1024 × 1024"),
    Choice((1280, 720), "HD, 1280 × 720"),
    Choice((1920, 1080), "Full HD, 1920 × 1080"),
    Choice((3840, 2160), "4K, 3840 × 2160"),
    Choice((1080, 1920), "Portrait, 1080 × 1920"),
    Choice(None, "Custom"),
)
DEFAULT_SIZE = (1024, 1024)
BACKGROUNDS = (
    Choice("stage", "Stage", "A light floor with a soft shadow."),
    Choice("none", "Transparent", "Nothing behind the object."),
    Choice("white", "White"),
    Choice("black", "Black"),
    Choice("gradient", "Gradient"),
    Choice("checker", "Checker"),
)
SUPERSAMPLES = (
    Choice(1, "Off"),
    Choice(2, "2 × 2 pixels", "Finer edges; drawing takes about four times as long."),
    Choice(3, "3 × 3 pixels", "Drawing takes about nine times as long."),
    Choice(4, "4 × 4 pixels", "Drawing takes about sixteen times as long."),
)
BLURS = (
    Choice(None, "Off"),
    Choice(4, "Light, 4 moments", "Averages 4 moments of each picture's time."),
    Choice(8, "Smooth, 8 moments", "Averages 8 moments of each picture's time."),
    Choice(16, "Fine, 16 moments", "Averages 16 moments of each picture's time."),
)
QUALITIES = (
    Choice("small", "Small", "Rounds more; the smallest file."),
    Choice("standard", "Standard", "Rounding is hard to see."),
    Choice("high", "High", "Rounds little; a larger file."),
)


class ChoiceBox(QComboBox):
    """A list of choices; those that do not work are grey and say why."""

    def __init__(self, name: str, *groups: tuple[Choice, ...]) -> None:
        """Offer groups of choices, a line between them, under an accessible name."""
        super().__init__()
        self._rows: dict[int, Choice] = {}
        self.setAccessibleName(name)
        for group in groups:
            if self.count():
                self.insertSeparator(self.count())
            for choice in group:
                self._rows[self.count()] = choice
                self.addItem(choice.title, choice.value)
                self.setItemData(self.count() - 1, choice.help, Qt.ItemDataRole.ToolTipRole)

    @property
    def choice(self) -> Choice:
        """The chosen entry."""
        return self._rows[self.currentIndex()]

    def choose(self, value: object) -> None:
        """Choose the entry that stands for a value."""
        self.setCurrentIndex(self._row_of(value))

    def refuse(self, value: object, reason: str) -> None:
        """Grey the entry of a value with a reason, or offer it again where there is none."""
        row = self._row_of(value)
        item = self._item(row)
        item.setEnabled(not reason)
        item.setToolTip(reason or self._rows[row].help)

    def reason(self) -> str:
        """Why the chosen entry does not work; empty where it does."""
        item = self._item(self.currentIndex())
        return "" if item.isEnabled() else item.toolTip()

    def _row_of(self, value: object) -> int:
        return next(row for row, choice in self._rows.items() if choice.value == value)

    def _item(self, row: int) -> QStandardItem:
        model = self.model()
        assert isinstance(model, QStandardItemModel)
        return model.item(row)
