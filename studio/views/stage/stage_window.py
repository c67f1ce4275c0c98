"""`StageWindow`: the whole screen for visitors; no menus, no shortcuts, no way to files."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QLabel, QStackedWidget, QVBoxLayout, QWidget

from studio.controllers.studio_controller import Studio
from studio.state.language import tr
from studio.state.samples import Sample, load_samples, samples_folder
from studio.state.stage_view import Screen, StageView, resolve_stage
from studio.views.dressing import dress
from studio.views.file_actions import local_files, png_bytes
from studio.views.icons import app_icon
from studio.views.stage.attract_page import AttractPage
from studio.views.stage.choice_page import ChoicePage
from studio.views.stage.making_page import MakingPage
from studio.views.stage.object_page import ObjectPage
from studio.views.stage.start_page import StartPage
from studio.views.state_watcher import StateWatcher
from studio.views.theme import label, px
from studio.views.thumbnails import ThumbnailLoader

_TOUCHES = (
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick,
    QEvent.Type.TouchBegin, QEvent.Type.Wheel,
)  # fmt: skip
_CHORDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class StageWindow(QWidget):
    """A window of its own beside the presenter's, which is hidden meanwhile."""

    def __init__(self, studio: Studio, thumbnails: ThumbnailLoader) -> None:
        """Build the pages for visitors.

        Args:
            studio: The presenter's studio, in presenter mode.
            thumbnails: Reads photos.
        """
        super().__init__()
        visitor = studio.stage.visitor
        if visitor is None:
            raise ValueError("presenter mode has not begun")
        self._studio, self._visitor, self._stage = studio, visitor, studio.stage
        self._shown: StageView | None = None
        self._closes = False
        self.setObjectName("stage")
        dress(self)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("phys4d-studio")
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.attract = AttractPage(visitor.attract)
        self.start = StartPage(load_samples(samples_folder()), thumbnails, self._on_sample)
        self.making = MakingPage(thumbnails)
        self.object = ObjectPage(studio.stage, visitor)
        self.choice = ChoicePage(studio.stage, visitor)
        self._pages: dict[Screen, QWidget] = {
            "attract": self.attract, "start": self.start, "making": self.making,
            "object": self.object, "comparing": self.making, "vote": self.choice,
        }  # fmt: skip
        self._stack = QStackedWidget()
        for page in dict.fromkeys(self._pages.values()):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.countdown, self.line, self.told = (self._made_chip() for _ in range(3))
        self._watchers = (StateWatcher(studio.state, self), StateWatcher(visitor.state, self))
        for watcher in self._watchers:
            watcher.changed.connect(self.apply_state)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self.apply_state()

    @property
    def view(self) -> StageView | None:
        """What is shown."""
        return self._shown

    def apply_state(self) -> None:
        """Resolve, compare with what is shown, apply the difference."""
        new, old = resolve_stage(self._studio.state.stage, self._visitor.state), self._shown
        if new == old:
            return
        self._shown = new
        page = self._pages[new.screen]
        if page is self.making:
            self.making.apply(new.title, new.text, new.photo, new.fraction)
        elif page is self.attract:
            self.attract.set_texts(new.title, new.text)
        elif page is self.start:
            self.start.title.setText(new.title)
            self.start.text.setText(new.text)
        elif page is self.object:
            self.object.apply(new)
        if self._stack.currentWidget() is not page:
            self._stack.setCurrentWidget(page)
        if page is self.choice:
            self.choice.apply(new)
        self._show_chips(new)

    def update_drawing(self) -> None:
        """Follow the driver while the object is shown; call at every poll."""
        if self._stack.currentWidget() is self.object:
            self.object.update_drawing()

    def end(self) -> None:
        """Close the window: the operator has the screen again."""
        self._closes = True
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        for watcher in self._watchers:
            watcher.disconnect_all()
        self.object.close_drawing()
        self.close()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See whether somebody is here; keep chords and Escape from everything else."""
        if not isinstance(watched, QWidget) or watched.window() is not self:
            return False
        if isinstance(event, QKeyEvent):
            return self._filter_key(event)
        kind = event.type()
        if kind == QEvent.Type.WindowDeactivate:
            self._stage.hold_escape(False)
        elif kind == QEvent.Type.ContextMenu:
            return True
        elif kind == QEvent.Type.MouseMove and self._studio.state.stage.awake:
            self._stage.touch()
        elif kind in _TOUCHES:
            return self._wake()
        return False

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay, whatever asks a visitor's window to close."""
        if self._closes:
            event.accept()
        else:
            event.ignore()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Photos may come."""
        if local_files(event.mimeData()) or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A photo was dropped."""
        data = event.mimeData()
        event.acceptProposedAction()
        paths = local_files(data)
        image = QImage() if paths else QImage(data.imageData())
        if paths:
            self._stage.open_photo(paths[0])
        elif not image.isNull():
            self._stage.open_image(png_bytes(image))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the words over the pages in their places."""
        super().resizeEvent(event)
        if self._shown is not None:
            self._show_chips(self._shown)

    def _filter_key(self, event: QKeyEvent) -> bool:
        """True for keys that nothing of the stage may have."""
        pressed = event.type() == QEvent.Type.KeyPress
        if event.key() == Qt.Key.Key_Escape:
            if not event.isAutoRepeat() and event.type() != QEvent.Type.ShortcutOverride:
                self._stage.hold_escape(pressed)
            if pressed:
                self._stage.touch()
            return True
        if pressed and self._wake():
            return True
        return bool(event.modifiers() & _CHORDS) or Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35

    def _wake(self) -> bool:
        """Note that somebody is here; what ends the loop does nothing else."""
        slept = not self._studio.state.stage.awake
        self._stage.touch()
        return slept

    def _on_sample(self, sample: Sample) -> None:
        self._stage.open_photo(sample.path, size_m=sample.size_m)

    def _made_chip(self) -> QLabel:
        chip = label()
        chip.setObjectName("stageChip")
        chip.setParent(self)
        chip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        chip.hide()
        return chip

    def _show_chips(self, view: StageView) -> None:
        """Countdown and calm line at the foot, the operator's words at the top."""
        told = tr("Hold Escape for 3 seconds to leave presenter mode.") if view.told else ""
        if view.held > 0 and (view.told or view.held > 0.5):
            told = tr("Leaving … {percent} %", percent=round(view.held * 100))
        top = px(24)
        for chip, text in ((self.told, told), (self.line, view.line),
                           (self.countdown, view.countdown)):  # fmt: skip
            chip.setVisible(bool(text))
            if text:
                chip.setText(text)
                chip.setAccessibleName(text)
                chip.adjustSize()
                chip.move((self.width() - chip.width()) // 2, top)
                chip.raise_()
                top += chip.height() + px(12)
