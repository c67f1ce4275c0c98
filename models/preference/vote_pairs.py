"""From votes of one or several people to weighted comparisons, and where they contradict."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.preference.comparisons import Comparison, Material
from models.preference.votes import VotePair
from sim.physics_distribution import PhysicsDistribution
from sim.project import Project, is_project

Question = tuple[str, str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A question that was answered both ways."""

    candidates: tuple[str, str]
    """Keys of the two candidates, sorted."""
    set_name: str
    """Their set."""
    for_first: int
    """Votes for the first."""
    for_second: int
    """Votes for the second."""
    voters: tuple[str, ...]
    """Who answered; one name if a person contradicted themself."""


@dataclass(frozen=True, slots=True, eq=False)
class VoteBook:
    """What votes say after those that cannot be used were put aside."""

    distributions: tuple[PhysicsDistribution, ...]
    """What the model alone says of each photo."""
    comparisons: tuple[Comparison, ...]
    """One a question: the Bradley–Terry likelihood of its answers is that of their mean."""
    contradictions: tuple[Contradiction, ...]
    """Questions with votes both ways."""
    used: int
    """Votes that count."""
    left_out: Mapping[str, int]
    """Reasons why votes do not count, with their number."""
    takes_gone: int
    """Votes that count although a take of theirs no longer exists."""
    votes_by_voter: Mapping[str, int]
    """Votes that count by anonymous label."""


def vote_book(votes: Sequence[VotePair], projects: Sequence[Path], checkpoint: str) -> VoteBook:
    """Weigh votes and find what the model said of their photos.

    Every voter weighs the same, however many votes they gave. Several votes on one question become
    one comparison with their weighted share of wins, which leaves the likelihood of the
    Bradley–Terry model as it is (Bradley & Terry, Biometrika 39, 1952).

    Args:
        votes: Votes of one or several people.
        projects: Projects that may hold the photos, besides those the votes lie in; votes that
            hold the prediction themselves need none.
        checkpoint: SHA-256 of the weights that the adapter will belong to.
    """
    folders = [*projects, *(vote.project for vote in votes)]
    photos = _written(votes, checkpoint) | _distributions(folders, checkpoint)
    left_out: Counter[str] = Counter()
    usable: list[VotePair] = []
    for pair in votes:
        reason = _fault(pair, photos, checkpoint)
        if reason:
            left_out[reason] += 1
        else:
            usable.append(pair)
    voters = Counter(pair.vote.subject.voter for pair in usable)
    questions: defaultdict[Question, list[VotePair]] = defaultdict(list)
    for pair in usable:
        questions[pair.seen_together].append(pair)
    rows = {photo: row for row, photo in enumerate(sorted({key[0] for key in questions}))}
    share = {voter: len(usable) / (len(voters) * count) for voter, count in voters.items()}
    compared = [_comparison(rows[key[0]], own, share) for key, own in questions.items()]
    both = [_contradiction(own) for own in questions.values()]
    return VoteBook(
        tuple(photos[photo] for photo in rows),
        tuple(compared),
        tuple(one for one in both if one is not None),
        len(usable),
        dict(left_out),
        sum(not all(take.exists() for take in pair.takes) for pair in usable),
        dict(voters),
    )


def _written(votes: Sequence[VotePair], checkpoint: str) -> dict[str, PhysicsDistribution]:
    """What the model alone says, by hash of the photo, as far as votes hold it."""
    subjects = [pair.vote.subject for pair in votes]
    return {
        subject.photo_sha256: subject.predicted
        for subject in subjects
        if subject.predicted is not None and subject.checkpoint_sha256 == checkpoint
    }


def _distributions(projects: Sequence[Path], checkpoint: str) -> dict[str, PhysicsDistribution]:
    """What the model alone says, by hash of the photo."""
    found: dict[str, PhysicsDistribution] = {}
    for folder in dict.fromkeys(projects):
        if not is_project(folder):
            continue
        project = Project.open(folder)
        photo, manifest = project.photo_path, project.manifest
        physics = manifest.unadapted_physics
        if photo is None or physics is None or manifest.checkpoint != checkpoint:
            continue
        found[hashlib.sha256(photo.read_bytes()).hexdigest()] = physics
    return found


def _fault(pair: VotePair, photos: Mapping[str, PhysicsDistribution], checkpoint: str) -> str:
    """Why a vote does not count; empty where it does."""
    subject = pair.vote.subject
    if not subject.photo_sha256:
        return "on a splat file, of which no model predicted anything"
    if subject.checkpoint_sha256 != checkpoint:
        return "on candidates of another model"
    if subject.photo_sha256 not in photos:
        return "on a photo whose project was not named or has another photo by now"
    return ""


def _comparison(row: int, pairs: Sequence[VotePair], share: Mapping[str, float]) -> Comparison:
    """One question's answers; the side with more weight is called the winner."""
    first, second = sorted({pairs[0].vote.left.candidate, pairs[0].vote.right.candidate})
    sides = {side.candidate: side for pair in pairs for side in (pair.vote.left, pair.vote.right)}
    weights = [share[pair.vote.subject.voter] for pair in pairs]
    total = sum(weights)
    won = sum(
        weight * (pair.share if pair.vote.left.candidate == first else 1 - pair.share)
        for weight, pair in zip(weights, pairs, strict=True)
    )
    winner, loser, certain = first, second, won / total
    if certain < 0.5:
        winner, loser, certain = second, first, 1 - certain
    return Comparison(
        row,
        Material.of(sides[winner].asked),
        Material.of(sides[loser].asked),
        certain,
        total,
        "|".join((str(row), pairs[0].vote.subject.set_name, first, second)),
    )


def _contradiction(pairs: Sequence[VotePair]) -> Contradiction | None:
    first, second = sorted({pairs[0].vote.left.candidate, pairs[0].vote.right.candidate})
    counts = {first: 0, second: 0}
    voters = []
    for pair in pairs:
        if pair.vote.answer == "same":
            continue
        side = pair.vote.left if pair.vote.answer == "left" else pair.vote.right
        counts[side.candidate] += 1
        voters.append(pair.vote.subject.voter)
    if not all(counts.values()):
        return None
    return Contradiction(
        (first, second),
        pairs[0].vote.subject.set_name,
        counts[first],
        counts[second],
        tuple(dict.fromkeys(voters)),
    )
