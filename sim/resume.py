"""`resume`: simulates the rest of a take again, from one of its frames on."""

from __future__ import annotations

from pathlib import Path

from sim.checkpoint import checkpoint_frames, checkpoint_path, drop_checkpoints_after
from sim.frame_loop import FrameLoop
from sim.rewind import kept_frame, rewound
from sim.run_options import RunOptions
from sim.take import Take
from sim.take_layout import ENDING_FILE, commit_file, forecast_bytes, require_disk_space
from sim.take_writer import TakeWriter


def resume(
    take_path: Path, from_frame: int | None = None, *, options: RunOptions | None = None
) -> Take:
    """Go on from a frame of a take; what follows is what an uninterrupted run would have given.

    Later frames are dropped; hand commands that were recorded in them are given again.

    Args:
        take_path: Folder of the take.
        from_frame: Last frame to keep; None keeps all complete ones.
        options: Its hand and progress are used; everything else is the take's own.

    Raises:
        InputError: If the take cannot go on, lacks the frame, or the disk lacks space.
        SimulationDivergedError: If the motion blew up; frames before it are kept.
        CancelledError: If the progress callback raised it; complete frames are kept.
    """
    options = options or RunOptions()
    take = Take.open(take_path)
    kept = kept_frame(take, from_frame)
    world, hand = rewound(take, kept, options)
    require_disk_space(take_path, _remaining_bytes(take))
    earlier_s = 0.0 if take.ending is None else take.ending.wall_time_s
    _drop_frames(take, kept)
    writer = TakeWriter(take_path, take.header, frame_count=kept + 1, earlier_s=earlier_s)
    FrameLoop(hand, options.progress).write_frames(world, writer)
    return Take.open(take_path)


def _remaining_bytes(take: Take) -> int:
    """Disk space that the frames which are missing need at most."""
    header = take.header
    missing = header.planned_frame_count - take.frame_count
    fields = 0 if header.run is None else len(header.run.fields)
    frames = forecast_bytes(header.gaussian_count, missing, field_count=fields)
    largest = max(
        (checkpoint_path(take.path, f).stat().st_size for f in checkpoint_frames(take.path)),
        default=0,
    )
    return frames + largest


def _drop_frames(take: Take, kept: int) -> None:
    """Delete what came after a frame, so that the take reads as a shorter one at every stage."""
    (take.path / ENDING_FILE).unlink(missing_ok=True)
    drop_checkpoints_after(take.path, kept)
    for frame in range(take.frame_count - 1, kept, -1):
        commit_file(take.path, frame).unlink()
