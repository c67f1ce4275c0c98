"""The project of a rubber ball whose user likes the stiffer one of two candidates."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from sim.materials import MaterialClass
from sim.project import Project
from sim.vote import VOTES_NAME
from studio.jobs.candidate_store import file_sha256
from tests.models.preference.preference_fixtures import vote
from tests.studio.photo_project import make_photo_project

CHECKPOINT = "ab" * 32


def make_voted_project(
    path: Path, vote_count: int = 24, *, checkpoint: str = CHECKPOINT, seed: int = 0
) -> Project:
    """Create `path` (NAME.p4d) with votes on pairs of samples of its own distribution."""
    made = make_photo_project(path, size_px=(160 + 2 * seed, 120))  # a photo of its own
    assert made.physics is not None
    physics = made.physics.conditioned(material_class=MaterialClass.RUBBER)
    project = made.save(replace(made.manifest, checkpoint=checkpoint, physics=physics))
    photo = file_sha256(project.photo_path)
    rng = np.random.default_rng(seed)
    lines = []
    for number in range(vote_count):
        first, second = physics.sample(rng, 2)
        answer = "left" if first.youngs_modulus_pa > second.youngs_modulus_pa else "right"
        keys = (f"a{number}", f"b{number}")
        lines.append(
            vote((first, second), answer, keys=keys, photo=photo, checkpoint=checkpoint).to_line()
        )
    (path / VOTES_NAME).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return project
