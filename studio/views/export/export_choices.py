"""What the export panel offers, and a list box whose entries can be greyed with a reason."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from studio.state.language import mark, tr
from studio.views.eliding_list import ElidingList


class Choice(NamedTuple):
    """One entry of a list."""

    value: Any
    """What it stands for."""
    title: str
    """What people read in the list."""
    help: str = ""
    """What it means, in one sentence."""


VIDEO_FORMATS = (
    Choice("h264", mark("Video: H.264"), mark("Plays everywhere.")),
    Choice("h265", mark("Video: H.265"), mark("Smaller than H.264; recent devices play it.")),
    Choice("av1", mark("Video: AV1"), mark("The smallest; browsers and recent devices play it.")),
    Choice("vp9", mark("Video: VP9"), mark("For web pages.")),
    Choice(
        "vp9-alpha", mark("Video: VP9, transparent"), mark("For web pages, over any background.")
    ),
    Choice(
        "prores4444", mark("Video: ProRes 4444, transparent"), mark("For editing; large files.")
    ),
    Choice("gif", mark("Animated GIF"), mark("256 colours; for chats and documents.")),
    Choice("png", mark("PNG pictures"), mark("A folder of numbered pictures.")),
    Choice(
        "exr", mark("EXR pictures"), mark("A folder of pictures in linear light, for compositing.")
    ),
)
CLIP_FORMATS = (
    Choice(
        "web",
        mark("Web page"),
        mark("One file that plays in any browser: turn, zoom, scrub. No internet."),
    ),
    Choice("4d", mark("4D file"), mark("All frames in one compact file that opens here again.")),
    Choice(
        "usd", mark("USD"), mark("Moving splats for tools that read Universal Scene Description.")
    ),
    Choice(
        "ply",
        mark("PLY sequence"),
        mark("A folder with a splat file for each frame; every tool reads it."),
    ),
)
STILL_FORMATS = (
    Choice("still-png", mark("Picture: PNG"), mark("One picture.")),
    Choice("still-exr", mark("Picture: EXR"), mark("One picture in linear light.")),
)
OWN_CAMERAS = (
    Choice("path", mark("My camera path"), mark("The keys of the camera panel, at their times.")),
    Choice("view", mark("Present view"), mark("Stays where the viewport looks from.")),
)
CAMERAS = (
    Choice("swing", mark("Swing"), mark("From the photo's side, 20° to either side and back.")),
    Choice("turntable", mark("Turntable"), mark("One full turn round the object.")),
    Choice("still", mark("Still, from the photo's side"), mark("Does not move.")),
    Choice("spiral", mark("Spiral"), mark("Small circles before the object.")),
    Choice("forward", mark("Forward"), mark("Comes closer.")),
    Choice("backward", mark("Backward"), mark("Draws back.")),
    Choice("up", mark("Up"), mark("Rises on an arc.")),
    Choice("down", mark("Down"), mark("Sinks on an arc.")),
    Choice(
        "dolly",
        mark("Dolly zoom"),
        mark("Draws back while the lens narrows; the object keeps its size."),
    ),
)
SIZES = (
    Choice((512, 512), mark("Square, 512 × 512")),
    Choice((1024, 1024), mark("Square, 1024 × 1024")),
    Choice((1280, 720), mark("HD, 1280 × 720")),
    Choice((1920, 1080), mark("Full HD, 1920 × 1080")),
    Choice((3840, 2160), mark("4K, 3840 × 2160")),
    Choice((2048, 1024), mark("360°, 2048 × 1024")),
    Choice((1080, 1920), mark("Portrait, 1080 × 1920")),
    Choice(None, mark("Custom")),
)
DEFAULT_SIZE = (1024, 1024)
BACKGROUNDS = (
    Choice("stage", mark("Stage"), mark("A light floor with a soft shadow.")),
    Choice("none", mark("Transparent"), mark("Nothing behind the object.")),
    Choice("white", mark("White")),
    Choice("black", mark("Black")),
    Choice("gradient", mark("Gradient")),
    Choice("checker", mark("Checker")),
)
PROJECTIONS = (
    Choice("perspective", mark("Perspective")),
    Choice("orthographic", mark("Orthographic"), mark("Without vanishing points.")),
    Choice("360", mark("360°, all round"), mark("Twice as wide as high, for headsets.")),
)
TIMES = (
    Choice(None, mark("As simulated")),
    Choice("timeline", mark("As on the timeline"), mark("The time curve that is drawn there.")),
    Choice("0.25x", mark("Quarter speed")),
    Choice("0.5x", mark("Half speed")),
    Choice("2x", mark("Double speed")),
    Choice("reverse", mark("Backwards")),
    Choice("ping-pong", mark("To and fro")),
)
SUPERSAMPLES = (
    Choice(1, mark("Off")),
    Choice(2, mark("2 × 2 pixels"), mark("Finer edges; drawing takes about four times as long.")),
    Choice(3, mark("3 × 3 pixels"), mark("Drawing takes about nine times as long.")),
    Choice(4, mark("4 × 4 pixels"), mark("Drawing takes about sixteen times as long.")),
)
BLURS = (
    Choice(None, mark("Off")),
    Choice(4, mark("Light, 4 moments"), mark("Averages 4 moments of each picture's time.")),
    Choice(8, mark("Smooth, 8 moments"), mark("Averages 8 moments of each picture's time.")),
    Choice(16, mark("Fine, 16 moments"), mark("Averages 16 moments of each picture's time.")),
)
QUALITIES = (
    Choice("small", mark("Small"), mark("Rounds more; the smallest file.")),
    Choice("standard", mark("Standard"), mark("Rounding is hard to see.")),
    Choice("high", mark("High"), mark("Rounds little; a larger file.")),
)

NO_ALPHA = mark("This format has no transparency; choose VP9, ProRes, GIF, PNG or EXR.")


class ChoiceBox(ElidingList):
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
                self.addItem(tr(choice.title), choice.value)
                self.setItemData(self.count() - 1, tr(choice.help), Qt.ItemDataRole.ToolTipRole)

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
        item.setToolTip(reason or tr(self._rows[row].help))

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
