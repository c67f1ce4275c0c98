"""What is left of an export that was stopped."""

from __future__ import annotations

from pathlib import Path

from render.errors import CancelledError

Parts = tuple[tuple[Path, int], ...]
"""Files or folders that play, and how many frames each holds."""


class StoppedExportError(CancelledError):
    """An export was cancelled; what was complete by then is kept under a name of its own."""

    def __init__(
        self, kept: Path | None, frame_count: int, *, before: BaseException | None = None
    ) -> None:
        """Say what is left.

        Args:
            kept: File or folder that plays, or None when no frame was complete.
            frame_count: Frames in it.
            before: What stopped it; where that stopped another file of the same export, the line
                names what is left of both.
        """
        parts: Parts = () if kept is None else ((kept, frame_count),)
        if isinstance(before, StoppedExportError):
            parts += before.parts
        super().__init__(kept_line(parts))
        self.parts: Parts = parts
        self.kept = parts[0][0] if parts else None
        self.frame_count = frame_count


def kept_line(parts: Parts) -> str:
    """What is left, in words."""
    if not parts:
        return "interrupted before the first frame; nothing was written"
    lines = (
        f"{kept} holds the first {'frame' if count == 1 else f'{count} frames'}"
        for kept, count in parts
    )
    return f"interrupted; {', '.join(lines)}"


def partial_path(path: Path) -> Path:
    """Free name for what an export left: NAME.partial.mp4, NAME.partial-2.mp4 and so on."""
    free, number = path.with_name(f"{path.stem}.partial{path.suffix}"), 2
    while free.exists():
        free = path.with_name(f"{path.stem}.partial-{number}{path.suffix}")
        number += 1
    return free
