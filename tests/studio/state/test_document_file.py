from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar, Literal

import pytest
from psygnal import SignalGroupDescriptor

from render.errors import InputError
from studio.state.bitmask import BitMask
from studio.state.document_fields import default_values, document_fields, document_values
from studio.state.document_file import (
    DOCUMENT_VERSION,
    EditNote,
    StoredDocument,
    StoredFile,
    document_text,
    parse_document,
)
from studio.state.document_values import plain_parts, read_parts
from studio.state.fly_camera import FlyCamera
from studio.state.navigation import ViewCamera
from studio.state.orbit_camera import OrbitCamera
from studio.state.studio_state import StudioState


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Sphere:
    radius_m: float = 1.0


@dataclass(frozen=True)
class Box:
    size_m: tuple[float, float, float] = (1.0, 1.0, 1.0)


@dataclass
class Everything:
    """One field of every kind that the document may hold."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()
    SAVED: ClassVar[tuple[str, ...]] = (
        "count", "share", "on", "name", "colour", "mode", "path", "mask", "shapes", "pairs", "none",
        "kept",
    )  # fmt: skip
    REMEMBERED: ClassVar[tuple[str, ...]] = ("camera",)

    count: int = 3
    share: float = 0.25
    on: bool = True
    name: str = "a"
    colour: Colour | None = Colour.RED
    mode: Literal["one", "two"] = "two"
    path: Path = Path("cloud.ply")
    mask: BitMask = field(default_factory=lambda: BitMask.full(11))
    shapes: tuple[Sphere | Box, ...] = (Sphere(2.0), Box((1.0, 2.0, 3.0)))
    pairs: tuple[tuple[str, float], ...] = (("a", 1.0),)
    none: float | None = None
    kept: Sphere | Box | None = None
    camera: ViewCamera = field(default_factory=OrbitCamera)


@dataclass
class State(StudioState):
    """The studio's state and one part more."""

    everything: Everything = field(default_factory=Everything)


def test_every_kind_of_value_survives_the_file() -> None:
    state = State()
    state.everything.camera = FlyCamera.from_orbit(OrbitCamera(), speed_m_s=1.0)
    state.everything.kept = Box()
    fields = document_fields(state)
    text = document_text(StoredDocument(parts=plain_parts(fields, document_values(state))))
    values, faults = read_parts(fields, parse_document(text, "f").parts)
    assert faults == ()
    assert values == document_values(state)


def test_all_fields_of_the_studio_can_be_stored() -> None:
    state = StudioState()
    fields = document_fields(state)
    assert ("document", "deleted_takes") in {field.key for field in fields}
    parts = json.loads(json.dumps(plain_parts(fields, document_values(state)), allow_nan=False))
    values, faults = read_parts(fields, parts)
    assert faults == ()
    assert values == document_values(state)


def test_remembered_fields_are_no_steps_of_undo() -> None:
    by_key = {field.key: field.undoable for field in document_fields(State())}
    assert by_key["everything", "count"]
    assert not by_key["everything", "camera"]
    undoable = document_values(State(), undoable_only=True)
    assert ("everything", "camera") not in undoable


def test_defaults_are_those_of_new_parts() -> None:
    state = State()
    state.everything.count = 9
    defaults = {(part, name): value for part, name, value in default_values(state)}
    assert defaults["everything", "count"] == 3
    assert defaults["everything", "camera"] == OrbitCamera()


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("count", 2.5), ("count", True), ("count", "3"), ("share", "a"), ("share", None),
        ("on", 1), ("name", 3), ("colour", "blue"), ("mode", "three"), ("path", 4),
        ("mask", {"count": 9, "packed": ""}), ("mask", {"count": 9, "packed": "not base 64!"}),
        ("mask", {"count": 9, "packed": "eAE="}), ("shapes", [{"type": "Cone"}]), ("shapes", 7),
        ("kept", {"type": "Sphere", "radius_m": "wide"}), ("pairs", [["a"]]),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_and_the_others_are_read(name: str, plain: Any) -> None:
    fields = document_fields(State())
    parts = plain_parts(fields, document_values(State()))
    parts["everything"][name] = plain
    values, faults = read_parts(fields, parts)
    assert len(faults) == 1
    assert f"everything.{name}" in faults[0]
    assert "\n" not in faults[0]
    assert len(values) == len(fields) - 1


def test_what_a_newer_program_stored_is_written_again() -> None:
    text = document_text(StoredDocument(parts={"everything": {"future": 1}, "magic": {"a": 2}}))
    document = json.loads(text) | {"colours": [1, 2]}
    stored = parse_document(json.dumps(document), "f")
    parts = stored.with_parts({"everything": {"count": 5}})
    again = json.loads(document_text(replace(stored, parts=parts)))
    assert again["colours"] == [1, 2]
    assert again["parts"] == {"everything": {"future": 1, "count": 5}, "magic": {"a": 2}}


def test_a_document_survives_its_file() -> None:
    stored = StoredDocument(
        number=7,
        saved_s=12.5,
        parts={"material": {"seed": 3}},
        files=(StoredFile("photo.png", 9, "ab"),),
        edits=(EditNote("Set seed", 12.0),),
    )
    assert parse_document(document_text(stored), "f") == stored


def test_a_newer_version_is_refused_in_words() -> None:
    text = document_text(StoredDocument()).replace(
        f'"version": {DOCUMENT_VERSION}', f'"version": {DOCUMENT_VERSION + 1}'
    )
    with pytest.raises(InputError, match=r"saved by a newer phys4d-studio .* update phys4d-studio"):
        parse_document(text, "Ball.p4d/studio.json")


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": "other"}', '{"format": "phys4d-studio-document"}',
             '{"format": "phys4d-studio-document", "version": 1}',
             '{"format": "phys4d-studio-document", "version": 1, "number": 1, "saved_s": 0,'
             ' "parts": {"a": 3}}'],
)  # fmt: skip
def test_damage_is_told(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_document(text, "f")
