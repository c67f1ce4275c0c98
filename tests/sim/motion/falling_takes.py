"""Takes of a ball that moves by a formula, kept in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import numpy as np

from render.clips.frame_pose import FramePose
from render.gaussians import GaussianCloud
from sim.motion.camera import scoring_camera
from sim.motion.motion import Motion
from sim.motion.projection import motion_of_take
from sim.scene_setup import SceneSetup, place
from sim.take import Take
from sim.take_bodies import TakeBody
from sim.take_header import TakeProvenance
from tests.sim.sim_bodies import sphere_shell
from tests.studio.synthetic_project import make_provenance

FRAME_DT_S = 0.04
SIZE_M = 0.5
GRAVITY_M_S2 = 9.81
Pose = Callable[[GaussianCloud, float], FramePose]


@dataclass(frozen=True)
class Fall:
    """How the ball moves."""

    drop_m: float = 0.25
    bounce: float = 0.5
    squash: float = 0.3
    sideways_m_s: float = 0.0

    def pose(self, rest: GaussianCloud, time_s: float) -> FramePose:
        """Free fall, a squash that decays on the ground, and a bounce."""
        landing_s = (2 * self.drop_m / GRAVITY_M_S2) ** 0.5
        after = time_s - landing_s
        if after < 0:
            height, flat = -0.5 * GRAVITY_M_S2 * time_s**2, 1.0
        else:
            up = self.bounce * abs(np.sin(9 * after)) * np.exp(-4 * after) * self.drop_m
            height = -self.drop_m + up
            flat = 1 - self.squash * np.exp(-3 * after) * (1 - np.exp(-30 * after))
        floor = float(rest.means[:, 2].min())
        means = rest.means.astype(np.float64).copy()
        means[:, 2] = floor + flat * (means[:, 2] - floor) + height
        means[:, :2] *= flat**-0.5
        means[:, 1] += self.sideways_m_s * time_s
        stretch = np.diag([flat**-0.5, flat**-0.5, flat]).astype(np.float32)
        return moved(rest, means, stretch)


def moved(rest: GaussianCloud, means: Any, stretch: Any = None) -> FramePose:
    """A pose with other centres and one stretch for all."""
    count = rest.gaussian_count
    turns = np.tile(np.array([1, 0, 0, 0], np.float32), (count, 1))
    stretches = np.tile(np.eye(3) if stretch is None else stretch, (count, 1, 1))
    return FramePose(np.asarray(means, np.float32), turns, stretches.astype(np.float32))


@dataclass(frozen=True)
class MemoryTake:
    """What a `Take` tells of itself, without a folder."""

    motion: Pose
    rest: GaussianCloud
    frame_count: int
    planned_frame_count: int
    frame_dt_s: float
    provenance: TakeProvenance
    scene: dict[str, Any]
    path: Path = Path("falling")

    @property
    def complete(self) -> bool:
        return self.frame_count == self.planned_frame_count

    @property
    def gaussian_count(self) -> int:
        return self.rest.gaussian_count

    @property
    def bodies(self) -> tuple[TakeBody, ...]:
        return (TakeBody("", 0, self.gaussian_count),)

    def pose(self, index: int) -> FramePose:
        return self.motion(self.rest, index * self.frame_dt_s)

    def frame(self, index: int) -> GaussianCloud:
        from render.clips.frame_pose import posed_cloud

        return posed_cloud(self.rest, self.pose(index))


def ball_take(
    motion: Pose,
    *,
    frame_count: int = 25,
    missing: int = 0,
    stiffness: str = "real",
    splat_count: int = 1500,
    striped: bool = False,
) -> Take:
    """A ball that moves as told; `missing` frames leave the take unfinished.

    Args:
        motion: Where it is at a time.
        frame_count: Frames that are there.
        missing: Frames that are not.
        stiffness: Stiffness map that it names.
        splat_count: Splats of the ball.
        striped: Whether it has spots that can be tracked; else it is grey.
    """
    scene = SceneSetup(tilt_deg=0.0)
    shell = sphere_shell(SIZE_M / 2, splat_count)
    if striped:
        spots = np.sin(40 * shell.means[:, :1]) * np.sin(45 * shell.means[:, 1:2] + 1)
        spots = spots + np.sin(38 * shell.means[:, 2:])
        shell = replace(shell, sh_coeffs=(spots[..., None] * [0.8, 0.5, 0.2]).astype(np.float32))
    take = MemoryTake(
        motion,
        place(shell, scene),
        frame_count,
        frame_count + missing,
        FRAME_DT_S,
        replace(make_provenance(), stiffness=stiffness),
        scene.to_json(),
    )
    return cast("Take", take)


def fall_motion(fall: Fall, *, frame_count: int = 25, side_px: int = 64) -> Motion:
    """What the scoring camera sees of a fall."""
    take = ball_take(fall.pose, frame_count=frame_count)
    return motion_of_take(take, scoring_camera(take, side_px=side_px), point_count=64)
