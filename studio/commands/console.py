"""`Console`: what a command writes, for people or for machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from render.atomic_file import write_text_atomic
from render.progress import ProgressCallback, ignore_progress
from studio.commands.output_check import check_output_file
from studio.stage_clock import StageClock
from studio.terminal_progress import TerminalProgress

STANDARD_OUTPUT = "-"


class Console:
    """Text and progress for people; with `--json -` standard output carries the JSON alone."""

    def __init__(self, json_target: str | None) -> None:
        """Check that the results can be written.

        Args:
            json_target: File for the results, "-" for standard output, None for none.

        Raises:
            InputError: If the file cannot be written.
        """
        self._json_target = json_target
        self._silent = json_target == STANDARD_OUTPUT
        if json_target is not None and not self._silent:
            check_output_file(Path(json_target))
        self._terminal = None if self._silent else TerminalProgress()
        forward: ProgressCallback = self._terminal or ignore_progress
        self.clock = StageClock(forward)
        """Progress callback for jobs; it also measures their stages."""

    def say(self, text: str) -> None:
        """Write one line of the result."""
        self.end_progress()
        if not self._silent:
            sys.stdout.write(f"{text}\n")
            sys.stdout.flush()

    def warn(self, text: str) -> None:
        """Write one line that the person should know, to standard error."""
        self.end_progress()
        if not self._silent:
            sys.stderr.write(f"warning: {text}\n")

    def end_progress(self) -> None:
        """Leave the progress bar's line."""
        if self._terminal is not None:
            self._terminal.close()

    def finish(self, results: Callable[[], Mapping[str, object]]) -> None:
        """Write the results where `--json` wants them.

        Args:
            results: Makes the results; called only when somebody wants them.
        """
        self.end_progress()
        if self._json_target is None:
            return
        text = json.dumps(results(), indent=1, allow_nan=False) + "\n"
        if self._silent:
            sys.stdout.write(text)
            sys.stdout.flush()
        else:
            write_text_atomic(Path(self._json_target), text)
