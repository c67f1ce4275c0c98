"""What is left of an export that was stopped."""

from __future__ import annotations

from pathlib import Path

from render.errors import CancelledError


class StoppedExportError(CancelledError):
    """An export was cancelled; what was complete by then is kept under a name of its own."""

    def __init__(self, kept: Path | None, frame_count: int) -> None:
        """Say what is left.

        Args:
            kept: File or folder that plays, or None when no frame was complete.
            frame_count: Frames in it.
        """
        super().__init__(kept_line(kept, frame_count))
        self.kept = kept
        self.frame_count = frame_count


def kept_line(kept: Path | None, frame_count: int) -> str:
    """What is left, in words."""
    if kept is None:
        return "interrupted before the first frame; nothing was written"
    frames = "frame" if frame_count == 1 else f"{frame_count} frames"
    return f"interrupted; {kept} holds the first {frames}"


def partial_path(path: Path) -> Path:
    """Free name for what an export left: NAME.partial.mp4, NAME.partial-2.mp4 and so on."""
    free, number = path.with_name(f"{path.stem}.partial{path.suffix}"), 2
    while free.exists():
        free = path.with_name(f"{path.stem}.partial-{number}{path.suffix}")
        number += 1
    return free
