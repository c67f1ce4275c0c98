"""Several bodies, regions and rigid things as one world: what a take says of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sim_bodies import box_shell, sphere_shell

from render.errors import InputError
from sim.body import Body
from sim.body_set import fill_bodies
from sim.material_table import material
from sim.materials import ConstitutiveLaw
from sim.quality import QUALITY_PRESETS
from sim.regions import Region
from sim.run_options import RunOptions
from sim.scene.forces import Wind
from sim.scene.hand import HandAction, HandCommand
from sim.scene.shapes import Box
from sim.scene.stepping import SubstepPolicy
from sim.scene_setup import SceneSetup
from sim.selections import ShapeSelection
from sim.simulate import simulate_bodies

SMALL = replace(QUALITY_PRESETS["sketch"], max_particles=600)
JELLY = material(ConstitutiveLaw.JELLY, youngs_modulus_pa=2e4, density_kg_m3=1000)
STONE = material(ConstitutiveLaw.RIGID, youngs_modulus_pa=1e10, density_kg_m3=2000)
WEIGHTLESS = SceneSetup(gravity_m_s2=(0, 0, 0), ground_z_m=None, frame_count=4)


def at(cloud, x=0.0, z=0.0):
    return cloud.transformed(np.eye(3, dtype=np.float32), np.array([x, 0, z], np.float32))


def run(tmp_path, bodies, scene=WEIGHTLESS, **options):
    return simulate_bodies(
        bodies, scene, quality=SMALL, take_path=tmp_path / "take", options=RunOptions(**options)
    )


@pytest.mark.parametrize("second", [JELLY, STONE], ids=["two jellies", "jelly and stone"])
def test_bodies_that_meet_exchange_momentum(tmp_path, second):
    bodies = [
        Body(at(sphere_shell(0.1, 400)), JELLY, name="left", velocity_m_s=(1, 0, 0)),
        Body(at(sphere_shell(0.1, 400), x=0.22), second, name="right", separate=True),
    ]
    take = run(tmp_path, bodies, checkpoint_every=0)
    seen = take.diagnostics()
    assert [body.name for body in take.bodies] == ["left", "right"]
    assert np.allclose(seen.momentum_kg_m_s, seen.momentum_kg_m_s[0], rtol=0, atol=2e-4)
    assert np.ptp(seen.angular_momentum_kg_m2_s, axis=0).max() < 2e-3
    right = take.bodies[1]
    own = slice(right.first_gaussian, right.first_gaussian + right.gaussian_count)
    moved = take.frame(3).means[own].mean(axis=0) - take.frame(0).means[own].mean(axis=0)
    assert moved[0] > 0.01
    assert seen.kinetic_energy_j[-1] < seen.kinetic_energy_j[0]
    assert set(seen.limiting_cause[1:]) <= {"elastic", "velocity"}
    assert (seen.smallest_dt_s[1:] > 0).all()


def test_a_body_with_a_rigid_region_keeps_that_part(tmp_path):
    cap = Region(ShapeSelection(Box((0.2, 0.2, 0.08), (0, 0, 0.08))), STONE, "cap")
    scene = SceneSetup(frame_count=4)
    ball = at(sphere_shell(0.1, 400), z=0.101)
    bodies = [
        Body(
            ball,
            JELLY,
            regions=(
                replace(
                    cap,
                    selection=cap.selection.moved(
                        np.eye(3, dtype=np.float32), np.array([0, 0, 0.101], np.float32)
                    ),
                ),
            ),
        )
    ]
    take = run(tmp_path, bodies, scene, fields=("stress", "velocity", "plastic_strain"))
    soft, rigid = take.bodies[0].materials
    assert soft.particle_count > 100
    assert rigid.particle_count > 20
    assert take.provenance.law == "jelly + rigid"
    first, last = take.pose(0), take.pose(3)
    high = first.means[:, 2] > 0.17
    apart = np.linalg.norm(first.means[high][:, None] - first.means[high], axis=-1)
    kept = np.linalg.norm(last.means[high][:, None] - last.means[high], axis=-1)
    assert np.abs(apart - kept).max() < 2e-3
    stress = take.field("stress", 3)
    assert np.median(stress[high]) < 0.1 * np.median(stress[~high])
    assert take.field("plastic_strain", 3).max() == 0
    speed = take.field("velocity", 3)
    assert 0 < speed.max() <= take.diagnostics().max_speed_m_s[3] * 1.01


def test_rigid_bodies_alone_need_no_grid(tmp_path):
    box = Body(at(box_shell((0.2, 0.2, 0.2)), z=0.5), STONE)
    calm = run(tmp_path, [box], SceneSetup(frame_count=3))
    assert (calm.provenance.source, calm.header.run.grid) == ("rigid", False)
    assert calm.bodies[0].interior_count == 0
    windy = SceneSetup(frame_count=3, forces=(Wind((8, 0, 0), 2.0),))
    take = simulate_bodies([box], windy, quality=SMALL, take_path=tmp_path / "windy")
    assert take.diagnostics().center_m[2, 0] > calm.diagnostics().center_m[2, 0] + 0.01


@pytest.mark.parametrize("params", [JELLY, STONE])
def test_a_still_body_is_seen_and_touches_nothing(tmp_path, params):
    falling = Body(at(box_shell((0.2, 0.2, 0.2)), z=0.3), params)
    scenery = Body(box_shell((0.2, 0.2, 0.2)), params, name="wall", still=True)
    take = run(tmp_path, [scenery, falling], SceneSetup(ground_z_m=None, frame_count=5))
    count = scenery.cloud_world.gaussian_count
    first, last = take.frame(0), take.frame(4)
    span = np.ptp(first.means, axis=0).max()
    assert abs(last.means[:count] - scenery.cloud_world.means).max() < span / 30_000
    drop = 0.5 * 9.81 * 0.16**2
    assert (first.means - last.means)[count:, 2].mean() == pytest.approx(drop, rel=0.05)
    assert [body.particle_count > 0 for body in take.bodies] == [False, True]
    with pytest.raises(InputError, match="bodies that move"):
        fill_bodies([scenery], quality=SMALL, seed=0)


def test_a_hand_lifts_a_rigid_body(tmp_path):
    box = Body(at(box_shell((0.2, 0.2, 0.2)), z=0.11), STONE)
    commands = [
        HandCommand(0.0, HandAction.GRAB, (0, 0, 0.2), 0.2),
        HandCommand(0.0, HandAction.MOVE, (0, 0, 0.5), 0.2),
    ]
    pressed = iter([commands])
    take = run(tmp_path, [box], SceneSetup(frame_count=6), hand=lambda time_s: next(pressed, []))
    assert take.diagnostics().center_m[5, 2] > 0.2
    assert len(take.commands()) == 2


def test_several_bodies_share_the_particle_limit_and_one_grid():
    bodies = [
        Body(at(sphere_shell(0.2, 800)), JELLY),
        Body(at(sphere_shell(0.1, 400), x=0.5), JELLY),
    ]
    filled = fill_bodies(bodies, quality=SMALL, seed=0)
    large, small = (body.particle_count for body in filled.bodies)
    assert large + small <= 600
    assert 4 < large / small < 12
    volume = sum(float(body.particles.volumes.sum()) for body in filled.bodies)
    assert filled.particle_count * filled.dx_m**3 / volume >= 3.8
    with pytest.raises(InputError, match="name at least one"):
        fill_bodies([], quality=SMALL, seed=0)


def test_a_body_outside_the_domain_is_refused(tmp_path):
    scene = replace(WEIGHTLESS, domain=Box((0.5, 0.5, 0.5)))
    with pytest.raises(InputError, match=r"right.*outside the domain.*enlarge the domain"):
        run(tmp_path, [Body(at(sphere_shell(0.1, 400), x=0.45), JELLY, name="right")], scene)
    assert not (tmp_path / "take").exists()


def test_a_fixed_substep_that_is_too_long_is_refused_before_any_work(tmp_path):
    scene = replace(WEIGHTLESS, substep=SubstepPolicy("fixed", 0.02))
    with pytest.raises(InputError, match=r"largest stable"):
        run(tmp_path, [Body(at(sphere_shell(0.1, 400)), JELLY)], scene)
    assert not (tmp_path / "take").exists()


def test_bad_bodies_and_options_are_refused_in_words():
    ball = sphere_shell(0.1, 50)
    with pytest.raises(InputError, match="empty cloud"):
        Body(ball.select(slice(0, 0)), JELLY)
    with pytest.raises(InputError, match="three numbers of at most 1000 m/s"):
        Body(ball, JELLY, velocity_m_s=(0, 0, np.nan))
    with pytest.raises(InputError, match="unknown device 'tpu'; use one of: cpu, cuda"):
        RunOptions(device="tpu")
    with pytest.raises(InputError, match="0 or more, got -1"):
        RunOptions(checkpoint_every=-1)
