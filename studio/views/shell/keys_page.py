"""`KeysPage`: the keys of all commands: searched, changed, checked for clashes, reset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from studio.controllers.commands.command import SUBMENU, Command
from studio.controllers.keymap_controller import KeymapController
from studio.state.keymap import Keymap, normal_keys
from studio.state.keymap_file import key_profiles
from studio.state.language import tr
from studio.state.studio_state import StudioState
from studio.views.help_dialogs import mouse_help
from studio.views.panel import Panel
from studio.views.shell.actions import native_keys
from studio.views.shell.key_field import KeyField
from studio.views.theme import label, px

_NAME_ROLE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class KeysView:
    """What the page shows."""

    keymap: Keymap
    """The user's choice."""
    keys: Mapping[str, str]
    """Command -> keys in use."""


class KeysPage(Panel[KeysView]):
    """Choose a command in the list, press keys in the field below, set them."""

    def __init__(self, keymap: KeymapController, commands: Sequence[Command]) -> None:
        """Edit the keys of a command table.

        Args:
            keymap: Its verbs change and store them.
            commands: The whole command table.
        """
        super().__init__()
        self._keymap = keymap
        self._titles = {
            c.name: f"{' › '.join(tr(part) for part in c.menu.split(SUBMENU))}: {c.plain_text}"
            for c in commands
        }
        self._wanted = ""
        self.profile = QComboBox()
        for profile in key_profiles().values():
            self.profile.addItem(profile.title, profile.name)
        self.profile.setAccessibleName(tr("Profile"))
        self.profile.activated.connect(
            lambda _row: keymap.choose_profile(str(self.profile.currentData()))
        )
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search commands or keys"))
        self.search.setAccessibleName(tr("Search commands or keys"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.list = QTreeWidget()
        self._nothing = label(tr("No command fits."), "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.field = KeyField()
        self.field.pressed.connect(self._on_pressed)
        self.note = label("", "muted", wrap=True)
        self._set = QPushButton(tr("Set"))
        self._set.setProperty("role", "primary")
        self._set.clicked.connect(lambda: self._bind(self._wanted))
        self._remove = QPushButton(tr("Remove"))
        self._remove.clicked.connect(lambda: self._bind(""))
        self._reset = QPushButton(tr("Reset"))
        self._reset.clicked.connect(lambda: keymap.reset(self.command))
        self._reset_all = QPushButton(tr("Reset all"))
        self._reset_all.clicked.connect(keymap.reset_all)
        self._fill()
        self._build()

    @property
    def command(self) -> str:
        """Name of the chosen command, empty when none is chosen."""
        item = self.list.currentItem()
        return "" if item is None else str(item.data(0, _NAME_ROLE))

    def choose(self, command: str) -> None:
        """Choose a command in the list."""
        self.list.setCurrentItem(self._items[command])

    def resolve(self, state: StudioState) -> KeysView:
        """Keys in use."""
        return KeysView(state.keymap.value, state.keymap.keys)

    def apply(self, _old: KeysView | None, new: KeysView) -> None:
        """Show other keys."""
        self.profile.setCurrentIndex(self.profile.findData(new.keymap.profile))
        for name, item in self._items.items():
            item.setText(1, native_keys(new.keys.get(name, "")))
            font = item.font(1)
            font.setBold(new.keymap.changed(name))
            item.setFont(1, font)
        self._reset_all.setEnabled(bool(new.keymap.changes))
        self._show_command()
        self._filter()

    def _on_pressed(self, keys: str) -> None:
        self._wanted = normal_keys(keys)
        self.field.show_keys(self._wanted)
        users = self._keymap.clash(self.command, self._wanted) if self.command else ()
        names = ", ".join(self._titles.get(user, user) for user in users)
        text = tr("These keys are free.")
        if users:
            text = tr("Used by {commands}; setting them takes them away there.", commands=names)
        self.note.setText(text)
        self._set.setEnabled(bool(self.command))

    def _bind(self, keys: str) -> None:
        if self.command:
            self._keymap.bind(self.command, keys)

    def _show_command(self) -> None:
        """The chosen command's keys in the field."""
        name, shown = self.command, self._shown
        self._wanted = "" if shown is None else shown.keys.get(name, "")
        self.field.show_keys(self._wanted)
        self.field.setEnabled(bool(name))
        self._set.setEnabled(False)
        self._remove.setEnabled(bool(self._wanted))
        self._reset.setEnabled(shown is not None and shown.keymap.changed(name))
        self.note.setText(
            self._titles[name] if name else tr("Choose a command to change its keys.")
        )

    def _filter(self) -> None:
        words = self.search.text().casefold().split()
        hidden = []
        for item in self._items.values():
            text = f"{item.text(0)} {item.text(1)}".casefold()
            hidden.append(not all(word in text for word in words))
            item.setHidden(hidden[-1])
        self._nothing.setVisible(all(hidden))
        self.list.setVisible(not all(hidden))

    def _fill(self) -> None:
        self.list.setColumnCount(2)
        self.list.setHeaderLabels([tr("Command"), tr("Keys")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAccessibleName(tr("Commands and their keys"))
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.header().setStretchLastSection(False)
        self._items: dict[str, QTreeWidgetItem] = {}
        for name, title in self._titles.items():
            item = QTreeWidgetItem([title, ""])
            item.setData(0, _NAME_ROLE, name)
            self._items[name] = item
        self.list.addTopLevelItems(list(self._items.values()))
        self.list.currentItemChanged.connect(lambda *_items: self._show_command())

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(label(tr("Profile"), "muted"))
        head.addWidget(self.profile)
        head.addWidget(self.search, 1)
        edit = QHBoxLayout()
        edit.setSpacing(px(8))
        edit.addWidget(self.field, 1)
        for button in (self._set, self._remove, self._reset, self._reset_all):
            edit.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(12), px(16), px(12))
        column.setSpacing(px(8))
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(self._nothing, 1)
        column.addWidget(self.note)
        column.addLayout(edit)
        column.addWidget(label(mouse_help(), "faint", wrap=True))
