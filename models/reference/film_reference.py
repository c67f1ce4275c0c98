"""`film_reference`: a filmed clip as the reference of a project's candidates."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.reference.alignment import FilmingCamera, FirstView, align_first_view
from models.reference.ballistics import GRAVITY_M_S2, SIZE_FACTORS, Nuisances, find_nuisances
from models.reference.clip import FilmedClip, read_clip
from models.reference.masks import Masker, U2NetMasker, onset
from models.reference.stabilise import stabilised
from models.reference.tracks import FlowTracker, PointTracker, Tracks, object_tracks
from render.camera import Camera
from render.errors import InputError
from render.gaussians import GaussianCloud
from render.progress import ProgressCallback, ignore_progress
from sim.motion.motion import Motion, longest_side_px
from sim.motion.projection import visible_points
from sim.object_edit import ObjectEdit, ObjectPose
from sim.scene.forces import Impulse
from sim.scene_setup import SceneSetup, place
from sim.splat_object import longest_side

BoolArray = npt.NDArray[np.bool_]
Float64Array = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

NEAREST_SIZES = 0.05
"""A track belongs to a Gaussian at most so far from it in the first picture [longest sides]."""
LEAST_TRACKS = 8
MOST_SECONDS = 4.0
"""Of longer motions the rest is not compared [s]."""


@dataclass(frozen=True, slots=True)
class FilmSetup:
    """What is known of a clip beside its pictures."""

    camera: FilmingCamera = field(default_factory=FilmingCamera)
    """What is known of the camera."""
    size_m: float | None = None
    """Longest side of the object as somebody measured it [m]; None lets the fall tell."""
    friction: float | None = None
    """Coulomb coefficient against the ground; None lets the clip tell, else the material."""
    stiffness: str = "real"
    """Stiffness map that the motion stands for: that of the world, except for rendered clips."""


@dataclass(frozen=True, slots=True, eq=False)
class FilmReference:
    """A clip's motion, and the world in which candidates are to be simulated."""

    motion: Motion
    """What the clip shows, in the pixels of `camera`."""
    camera: Camera
    """Camera from which candidates are projected; world of the simulation [m]."""
    scene: SceneSetup
    """Drop height, tilt, initial velocity, friction and frames of the clip."""
    edit: ObjectEdit
    """Size of the object in the clip against the project's."""
    size_m: float
    """Longest side of the object [m]."""
    overlap: float
    """Intersection over union of the silhouettes in the first picture."""
    shake_px: float
    """How far the filming camera shook [px]."""
    nuisances: Nuisances
    """What was fitted, lengths in the project's size."""
    notes: tuple[str, ...] = ()
    """What could not be told from the clip, and was taken from elsewhere."""


def film_reference(
    path: Path,
    cloud: GaussianCloud,
    scene: SceneSetup,
    setup: FilmSetup,
    *,
    masker: Masker | None = None,
    tracker: PointTracker | None = None,
    progress: ProgressCallback = ignore_progress,
) -> FilmReference:
    """Read a clip and bring it to the camera and the world of a project's candidates.

    The clip is steadied, begins where something starts to move, and is compared from there.

    Args:
        path: Video file.
        cloud: Object of the project in its own frame [m].
        scene: World of the project; place, tilt, velocity and frames are replaced.
        setup: What is known beside the pictures.
        masker: Finds the silhouettes; None takes U²-Net-p.
        tracker: Follows points; None takes optical flow.
        progress: Told stage and share.

    Raises:
        InputError: If the clip cannot be read, nothing moves, or what moves is not the object.
    """
    clip, shake_px = _opened(path, progress)
    masks = (masker or U2NetMasker()).masks(clip, progress=progress)
    view = align_first_view(cloud, masks[0], setup.camera, name=clip.name)
    tracks = object_tracks(clip, masks, tracker or FlowTracker(), progress=progress)
    resting = place(cloud, _standing(view, setup.camera.azimuth_deg))
    size, middle = longest_side(cloud), _seen_middle(resting, view.camera)
    nuisances = find_nuisances(clip.times_s, tracks, masks, view.camera, size, middle)
    scale, notes = _scale(nuisances, setup, size)
    world = _scene(scene, nuisances, view, setup, scale, clip.times_s[-1])
    motion = _motion(clip, masks, tracks, view.camera, resting)
    return FilmReference(
        motion=replace(motion, stiffness=setup.stiffness),
        camera=_in_world(view.camera, world.drop_height_over_size * size, scale),
        scene=world,
        edit=ObjectEdit(ObjectPose(scale=scale)),
        size_m=scale * size,
        overlap=view.overlap,
        shake_px=shake_px,
        nuisances=nuisances,
        notes=notes + _cut_note(clip),
    )


def _opened(path: Path, progress: ProgressCallback) -> tuple[FilmedClip, float]:
    """The steady clip from where something starts to move, and how far the camera shook [px]."""
    clip, shake_px = stabilised(read_clip(path, progress=progress), progress=progress)
    first = max(onset(clip) - 1, 0)  # a fall begins slower than can be seen
    return clip.part(first, first + _within(clip, first)), shake_px


