"""Commands of the timeline: how it plays, markers, time remap, takes that go on from here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from studio.controllers.commands.candidate_commands import GALLERY, VIEWPORT
from studio.controllers.commands.command import Command
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.studio_controller import Studio
from studio.state.language import tr
from studio.state.playback import SPEEDS


def timeline_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    """All of them, in menu order."""
    return (
        *_playing_commands(studio),
        *_marker_commands(studio, window),
        *_key_commands(studio),
        *_remap_commands(studio, window),
        *_branch_commands(studio, window),
    )


def _playing_commands(studio: Studio) -> tuple[Command, ...]:
    playback = studio.playback
    return (
        Command("ping-pong", "Playback", tr("Ping-pong"), playback.toggle_ping_pong, "Alt+L",
                icon="ping-pong", checkable=True),
        Command("range-in", "Playback ▸ Range", tr("Begin the range here"),
                playback.range_from_here, "Shift+I", "frames"),
        Command("range-out", "Playback ▸ Range", tr("End the range here"),
                playback.range_to_here, "Shift+O", "frames"),
        Command("range-clear", "Playback ▸ Range", tr("Play all frames"),
                partial(playback.set_range, None, None), "", "range"),
        Command("slower", "Playback ▸ Speed", tr("Slower"), partial(playback.step_speed, -1),
                "Shift+,"),
        Command("faster", "Playback ▸ Speed", tr("Faster"), partial(playback.step_speed, 1),
                "Shift+."),
        *(
            Command(f"speed-{speed:g}", "Playback ▸ Speed", tr("{speed} times", speed=f"{speed:g}"),
                    partial(playback.set_speed, speed), checkable=True)
            for speed in SPEEDS
        ),
    )  # fmt: skip


def _marker_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    timeline, state = studio.timeline, studio.state.timeline

    def chosen(verb: Callable[[int], None]) -> Callable[[], None]:
        def run() -> None:
            if state.chosen_marker is not None:
                verb(state.chosen_marker)

        return run

    def rename(key: int) -> None:
        marker = state.marker(key)
        if marker is not None:
            window.ask_name(tr("Rename marker"), marker.name, partial(timeline.rename_marker, key))

    menu = "Playback ▸ Markers"
    return (
        Command("marker-add", menu, tr("Add marker"), timeline.add_marker, "Ctrl+M", "frames"),
        Command("marker-next", menu, tr("Next marker"), partial(timeline.jump, 1),
                "Ctrl+Alt+Right", "markers"),
        Command("marker-previous", menu, tr("Previous marker"), partial(timeline.jump, -1),
                "Ctrl+Alt+Left", "markers"),
        Command("marker-rename", menu, tr("Rename marker…"), chosen(rename), "", "marker"),
        Command("marker-color", menu, tr("Next colour"), chosen(timeline.color_marker), "",
                "marker"),
        Command("marker-delete", menu, tr("Delete marker"), timeline.delete_marker, "", "marker"),
    )  # fmt: skip


def _key_commands(studio: Studio) -> tuple[Command, ...]:
    keys, menu = studio.collider_keys, "Playback ▸ Collider keys"
    return (
        Command("collider-key-add", menu, tr("Add collider key"), keys.add, "", "collider",
                "key-add"),
        Command("collider-key-delete", menu, tr("Delete collider key"), keys.delete, "",
                "collider-key", "key-remove"),
    )  # fmt: skip


def _remap_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    timeline, state = studio.timeline, studio.state.timeline
    menu = "Playback ▸ Time remap"

    def toggle(part: str) -> None:
        timeline.toggle(part)
        if getattr(state, f"{part}_shown"):
            window.show_dock("timeline")

    names = {
        "linear": tr("As it was simulated"), "slow-motion": tr("Slow motion here"),
        "freeze": tr("Freeze here"), "reverse": tr("Reverse"),
    }  # fmt: skip
    return (
        *(
            Command(f"remap-{name}", menu, text, partial(timeline.choose_remap, name), "", "frames")
            for name, text in names.items()
        ),
        Command("remap-type", menu, tr("Type a time remap…"),
                lambda: window.ask_name(tr("Time remap"), state.time_remap, timeline.set_remap),
                "", "frames"),
        Command("timeline-rows", "Playback", tr("Markers and events"),
                partial(toggle, "rows"), "", checkable=True, separated=True),
        Command("timeline-plots", "Playback", tr("Energy, momentum, strain"),
                partial(toggle, "plots"), "Alt+G", checkable=True),
        Command("timeline-remap", "Playback", tr("Curve of the time remap"),
                partial(toggle, "remap"), "Alt+R", checkable=True),
    )  # fmt: skip


def _branch_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    branches, pair = studio.branches, studio.take_pair

    def compare() -> None:
        if studio.state.gallery.takes is not None:
            pair.leave()
            window.show_centre(VIEWPORT)
        elif pair.compare_branch():
            window.show_centre(GALLERY)

    return (
        Command("simulate-from-here", "Simulation", tr("Simulate on from here"),
                branches.simulate_from_here, "Ctrl+Shift+Return", "settled-take", "simulate",
                separated=True, call="studio.resume(frame=12)"),
        Command("branch-here", "Simulation", tr("Branch here with the chosen material"),
                branches.branch_here, "Ctrl+Alt+Return", "settled-take", "branch",
                call='studio.branch(material="jelly", frame=12)'),
        Command("flip-branch", "Simulation", tr("Flip between branch and origin"), branches.flip,
                "Alt+O", "branched"),
        Command("compare-branch", "Simulation", tr("Compare branch and origin side by side"),
                compare, "Alt+Shift+O", "comparable", checkable=True),
        Command("replay-hand", "Simulation", tr("Replay the recorded hand"), branches.replay_hand,
                "", "handed"),
    )  # fmt: skip
