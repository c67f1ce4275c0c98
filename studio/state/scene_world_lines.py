"""The form of the world: gravity, ground, timing and walls."""

from __future__ import annotations

from dataclasses import replace

from sim.quality import QualityPreset
from sim.scene.shapes import Box
from studio.state import scene_numbers as numbers
from studio.state.language import mark
from studio.state.scene_fields import (
    Choice,
    Line,
    Row,
    flag_line,
    number_row,
    surface_choice,
    switch_line,
)
from studio.state.scene_parts import Bounds, World


def world_lines(world: World, quality: QualityPreset, box: Bounds) -> tuple[Line, ...]:
    """The form of a world, from top to bottom.

    Args:
        world: World that is shown.
        quality: Gives the timing that the world leaves open.
        box: Corners of the placed object [m], which new walls go round.
    """
    gravity = number_row("gravity_m_s2", mark("Gravity"), numbers.GRAVITY, axes=True)
    return (
        gravity,
        *_ground_lines(world),
        *_timing_lines(quality),
        switch_line("domain", mark("Simulation box"), lambda _: walls_round(box)),
        *_wall_lines(world),
    )


def _ground_lines(world: World) -> tuple[Line, ...]:
    lines: list[Line] = [flag_line("has_ground", mark("Ground"))]
    if world.has_ground:
        lines += [
            number_row("ground_z_m", mark("Height"), numbers.POSITION),
            surface_choice("ground_surface"),
            switch_line("ground_friction", mark("Own friction"), lambda _: 0.5),
        ]
        if world.ground_friction is not None:
            lines.append(number_row("ground_friction", mark("Friction"), numbers.FRICTION))
    return tuple(lines)


def _timing_lines(quality: QualityPreset) -> tuple[Line, ...]:
    def count(world: World) -> int:
        return quality.frame_count if world.frame_count is None else world.frame_count

    def dt_s(world: World) -> float:
        return quality.frame_dt_s if world.frame_dt_s is None else world.frame_dt_s

    def lasting(world: World, _axis: int, seconds: float) -> World:
        return replace(world, frame_count=max(round(seconds / dt_s(world)), 1) + 1)

    def at_rate(world: World, _axis: int, rate: float) -> World:
        seconds = (count(world) - 1) * dt_s(world)
        return replace(world, frame_dt_s=1 / rate, frame_count=max(round(seconds * rate), 1) + 1)

    def timing(world: World, name: str) -> World:
        if name == "off":
            return replace(world, frame_count=None, frame_dt_s=None)
        return replace(world, frame_count=count(world))

    own = Choice(
        "timing", mark("Own timing"), (("on", mark("On")), ("off", mark("Off"))),
        lambda w: "off" if w.frame_count is None and w.frame_dt_s is None else "on", timing,
    )  # fmt: skip
    return (
        own,
        Row("duration", mark("Duration"), numbers.DURATION,
            lambda w: ((count(w) - 1) * dt_s(w),), lasting),
        Row("frame_rate", mark("Frame rate"), numbers.FRAME_RATE, lambda w: (1 / dt_s(w),),
            at_rate),
    )  # fmt: skip


def _wall_lines(world: World) -> tuple[Line, ...]:
    if world.domain is None:
        return ()
    return (
        number_row("domain.center_m", mark("Box centre"), numbers.POSITION, axes=True),
        number_row("domain.half_extents_m", mark("Box sides"), numbers.LENGTH, axes=True,
                   factor=2),
    )  # fmt: skip


def walls_round(box: Bounds) -> Box:
    """Walls with room for the object to fall and roll in.

    Args:
        box: Corners of the placed object [m].
    """
    low, high = box
    side = max(b - a for a, b in zip(low, high, strict=True))
    top = high[2] + side
    middle = ((low[0] + high[0]) / 2, (low[1] + high[1]) / 2, top / 2)
    return Box((1.5 * side, 1.5 * side, max(top / 2, side)), middle)
