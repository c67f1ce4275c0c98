"""Candidates with made-up results, for tests that simulate nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.materials import MaterialParams
from sim.sweep.motion import MotionSummary, MotionTrack
from sim.sweep.result import RunResult

FRAMES = 5


def motion(drop_m: float = 0.3, frames: int = FRAMES) -> MotionSummary:
    heights = np.linspace(1.0, 1.0 - drop_m, frames)
    places = np.zeros((2, 4, 3), "<f4")
    places[1, :, 2] = -drop_m
    return MotionSummary(
        0.04,
        tuple(float(1 - height) for height in heights),
        (0.0,) * frames,
        tuple((0.0, 0.0, float(height)) for height in heights),
        (0.0,) * frames,
        MotionTrack((0, frames - 1), 4, places.tobytes()),
    )


def finished(
    name: str, quality: str, params: MaterialParams, drop_m: float = 0.3, frames: int = FRAMES
) -> RunResult:
    softer = replace(params, youngs_modulus_pa=1e5)
    return RunResult(
        name,
        quality,
        "finished",
        wall_time_s=1.5,
        simulated=softer,
        substitution="shown as if softer",
        motion=motion(drop_m, frames),
    )
