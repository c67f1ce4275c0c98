"""Signed distance grids of closed meshes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from sim.scene.mesh_file import TriangleMesh, read_mesh
from sim.scene.shapes import Mesh

Vector = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

CELLS = 48
"""Cells of a distance grid along the mesh's longest side."""
BORDER = 2
"""Cells around the mesh."""
_CANDIDATES = 4
"""Pieces of the surface near a node whose triangles are measured."""
_BAND = 2.0
"""Cells from the surface within which several pieces are looked at."""
_CACHED = 8
_RAY_SHIFT = (0.00134761, 0.00271829)
"""Rays run this far [cells] from the nodes, so that they do not meet edges."""


class DistanceGrid(NamedTuple):
    """Signed distances on a regular grid in the mesh's frame."""

    corner: Vector
    """First node [m], shape [3]."""
    cell_m: float
    """Side of a cell [m]."""
    values: npt.NDArray[np.float32]
    """Distances [m], negative inside, shape [X, Y, Z]."""


def mesh_distance(mesh: Mesh) -> DistanceGrid:
    """Distance grid of a mesh file, computed once for as long as the file stays.

    Raises:
        InputError: If the file cannot be read or its surface has open edges.
    """
    path = Path(mesh.path)
    try:
        stamp = path.stat().st_mtime_ns
    except OSError as error:
        raise InputError(f"the mesh {path} cannot be read: {error.strerror}") from error
    grid = _unit_grid(path, stamp)
    corner = grid.corner * mesh.scale + np.array(mesh.center_m)
    return DistanceGrid(corner, grid.cell_m * mesh.scale, grid.values * np.float32(mesh.scale))


@lru_cache(maxsize=_CACHED)
def _unit_grid(path: Path, stamp: int) -> DistanceGrid:  # noqa: ARG001 - a new stamp reads anew
    surface = read_mesh(path)
    edges = open_edges(surface)
    if edges:
        raise InputError(
            f"the mesh {path} is open: {edges} of its edges bound an odd number of triangles; "
            "close its holes, so that it has an inside"
        )
    return distance_grid(surface)


def open_edges(mesh: TriangleMesh) -> int:
    """Edges that an odd number of triangles share."""
    a, b, c = mesh.faces.T
    edges = np.sort(np.concatenate([np.stack(pair, 1) for pair in ((a, b), (b, c), (c, a))]), 1)
    _, counts = np.unique(edges, axis=0, return_counts=True)
    return int((counts % 2).sum())


def distance_grid(mesh: TriangleMesh) -> DistanceGrid:
    """Exact distances to the nearest triangles, signed by the parity of crossings."""
    low, high = mesh.vertices.min(axis=0), mesh.vertices.max(axis=0)
    extent = float((high - low).max())
    if extent <= 0:
        raise InputError("a mesh obstacle needs an extent above 0 m")
    cell = extent / CELLS
    corner = low - BORDER * cell
    shape = np.ceil((high - low) / cell).astype(np.int64) + 2 * BORDER + 1
    axes = [corner[axis] + cell * np.arange(shape[axis]) for axis in range(3)]
    nodes = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
    unsigned = _distances(nodes, mesh.vertices[mesh.faces], cell).reshape(shape)
    signed = np.where(_inside(mesh, corner, cell, shape), -unsigned, unsigned)
    return DistanceGrid(corner, cell, signed.astype(np.float32))


def _distances(points: Vector, triangles: Vector, piece: float) -> Vector:
    """Distance [m] of points [P, 3] to the nearest of triangles [T, 3, 3].

    Far from the surface the triangle of the nearest piece is near enough to the nearest one: the
    piece is small beside the distance.
    """
    from scipy.spatial import cKDTree

    centers, owners = _pieces(triangles, piece)
    tree = cKDTree(centers)
    _, nearest = tree.query(points)
    best = _squared_distance(points, triangles[owners[np.asarray(nearest)]])
    near = np.flatnonzero(best < (_BAND * piece) ** 2)
    count = min(_CANDIDATES, len(centers))
    _, several = tree.query(points[near], k=count)
    owner = owners[np.asarray(several).reshape(len(near), count)]
    for column in range(count):
        found = _squared_distance(points[near], triangles[owner[:, column]])
        best[near] = np.minimum(best[near], found)
    return np.asarray(np.sqrt(best), np.float64)


