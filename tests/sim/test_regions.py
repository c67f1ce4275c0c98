"""Regions of a cloud: shapes, masks, labels, overlaps and their JSON."""

from __future__ import annotations

import json

import numpy as np
import pytest
from sim_bodies import cloud_of, lattice

from render.errors import InputError
from sim.materials import ConstitutiveLaw, MaterialParams
from sim.regions import Region, assign_regions
from sim.scene.shapes import Box, Cylinder, Sphere
from sim.selections import LabelSelection, MaskSelection, ShapeSelection

SOFT = MaterialParams(ConstitutiveLaw.JELLY, 1e4, 0.3, 1000)
BODY = lattice((8, 4, 4), 0.05)
CLOUD = cloud_of(BODY.positions[:, :] + np.float32(0.004))
RIGHT = np.asarray(BODY.positions[:, 0] > 0, bool)
QUARTER_TURN = np.array([[0, -1, 0], [1, 0, 0], [0, 0, 1]], np.float32)


def box(center, half, quat=(1, 0, 0, 0)):
    return ShapeSelection(Box(half, center, quat))


def ball(center, radius):
    return ShapeSelection(Sphere(radius, center))


def material(*selections):
    return assign_regions([Region(one, SOFT) for one in selections], CLOUD, BODY.positions)


def test_without_regions_everything_is_the_body_itself():
    found = material()
    assert found.counts == (128,)
    assert not found.material.any()


@pytest.mark.parametrize(
    "selection",
    [
        box((0.5, 0, 0), (0.5, 1, 1)),
        box((0.5, 0, 0), (1, 0.5, 1), (0.5**0.5, 0, 0, 0.5**0.5)),
        MaskSelection(RIGHT),
        LabelSelection(np.where(RIGHT, 7, 2), 7),
    ],
)
def test_each_rule_chooses_the_right_half(selection):
    found = material(selection)
    assert np.array_equal(found.material == 1, RIGHT)
    assert found.counts == (64, 64)
    assert found.notes == ()


def test_a_sphere_chooses_by_distance():
    found = material(ball((0.0, 0.0, 0.1), 0.05))
    distances = np.linalg.norm(BODY.positions - np.float32([0, 0, 0.1]), axis=1)
    assert np.array_equal(found.material == 1, distances <= 0.05)
    assert found.counts[1] == 8


def test_later_regions_win_and_overlaps_are_told():
    found = material(MaskSelection(RIGHT), box((0, 0, 0), (1, 1, 0.1)))
    low = BODY.positions[:, 2] < 0.1
    assert np.array_equal(found.material, np.where(low, 2, np.where(RIGHT, 1, 0)))
    assert found.notes == ("region 2 takes 32 particles from region 1, which it overlaps",)


def test_an_empty_region_is_told():
    found = material(ball((9, 9, 9), 0.1))
    assert found.notes == ("region 1 holds no particle; move or enlarge it",)


@pytest.mark.parametrize("selection", [MaskSelection(RIGHT[:5]), LabelSelection(np.arange(5), 1)])
def test_marks_for_another_cloud_are_refused(selection):
    with pytest.raises(InputError, match="marks 5 Gaussians of a cloud that has 128"):
        material(selection)


@pytest.mark.parametrize(
    "selection",
    [
        box((0.1, 0.2, 0.3), (1, 2, 3), (0.5, 0.5, 0.5, 0.5)),
        ball((0.1, 0.2, 0.3), 0.25),
        ShapeSelection(Cylinder(0.1, 0.2, (0.1, 0, 0.1), (1, 0, 0))),
        MaskSelection(RIGHT),
        LabelSelection(np.arange(128) % 3, 2),
    ],
)
def test_json_round_trip(selection):
    region = Region(selection, SOFT, "lid")
    again = Region.from_json(json.loads(json.dumps(region.to_json())))
    assert again.params == SOFT
    assert again.name == "lid"
    assert again.to_json() == region.to_json()
    assert np.array_equal(material(again.selection).material, material(selection).material)


def test_regions_move_with_their_cloud():
    shift = np.array([1.0, 2.0, 3.0], np.float32)
    moved = (BODY.positions @ QUARTER_TURN.T + shift).astype(np.float32)
    cloud = CLOUD.transformed(QUARTER_TURN, shift)
    for selection in (
        box((0.3, 0.02, 0.01), (0.3, 0.2, 0.09)),
        ball((0.1, 0.05, 0.1), 0.08),
        ShapeSelection(Cylinder(0.1, 0.15, (0.1, 0, 0.1), (1, 0, 0))),
        MaskSelection(RIGHT),
    ):
        region = Region(selection, SOFT).moved(QUARTER_TURN, shift)
        found = assign_regions([region], cloud, moved)
        assert np.array_equal(found.material, material(selection).material)
        assert 0 < found.counts[1] < 128


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"type": "cone"}, "unknown type of selection 'cone'"),
        ({"type": "box", "center_m": [0, 0, 0]}, "box cannot be read"),
        ({"type": "sphere", "center_m": [0, 0, 0], "radius_m": -1}, "radius of a sphere"),
        (
            {"type": "box", "center_m": [0, 0], "half_extents_m": [1, 1, 1]},
            "centre of a box",
        ),
        ({"type": "mask", "count": 3, "bits": "*"}, "mask selection cannot be read"),
        ({"type": "label", "label": 1, "labels": "AAAA"}, "label selection cannot be read"),
    ],
)
def test_bad_json_is_refused(values, message):
    with pytest.raises(InputError, match=message):
        Region.from_json({"selection": values, "params": SOFT.to_json()})


@pytest.mark.parametrize("name", ["selection", "params"])
def test_a_region_needs_both_parts(name):
    values = Region(MaskSelection(RIGHT), SOFT).to_json()
    del values[name]
    with pytest.raises(InputError, match="region cannot be read"):
        Region.from_json(values)


def test_marks_must_have_the_right_type():
    with pytest.raises(InputError, match="one true or false"):
        MaskSelection(np.ones(3))
    with pytest.raises(InputError, match="one whole number"):
        LabelSelection(np.ones(3), 1)
    with pytest.raises(InputError, match="above 0"):
        box((0, 0, 0), (1, 0, 1))
    with pytest.raises(InputError, match="rotation of a box"):
        box((0, 0, 0), (1, 1, 1), (0, 0, 0, 0))
