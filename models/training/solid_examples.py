"""Training examples of the coarse solid: what a few views say about cells, and what is there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from models.data.assets import TexturedMesh
from models.data.raycast import RayCaster, render_mesh, render_surfaces
from models.gaussian_composer import SurfaceMaps
from models.posed_views import PosedViews
from models.rig import RIG_DISTANCE, RIG_ELEVATION_DEG
from models.square_crop import SquareCrop
from models.view_fusion.coarse_solid import LOGITS_A_CELL
from models.view_fusion.depth_evidence import DepthEvidence, evidence_of
from models.view_fusion.lattice_features import ViewLattice, lattice_features
from models.view_fusion.object_frame import ObjectFrame, locate
from models.view_fusion.photo_fringe import without_fringe
from models.view_fusion.silhouette import Silhouette
from render.camera import Camera

FloatArray = npt.NDArray[np.float32]

_PICTURE_PX = 112
_MAP_PX = 64
_LAYOUTS = ((0, 90, 180, 270),) * 4 + ((0, 120, 240), (0, 180), (0, 90))
_DIRECTIONS = 36
_PROBE_PX = 72
_PROBE_HALF = 0.95
_TILT, _OFFSET, _RIPPLE = 0.08, 0.07, 0.06


@dataclass(frozen=True, slots=True, eq=False)
class SolidExample:
    """One object in one set of views."""

    features: FloatArray
    """What the views say, shape [FEATURES, CELLS, CELLS, CELLS]."""
    matter: FloatArray
    """Soft occupancy 0 to 1, shape [CELLS³]."""


def solid_example(mesh: TexturedMesh, rng: np.random.Generator) -> SolidExample:
    """Draw an object from two to four sides and tell which cells round it hold matter.

    The views' predicted depths are the true ones with errors of the kind and size that the shape
    network makes on objects it has not seen: its answers on its own training objects are better
    and would be trusted too much.

    Args:
        mesh: The object.
        rng: Source of poses and errors.

    Raises:
        InputError: If a view shows too little of it.
    """
    angle = rng.uniform(0, 2 * np.pi)
    c, s = np.cos(angle), np.sin(angle)
    caster = RayCaster(mesh.normalized().rotated([[c, -s, 0], [s, c, 0], [0, 0, 1]]))
    cameras = _cameras(rng)
    lenses = [[K[0, 0], K[1, 1], K[0, 2], K[1, 2]] for K in (camera.K for camera in cameras)]
    views = without_fringe(
        PosedViews(
            np.stack([render_mesh(caster, camera, samples=2) for camera in cameras]),
            np.array(lenses, np.float64),
            np.stack([camera.world_to_camera for camera in cameras]).astype(np.float64),
        )
    )
    frame = locate(views)
    silhouettes = [Silhouette.of(views, index) for index in range(views.count)]
    evidence = [_wrong_depths(caster, views, index, frame, rng) for index in range(views.count)]
    lattice = ViewLattice.about(frame, views)
    features = lattice_features(lattice, frame, views, silhouettes, evidence)
    outside = free_margin(caster, lattice.points()) / lattice.pitch
    matter = 1 / (1 + np.exp((LOGITS_A_CELL * outside).clip(-20, 20)))
    return SolidExample(features, matter.astype(np.float32))


def free_margin(caster: RayCaster, points: FloatArray) -> FloatArray:
    """How far points stand in front of the surface, seen from the side that shows them best.

    What no direction sees is inside; this holds for open and overlapping meshes too.

    Args:
        caster: An object about the origin with a longest side of 1.
        points: Shape [N, 3].

    Returns:
        Distances, negative inside, shape [N].
    """
    best = np.full(len(points), -1, np.float32)
    steps = ((np.arange(_PROBE_PX) + 0.5) / _PROBE_PX * 2 - 1) * _PROBE_HALF
    across, along = (grid.reshape(-1, 1) for grid in np.meshgrid(steps, steps, indexing="ij"))
    for direction in _directions():
        helper = np.eye(3)[np.abs(direction).argmin()]
        first = np.cross(direction, helper)
        first /= np.linalg.norm(first)
        second = np.cross(direction, first)
        origins = (across * first + along * second + 2 * direction).astype(np.float32)
        rays = np.tile(-direction.astype(np.float32), (len(origins), 1))
        hits = np.minimum(caster.first_hits(origins, rays).distance, 5)
        at = [(points @ axis / _PROBE_HALF + 1) / 2 * _PROBE_PX - 0.5 for axis in (first, second)]
        met = ndimage.map_coordinates(
            hits.reshape(_PROBE_PX, _PROBE_PX), at, order=0, mode="nearest"
        )
        best = np.maximum(best, met - (2 - points @ direction))
    return np.asarray(best, np.float32)


def _directions() -> FloatArray:
    """Unit vectors spread evenly: a Fibonacci spiral and the six axes."""
    count = _DIRECTIONS - 6
    height = 1 - 2 * (np.arange(count) + 0.5) / count
    angle = np.pi * (3 - np.sqrt(5)) * np.arange(count)
    ring = np.sqrt(1 - height**2)
    spiral = np.stack([ring * np.cos(angle), ring * np.sin(angle), height], axis=1)
    return np.concatenate([spiral, np.eye(3), -np.eye(3)]).astype(np.float32)


def _cameras(rng: np.random.Generator) -> list[Camera]:
    """Two to four cameras; half of the sets stand exactly on the rig's ring."""
    offsets = _LAYOUTS[rng.integers(len(_LAYOUTS))]
    loose = rng.random() < 0.5
    elevation = rng.uniform(-5, 45) if rng.random() < 0.5 else RIG_ELEVATION_DEG
    spread = 12.0 if loose else 0.0
    return [
        Camera.orbit(
            rng.normal(size=3) * (0.03 if loose else 0),
            radius=RIG_DISTANCE * (rng.uniform(0.85, 1.3) if loose else 1),
            azimuth_deg=offset + spread * rng.normal(),
            elevation_deg=float(np.clip(elevation + 0.6 * spread * rng.normal(), -20, 70)),
            width=_PICTURE_PX,
            height=_PICTURE_PX,
        )
        for offset in offsets
    ]


