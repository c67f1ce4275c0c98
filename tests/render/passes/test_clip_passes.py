"""What passes take from a clip: speeds, displacements, strain, spans common to all frames."""

from __future__ import annotations

import numpy as np
import pytest
from pass_scenes import front_camera, moved, plate

from render.clips.clip import ClipArrays
from render.clips.frame_pose import FramePose, posed_cloud
from render.errors import InputError
from render.gaussians import GaussianCloud
from render.passes.clip_passes import ClipPasses
from render.passes.pass_image import WheelLegend
from render.passes.registry import render_passes
from render.passes.strain import largest_strains, volume_strains
from render.reference import ReferenceRenderer

CAMERA = front_camera(24, 24)


class Stretching:
    """Twice as long along y in its last frame."""

    frame_count = 2
    frame_dt_s = 0.1

    def __init__(self) -> None:
        self.rest = plate(per_side=5)

    def pose(self, index: int) -> FramePose:
        count = self.rest.gaussian_count
        stretch = np.diag([1.0, 1.0 + index, 1.0]).astype(np.float32)
        return FramePose(
            self.rest.means * [1, 1 + index, 1],
            np.tile(np.float32([1, 0, 0, 0]), (count, 1)),
            np.tile(stretch, (count, 1, 1)),
        )

    def frame(self, index: int) -> GaussianCloud:
        return posed_cloud(self.rest, self.pose(index))


def falling() -> ClipArrays:
    """Falls 0.1, then 0.2 m in frames of 0.05 s."""
    rest = plate(per_side=5)
    return ClipArrays((rest, moved(rest, 0, 0, -0.1), moved(rest, 0, 0, -0.3)), frame_dt_s=0.05)


def passes(*names: str) -> ClipPasses:
    return ClipPasses(falling(), names, lambda _: CAMERA)


def test_speed_is_the_change_of_position_about_the_frame() -> None:
    found = passes("velocity")
    for index, speed in enumerate((2.0, 3.0, 4.0)):
        np.testing.assert_allclose(found.scene(index).scalar("velocity"), speed, rtol=1e-5)
    assert found.ranges["velocity"] == pytest.approx((0, 4))


def test_displacement_is_measured_from_the_first_frame() -> None:
    found = passes("displacement")
    for index, distance in enumerate((0, 0.1, 0.3)):
        np.testing.assert_allclose(found.scene(index).scalar("displacement"), distance, atol=1e-6)
    assert found.scene(0).ranges["displacement"] == pytest.approx((0, 0.3))


def test_motion_knows_the_next_frame_and_the_longest_step() -> None:
    found = passes("trajectory", "geometry")
    first, last = found.scene(0), found.scene(2)
    assert first.next is not None
    assert first.next.means[0, 2] == pytest.approx(-0.6)
    assert last.next is None
    assert found.ranges["trajectory"][1] == pytest.approx(0.2)
    longest_px = 0.2 * CAMERA.K[1, 1] / 2
    assert found.ranges["flow"][1] == pytest.approx(longest_px, rel=1e-4)
    large = CAMERA.scaled_to(48, 48)
    legend = render_passes(("flow",), first, large, ReferenceRenderer())["flow"].legend
    assert isinstance(legend, WheelLegend)
    assert legend.reach == pytest.approx(2 * longest_px, rel=1e-4)
    out = render_passes(("trajectory", "geometry"), first, CAMERA, ReferenceRenderer())
    assert out["trajectory"].facts["reach_m"] == pytest.approx(0.2)
    near, far = out["geometry"].facts["near_m"], out["geometry"].facts["far_m"]
    assert near < 2 < far
    for index in range(3):
        _, depths = CAMERA.project(found.scene(index).cloud.means)
        assert near <= depths.min() <= depths.max() <= far


def test_a_plain_clip_is_one_object_of_no_class() -> None:
    scene = passes("semantics").scene(0)
    assert not scene.label("object_id").any()
    assert (scene.label("material_class") == -1).all()


def test_strain_comes_from_the_stored_stretch() -> None:
    found = ClipPasses(Stretching(), ("strain", "volume_strain"), lambda _: CAMERA)
    np.testing.assert_allclose(found.scene(1).scalar("strain"), np.log(2), rtol=1e-5)
    np.testing.assert_allclose(found.scene(1).scalar("volume_strain"), np.log(2), rtol=1e-5)
    assert not found.scene(0).scalar("strain").any()
    assert found.ranges["volume_strain"] == pytest.approx((-np.log(2), np.log(2)))


class Exposing(Stretching):
    """Hides its first half in the first frame; what is exposed later moves far."""

    frame_count = 3

    def pose(self, index: int) -> FramePose:
        pose = super().pose(0)
        hidden = np.zeros(25, np.bool_)
        hidden[:12] = index == 0
        means = pose.means.copy()
        means[:12, 0] += 0.5 * max(index - 1, 0)
        means[:12, 0] -= 5.0 * (index == 0)
        return FramePose(means, pose.rotations, pose.stretches, hidden)


def test_what_is_exposed_later_counts_once_it_is_seen() -> None:
    found = ClipPasses(Exposing(), ("trajectory", "geometry"), lambda _: CAMERA)
    assert found.ranges["trajectory"][1] == pytest.approx(0.5)
    near, far = found.ranges["geometry"]
    assert near == pytest.approx(1.5, abs=1e-3)
    assert far == pytest.approx(2, abs=1e-3)


def test_strains_of_squeezed_stretches() -> None:
    squeezed = np.diag([0.5, 1.2, 1.0])[None].astype(np.float32)
    assert largest_strains(squeezed)[0] == pytest.approx(np.log(2), rel=1e-5)
    assert volume_strains(squeezed)[0] == pytest.approx(np.log(0.6), rel=1e-5)
    assert np.isfinite(largest_strains(np.zeros((1, 3, 3), np.float32))).all()


def test_what_a_clip_cannot_give_is_refused_before_drawing() -> None:
    with pytest.raises(InputError, match="stress is known of simulated takes only"):
        passes("stress")
    with pytest.raises(InputError, match="strain is known of simulated takes only"):
        passes("strain")
    with pytest.raises(InputError, match="unknown pass 'speed'"):
        passes("speed")
    still = ClipArrays((plate(per_side=2),))
    with pytest.raises(InputError, match="flow shows motion and the clip has one frame"):
        ClipPasses(still, ("depth", "flow"), lambda _: CAMERA)