def _cut_note(clip: FilmedClip) -> tuple[str, ...]:
    if not clip.cut_off:
        return ()
    return (f"only the first {clip.times_s[-1]:.1f} s of the clip were read",)


def _motion(
    clip: FilmedClip, masks: BoolArray, tracks: Tracks, camera: Camera, resting: GaussianCloud
) -> Motion:
    """What the clip shows, each track with its Gaussian."""
    longest_px = longest_side_px(masks[0])
    points, kept = _gaussians(resting, camera, tracks, longest_px)
    if len(kept) < LEAST_TRACKS:
        raise InputError(
            f"only {len(kept)} points of the object in {clip.name} can be followed, at least "
            f"{LEAST_TRACKS} are needed; film it larger, sharper, or with more texture"
        )
    return Motion(
        times_s=clip.times_s,
        tracks=tracks.places[:, kept],
        visible=tracks.visible[:, kept],
        masks=masks,
        points=points,
        longest_px=longest_px,
        source="filmed",
        name=clip.name,
    )


def _seen_middle(resting: GaussianCloud, camera: Camera) -> Float64Array:
    """Middle of what the camera sees of the object, which lies nearer than the object's own."""
    seen = visible_points(resting, camera)
    return np.asarray(resting.means[seen].mean(axis=0), np.float64)


def _standing(view: FirstView, azimuth_deg: float) -> SceneSetup:
    """The object on the ground, tilted as in the first picture."""
    return SceneSetup(
        tilt_deg=view.tilt_deg, view_azimuth_deg=azimuth_deg, drop_height_over_size=0.0
    )


def _within(clip: FilmedClip, first: int) -> int:
    times = clip.times_s[first:] - clip.times_s[first]
    return int((times <= MOST_SECONDS).sum())


def _scale(nuisances: Nuisances, setup: FilmSetup, size: float) -> tuple[float, tuple[str, ...]]:
    """Size in the clip over that of the project, and what is to be said of it."""
    gravity = nuisances.gravity
    fitted = None if gravity is None else GRAVITY_M_S2 / gravity
    if setup.size_m is not None:
        scale = setup.size_m / size
        if fitted is not None and not 0.5 < fitted / scale < 2:
            return scale, (
                f"the fall looks like that of an object of {fitted * size:.2g} m, not of "
                f"{setup.size_m:g} m; is the clip in slow motion?",
            )
        return scale, ()
    if fitted is None or not SIZE_FACTORS[0] < fitted < SIZE_FACTORS[1]:
        return 1.0, (
            "the fall is too short or too blurred to tell the size; the project's was taken, "
            "type the length to be sure",
        )
    return fitted, ()


def _scene(
    scene: SceneSetup,
    nuisances: Nuisances,
    view: FirstView,
    setup: FilmSetup,
    scale: float,
    duration_s: float,
) -> SceneSetup:
    """The world of the clip; its drop height is in longest sides."""
    right = view.camera.world_to_camera[0, :3].astype(np.float64)
    velocity = scale * (nuisances.sideways * right + [0.0, 0.0, nuisances.upwards])
    forces = scene.forces
    if np.linalg.norm(velocity) > 0:
        x, y, z = (float(component) for component in velocity)
        forces = (*forces, Impulse(velocity_change_m_s=(x, y, z)))
    friction = nuisances.friction if setup.friction is None else setup.friction
    drop = scene.drop_height_over_size
    if nuisances.drop is not None:
        drop = nuisances.drop / nuisances.size
    return replace(
        scene,
        ground_z_m=0.0,
        ground_friction=scene.ground_friction if friction is None else friction,
        drop_height_over_size=drop,
        tilt_deg=view.tilt_deg,
        view_azimuth_deg=setup.camera.azimuth_deg,
        forces=forces,
        frame_count=math.ceil(duration_s / scene.frame_dt_s - 1e-6) + 1,
    )


def _gaussians(
    resting: GaussianCloud, camera: Camera, tracks: Tracks, longest_px: float
) -> tuple[IntArray, IntArray]:
    """Nearest Gaussian of every track in the first picture, and the tracks that have one."""
    from scipy.spatial import cKDTree

    seen = visible_points(resting, camera)
    places, _ = camera.project(resting.means[seen])
    away, nearest = cKDTree(places).query(tracks.places[0])
    kept = np.flatnonzero(away <= NEAREST_SIZES * longest_px)
    return seen[nearest[kept]], kept


def _in_world(camera: Camera, drop: float, scale: float) -> Camera:
    """The camera of the first view in the world of the simulation, where the object is raised."""
    matrix = camera.world_to_camera.astype(np.float64).copy()
    matrix[:3, 3] = scale * (matrix[:3, 3] - matrix[:3, :3] @ [0.0, 0.0, drop])
    return replace(camera, world_to_camera=matrix.astype(np.float32))
