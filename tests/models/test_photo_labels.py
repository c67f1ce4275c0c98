"""The hand-written classes of the development photos."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.photo_materials import LABELS, Answer, PhotoLabel, read_labels, shares
from models.preprocess import view_from_rgba
from sim.materials import MaterialClass


def test_every_photo_has_one_to_four_classes_and_stands_once():
    labels = read_labels(LABELS)
    assert len({label.file for label in labels}) == len(labels) == 22
    for label in labels:
        assert 1 <= len(set(label.classes)) == len(label.classes) <= 4
        assert label.what


def test_labels_name_all_single_photos(shared_folder: Path):
    """A photo without a label would be left out of the share unnoticed."""
    photos = shared_folder / "photos"
    single = {
        path.relative_to(photos).as_posix()
        for path in photos.rglob("*")
        if path.suffix in (".png", ".jpg") and path.parent.name != "cake"
    }
    assert {label.file for label in read_labels(LABELS)} == single


def test_a_hit_needs_a_plausible_class_among_the_two_likeliest():
    view = view_from_rgba(np.ones((8, 8, 4), np.float32), np.eye(3, dtype=np.float32))
    probabilities = np.full(14, 0.01)
    probabilities[[MaterialClass.GLASS, MaterialClass.SAND]] = 0.5, 0.3
    stone = PhotoLabel("a", "stone", True, (MaterialClass.STONE, MaterialClass.SAND))
    snow = PhotoLabel("b", "snow", False, (MaterialClass.SNOW,))
    answers = [Answer(label, view, probabilities) for label in (stone, snow)]
    assert [answer.hit for answer in answers] == [True, False]
    found = shares(answers)
    assert (found["cut_outs"]["top2_hit_share"], found["all"]["top2_hit_share"]) == (1.0, 0.5)
    assert found["cut_outs"]["top1_hit_share"] == 0.0
