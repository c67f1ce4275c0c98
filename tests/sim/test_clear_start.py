"""Bodies that begin inside a solid are refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sim_bodies import sphere_shell

from render.errors import InputError
from sim.body import Body
from sim.body_set import BodySet, fill_bodies
from sim.clear_start import check_clear_start
from sim.material_table import material
from sim.materials import ConstitutiveLaw
from sim.quality import quality_preset
from sim.scene.keyframes import Keyframes
from sim.scene.obstacles import Obstacle, Surface
from sim.scene.shapes import Box
from sim.scene_setup import SceneSetup


@pytest.fixture(scope="module")
def ball() -> BodySet:
    cloud = sphere_shell(0.2, 400).transformed(np.eye(3, dtype=np.float32), np.array([1.0, 0, 0.3]))
    small = replace(quality_preset("sketch"), max_particles=200)
    soft = material(ConstitutiveLaw.JELLY)
    return fill_bodies([Body(cloud, soft, name="ball")], quality=small, seed=0)


def test_a_buried_body_is_refused(ball: BodySet) -> None:
    around = Obstacle(Box((0.4, 0.4, 0.4), (1.0, 0.0, 0.3)))
    turned = Keyframes((0.0,), ((1.0, 0.0, 0.3),), ((np.sqrt(0.5), 0.0, 0.0, np.sqrt(0.5)),))
    carried = Obstacle(Box((0.3, 0.4, 0.4)), motion=turned)
    for scene, words in (
        (SceneSetup(ground_z_m=0.9), "body ball begins wholly inside the ground"),
        (SceneSetup(obstacles=(around,)), "inside obstacle 1 .from z = .* move one of them"),
        (SceneSetup(obstacles=(carried,)), "inside obstacle 1"),
    ):
        with pytest.raises(InputError, match=words):
            check_clear_start(ball, scene)


def test_a_body_that_has_a_way_out_is_not(ball: BodySet) -> None:
    around = Obstacle(Box((0.4, 0.4, 0.4), (1.0, 0.0, 0.3)))
    check_clear_start(ball, SceneSetup(ground_z_m=0.4))
    for obstacle in (
        replace(around, surface=Surface.STICKY, end_s=1.0),
        replace(around, start_s=0.5),
        replace(around, shape=Box((0.4, 0.4, 0.3), (1.0, 0.0, 0.0))),
        Obstacle(Box((0.3, 0.4, 0.4))),
    ):
        check_clear_start(ball, SceneSetup(obstacles=(obstacle,)))
