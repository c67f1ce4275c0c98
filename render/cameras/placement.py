"""`Placement`: how a splat file was turned, scaled and moved into the world."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from render.cameras.path import CameraPath
from render.quaternion import multiply, quaternion_from_matrix

Float64Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """World = scale * turn @ file + shift; the cameras that a splat file was made from go along."""

    turn: Float64Array
    """Rotation from the file's axes to the world's, shape [3, 3]."""
    scale: float = 1.0
    """Metres in the world per unit of the file."""
    shift_m: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Where the file's origin lies in the world [m]."""

    @staticmethod
    def between(
        turned: npt.NDArray[np.floating], placed: npt.NDArray[np.floating], turn: Float64Array
    ) -> Placement:
        """The placement that scaled and moved points.

        Args:
            turned: Points in the world's axes but the file's units and place, shape [N, 3].
            placed: The same points in the world [m], shape [N, 3].
            turn: Rotation from the file's axes to the world's, shape [3, 3].
        """
        before, after = turned.astype(np.float64), placed.astype(np.float64)
        spread = np.linalg.norm(before - before.mean(axis=0))
        scale = float(np.linalg.norm(after - after.mean(axis=0)) / spread) if spread > 0 else 1.0
        x, y, z = (float(value) for value in after.mean(axis=0) - scale * before.mean(axis=0))
        return Placement(turn, scale, (x, y, z))

    def placed(self, path: CameraPath) -> CameraPath:
        """A path in the file's world and units brought into ours; its keyframes have rotations."""
        turning = quaternion_from_matrix(self.turn)
        keyframes = []
        for keyframe in path.keyframes:
            position = self.scale * self.turn @ np.array(keyframe.position_m) + self.shift_m
            x, y, z = (float(value) for value in position)
            w, i, j, k = (float(value) for value in multiply(turning, keyframe.orientation()))
            keyframes.append(
                replace(keyframe, position_m=(x, y, z), target_m=None, rotation=(w, i, j, k))
            )
        return replace(path, keyframes=tuple(keyframes))
