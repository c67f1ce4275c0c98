"""Hand commands on their way into a simulation, kept so that it can be run again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Any

from render.errors import InputError
from sim.scene.hand import HandCommand

CommandSource = Callable[[float], Sequence[HandCommand]]
"""Called between substeps with the simulated time [s]; returns what the hand did since."""


class HandRecorder:
    """Hands commands to a solver and remembers at which simulated time each took effect.

    Solvers are deterministic, so that a command which is given again at the time that was
    remembered meets the same substep and the same motion follows.

    Args:
        live: Where new commands come from; None for none.
        recorded: Commands of an earlier run, given again at their times.
    """

    def __init__(
        self, live: CommandSource | None = None, recorded: Sequence[HandCommand] = ()
    ) -> None:
        self._live = live
        self._recorded = sorted(recorded, key=lambda command: command.time_s)
        self._given: list[HandCommand] = []

    def __call__(self, time_s: float) -> Sequence[HandCommand]:
        """Commands that take effect at this simulated time [s]."""
        due = [command for command in self._recorded if command.time_s <= time_s]
        del self._recorded[: len(due)]
        if self._live is not None:
            due += [replace(command, time_s=time_s) for command in self._live(time_s)]
        self._given += due
        return due

    def joined_by(self, live: CommandSource | None) -> HandRecorder:
        """The recorder with new commands from now on."""
        self._live = live
        return self

    def drain(self) -> tuple[HandCommand, ...]:
        """Commands given since the last call."""
        given, self._given = tuple(self._given), []
        return given


def commands_to_json(commands: Sequence[HandCommand]) -> list[dict[str, Any]]:
    """Plain values, for `commands_from_json`."""
    return [asdict(command) | {"action": command.action.value} for command in commands]


def commands_from_json(values: object) -> tuple[HandCommand, ...]:
    """Commands of `commands_to_json`'s values.

    Raises:
        InputError: If they are no hand commands.
    """
    if not isinstance(values, list):
        raise InputError(f"hand commands must be a list, got {type(values).__name__}")
    try:
        return tuple(HandCommand(**one) for one in values)
    except TypeError as error:
        raise InputError(f"a hand command cannot be read: {error}") from error
