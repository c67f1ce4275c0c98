"""Signed distances of shapes and meshes, and the response of surfaces, against plain numpy."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from render.errors import InputError
from sim.mpm import obstacle, settling
from sim.mpm.cpu.obstacles import signed_distance
from sim.scene.distance import distances, inside
from sim.scene.keyframes import Keyframes
from sim.scene.mesh_distance import distance_grid, open_edges
from sim.scene.mesh_file import read_mesh
from sim.scene.obstacle_rows import ObstacleTable
from sim.scene.obstacles import Obstacle
from sim.scene.shapes import Box, Capsule, Cylinder, HalfSpace, Mesh, Sphere

HALF = np.array([0.1, 0.2, 0.3])
CORNERS = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]) * HALF
QUADS = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))
TURNED = (0.5, -0.3, 0.7, 0.2)
SHAPES = [
    HalfSpace((1, 2, 3), (0.1, 0.2, 0)),
    Box((0.1, 0.2, 0.3), (0, 0.1, 0), TURNED),
    Sphere(0.2, (0.1, 0, 0)),
    Capsule(0.1, 0.2, (0, 0, 0.1), (1, 1, 0)),
    Cylinder(0.15, 0.2, (0, 0, 0.1), (1, 0.3, 0.2)),
]


def obj_text(quads=QUADS):
    lines = [f"v {x} {y} {z}" for x, y, z in CORNERS]
    return "\n".join(lines + ["f " + " ".join(f"{i + 1}/1/1" for i in quad) for quad in quads])


def ply_bytes(*, text):
    order = "ascii" if text else "binary_little_endian"
    header = (
        f"ply\nformat {order} 1.0\nelement vertex 8\nproperty float x\nproperty float y\n"
        "property float z\nproperty uchar red\nelement face 6\n"
        "property list uchar int vertex_indices\nend_header\n"
    )
    if text:
        rows = [f"{x} {y} {z} 255" for x, y, z in CORNERS]
        rows += ["4 " + " ".join(map(str, quad)) for quad in QUADS]
        return (header + "\n".join(rows)).encode()
    body = b"".join(struct.pack("<fffB", *corner, 255) for corner in CORNERS)
    return header.encode() + body + b"".join(struct.pack("<Biiii", 4, *quad) for quad in QUADS)


def stl_bytes(*, text):
    triangles = [(q[0], q[i], q[i + 1]) for q in QUADS for i in (1, 2)]
    if text:
        facets = [
            "facet normal 0 0 0\nouter loop\n"
            + "".join(f"vertex {x} {y} {z}\n" for x, y, z in CORNERS[list(t)])
            + "endloop\nendfacet\n"
            for t in triangles
        ]
        return ("solid box\n" + "".join(facets) + "endsolid box\n").encode()
    body = [struct.pack("<12fH", 0, 0, 0, *CORNERS[list(t)].ravel(), 0) for t in triangles]
    return b"\0" * 80 + struct.pack("<I", len(body)) + b"".join(body)


FILES = {
    "box.obj": obj_text().encode(),
    "text.ply": ply_bytes(text=True),
    "binary.ply": ply_bytes(text=False),
    "binary.stl": stl_bytes(text=False),
    "text.stl": stl_bytes(text=True),
}


@pytest.mark.parametrize("name", FILES)
def test_mesh_files_read_alike(tmp_path, name):
    (tmp_path / name).write_bytes(FILES[name])
    mesh = read_mesh(tmp_path / name)
    assert mesh.faces.shape == (12, 3)
    assert sorted(map(tuple, mesh.vertices.round(6))) == sorted(map(tuple, CORNERS.round(6)))
    assert open_edges(mesh) == 0
    a, b, c = (mesh.vertices[mesh.faces[:, i]] for i in range(3))
    areas = np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2
    assert areas.sum() == pytest.approx(8 * (0.1 * 0.2 + 0.2 * 0.3 + 0.3 * 0.1))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (obj_text(QUADS[1:]).encode(), "4 of its edges"),
        (b"v 0 0 0\nv 1 0 0\nv 0 1 0\n", "holds no triangles"),
        (b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 9\n", "does not hold"),
        (b"v 0 0 0\nv 1 0 nan\nv 0 1 0\nf 1 2 3\n", "no finite number"),
        (b"v 0 0 x\n", "damaged"),
    ],
)
def test_open_and_damaged_meshes_are_refused_before_work_starts(tmp_path, data, words):
    (tmp_path / "a.obj").write_bytes(data)
    with pytest.raises(InputError, match=words):
        ObstacleTable([Obstacle(Mesh(str(tmp_path / "a.obj")))])


def test_a_missing_mesh_is_named(tmp_path):
    with pytest.raises(InputError, match=r"nothing\.obj cannot be read"):
        ObstacleTable([Obstacle(Mesh(str(tmp_path / "nothing.obj")))])


def test_a_mesh_s_distance_grid_is_exact_at_its_nodes(tmp_path):
    (tmp_path / "box.obj").write_text(obj_text())
    grid = distance_grid(read_mesh(tmp_path / "box.obj"))
    axes = [grid.corner[i] + grid.cell_m * np.arange(grid.values.shape[i]) for i in range(3)]
    nodes = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
    expected = distances(Box(tuple(HALF)), nodes).signed
    assert np.abs(grid.values.ravel() - expected).max() < 1e-7


def evaluated(table, points):
    rows = table.at(0.0, 0.01)
    found = [
        signed_distance(rows.rows[0], rows.shapes[0], rows.distances, *point) for point in points
    ]
    return np.array(found)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: type(shape).__name__)
@pytest.mark.parametrize("moved", [False, True])
def test_compiled_distances_agree_with_numpy(rng, shape, moved):
    points = rng.uniform(-0.6, 0.6, (60, 3))
    motion, local, turn = Keyframes(), points, np.eye(3)
    if moved:
        motion = Keyframes((0.0,), ((0.3, 0.1, -0.2),), ((0.5, 0.5, 0.5, 0.5),))
        turn = np.array([[0, 0, 1], [1, 0, 0], [0, 1, 0]])
        local = (points - [0.3, 0.1, -0.2]) @ turn
    table = ObstacleTable([Obstacle(shape, motion=motion)], dtype=np.float64)
    found, expected = evaluated(table, points), distances(shape, local)
    assert found[:, 0] == pytest.approx(expected.signed, abs=1e-12)
    assert found[:, 1:] == pytest.approx(expected.normals @ turn.T, abs=1e-12)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: type(shape).__name__)
def test_normals_are_the_slope_of_the_distance(rng, shape):
    points, h = rng.uniform(-0.6, 0.6, (200, 3)), 1e-6
    slopes = [
        (distances(shape, points + h * e).signed - distances(shape, points - h * e).signed)
        / (2 * h)
        for e in np.eye(3)
    ]
    gap = np.abs(np.stack(slopes, axis=1) - distances(shape, points).normals).max(axis=1)
    assert np.quantile(gap, 0.98) < 1e-4  # edges have no slope


def test_mesh_colliders_agree_with_the_analytic_shapes(tmp_path, rng):
    (tmp_path / "box.obj").write_text(obj_text())
    (tmp_path / "ball.obj").write_text(ball_text(24))
    points = rng.uniform(-0.7, 0.7, (300, 3))
    for name, shape, allowed in (
        ("box", Box((0.2, 0.4, 0.6)), 6e-3),
        ("ball", Sphere(0.6), 6e-3),
    ):
        scale = 2.0
        mesh = Mesh(str(tmp_path / f"{name}.obj"), scale)
        found = evaluated(ObstacleTable([Obstacle(mesh)], dtype=np.float64), points)
        expected = distances(shape, points)
        # Beyond the grid the kernel gives a lower bound, which is all that culling needs.
        assert (found[:, 0] <= expected.signed + allowed).all()
        near = np.abs(expected.signed) < 0.02
        assert near.sum() > 5
        assert np.abs(found[:, 0] - expected.signed)[near].max() < allowed
        if name == "ball":
            aligned = (found[near, 1:] * expected.normals[near]).sum(axis=1)
            assert aligned.min() > 0.98


def ball_text(rings):
    """A sphere of radius 0.3 out of quadrilaterals and two fans."""
    polar = np.pi * np.arange(1, rings) / rings
    around = 2 * np.pi * np.arange(2 * rings) / (2 * rings)
    p, a = (grid.ravel() for grid in np.meshgrid(polar, around, indexing="ij"))
    ring = np.stack([np.sin(p) * np.cos(a), np.sin(p) * np.sin(a), np.cos(p)], axis=1)
    points = 0.3 * np.concatenate([ring, [[0, 0, 1], [0, 0, -1]]])
    width, count = 2 * rings, len(ring)
    faces = []
    for j in range(width):
        k = (j + 1) % width
        faces.append((count, j, k))
        faces.append((count + 1, count - width + k, count - width + j))
        for i in range(rings - 2):
            faces.append((i * width + j, (i + 1) * width + j, (i + 1) * width + k, i * width + k))
    lines = [f"v {x:.9f} {y:.9f} {z:.9f}" for x, y, z in points]
    return "\n".join(lines + ["f " + " ".join(str(i + 1) for i in face) for face in faces])


def test_selections_hold_what_lies_inside():
    points = np.array([[0.0, 0, 0], [0.09, 0.19, 0.29], [0.11, 0, 0], [0, 0, 0.31]])
    assert inside(Box(tuple(HALF)), points).tolist() == [True, True, False, False]
    assert inside(Sphere(0.1), points).tolist() == [True, False, False, False]
    assert inside(Cylinder(0.12, 0.3), points).tolist() == [True, False, True, False]


@pytest.mark.parametrize(
    ("surface", "velocity", "expected"),
    [
        ("separate", (1.0, 0.0, 2.0), (1.0, 0.0, 2.0)),  # leaves: untouched
        ("separate", (3.0, 4.0, -2.0), (2.4, 3.2, 0.0)),  # slides: loses 0.5 · 2 of 5 m/s
        ("separate", (3.0, 4.0, -20.0), (0.0, 0.0, 0.0)),  # friction holds it
        ("slip", (3.0, 4.0, 2.0), (3.0, 4.0, 0.0)),  # may not leave, nothing presses
        ("slip", (3.0, 4.0, -2.0), (2.4, 3.2, 0.0)),
        ("sticky", (3.0, 4.0, 2.0), (0.0, 0.0, 0.0)),
        ("sticky", (3.0, 4.0, -2.0), (0.0, 0.0, 0.0)),
    ],
)
def test_surfaces_respond_by_the_formula(surface, velocity, expected):
    leaves, slides = float(surface == "separate"), float(surface != "sticky")
    found = obstacle.surface_response(
        *velocity, 0.0, 0.0, 1.0, 0.5, 0.0, leaves, slides, 0.0, 1.0, 1e-18
    )
    assert found == pytest.approx(expected)


@pytest.mark.parametrize(
    ("surface", "downward", "expected"),
    [
        ("separate", 0.3, (3.0, 4.0, -0.3)),  # slower than the gap may close: untouched
        ("separate", 2.5, (2.4, 3.2, -0.5)),  # only what is taken away presses
        ("slip", 2.0, (2.4, 3.2, 0.0)),  # held at once
    ],
)
def test_a_gap_closes_at_its_own_speed(surface, downward, expected):
    found = obstacle.surface_response(
        3.0, 4.0, -downward, 0.0, 0.0, 1.0, 0.5, 0.5, float(surface == "separate"), 1.0,
        0.0, 1.0, 1e-18,
    )  # fmt: skip
    assert found == pytest.approx(expected)


@pytest.mark.parametrize("distance", [0.1, 0.35, 0.8, 1.2])
def test_the_mass_at_a_node_tells_the_gap_to_a_flat_body(distance):
    """Shares of the kernel that lie beyond a distance from the node."""

    def share(beyond):
        places = beyond + (np.arange(300_000) + 0.5) / 100_000
        inner, outer = 0.75 - places**2, 0.5 * np.maximum(1.5 - np.abs(places), 0) ** 2
        return 1e-5 * np.where(np.abs(places) < 0.5, inner, outer).sum()

    full_kg, surface = 0.125, distance - 1.0
    mass, above = full_kg * share(distance), full_kg * share(distance - 1)
    found = settling.obstacle_gap(mass, 6 / full_kg, surface, settling.REACH_CELLS, 3.0, 1.0)
    assert found == pytest.approx(1.0, abs=0.06)
    for scale in (1.0, 0.25):
        found = settling.ground_gap(
            scale * mass, scale * above, surface, settling.REACH_CELLS, settling.RATIO_SLOPE, 1e-20
        )
        assert found == pytest.approx(1.0, abs=0.07)
