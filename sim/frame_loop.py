"""Runs a world frame by frame into a take; whatever stops it, complete frames stay."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from render.clips.frame_pose import FramePose
from render.errors import CancelledError
from render.progress import ProgressCallback, ignore_progress
from sim.checkpoint import wants_checkpoint
from sim.hand_record import HandRecorder
from sim.mpm.errors import SimulationDivergedError
from sim.take_writer import TakeWriter
from sim.world import World

STAGE = "simulate"
"""Name under which progress is reported."""


@dataclass(frozen=True, slots=True, eq=False)
class FrameLoop:
    """What a run needs beside the world and the take."""

    hand: HandRecorder
    """What the hand does."""
    progress: ProgressCallback = ignore_progress
    """Called with the fraction of frames done; may raise `CancelledError`."""

    def write_frames(self, world: World, writer: TakeWriter) -> None:
        """Write every frame that the take lacks; the world stands at its last complete one.

        Raises:
            InputError: If the disk is full; complete frames are kept.
            SimulationDivergedError: If the motion blew up; frames before it are kept.
            CancelledError: If `progress` raised it; complete frames are kept.
        """
        try:
            while writer.frame_count < writer.header.planned_frame_count:
                self._write_frame(world, writer)
        except SimulationDivergedError as error:
            message = f"{error}; {writer.frame_count} frames are kept"
            writer.finish("diverged", message)
            raise SimulationDivergedError(message) from error
        except (CancelledError, KeyboardInterrupt):
            writer.finish("stopped", f"stopped after {writer.frame_count} frames")
            raise
        writer.finish()

    def _write_frame(self, world: World, writer: TakeWriter) -> None:
        frame, header = writer.frame_count, writer.header
        every, names = (header.run.checkpoint_every, header.run.fields) if header.run else (0, ())
        if frame:
            world.advance(header.frame_dt_s, self.hand)
        pose = world.pose()
        _check_finite(pose, frame * header.frame_dt_s)
        writer.append(
            pose,
            world.record(frame * header.frame_dt_s),
            fields=world.fields(names),
            commands=self.hand.drain(),
        )
        last = header.planned_frame_count - 1
        if wants_checkpoint(frame, every=every, last=last):
            writer.checkpoint(world.checkpoint())
        self.progress(STAGE, (frame + 1) / header.planned_frame_count)


def _check_finite(pose: FramePose, time_s: float) -> None:
    """Refuse a frame that cannot be stored: deformations may overflow while velocities do not."""
    for what, values in zip(("place", "rotation", "stretch"), pose[:3], strict=True):
        bad = ~np.isfinite(values.reshape(len(values), -1)).all(axis=1)
        if bad.any():
            raise SimulationDivergedError(
                f"the {what} of {int(bad.sum())} Gaussians, first of number {int(bad.argmax())}, "
                f"is not finite at {time_s:.4g} s; choose a softer material or a finer quality"
            )
