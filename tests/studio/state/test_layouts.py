from __future__ import annotations

import json

import pytest

from render.errors import InputError
from studio.state.layouts import (
    NAME_LIMIT,
    Arrangement,
    FloatingDock,
    Stack,
    arrangement_from_json,
    arrangement_to_json,
    checked_name,
)

ARRANGEMENT = Arrangement(
    stacks={
        "left": (Stack(("object", "scene"), "scene", 300), Stack(("history",), "", 120)),
        "right": (Stack(("material",)),),
        "bottom": (),
    },
    sizes_px={"left": 240, "bottom": 180},
    visible=frozenset({"object", "scene", "material"}),
    floating=(FloatingDock("log", (10, -20, 400, 300)),),
)


def test_an_arrangement_comes_back_from_plain_values() -> None:
    text = json.dumps(arrangement_to_json(ARRANGEMENT))
    assert arrangement_from_json(json.loads(text)) == ARRANGEMENT


def test_docks_that_are_missing_leave_the_others_in_place() -> None:
    known = ARRANGEMENT.known_only({"object", "material", "new"})
    assert known.stacks["left"] == (Stack(("object",), "", 300),)
    assert known.visible == {"object", "material"}
    assert known.floating == ()
    assert known.docks == {"object", "material"}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"stacks": [], "sizes_px": {}, "visible": [], "floating": []},
        {"stacks": {"left": [{"docks": 3}]}, "sizes_px": {}, "visible": [], "floating": []},
        {"stacks": {}, "sizes_px": {"left": "wide"}, "visible": [], "floating": []},
        {"stacks": {}, "sizes_px": {}, "visible": 4, "floating": []},
        {"stacks": {}, "sizes_px": {}, "visible": [], "floating": [{"dock": "a", "rect": [1]}]},
    ],
)
def test_damaged_layouts_are_refused_in_words(data: dict[str, object]) -> None:
    with pytest.raises(InputError, match="damaged"):
        arrangement_from_json(data)


def test_names_have_a_length_and_are_given_once() -> None:
    assert checked_name("  My   layout ", ["edit"]) == "My layout"
    for wrong in ("", "   ", "x" * (NAME_LIMIT + 1), "EDIT"):
        with pytest.raises(InputError):
            checked_name(wrong, ["edit"])
