"""The scene of a set: all bodies, the same for sketches and previews, kept with the document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from studio.state.candidates import CandidateSet
from studio.state.document_fields import document_fields
from studio.state.document_values import plain_value, read_value
from studio.state.scene_parts import BodyPart, Thing, World
from tests.studio.controllers.candidate_lab import Lab
from tests.studio.controllers.conftest import Desk
from tests.studio.synthetic_project import make_project

COPY = Thing(1, "copy", BodyPart((0.0, 0.0, 1.5)))
STONE = Thing(2, "stone", BodyPart((1.0, 0.0, 1.0), Path("bodies/Stone.p4d")))


@pytest.fixture
def lab(desk: Desk) -> Lab:
    lab = Lab(desk)
    bodies = lab.open() / "bodies"
    bodies.mkdir()
    make_project(bodies / "Stone.p4d")
    put(lab, COPY, STONE)
    with lab.desk.edits.step("Set frames"):
        lab.state.scene.world = World(frame_count=30)
    return lab


def put(lab: Lab, *things: Thing) -> None:
    """Let the scene hold these things."""
    with lab.desk.edits.step("Put things"):
        lab.state.scene.things = things


def shown(lab: Lab) -> CandidateSet:
    found = lab.state.candidates.shown
    assert found is not None
    return found


def test_further_bodies_go_into_every_run(lab: Lab) -> None:
    lab.candidates.sample(2)
    subject = lab.request().subject
    assert [body.name for body in subject.bodies] == ["Ball", "copy", "stone"]
    assert subject.bodies[2].cloud == subject.project / "bodies" / "Stone.p4d"
    assert subject.frame_count == 30


def test_later_edits_of_the_scene_do_not_reach_a_set(lab: Lab) -> None:
    lab.candidates.sample(2)
    sketches = lab.request().subject
    put(lab)
    lab.finish_job()
    assert lab.request().runs[0].quality == "preview"
    assert lab.request().subject == sketches


def test_the_scene_of_a_set_is_saved_with_it(lab: Lab) -> None:
    lab.candidates.sample(2)
    field = next(one for one in document_fields(lab.state) if one.path == "candidates.sets")
    plain = plain_value(field, lab.state.candidates.sets)
    assert read_value(field, plain) == lab.state.candidates.sets
    del plain[0]["scene"]
    (old,) = read_value(field, plain)
    assert old.scene is None


def test_a_set_of_a_project_that_kept_no_scene_runs_in_the_present_one(lab: Lab) -> None:
    lab.candidates.sample(2)
    kept = shown(lab)
    lab.candidates.cancel()
    lab.finish_job(())
    with lab.desk.edits.step("Forget the scene"):
        lab.state.candidates.sets = (replace(kept, scene=None),)
    put(lab, COPY)
    lab.candidates.resume()
    assert [body.name for body in lab.request().subject.bodies] == ["Ball", "copy"]


def test_a_scene_that_cannot_run_is_said_before_anything_is_drawn(lab: Lab) -> None:
    put(lab, Thing(3, "gone", BodyPart((0, 0, 1), Path("bodies/Gone.p4d"))))
    lab.candidates.sample(2)
    assert lab.state.candidates.sets == ()
    assert any("Gone" in text or "gone" in text for text in lab.desk.texts)
