"""The surface of a body of particles: contact points and a signed distance.

Three kinds of bodies are told apart, so that balls roll and boxes stand: a ball is one point with
its radius; a convex body is bounded by the planes of its particles' hull, so far outside of it
that its volume is right; any other body by the implicit surface of its particles (Zhu and Bridson,
Animating Sand as a Fluid, SIGGRAPH 2005, section 4), made a distance again on a grid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.rigid.shapes import Ball, BodyShape, DistanceGrid, Polyhedron

if TYPE_CHECKING:
    from scipy.spatial import ConvexHull

Vector = npt.NDArray[np.float64]

MOST_POINTS = 512
"""Contact points of a body, at most."""
MOST_PLANES = 96
"""Convex bodies of more planes are looked up in a grid."""
MOST_NODES_PER_AXIS = 64
LARGEST_HOLE = 0.03
"""Share of a convex body's hull that may lie farther than a spacing from all particles."""
MARGINS = (0.1, 0.6)
"""Distance from the hull of the particles to the surface of a convex body, in spacings."""
_HOLE_PROBES = 4096
BALL_SPREAD = 0.15
"""Standard deviation of the distances of a ball's outermost particles, in particle spacings."""
FEWEST_BALL_POINTS = 20
"""Hulls with fewer corners are no balls."""
SURFACE_LEVEL = 0.545
"""Value of the implicit function half a spacing outside a flat lattice of particles, in spacings.

The weighted middle of the particles below a flat surface lies under the outermost layer.
"""
_GRID_MARGIN_NODES = 3


@dataclass(frozen=True, slots=True, eq=False)
class BodySurface:
    """Contact points, each a small ball that touches the surface from inside, and the surface."""

    points_m: Vector
    """Contact points from the centre of mass [m], shape [H, 3]."""
    radii_m: Vector
    """Their distances to the surface [m], shape [H]."""
    shape: BodyShape
    """Signed distance in the body's axes."""
    reach_m: float
    """Radius of the ball about the centre of mass that holds the body [m]."""
    spacing_m: float
    """Particle spacing [m]: the length that contact tolerances refer to."""


def body_surface(arms: Vector, volumes: Vector) -> BodySurface:
    """Surface of the particles of a body.

    Args:
        arms: Particles from the centre of mass [m], shape [P, 3].
        volumes: Their volumes [m³], shape [P].
    """
    spacing = float(volumes.mean() ** (1 / 3))
    hull = _hull(arms)
    if hull is None:
        return _particle_surface(arms, arms, spacing)
    corners = arms[hull.vertices]
    ball = _ball_surface(arms, volumes, corners, spacing)
    if ball is not None:
        return ball
    if _fills_hull(arms, hull, spacing):
        low, high = MARGINS
        margin = _hull_margin(hull, float(volumes.sum()))
        planes = np.asarray(hull.equations).copy()
        planes[:, 3] -= np.clip(margin, low * spacing, high * spacing)
        return _convex_surface(arms, corners, planes, spacing)
    return _particle_surface(arms, corners, spacing)


def _hull(arms: Vector) -> ConvexHull | None:
    """Convex hull, None for fewer than four points or all in one plane."""
    from scipy.spatial import ConvexHull, QhullError

    try:
        return ConvexHull(arms)
    except (QhullError, ValueError):
        return None


def _fills_hull(arms: Vector, hull: ConvexHull, spacing: float) -> bool:
    """Whether a body is convex: its hull has a volume, and particles everywhere in it."""
    from scipy.spatial import cKDTree

    if hull.volume < spacing * hull.area / 8:
        return False  # one layer of particles
    low, high = arms.min(axis=0), arms.max(axis=0)
    # An additive recurrence spreads probes evenly (Roberts, The R3 sequence, 2018).
    ratios = 1.2207440846057596 ** -np.arange(1.0, 4.0)
    probes = low + (high - low) * ((np.arange(_HOLE_PROBES)[:, None] + 0.5) * ratios % 1.0)
    planes = np.asarray(hull.equations)
    inside = np.concatenate(
        [
            (piece @ planes[:, :3].T + planes[:, 3]).max(axis=1) < 0
            for piece in probes.reshape(8, -1, 3)
        ]
    )
    distances = cKDTree(arms).query(probes[inside])[0]
    return bool((distances > spacing).mean() <= LARGEST_HOLE)


def _hull_margin(hull: ConvexHull, volume_m3: float) -> float:
    """Distance [m] by which a hull must grow to have a volume.

    Its volume grows as V (1 + margin · A / 3 V)³, exactly so for cubes and balls.
    """
    size = 3 * hull.volume / hull.area
    return float(size * ((volume_m3 / hull.volume) ** (1 / 3) - 1))


def _ball_surface(
    arms: Vector, volumes: Vector, corners: Vector, spacing: float
) -> BodySurface | None:
    """One point with a radius, if the outermost particles lie on a sphere about the middle."""
    middle = volumes @ arms / volumes.sum()
    lengths = np.linalg.norm(corners - middle, axis=1)
    radius = float((3 * volumes.sum() / (4 * np.pi)) ** (1 / 3))
    round_enough = lengths.std() <= BALL_SPREAD * spacing and np.ptp(lengths) <= 0.8 * spacing
    filled = abs(lengths.mean() + spacing / 2 - radius) <= 0.5 * spacing
    if len(corners) < FEWEST_BALL_POINTS or not round_enough or not filled:
        return None
    reach = radius + float(np.linalg.norm(middle))
    return BodySurface(middle[None], np.array([radius]), Ball(middle, radius), reach, spacing)


