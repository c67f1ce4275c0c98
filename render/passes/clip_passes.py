"""`ClipPasses`: frames of a moving cloud with all that their passes need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.camera import Camera
from render.clips.clip import Clip, PosedClip
from render.errors import InputError
from render.gaussians import GaussianCloud
from render.passes.basic_passes import shown_depths
from render.passes.frame_scene import FrameScene, Range
from render.passes.motion_passes import flow_reach, reach_of
from render.passes.packed_passes import whole_depth_range
from render.passes.pass_kind import robust_range
from render.passes.registry import checked_passes
from render.passes.scalar_passes import SCALARS
from render.passes.strain import largest_strains, volume_strains

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int32]
CameraAt = Callable[[int], Camera]
"""Camera of the whole picture in a frame."""

MOTION = frozenset({"flow", "trajectory"})
LABELS_OF = {
    "object_id": ("object_id",),
    "material_class": ("material_class",),
    "semantics": ("object_id", "material_class"),
}
"""Labels that passes need."""
DEPTHS = {"depth": "depth", "median_depth": "depth", "geometry": "geometry"} | {
    "depth_packed": "geometry"
}
"""Which span of depths passes are shown in."""
SAMPLED_FRAMES = 16
"""Frames of a clip from which the span of a scalar's colour map is taken."""


class _Placed(NamedTuple):
    """Where the Gaussians of a frame are."""

    means: FloatArray
    """Centres [m], shape [N, 3]."""
    opacities: FloatArray
    """Opacities, 0 where hidden, shape [N]."""


