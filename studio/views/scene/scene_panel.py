"""`ScenePanel`: the scene as a tree, its templates, and the form of what is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.controllers.scene_controller import SceneController
from studio.controllers.studio_controller import Studio
from studio.state.language import tr
from studio.state.new_things import KINDS
from studio.state.resolve_scene import SceneView, form_lines, resolve_scene
from studio.state.scene_templates import templates
from studio.state.studio_state import StudioState
from studio.views.action_buttons import icon_button
from studio.views.elided_label import ElidedLabel
from studio.views.icons import icon
from studio.views.panel import Panel
from studio.views.scene.part_material import PartMaterial
from studio.views.scene.scene_tree import SceneTree
from studio.views.scene.thing_form import ThingForm
from studio.views.scroll_pane import scroll_pane
from studio.views.theme import label, px

_ADD = (*(f"add-{kind}" for kind in KINDS), "add-mesh", "", "add-copy", "add-body", "",
        "add-region")  # fmt: skip
_VERBS = ("scene-duplicate", "scene-delete")


class ScenePanel(Panel[SceneView]):
    """Select in the tree and it stands out in the viewport; every entry is a step of undo."""

    def __init__(self, studio: Studio, actions: dict[str, QAction]) -> None:
        """Build the panel.

        Args:
            studio: Controllers that are told.
            actions: Actions of the window by command name.
        """
        super().__init__()
        self._studio = studio
        self._scene: SceneController = studio.scene
        self.tree = SceneTree(actions)
        self.tree.picked.connect(self._scene.choose)
        self.tree.opened.connect(self._on_opened)
        self._title = ElidedLabel(role="section")
        self._note = label(role="muted", wrap=True)
        self._problem = label(role="error", wrap=True)
        self.form = ThingForm()
        self.form.number_set.connect(self._scene.set_number)
        self.form.choice_set.connect(self._scene.set_choice)
        self.form.reset.connect(self._scene.reset_line)
        self.material = PartMaterial()
        self.material.preset_taken.connect(self._scene.set_preset)
        self.material.color_taken.connect(self._scene.set_color)
        self._actions = actions
        self._lay_out()

    def resolve(self, state: StudioState) -> SceneView:
        """What the panel shows for a state."""
        return resolve_scene(state)

    def apply(self, old: SceneView | None, new: SceneView) -> None:
        """Show what differs."""
        state = self._studio.state
        self.setEnabled(new.enabled)
        if old is None or (old.rows, old.chosen) != (new.rows, new.chosen):
            self.tree.show_rows(new.rows, new.chosen)
        self._title.show_text(new.title)
        self._note.setText(new.note)
        self._note.setVisible(bool(new.note))
        self._problem.setText(new.problems[0] if new.problems and new.enabled else "")
        self._problem.setVisible(bool(new.problems) and new.enabled)
        self.form.show_lines(f"{new.chosen} {new.title}", new.lines, lambda: form_lines(state))
        own = tuple(preset.name for preset in state.presets.own)
        self.material.apply(
            new.preset, new.color, own, changed=new.preset_changed, needs_preset=new.needs_preset
        )

    def _on_opened(self, row: str) -> None:
        """A view is looked from; anything else is renamed."""
        if row.startswith("view-"):
            self._studio.places.recall(int(row.removeprefix("view-")))
        else:
            self._actions["scene-rename"].trigger()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(px(4))
        bar.addWidget(self._menu_button(tr("Add"), "add", _ADD))
        names = tuple(f"scene-{one.name}" for one in templates())
        bar.addWidget(self._menu_button(tr("Template"), "template", (*names, "", "scene-clear")))
        bar.addStretch(1)
        bar.addWidget(icon_button(self._actions["tool-scene"]))
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.tree)
        split.addWidget(self._scrolled())
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(12), px(12), 0)
        column.setSpacing(px(8))
        column.addLayout(bar)
        column.addWidget(self._problem)
        column.addWidget(split, 1)

    def _scrolled(self) -> QScrollArea:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, px(6), 0, px(12))
        column.setSpacing(px(8))
        head = QHBoxLayout()
        head.setSpacing(px(4))
        head.addWidget(self._title, 1)
        for name in _VERBS:
            head.addWidget(icon_button(self._actions[name]))
        column.addLayout(head)
        for widget in (self._note, self.material, self.form):
            column.addWidget(widget)
        column.addStretch(1)
        return scroll_pane(body, tr("Values of what is chosen"))

    def _menu_button(self, text: str, sign: str, names: tuple[str, ...]) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setIcon(icon(sign))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setAccessibleName(text)
        menu = QMenu(button)
        menu.setToolTipsVisible(True)
        for name in names:
            if not name:
                menu.addSeparator()
                continue
            menu.addAction(self._actions[name])
        button.setMenu(menu)
        return button
