"""Brings the world of a take back to one of its frames, exactly as it was there."""

from __future__ import annotations

import logging
from typing import NamedTuple

from render.errors import InputError
from sim.body_set import BodySet
from sim.checkpoint import checkpoint_frames, checkpoint_path, read_state, setup_path
from sim.frame_loop import STAGE
from sim.hand_record import HandRecorder
from sim.run_options import RunOptions
from sim.scene_setup import SceneSetup
from sim.stiffness import SimulatedMaterial
from sim.take import Take
from sim.take_header import RunSettings, TakeHeader
from sim.world import World

logger = logging.getLogger(__name__)


class Rewound(NamedTuple):
    """A world at a frame of its take, and the hand that goes on from there."""

    world: World
    """The world."""
    hand: HandRecorder
    """Gives the commands that the take recorded later, and new ones."""


def run_settings(take: Take) -> RunSettings:
    """How the take's solver was run.

    Raises:
        InputError: If the take was not simulated, or before takes kept what is needed.
    """
    run = take.header.run
    if run is None:
        raise InputError(
            f"the take {take.path} cannot go on: it was imported, or simulated by a version that "
            "kept no particles; simulate it anew"
        )
    return run


def kept_frame(take: Take, frame: int | None) -> int:
    """The frame to go on from: the one named, or the last complete one.

    Raises:
        InputError: If it does not exist, or lies in the part that a branch shares with its origin.
    """
    if not take.frame_count:
        raise InputError(f"the take {take.path} has no complete frame; simulate it anew")
    last = take.frame_count - 1
    chosen = last if frame is None else frame
    if not 0 <= chosen <= last:
        raise InputError(f"frame {chosen} does not exist; choose one of 0 to {last}")
    branch = take.header.branch_of
    if branch is not None and chosen < branch.frame:
        raise InputError(
            f"frames up to {branch.frame} belong to the take {branch.take!r} that this one left; "
            f"choose frame {branch.frame} or later, or go on from that take"
        )
    return chosen


def header_materials(header: TakeHeader) -> list[list[SimulatedMaterial]]:
    """Materials of each body of a take."""
    return [
        [SimulatedMaterial(m.simulated, m.predicted, m.substitution) for m in body.materials]
        for body in header.bodies
    ]


def rewound(take: Take, frame: int, options: RunOptions) -> Rewound:
    """The take's world at one of its frames.

    Args:
        take: Simulated take.
        frame: Complete frame.
        options: New hand commands, and whom to tell of the progress.

    Raises:
        InputError: If particles or checkpoints are missing or damaged.
    """
    run, header = run_settings(take), take.header
    bodies = BodySet.from_state(read_state(setup_path(take.path)), take.rest, header.bodies)
    scene = SceneSetup.from_json(header.scene)
    world = World(bodies, header_materials(header), scene, run)
    start = _restored(world, take, frame)
    hand = HandRecorder(recorded=take.commands(after=start))
    for passed in range(start + 1, frame + 1):
        options.progress(STAGE, passed / header.planned_frame_count)
        world.advance(header.frame_dt_s, hand)
    hand.drain()
    return Rewound(world, hand.joined_by(options.hand))


def _restored(world: World, take: Take, frame: int) -> int:
    """Restore the nearest readable checkpoint at or before a frame; returns its frame."""
    first = 0 if take.header.branch_of is None else take.header.branch_of.frame
    usable = [one for one in checkpoint_frames(take.path) if first <= one <= frame]
    for candidate in reversed(usable):
        try:
            state = read_state(checkpoint_path(take.path, candidate))
        except InputError as error:
            logger.warning("%s; an earlier one is used", error)
            continue
        world.restore(state)
        return candidate
    if first:
        raise InputError(
            f"the take {take.path} has no readable checkpoint from its branch at frame {first} on; "
            "branch again"
        )
    return 0