def _wrong_depths(
    caster: RayCaster, views: PosedViews, index: int, frame: ObjectFrame, rng: np.random.Generator
) -> DepthEvidence:
    """The true surfaces of a view, flattened, tilted, shifted, rippled and thickened."""
    crop = SquareCrop.about(views.rgba[index, ..., 3])
    camera = views.camera(index)
    K = crop.intrinsics(camera.K, _MAP_PX)  # noqa: N806
    seen = render_surfaces(caster, Camera(K, camera.world_to_camera, _MAP_PX, _MAP_PX))
    middle = float(camera.forward @ (frame.centre - camera.position))
    y, x = np.mgrid[-1 : 1 : _MAP_PX * 1j, -1 : 1 : _MAP_PX * 1j]
    ripple = ndimage.gaussian_filter(rng.normal(size=x.shape), rng.uniform(6, 14))
    shift = _OFFSET * rng.normal() + _TILT * (x * rng.normal() + 0.6 * y * rng.normal())
    shift += rng.uniform(0, _RIPPLE) * ripple / max(float(ripple.std()), 1e-6)
    front = middle + (seen.depth - middle) * rng.uniform(0.2, 1.2) + shift
    bulge = np.sqrt(ndimage.distance_transform_edt(seen.hit) / 20).clip(0.1, 1)
    thick = (seen.hidden_depth - seen.depth) * rng.uniform(0.3, 1) + rng.uniform(0, 0.45) * bulge
    maps = SurfaceMaps(
        front_depth=front.astype(np.float32),
        back_depth=(front + np.maximum(thick * np.exp(0.2 * rng.normal()), 0.01)).astype(
            np.float32
        ),
        back_color=np.zeros((_MAP_PX, _MAP_PX, 3), np.float32),
        coverage=seen.hit.astype(np.float32),
    )
    return evidence_of(maps, camera.world_to_camera[:3, :3], camera.position, K)
