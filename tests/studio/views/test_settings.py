"""Preferences and keys in their dialog: search, entries, refusals, clashes, resets."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from studio.state.keymap_file import key_profiles
from studio.state.preference_fields import FIELDS
from studio.views.main_window import MainWindow
from studio.views.shell.keys_page import KeysPage
from studio.views.shell.preferences_page import PreferencesPage


@pytest.fixture
def page(window: MainWindow) -> PreferencesPage:
    window.actions_by_name["preferences"].trigger()
    assert window.settings is not None
    return window.settings.preferences


@pytest.fixture
def keys(window: MainWindow) -> KeysPage:
    window.actions_by_name["shortcuts"].trigger()
    assert window.settings is not None
    return window.settings.keys


def test_the_search_shows_what_fits(page: PreferencesPage, qtbot: QtBot) -> None:
    assert len(page.found) == len(FIELDS)
    qtbot.keyClicks(page.search, "graphics card")
    assert page.found == ("renderer",)
    page.search.setText("flux capacitor")
    assert page.found == ()


def test_a_wrong_number_is_explained_and_the_old_one_kept(
    window: MainWindow, page: PreferencesPage, qtbot: QtBot
) -> None:
    row = page.rows["undo_limit_mb"]
    assert isinstance(row.editor, QLineEdit)
    for wrong in ("5000", "much", ""):
        row.editor.selectAll()
        qtbot.keyClick(row.editor, Qt.Key.Key_Delete)
        qtbot.keyClicks(row.editor, wrong)
        qtbot.keyClick(row.editor, Qt.Key.Key_Return)
        assert "16 to 4096 MB" in row.problem.text()
        assert "Undo memory" in row.problem.text()
        assert row.editor.property("invalid") == "true"
    assert window.studio.preferences.value.undo_limit_mb == 256
    row.editor.setText("512 MB")
    row.editor.editingFinished.emit()
    assert row.problem.isHidden()
    assert window.studio.preferences.value.undo_limit_mb == 512


def test_choices_apply_at_once_and_are_reset(
    window: MainWindow, page: PreferencesPage, qtbot: QtBot
) -> None:
    row = page.rows["quality"]
    assert isinstance(row.editor, QComboBox)
    row.editor.setCurrentIndex(0)
    row.editor.activated.emit(0)
    window.apply_state()
    assert window.studio.state.material.quality == "sketch"
    assert row._reset.isEnabled()
    qtbot.mouseClick(row._reset, Qt.MouseButton.LeftButton)
    window.apply_state()
    assert window.studio.state.material.quality == "preview"
    window.studio.preferences.set("loop", False)
    window.apply_state()
    page.reset_all.click()
    assert window.studio.preferences.value.loop


def test_a_setting_that_waits_for_a_restart_says_so(
    window: MainWindow, page: PreferencesPage
) -> None:
    window.studio.preferences.set("language", "de")
    window.apply_state()
    waiting = [field for field in FIELDS if field.restart]
    shown = [row.field for row in page.rows.values() if not row._restart.isHidden()]
    assert shown == waiting
    assert all(field.label in page._note.text() for field in waiting)


def test_keys_are_set_with_a_warning_about_those_who_have_them(
    window: MainWindow, keys: KeysPage, qtbot: QtBot
) -> None:
    keys.choose("save-as")
    qtbot.keyClick(keys.field, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert "File: Open photo" in keys.note.text()
    assert window.isActiveWindow() or window.settings is not None
    keys._set.click()
    window.apply_state()
    actions = window.actions_by_name
    assert actions["save-as"].shortcut().toString() == "Ctrl+O"
    assert actions["open"].shortcuts() == []
    assert "Ctrl+O" in actions["save-as"].toolTip()
    keys._reset_all.click()
    window.apply_state()
    assert actions["open"].shortcut().toString() == "Ctrl+O"


def test_keys_are_removed_and_reset_and_found(
    window: MainWindow, keys: KeysPage, qtbot: QtBot
) -> None:
    keys.choose("full-screen")
    keys._remove.click()
    window.apply_state()
    assert window.actions_by_name["full-screen"].shortcuts() == []
    keys._reset.click()
    window.apply_state()
    assert window.actions_by_name["full-screen"].shortcut().toString() == "F11"
    keys.search.setText("f11")
    shown = [name for name, item in keys._items.items() if not item.isHidden()]
    assert shown == ["full-screen"]


def test_a_profile_changes_the_keys_of_the_window(window: MainWindow, keys: KeysPage) -> None:
    keys.profile.setCurrentIndex(keys.profile.findData("blender"))
    keys.profile.activated.emit(keys.profile.currentIndex())
    window.apply_state()
    shortcuts = [key.toString() for key in window.actions_by_name["palette"].shortcuts()]
    assert shortcuts == ["F3", "Ctrl+Shift+P"]
    assert window.actions_by_name["step-forward"].shortcut().toString() == "Right"


def test_every_key_of_a_profile_is_one_of_a_command(window: MainWindow) -> None:
    unknown = {
        f"{profile.name}: {name}"
        for profile in key_profiles().values()
        for name in profile.keys
        if name not in window.actions_by_name
    }
    assert unknown == set()


@pytest.mark.parametrize("profile", ["phys4d", "blender", "supersplat", "unreal"])
def test_no_profile_gives_a_key_to_two_commands(window: MainWindow, profile: str) -> None:
    window.studio.keymap.choose_profile(profile)
    window.apply_state()
    keys = [
        key.toString() for action in window.actions_by_name.values() for key in action.shortcuts()
    ]
    assert sorted(keys) == sorted(set(keys))