def _convex_surface(arms: Vector, corners: Vector, planes: Vector, spacing: float) -> BodySurface:
    planes = np.unique(planes.round(9), axis=0)
    normals = planes[:, :3] / np.linalg.norm(planes[:, :3], axis=1, keepdims=True)
    offsets = -planes[:, 3]
    exact = Polyhedron(normals, offsets)
    depths = -_chunked(exact, arms)
    points, radii = _thinned(arms, corners, depths < 0.75 * spacing, depths)
    shape: BodyShape = exact
    if len(planes) > MOST_PLANES:
        nodes, low, step = _grid_nodes(arms, spacing)
        values = _chunked(exact, nodes.reshape(-1, 3)).reshape(nodes.shape[:3])
        shape = DistanceGrid(values, low, step)
    return BodySurface(points, radii, shape, _reach(points, radii), spacing)


def _particle_surface(arms: Vector, corners: Vector, spacing: float) -> BodySurface:
    """Surface of a body with hollows, or of a flat one."""
    nodes, low, step = _grid_nodes(arms, spacing)
    values = _implicit_distance(arms, nodes, step, spacing)
    shape = DistanceGrid(values, low, step)
    depths = -_chunked(shape, arms)
    depths = np.clip(depths, 0.25 * spacing, None)
    points, radii = _thinned(arms, corners, depths < 0.75 * spacing, depths)
    return BodySurface(points, radii, shape, _reach(points, radii), spacing)


def _thinned(
    arms: Vector, corners: Vector, near_surface: npt.NDArray[np.bool_], depths: Vector
) -> tuple[Vector, Vector]:
    """Corners of the hull and evenly chosen particles of the outermost layer, with depths."""
    from scipy.spatial import cKDTree

    tree = cKDTree(arms)
    corner_rows = np.unique(tree.query(corners)[1])
    corner_rows = corner_rows[:: -(-len(corner_rows) // MOST_POINTS)]
    layer = np.setdiff1d(np.flatnonzero(near_surface), corner_rows)
    room = max(MOST_POINTS - len(corner_rows), 1)
    layer = layer[:: max(1, -(-len(layer) // room))]
    rows = np.concatenate([corner_rows, layer]).astype(np.int64)
    return arms[rows], depths[rows]


def _grid_nodes(arms: Vector, spacing: float) -> tuple[Vector, Vector, float]:
    """Nodes [X, Y, Z, 3] about the particles, the first of them, and their distance [m]."""
    low, high = arms.min(axis=0) - spacing / 2, arms.max(axis=0) + spacing / 2
    cells = MOST_NODES_PER_AXIS - 2 * _GRID_MARGIN_NODES
    step = max(spacing / 2, float((high - low).max()) / cells)
    low = low - _GRID_MARGIN_NODES * step
    counts = np.ceil((high - low) / step).astype(np.int64) + _GRID_MARGIN_NODES + 1
    axes = [low[k] + step * np.arange(counts[k]) for k in range(3)]
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1), low, step


def _implicit_distance(arms: Vector, nodes: Vector, step: float, spacing: float) -> Vector:
    """Signed distance of the particles' implicit surface at the nodes [m]."""
    from scipy.ndimage import distance_transform_edt
    from scipy.spatial import cKDTree

    flat = nodes.reshape(-1, 3)
    reach, count = 2 * spacing, min(24, len(arms))
    distances, rows = cKDTree(arms).query(flat, k=count)
    distances, rows = distances.reshape(-1, count), rows.reshape(-1, count)
    weights = np.maximum(1 - (distances / reach) ** 2, 0.0) ** 3
    total = weights.sum(axis=1)
    near = total > 0
    middle = (weights[:, :, None] * arms[rows]).sum(axis=1)[near] / total[near, None]
    values = distances[:, 0].copy()
    values[near] = np.linalg.norm(flat[near] - middle, axis=1)
    values = (values - SURFACE_LEVEL * spacing).reshape(nodes.shape[:3])
    return np.asarray(_redistanced(values, step, distance_transform_edt), np.float64)


def _redistanced(values: Vector, step: float, transform: Any) -> Vector:
    """Distances away from the surface by the nearest node of the other side."""
    outside = values > 0
    if outside.all() or not outside.any():
        return values
    depth, nearest = transform(~outside, sampling=step, return_indices=True)
    inner = depth - values[tuple(nearest)]
    return np.asarray(np.where(outside, values, -np.maximum(inner, 0.0)), np.float64)


def _chunked(shape: BodyShape, points: Vector) -> Vector:
    """Distances of many points without large intermediates."""
    pieces = np.array_split(points, max(1, len(points) // 4096))
    return np.concatenate([shape.distances(piece).signed for piece in pieces])


def _reach(points: Vector, radii: Vector) -> float:
    return float((np.linalg.norm(points, axis=1) + radii).max())
