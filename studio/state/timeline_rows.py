"""Rows under the track: markers, events and camera keys as items of one shape."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from sim.scene.forces import Impulse
from sim.scene.keyframes import Keyframes
from sim.scene.obstacles import Obstacle
from studio.state.language import mark, tr
from studio.state.scene_parts import Thing, Value
from studio.state.studio_state import StudioState

RowName = Literal["markers", "events", "camera"]
ROWS: tuple[tuple[RowName, str], ...] = (
    ("markers", mark("Markers")), ("events", mark("Events")), ("camera", mark("Camera")),
)  # fmt: skip
"""Rows from the top, with their English names."""


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
    row: RowName
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


def row_items(state: StudioState) -> tuple[RowItem, ...]:
    """All items, row by row, in order of time."""
    items = (*_markers(state), *_events(state), *_camera_keys(state))
    order = [name for name, _ in ROWS]
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
    for thing in state.scene.things or ():
        chosen = state.scene.chosen == f"thing-{thing.key}"
        if isinstance(thing.value, Impulse):
            start, length = thing.value.start_s / dt_s, thing.value.duration_s / dt_s
            key = ItemKey("impulse", thing.key)
            found.append(RowItem(key, "events", start, start + length, thing.name, "series_2",
                                 chosen))  # fmt: skip
        elif isinstance(thing.value, Obstacle) and len(thing.value.motion.times_s) > 1:
            found += [
                RowItem(ItemKey("collider", thing.key, part), "events", time / dt_s, time / dt_s,
                        tr("{name}, key {number}", name=thing.name, number=part + 1), "series_3",
                        chosen)
                for part, time in enumerate(thing.value.motion.times_s)
            ]  # fmt: skip
    return found + _hands(state)


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


def with_moved_thing(thing: Thing, part: int, time_s: float) -> Thing:
    """An impulse, or one key of a collider, at another time [s]; keys keep their order."""
    value: Value = thing.value
    if isinstance(value, Impulse):
        return replace(thing, value=replace(value, start_s=max(time_s, 0.0)))
    if not isinstance(value, Obstacle):
        return thing
    times = value.motion.times_s
    low = times[part - 1] + 1e-3 if part else 0.0
    high = times[part + 1] - 1e-3 if part + 1 < len(times) else float("inf")
    placed = (*times[:part], min(max(time_s, low), high), *times[part + 1 :])
    motion = Keyframes(placed, value.motion.positions_m, value.motion.quats)
    return replace(thing, value=replace(value, motion=motion))