class ClipPasses:
    """Scenes of a clip's frames for some passes; colour maps span the same in all of them.

    Speed comes from the frames' positions, strain from a posed clip's stretch, displacement from
    its rest cloud or first frame. `sim.frame_scalars.TakePasses` knows more of takes.
    """

    def __init__(self, clip: Clip, names: Iterable[str], camera_at: CameraAt) -> None:
        """Check the passes and find what their pictures span.

        Args:
            clip: N Gaussians over T frames.
            names: Passes that will be drawn.
            camera_at: Camera of the whole picture in a frame.

        Raises:
            InputError: If a pass is unknown, or the clip cannot give what it needs.
        """
        self.clip = clip
        self.names = checked_passes(names)
        self._camera_at = camera_at
        self._clouds: dict[int, GaussianCloud] = {}
        moving = [name for name in self.names if name in MOTION]
        if moving and clip.frame_count < 2:
            raise InputError(
                f"{moving[0]} shows motion and the clip has one frame; simulate more frames"
            )
        self._scalar_names = tuple(name for name in self.names if name in SCALARS)
        needed = [label for name in self.names for label in LABELS_OF.get(name, ())]
        self._labels = {label: self.labels(label) for label in dict.fromkeys(needed)}
        self._label_names = {label: self.label_names(label) for label in self._labels}
        self.ranges: Mapping[str, Range] = self._spans()

    def scene(self, index: int) -> FrameScene:
        """The scene of a frame.

        Raises:
            InputError: If the frame does not exist or cannot be read.
        """
        has_next = bool(MOTION.intersection(self.names)) and index + 1 < self.clip.frame_count
        return FrameScene(
            self._cloud(index),
            self._cloud(index + 1) if has_next else None,
            self._camera_at(index),
            self._camera_at(index + 1) if has_next else None,
            self._labels,
            self._label_names,
            {name: self.scalar(name, index) for name in self._scalar_names},
            self.ranges,
        )

    def scalar(self, name: str, index: int) -> FloatArray:
        """A scalar of every Gaussian in a frame, shape [N].

        Raises:
            InputError: If the clip does not know it; the message names the remedy.
        """
        if name == "velocity":
            return self._speeds(index)
        if name == "displacement":
            steps = self._means(index) - self._rest_means()
            return np.asarray(np.linalg.norm(steps, axis=1), np.float32)
        if name in ("strain", "volume_strain") and isinstance(self.clip, PosedClip):
            stretches = self.clip.pose(index).stretches
            return (largest_strains if name == "strain" else volume_strains)(stretches)
        raise InputError(
            f"{name} is known of simulated takes only, not of this clip; "
            "choose other passes or simulate"
        )

    def labels(self, name: str) -> IntArray:
        """Labels of every Gaussian, -1 for none, shape [N]; a clip is one object of no class."""
        count = self._cloud(0).gaussian_count
        return np.full(count, 0 if name == "object_id" else -1, np.int32)

    def label_names(self, name: str) -> tuple[str, ...]:
        """What labels 0, 1, … are called."""
        del name
        return ()

    def _cloud(self, index: int) -> GaussianCloud:
        """A frame's cloud; the last two are kept, so that each frame is read once."""
        if index not in self._clouds:
            while len(self._clouds) > 1:
                self._clouds.pop(next(iter(self._clouds)))
            self._clouds[index] = self.clip.frame(index)
        return self._clouds[index]

    def _rest_means(self) -> FloatArray:
        return self.clip.rest.means if isinstance(self.clip, PosedClip) else self._means(0)

    def _placed(self, index: int) -> _Placed:
        """Where the Gaussians of a frame are; poses tell it without posing the splats."""
        if index not in self._clouds and isinstance(self.clip, PosedClip):
            pose, opacities = self.clip.pose(index), self.clip.rest.opacities
            if pose.hidden is not None:
                opacities = np.where(pose.hidden, np.float32(0), opacities)
            return _Placed(pose.means, opacities)
        cloud = self._clouds.get(index) or self.clip.frame(index)
        return _Placed(cloud.means, cloud.opacities)

    def _means(self, index: int) -> FloatArray:
        return self._placed(index).means

    def _speeds(self, index: int) -> FloatArray:
        """Speeds [m/s] from the positions one frame before and after, shape [N]."""
        first, last = max(index - 1, 0), min(index + 1, self.clip.frame_count - 1)
        if first == last:
            return np.zeros(len(self._means(index)), np.float32)
        time_s = (last - first) * self.clip.frame_dt_s
        step = self._means(last) - self._means(first)
        return np.asarray(np.linalg.norm(step, axis=1) / time_s, np.float32)

    def _spans(self) -> dict[str, Range]:
        spans = {name: self._scalar_span(name) for name in self._scalar_names}
        depths = dict.fromkeys(DEPTHS[name] for name in self.names if name in DEPTHS)
        if depths:
            found = [
                _depth_spans(self._placed(index), self._camera_at(index))
                for index in range(self.clip.frame_count)
            ]
            spans |= {name: _united([one[name] for one in found]) for name in depths}
        if MOTION.intersection(self.names):
            steps = [self._motion_spans(index) for index in range(self.clip.frame_count - 1)]
            spans |= {name: _united([one[name] for one in steps]) for name in MOTION}
        return spans

    def _motion_spans(self, index: int) -> dict[str, Range]:
        """Longest steps to the next frame, in the world [m] and in the picture [px]."""
        now, later = self._placed(index), self._placed(index + 1)
        cameras = self._camera_at(index), self._camera_at(index + 1)
        reach = reach_of(later.means - now.means, now.opacities)
        flow = flow_reach((now.means, later.means), now.opacities, cameras)
        return {"trajectory": (0.0, reach), "flow": (0.0, flow)}

    def _scalar_span(self, name: str) -> Range:
        """Values of frames spread over the clip, the first and the last among them."""
        last = self.clip.frame_count - 1
        count = min(self.clip.frame_count, SAMPLED_FRAMES)
        frames = np.unique(np.linspace(0, last, count).round().astype(int))
        spans = [
            robust_range(self.scalar(name, int(frame)), self._placed(int(frame)).opacities)
            for frame in frames
        ]
        return SCALARS[name].widened(*_united(spans))


def _depth_spans(placed: _Placed, camera: Camera) -> dict[str, Range]:
    """Camera depths [m] of a frame: those that are shown, and all that are packed."""
    return {
        "depth": shown_depths(placed.means, placed.opacities, camera),
        "geometry": whole_depth_range(placed.means, placed.opacities, camera),
    }


def _united(spans: Sequence[Range]) -> Range:
    return min(low for low, _ in spans), max(high for _, high in spans)
