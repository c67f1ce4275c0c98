"""Distributions, votes and projects for the tests of preference learning."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from models.preference.votes import VotePair, read_votes
from render.gaussians import GaussianCloud
from sim.class_priors import class_priors
from sim.material_table import params_for
from sim.materials import MaterialClass
from sim.physics_distribution import PhysicsDistribution
from sim.physics_sample import PhysicsSample
from sim.project import Project
from sim.project_manifest import MaskReport, ProjectManifest
from sim.sweep.plan import RunTask
from sim.sweep.result import RunResult
from sim.sweep.set_stiffness import SetStiffness
from sim.vote import VOTES_NAME, Vote, VoteSide, VoteSubject
from tests.studio.synthetic_project import write_take

CHECKPOINT = "c0ffee" * 10 + "c0ff"
PHOTO = b"not really a picture"
PHOTO_HASH = hashlib.sha256(PHOTO).hexdigest()


def physics(seed: int = 0) -> PhysicsDistribution:
    """A distribution that is unsure of class and values."""
    rng = np.random.default_rng(seed)
    prior = class_priors()
    return replace(prior, class_probabilities=rng.dirichlet(np.ones(14)))


def foam_like() -> PhysicsDistribution:
    """Foam for certain, its values as published."""
    return class_priors().conditioned(material_class=MaterialClass.FOAM)


def project(folder: Path, distribution: PhysicsDistribution, photo: bytes = PHOTO) -> Path:
    """A project whose object is one splat and whose photo is no picture."""
    one = np.ones((1, 3), np.float32)
    cloud = GaussianCloud(
        one * 0,
        np.array([[1, 0, 0, 0]], np.float32),
        one * 0.1,
        np.ones(1, np.float32),
        one[:, None] * 0,
    )
    manifest = ProjectManifest(
        size_m=0.5, checkpoint=CHECKPOINT, physics=distribution, mask=MaskReport("alpha", 0.5)
    )
    made = Project.create(folder / "Foam.p4d", manifest, cloud, pictures={"photo.png": photo})
    return made.path


def vote(
    samples: tuple[PhysicsSample, PhysicsSample],
    answer: str,
    *,
    keys: tuple[str, str] = ("a", "b"),
    voter: str = "voter-1",
    photo: str = PHOTO_HASH,
    checkpoint: str = CHECKPOINT,
) -> Vote:
    """A vote on two samples."""
    subject = VoteSubject(photo, checkpoint, "set-1", SetStiffness.from_json(
        {"mode": "real", "fastest_wave_m_s": 10.0, "expressive": {}}
    ), voter, 1)  # fmt: skip
    sides = [
        VoteSide(key, f"{key}-sketch", 0, -1.0, params_for(sample), params_for(sample))
        for key, sample in zip(keys, samples, strict=True)
    ]
    return Vote(subject, "sketch", sides[0], sides[1], 0, answer, "2026-01-01T00:00:00+00:00")


def written(project_path: Path, votes: list[Vote]) -> tuple[VotePair, ...]:
    """Votes after a way through the file of a project."""
    text = "".join(f"{one.to_line()}\n" for one in votes)
    (project_path / VOTES_NAME).write_text(text, encoding="utf-8")
    return read_votes(project_path)


def stiff_votes(
    distribution: PhysicsDistribution, count: int, *, wrong: float = 0.0, voter: str = "voter-1"
) -> list[Vote]:
    """Votes of somebody who always likes the stiffer of two samples, but for a share of slips."""
    rng = np.random.default_rng(3)
    votes = []
    for number in range(count):
        first, second = distribution.sample(rng, 2)
        stiffer = first.youngs_modulus_pa > second.youngs_modulus_pa
        likes_first = stiffer != (rng.random() < wrong)
        answer = "left" if likes_first else "right"
        keys = (f"a{number}", f"b{number}")
        votes.append(vote((first, second), answer, keys=keys, voter=voter))
    return votes


class Formula:
    """Writes a take for every run: the stiffer its material, the less it falls."""

    def __init__(self, fail: int | None = None) -> None:
        self.fail, self.ran = fail, 0

    def run(self, tasks: Iterator[RunTask], report: object = None) -> Iterator[RunResult]:
        for task in tasks:
            self.ran += 1
            if self.ran == self.fail:
                yield RunResult(task.run.name, task.run.quality, "failed", "its process was ended")
                continue
            decades = np.log10(task.run.asked.youngs_modulus_pa)
            write_take(
                Project.open(task.subject.project),
                task.run.name,
                frame_count=6,
                height_share=float(np.clip(1.6 - 0.2 * decades, 0.05, 1)),
            )
            yield RunResult(task.run.name, task.run.quality, "finished")
