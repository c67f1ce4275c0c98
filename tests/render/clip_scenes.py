"""Small moving clouds for the tests of clips."""

from __future__ import annotations

import numpy as np
from render_scenes import random_cloud

from render.clips.frame_pose import FramePose, posed_cloud
from render.gaussians import GaussianCloud
from render.quaternion import normalized


class TurningFall:
    """A cloud that falls, turns and is stretched; it knows its poses. Some Gaussians are hidden."""

    def __init__(
        self, count: int = 300, *, frame_count: int = 24, degree: int = 0, hidden: int = 0
    ) -> None:
        """Make a cloud of `count` Gaussians, of which the last `hidden` appear in frame 5."""
        cloud = random_cloud(count, degree=degree, scale_m=(0.01, 0.05))
        coeffs = (
            cloud.sh_coeffs * np.where(np.arange(cloud.sh_coeffs.shape[1]) > 0, 0.4, 1)[:, None]
        )
        lift = np.array([0, 0, 1.5], np.float32)
        self.rest = GaussianCloud(
            cloud.means + lift, cloud.quats, cloud.scales, cloud.opacities, coeffs
        )
        self.frame_count = frame_count
        self.frame_dt_s = 0.04
        self._hidden = np.arange(count) >= count - hidden

    def pose(self, index: int) -> FramePose:
        time = index * self.frame_dt_s
        rng = np.random.default_rng(index)
        count = self.rest.gaussian_count
        angle = 3.0 * time
        turn = np.array([np.cos(angle / 2), 0.6 * np.sin(angle / 2), 0, 0.8 * np.sin(angle / 2)])
        wobble = rng.normal(0, 0.02, (count, 4))
        middle = np.array([0, 0, 1.5], np.float32)
        c, s = np.cos(angle), np.sin(angle)
        spin = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
        means = (self.rest.means - middle) @ spin.T + middle + [0, 0, -4.9 * time**2]
        means += rng.normal(0, 0.002, (count, 3))
        stretches = np.eye(3) + 0.3 * np.sin(2 * time) * np.diag([1, -0.5, -0.5])
        stretches = stretches + np.zeros((count, 1, 1))
        return FramePose(
            means.astype(np.float32),
            normalized(turn + wobble).astype(np.float32),
            stretches.astype(np.float32),
            self._hidden if index < 5 else np.zeros(count, np.bool_),
        )

    def frame(self, index: int) -> GaussianCloud:
        return posed_cloud(self.rest, self.pose(index))
