"""What clips tell of cameras, sizes, drops, velocities and friction."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.reference.alignment import FilmingCamera, align_first_view
from models.reference.ballistics import GRAVITY_M_S2, find_nuisances
from models.reference.clip import FilmedClip
from models.reference.tracks import Tracks
from render.camera import Camera
from render.errors import InputError
from render.gaussians import GaussianCloud
from sim.motion.projection import silhouette
from sim.scene_setup import SceneSetup, place
from tests.sim.sim_bodies import box_shell, sphere_shell

SIZE = 0.5
MIDDLE = np.array([0.0, 0.0, 0.25])


def _standing(tilt_deg: float = 0.0, drop: float = 0.0) -> GaussianCloud:
    scene = SceneSetup(tilt_deg=tilt_deg, drop_height_over_size=drop)
    return place(box_shell((0.3, SIZE, 0.2), 20), scene)


def _camera(elevation_deg: float = 10.0, distance: float = 1.4) -> Camera:
    return Camera.orbit(
        (0.0, 0.05, 0.1), radius=distance, azimuth_deg=0, elevation_deg=elevation_deg,
        width=160, height=120,
    )  # fmt: skip


@pytest.mark.parametrize(("tilt_deg", "elevation_deg"), [(0.0, 10.0), (-13.0, 6.0)])
def test_the_camera_of_the_first_picture_is_found(tilt_deg: float, elevation_deg: float) -> None:
    camera = _camera(elevation_deg)
    mask = silhouette(_standing(tilt_deg), camera)
    view = align_first_view(box_shell((0.3, SIZE, 0.2), 20), mask, FilmingCamera(elevation_deg=9.0))
    assert view.overlap > 0.93
    assert view.tilt_deg == pytest.approx(tilt_deg, abs=2.1)
    assert np.linalg.norm(view.camera.position - camera.position) < 0.15


def test_another_object_is_no_reference() -> None:
    mask = np.zeros((120, 160), bool)
    mask[20:110, 70:80] = True
    with pytest.raises(InputError, match=r"does not look like the project's object.*overlap by 0"):
        align_first_view(box_shell((0.3, SIZE, 0.2), 20), mask, FilmingCamera(), name="cat.mp4")


def _filmed(
    *,
    gravity: float = GRAVITY_M_S2,
    drop: float = 0.3,
    velocity: tuple[float, float] = (0.0, 0.0),
    friction: float = 0.5,
    noise_px: float = 0.1,
    frames: int = 20,
) -> tuple[np.ndarray, Tracks, np.ndarray, Camera]:
    """Tracks and silhouettes of a rigid ball that falls, lands without a bounce and slides."""
    camera = replace(_camera(), width=160, height=120)
    times = np.arange(frames) / 50
    ball = sphere_shell(SIZE / 2, 800)
    ball = replace(ball, means=ball.means + np.float32([0, 0, SIZE / 2]))
    landing = (velocity[1] + (velocity[1] ** 2 + 2 * gravity * drop) ** 0.5) / gravity
    rng = np.random.default_rng(0)
    rows = np.arange(0, 800, 20)
    places, masks = [], []
    for time in times:
        flying, sliding = min(time, landing), max(time - landing, 0)
        up = velocity[1] * flying - 0.5 * gravity * flying**2
        stop = abs(velocity[0]) / max(friction * gravity, 1e-9)
        slid = min(sliding, stop)
        side = velocity[0] * (flying + slid)
        side -= np.sign(velocity[0]) * 0.5 * friction * gravity * slid**2
        moved = replace(ball, means=ball.means + np.float32([0, side, up]))
        seen, _ = camera.project(moved.means[rows])
        places.append(seen + noise_px * rng.normal(size=seen.shape))
        masks.append(silhouette(moved, camera))
    tracks = Tracks(np.float32(places), np.ones((frames, len(rows)), bool))
    return times, tracks, np.stack(masks), camera


def test_size_drop_and_velocity_are_read_from_the_fall() -> None:
    for scale in (0.5, 1.0, 3.0):  # the same pictures of a body of another size
        found = find_nuisances(*_filmed(gravity=GRAVITY_M_S2 / scale, frames=30), SIZE, MIDDLE)
        assert found.gravity is not None
        assert GRAVITY_M_S2 / found.gravity == pytest.approx(scale, rel=0.12)
        assert found.drop == pytest.approx(0.3, abs=0.04)
        assert found.sideways == 0
    thrown = find_nuisances(*_filmed(velocity=(0.6, 0.4)), SIZE, MIDDLE)
    assert thrown.sideways == pytest.approx(0.6, abs=0.05)
    assert thrown.upwards == pytest.approx(0.4, abs=0.12)


def test_friction_is_read_from_the_slide() -> None:
    rough, smooth = (
        find_nuisances(*_filmed(velocity=(1.2, 0.0), friction=value), SIZE, MIDDLE).friction
        for value in (0.35, 0.05)
    )
    assert rough == pytest.approx(0.35, abs=0.12)
    assert smooth == pytest.approx(0.05, abs=0.1)
    assert find_nuisances(*_filmed(), SIZE, MIDDLE).friction is None


def test_what_a_clip_does_not_tell_is_unknown() -> None:
    times, tracks, masks, camera = _filmed()
    unseen = Tracks(tracks.places, np.zeros_like(tracks.visible))
    unseen.visible[:2] = True
    lost = masks.copy()
    lost[2:] = False
    assert find_nuisances(times, unseen, lost, camera, SIZE, MIDDLE).gravity is None
    by_silhouettes = find_nuisances(times, unseen, masks, camera, SIZE, MIDDLE)
    assert by_silhouettes.gravity == pytest.approx(GRAVITY_M_S2, rel=0.2)
    blurred = find_nuisances(*_filmed(noise_px=12.0), SIZE, MIDDLE)
    assert blurred.gravity is None
    flying = find_nuisances(*_filmed(drop=50.0, frames=8), SIZE, MIDDLE)
    assert flying.drop is None


def test_clips_without_motion_are_refused() -> None:
    with pytest.raises(InputError, match="too short: pictures 2, at least 5"):
        FilmedClip(np.zeros((2, 8, 8, 3), np.uint8), np.arange(2.0), "short.mp4")
