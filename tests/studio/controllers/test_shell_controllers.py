"""Preferences, keys and layouts: what is changed is stored, and safe mode stores nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from render.errors import InputError
from studio.controllers.keymap_controller import KeymapController
from studio.controllers.layout_controller import LayoutController
from studio.controllers.preferences_controller import PreferencesController
from studio.state.layouts import Arrangement, Stack
from studio.state.studio_state import StudioState

DEFAULTS = {"open": "Ctrl+O", "grid": "G", "palette": "Ctrl+Shift+P or F3", "about": ""}
SEEN = Arrangement({"left": (Stack(("object",)),)}, {"left": 200}, frozenset({"object"}))


@pytest.fixture
def state() -> StudioState:
    return StudioState()


def texts(state: StudioState) -> list[str]:
    return [notice.text for notice in state.notices.notices]


def test_a_preference_is_set_applied_and_stored_or_refused(
    state: StudioState, tmp_path: Path
) -> None:
    preferences = PreferencesController(state, tmp_path / "p.json")
    preferences.load()
    assert preferences.set("loop", False) == ""
    assert not state.playback.loop
    assert "80 to 200 %" in preferences.set("ui_scale_percent", 900)
    assert "no preference" in preferences.set("recent", ("/a",))
    assert preferences.value.ui_scale_percent == 100
    again = PreferencesController(StudioState(), tmp_path / "p.json")
    again.load()
    assert again.value == preferences.value
    preferences.reset("loop")
    assert state.playback.loop


def test_the_memory_that_undo_may_take_is_a_preference(state: StudioState, tmp_path: Path) -> None:
    preferences = PreferencesController(state, tmp_path / "p.json")
    preferences.load()
    assert state.history.cap_bytes == preferences.value.undo_limit_mb * 2**20
    assert preferences.set("undo_limit_mb", 64) == ""
    assert state.history.cap_bytes == 64 * 2**20


def test_safe_mode_reads_and_stores_nothing(state: StudioState, tmp_path: Path) -> None:
    files = {name: tmp_path / f"{name}.json" for name in ("p", "k", "l")}
    PreferencesController(StudioState(), files["p"]).set("quality", "sketch")
    before = files["p"].read_text()
    state.preferences.safe_mode = True
    preferences = PreferencesController(state, files["p"])
    keys, layouts = KeymapController(state, files["k"]), LayoutController(state, files["l"])
    preferences.load()
    keys.load(DEFAULTS)
    layouts.load()
    assert preferences.value.quality == "preview"
    preferences.set("quality", "paper")
    keys.bind("open", "F4")
    layouts.save_as("Mine", SEEN)
    assert preferences.value.quality == "paper"
    assert files["p"].read_text() == before
    assert not files["k"].exists()
    assert not files["l"].exists()


def test_keys_are_bound_taken_from_others_and_stored(state: StudioState, tmp_path: Path) -> None:
    keys = KeymapController(state, tmp_path / "k.json")
    keys.load(DEFAULTS)
    assert keys.clash("about", "f3") == ("palette",)
    keys.bind("about", "f3")
    assert state.keymap.keys == DEFAULTS | {"about": "F3", "palette": "Ctrl+Shift+P"}
    other = StudioState()
    KeymapController(other, tmp_path / "k.json").load(DEFAULTS)
    assert other.keymap.keys == state.keymap.keys
    keys.reset("about")
    assert state.keymap.keys["about"] == ""
    keys.reset_all()
    assert state.keymap.keys == DEFAULTS
    with pytest.raises(InputError, match="does not exist"):
        keys.bind("nothing", "F5")


def test_profiles_change_the_keys_and_stay_chosen(state: StudioState, tmp_path: Path) -> None:
    keys = KeymapController(state, tmp_path / "k.json")
    keys.load({"overlay-grid": "G", "tool-move": "1", "open": "Ctrl+O"})
    keys.choose_profile("blender")
    assert state.keymap.keys == {"overlay-grid": "", "tool-move": "G", "open": "Ctrl+O"}
    keys.reset_all()
    assert keys.value.profile == "blender"
    with pytest.raises(InputError, match="phys4d, blender, supersplat"):
        keys.choose_profile("vi")


def test_layouts_are_saved_renamed_deleted_and_come_back(
    state: StudioState, tmp_path: Path
) -> None:
    layouts = LayoutController(state, tmp_path / "l.json")
    layouts.load()
    layouts.save_as(" Wide  screen ", SEEN)
    layouts.rename("Wide screen", "Mine")
    assert (state.layouts.current, state.layouts.own) == ("Mine", {"Mine": SEEN})
    layouts.switch("compare")
    layouts.remember(SEEN)
    other = StudioState()
    LayoutController(other, tmp_path / "l.json").load()
    assert (other.layouts.own, other.layouts.present) == ({"Mine": SEEN}, SEEN)
    assert other.layouts.current == "compare"
    layouts.delete("Mine")
    assert state.layouts.names == ("edit", "compare", "present")


def test_built_in_layouts_stay_and_resetting_asks_the_window(
    state: StudioState, tmp_path: Path
) -> None:
    layouts = LayoutController(state, tmp_path / "l.json")
    refused = (
        lambda: layouts.delete("edit"),
        lambda: layouts.rename("edit", "x"),
        lambda: layouts.save_as("Edit", SEEN),
        lambda: layouts.switch("gone"),
    )
    for verb in refused:
        with pytest.raises(InputError):
            verb()
    asked = state.layouts.asked
    layouts.reset()
    assert state.layouts.asked == asked + 1


def test_damaged_layouts_are_told_and_the_others_kept(state: StudioState, tmp_path: Path) -> None:
    file = tmp_path / "l.json"
    LayoutController(StudioState(), file).save_as("Mine", SEEN)
    data = json.loads(file.read_text())
    data["layouts"]["Broken"] = {"stacks": 3}
    data["current"] = "Gone"
    file.write_text(json.dumps(data))
    LayoutController(state, file).load()
    assert list(state.layouts.own) == ["Mine"]
    assert state.layouts.current == "edit"
    assert "damaged" in texts(state)[0]
    file.write_text("{")
    LayoutController(state, file).load()
    assert "l.json.damaged" in texts(state)[-1]