def _pieces(triangles: Vector, longest: float) -> tuple[Vector, Longs]:
    """Centres of pieces with edges of at most `longest` [m], and the triangles they are part of."""
    owners = np.arange(len(triangles))
    centers, parents = [], []
    while len(triangles):
        edges = np.linalg.norm(triangles - np.roll(triangles, -1, axis=1), axis=2)
        small = edges.max(axis=1) <= longest
        centers.append(triangles[small].mean(axis=1))
        parents.append(owners[small])
        triangles, owners, edges = triangles[~small], owners[~small], edges[~small]
        first = edges.argmax(axis=1)
        rows = np.arange(len(triangles))
        a, b, c = (triangles[rows, (first + step) % 3] for step in range(3))
        middle = (a + b) / 2
        halves = np.stack([np.stack([a, middle, c], 1), np.stack([middle, b, c], 1)], 1)
        triangles, owners = halves.reshape(-1, 3, 3), np.repeat(owners, 2)
    return np.concatenate(centers), np.concatenate(parents)


def _squared_distance(points: Vector, triangles: Vector) -> Vector:
    """Squared distance [m²] of every point [P, 3] to its own triangle [P, 3, 3]."""
    best = np.full(len(points), np.inf)
    normal = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
    above = np.ones(len(points), bool)
    for corner in range(3):
        start = triangles[:, corner]
        edge, arm = triangles[:, (corner + 1) % 3] - start, points - start
        share = np.einsum("ij,ij->i", arm, edge) / np.einsum("ij,ij->i", edge, edge)
        nearest = arm - np.clip(share, 0, 1)[:, None] * edge
        best = np.minimum(best, np.einsum("ij,ij->i", nearest, nearest))
        above &= np.einsum("ij,ij->i", np.cross(normal, edge), arm) >= 0
    height = np.einsum("ij,ij->i", normal, points - triangles[:, 0])
    squared_area = np.maximum(np.einsum("ij,ij->i", normal, normal), 1e-300)
    return np.where(above & (squared_area > 1e-300), height**2 / squared_area, best)


def _inside(mesh: TriangleMesh, corner: Vector, cell: float, shape: Longs) -> npt.NDArray[np.bool_]:
    """Nodes above an odd number of triangles, counted along z, shape [X, Y, Z]."""
    triangles = (mesh.vertices[mesh.faces] - corner) / cell
    triangles[:, :, :2] -= np.array(_RAY_SHIFT)
    first = np.ceil(triangles[:, :, :2].min(axis=1)).astype(np.int64)
    counts = np.maximum(np.floor(triangles[:, :, :2].max(axis=1)).astype(np.int64) - first + 1, 0)
    pairs = counts[:, 0] * counts[:, 1]
    owner = np.repeat(np.arange(len(triangles)), pairs)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(pairs) - pairs, pairs)
    i = first[owner, 0] + place // counts[owner, 1]
    j = first[owner, 1] + place % counts[owner, 1]
    a, b, c = (triangles[owner, index] for index in range(3))
    area = _cross(b - a, c - a)
    point = np.stack([i, j, np.zeros_like(i)], axis=1).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        u, v = _cross(point - a, c - a) / area, _cross(b - a, point - a) / area
        crossing = a[:, 2] + u * (b[:, 2] - a[:, 2]) + v * (c[:, 2] - a[:, 2])
    hit = (u >= 0) & (v >= 0) & (u + v <= 1) & (area != 0)
    above = np.ceil(crossing[hit]).astype(np.int64)
    crossings = np.zeros(shape + np.array([0, 0, 1]), np.int64)
    np.add.at(crossings, (i[hit], j[hit], np.clip(above, 0, shape[2])), 1)
    return np.asarray(crossings.cumsum(axis=2)[:, :, :-1] % 2 == 1)


def _cross(first: Vector, second: Vector) -> Vector:
    """The z component of the cross product, shape [P]."""
    return first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]
