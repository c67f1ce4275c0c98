"""`GalleryPage`: candidates, or two takes, side by side in the middle of the workspace."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from studio.controllers.trajectories import trajectories
from studio.state.gallery_parts import GalleryView
from studio.state.gallery_view import resolve_gallery
from studio.state.language import tr
from studio.state.studio_state import StudioState
from studio.views.action_buttons import text_button
from studio.views.candidates.candidate_cell import CandidateCell
from studio.views.candidates.cell_grid import CellGrid
from studio.views.candidates.compare_pane import ComparePane
from studio.views.candidates.gallery_bar import GalleryBar
from studio.views.candidates.gallery_foot import GalleryFoot
from studio.views.candidates.picture_pane import PicturePane
from studio.views.candidates.vote_pane import VotePane
from studio.views.docks import DockContext
from studio.views.flow_row import FlowRow
from studio.views.panel import Panel
from studio.views.theme import button_text, label


class GalleryPage(Panel[GalleryView]):
    """Cells, the comparison or the vote, between a bar and a foot."""

    def __init__(self, context: DockContext) -> None:
        """Build the page; cells are made as they are needed."""
        super().__init__()
        self._studio = context.studio
        self._state = context.studio.state
        self._pair = ("", "")
        self.compare = ComparePane(self._studio.gallery)
        self.vote = VotePane(self._studio)
        self._bar = GalleryBar(context)
        self._foot = GalleryFoot(self._studio)
        self._hint = self._made_hint(context)
        self._grid = CellGrid(self._made_cell)
        self._stack = QStackedWidget()
        for page in (self._hint, self._grid, self.compare, self.vote):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self._stack, 1)
        column.addWidget(self._foot)
        self.setAccessibleName(tr("Gallery of candidates"))
        for pane in (self.compare, self.vote.left):
            pane.resized.connect(self._tell_size)
        self._studio.gallery.on_pictures = self._show_pictures

    @property
    def cells(self) -> list[CandidateCell]:
        """All cells that were made, also those that are hidden."""
        return self._grid.cells

    def resolve(self, state: StudioState) -> GalleryView:
        """What the page shows for a state."""
        return resolve_gallery(state)

    def apply(self, old: GalleryView | None, new: GalleryView) -> None:
        """Show what differs between two views."""
        self._bar.apply(new)
        self._foot.apply(new, self._state.candidates.candidate(self._state.gallery.selected))
        self._hint_text.setText(new.hint)
        self._grid.show_cells(new.cell_count, new.cells)
        ballot = self._state.votes.ballot
        if new.ballot is not None and ballot is not None:
            self.vote.apply(new.ballot, ballot)
        self._pair = new.pair
        self.compare.key = new.pair[0]
        self.compare.apply(new.comparison, new.wipe, new.pins)
        page = self._page(new)
        if self._stack.currentWidget() is not page:
            self._stack.setCurrentWidget(page)
            if page is self.vote:
                self.vote.setFocus(Qt.FocusReason.OtherFocusReason)
        if old is None or (old.cell_count, old.comparison) != (new.cell_count, new.comparison):
            self._tell_size()
        self._show_pictures()

    def showEvent(self, event: QShowEvent) -> None:
        """Borrow clock and view process while the page is in front."""
        super().showEvent(event)
        self._studio.gallery.set_visible(True)
        self._tell_size()

    def hideEvent(self, event: QHideEvent) -> None:
        """Give them back."""
        super().hideEvent(event)
        self._studio.gallery.set_visible(False)

    def _page(self, view: GalleryView) -> QWidget:
        if view.ballot is not None:
            return self.vote
        if view.hint:
            return self._hint
        return self._grid if view.comparison == "none" else self.compare

    def _made_cell(self) -> CandidateCell:
        cell = CandidateCell(self._studio)
        cell.picture.resized.connect(self._tell_size)
        return cell

    def _tell_size(self) -> None:
        """Tell the controller how large pictures are."""
        page = self._stack.currentWidget()
        pane: PicturePane = self.cells[0].picture if self.cells else self.compare
        if page is self.compare:
            pane = self.compare
        elif page is self.vote:
            pane = self.vote.left
        self._studio.gallery.set_cell_size(*pane.device_size())

    def _show_pictures(self) -> None:
        """Show the pictures of the clock's moment, all at once."""
        gallery, votes = self._studio.gallery, self._state.votes
        shown, frame = gallery.shown, gallery.frame
        if votes.ballot is not None:
            self.vote.left.show_picture(shown.get(votes.ballot.left))
            self.vote.right.show_picture(shown.get(votes.ballot.right))
            return
        if self._stack.currentWidget() is self.compare:
            two = shown.get(self._pair[0]), shown.get(self._pair[1])
            self.compare.show_two(*two, frame)
            self.compare.show_trajectories(trajectories(self._state, two[0], two[1]))
            return
        for cell in self.cells:
            cell.show_picture(shown.get(cell.view.key), frame)

    def _made_hint(self, context: DockContext) -> QWidget:
        """What stands there while there are no candidates."""
        page = QWidget()
        column = QVBoxLayout(page)
        column.addStretch(1)
        self._hint_text = label(role="muted", wrap=True)
        self._hint_text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._hint_text)
        row = FlowRow(8, centred=True)
        for count, role in ((4, "primary"), (9, "")):
            button = text_button(context.actions[f"sample-{count}"], role=role)
            button.setText(button_text(tr("Sample {count}", count=count)))
            row.add(button)
        column.addWidget(row)
        column.addStretch(1)
        return page
