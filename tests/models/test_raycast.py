"""Ray casting against shapes whose depths are known exactly."""

from __future__ import annotations

import numpy as np
from shape_fixtures import box_mesh, sphere_mesh

from models.data.raycast import RayCaster, camera_rays, render_mesh
from render.camera import Camera


def camera(side: int = 33, elevation_deg: float = 0.0) -> Camera:
    return Camera.orbit(
        (0, 0, 0),
        radius=2.0,
        azimuth_deg=0,
        elevation_deg=elevation_deg,
        width=side,
        height=side,
    )


def test_first_and_last_hits_of_a_sphere_are_analytic() -> None:
    origins, directions = camera_rays(camera())
    caster = RayCaster(sphere_mesh(128, 256))
    first, last = caster.first_hits(origins, directions), caster.last_hits(origins, directions)
    along = -(origins * directions).sum(1)
    square = 0.25 - ((origins**2).sum(1) - along**2)
    inside = square > 0.01
    half = np.sqrt(square[inside])
    np.testing.assert_allclose(first.distance[inside], along[inside] - half, atol=2e-3)
    np.testing.assert_allclose(last.distance[inside], along[inside] + half, atol=2e-3)
    assert not first.valid[square < 0].any()


def test_box_faces_lie_at_their_depths() -> None:
    origins, directions = camera_rays(camera())
    caster = RayCaster(box_mesh((0.6, 0.4, 0.2)))
    centre = len(origins) // 2
    assert abs(caster.first_hits(origins, directions).distance[centre] - 1.7) < 1e-5
    assert abs(caster.last_hits(origins, directions).distance[centre] - 2.3) < 1e-5


def test_picture_shows_the_texture_the_right_way_up() -> None:
    picture = render_mesh(RayCaster(sphere_mesh()), camera(), samples=2)
    assert picture[12, 16, 3] == picture[20, 16, 3] == 1
    np.testing.assert_allclose(picture[12, 16, :3], [1, 0, 0], atol=1e-6)
    np.testing.assert_allclose(picture[20, 16, :3], [0, 0, 1], atol=1e-6)


def test_edge_pixels_are_partly_covered_and_keep_their_colour() -> None:
    picture = render_mesh(RayCaster(box_mesh((0.6, 0.4, 0.21))), camera(), samples=4)
    edge = (picture[..., 3] > 0) & (picture[..., 3] < 1)
    assert edge.any()
    np.testing.assert_allclose(picture[edge][:, :3], 90 / 255, atol=1e-3)
