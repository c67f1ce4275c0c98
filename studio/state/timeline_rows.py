"""Rows under the track: markers, events and camera keys as items of one shape."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from sim.scene.forces import Impulse
from studio.state.collider_keys import keyed_colliders, motion_of
from studio.state.language import mark, tr
from studio.state.scene_parts import Thing
from studio.state.studio_state import StudioState
from studio.state.timeline import ColliderKey

ROWS = (("markers", mark("Markers")), ("events", mark("Events")), ("camera", mark("Camera")))
"""Rows that are always there, from the top, with their English names."""


class Row(NamedTuple):
    """One row."""

    name: str
    """Identity: one of `ROWS`, or "collider-2" for the keys of a thing."""
    title: str
    """What it is called, in the user's language."""


class ItemKey(NamedTuple):
    """What an item stands for."""

    kind: Literal["marker", "impulse", "collider", "hand", "camera"]
    """What it is."""
    number: int
    """Key of the marker or thing, or index of the camera key or hand span."""
    part: int = 0
    """Index of the collider's key."""


@dataclass(frozen=True, slots=True)
class RowItem:
    """Something that stands at a time."""

    key: ItemKey
    """What it is."""
    row: str
    """Row that it stands in."""
    start: float
    """Where it begins, in frames; not always a whole one."""
    end: float
    """Where it ends, in frames; the start for a moment."""
    text: str
    """Name for people."""
    color: str
    """Token of the theme."""
    chosen: bool = False
    """Whether commands are for it."""


def row_names(state: StudioState) -> tuple[Row, ...]:
    """All rows; colliders with keys have one each below the events."""
    always = [Row(name, tr(title)) for name, title in ROWS]
    own = (Row(_row_of(thing), thing.name) for thing in keyed_colliders(state.scene))
    return (*always[:2], *own, *always[2:])


def collider_of(row: str) -> int | None:
    """Key of the collider that a row is of; None for other rows."""
    kind, _, number = row.partition("-")
    return int(number) if kind == "collider" and number.isdigit() else None


def row_items(state: StudioState) -> tuple[RowItem, ...]:
    """All items, row by row, in order of time."""
    items = (*_markers(state), *_events(state), *_collider_keys(state), *_camera_keys(state))
    order = [row.name for row in row_names(state)]
    return tuple(sorted(items, key=lambda item: (order.index(item.row), item.start, item.key)))


def _markers(state: StudioState) -> list[RowItem]:
    chosen = state.timeline.chosen_marker
    return [
        RowItem(ItemKey("marker", one.key), "markers", one.frame, one.frame, one.name, one.color,
                one.key == chosen)
        for one in state.timeline.markers
    ]  # fmt: skip


def _events(state: StudioState) -> list[RowItem]:
    dt_s = state.playback.frame_dt_s
    found = list[RowItem]()
    for thing in state.scene.all_things:
        chosen = state.scene.chosen == f"thing-{thing.key}"
        if isinstance(thing.value, Impulse):
            start, length = thing.value.start_s / dt_s, thing.value.duration_s / dt_s
            key = ItemKey("impulse", thing.key)
            found.append(RowItem(key, "events", start, start + length, thing.name, "series_2",
                                 chosen))  # fmt: skip
    return found + _hands(state)


def _collider_keys(state: StudioState) -> list[RowItem]:
    dt_s, chosen = state.playback.frame_dt_s, state.timeline.chosen_key
    return [
        RowItem(ItemKey("collider", thing.key, part), _row_of(thing), time / dt_s, time / dt_s,
                tr("{name}, key {number}", name=thing.name, number=part + 1), "series_3",
                chosen == ColliderKey(thing.key, part))
        for thing in keyed_colliders(state.scene)
        for part, time in enumerate(motion_of(thing).times_s)
    ]  # fmt: skip


def _row_of(thing: Thing) -> str:
    return f"collider-{thing.key}"


def _hands(state: StudioState) -> list[RowItem]:
    """Hand recordings where a replay gives them again."""
    record, dt_s = state.timeline.record, state.playback.frame_dt_s
    if record is None or record.take_name != state.document.active_take:
        return []
    delay = state.timeline.hand_delay_s(record.take_name) / dt_s
    text = tr("Hand, replayed {seconds:+.2f} s", seconds=delay * dt_s) if delay else tr("Hand")
    return [
        RowItem(ItemKey("hand", number), "events", max(span.start_s / dt_s + delay, 0.0),
                max(span.end_s / dt_s + delay, 0.0), text, "series_5")
        for number, span in enumerate(record.hand)
    ]  # fmt: skip


def _camera_keys(state: StudioState) -> list[RowItem]:
    path, dt_s = state.camera_path, state.playback.frame_dt_s
    return [
        RowItem(ItemKey("camera", index), "camera", key.time_s / dt_s, key.leaves_s / dt_s,
                tr("Camera key {number}", number=index + 1), "series_1", index == path.selected)
        for index, key in enumerate(path.keys)
    ]  # fmt: skip


def with_moved_impulse(thing: Thing, time_s: float) -> Thing:
    """An impulse at another time [s]; other things stay as they are."""
    if not isinstance(thing.value, Impulse):
        return thing
    return replace(thing, value=replace(thing.value, start_s=max(time_s, 0.0)))
