"""A bar on a terminal, plain lines elsewhere, and seconds per stage."""

from __future__ import annotations

import io
import itertools

from studio.stage_clock import StageClock
from studio.terminal_progress import TerminalProgress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_plain_lines_when_not_a_terminal() -> None:
    stream = io.StringIO()
    ticks = itertools.count(0.0, 2.0)
    progress = TerminalProgress(stream, clock=lambda: next(ticks))
    for stage, fraction in (("Reading", 0.0), ("Reading", 0.5), ("Simulating", 0.0)):
        progress(stage, fraction)
    progress.close()
    assert stream.getvalue() == "[   2.0 s] Reading\n[   6.0 s] Simulating\n"


def test_bar_is_redrawn_on_one_line_and_left_behind_as_seconds() -> None:
    stream = Terminal()
    ticks = itertools.count(0.0, 1.0)
    progress = TerminalProgress(stream, clock=lambda: next(ticks))
    progress("Simulating", 0.0)
    progress("Simulating", 0.5)
    progress.close()
    text = stream.getvalue()
    assert text.count("\n") == 1
    assert "[############............]  50%" in text
    assert text.endswith("2.0 s\n")


def test_bar_is_not_drawn_more_often_than_the_eye_sees() -> None:
    stream = Terminal()
    ticks = itertools.count(0.0, 0.001)
    progress = TerminalProgress(stream, clock=lambda: next(ticks))
    for step in range(300):
        progress("Simulating", step / 300)
    assert stream.getvalue().count("\r") <= 4


def test_stage_clock_adds_up_stages_that_return() -> None:
    times = iter([0.0, 1.0, 3.0, 4.0, 9.0, 9.0])
    heard = []
    clock = StageClock(lambda stage, fraction: heard.append((stage, fraction)),
                       clock=lambda: next(times))  # fmt: skip
    clock("Reading the photo", 0.0)
    clock("Render (video)", 0.0)
    clock("Reading the photo", 1.0)
    assert clock.seconds_by_stage == {"reading_the_photo": 7.0, "render_video": 1.0}
    assert clock.seconds_total == 9.0
    assert heard == [
        ("Reading the photo", 0.0), ("Render (video)", 0.0), ("Reading the photo", 1.0),
    ]  # fmt: skip
