"""`VoteController`: asks blindly which of two candidates is better; keeps each answer at once."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sim.physics_distribution import PhysicsDistribution
from sim.project import Project
from sim.vote import Answer, Vote, VoteSide, VoteSubject
from studio.jobs.candidate_store import file_sha256, store_vote, stored_votes
from studio.jobs.file_tasks import Files
from studio.state.candidates import QUALITIES, Candidate
from studio.state.language import tr
from studio.state.notices import Remedy
from studio.state.studio_state import StudioState
from studio.state.votes import Ballot, blind_pairs

FEWEST = 2
"""Finished candidates that a vote needs."""
SEED_LIMIT = 2**31


@dataclass(frozen=True, slots=True)
class Origin:
    """What every line says of photo and model."""

    photo_sha256: str
    """Hash of the project's photo."""
    checkpoint_sha256: str
    """Hash of the model's weights."""
    predicted: PhysicsDistribution | None = None
    """What the model alone says of the photo."""


class VoteController:
    """Verbs of blind votes; nothing of a pair is told before its answer."""

    def __init__(
        self,
        state: StudioState,
        files: Files,
        voter_file: Path,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        draw_seed: Callable[[], int] = lambda: secrets.randbelow(SEED_LIMIT),
    ) -> None:
        """Vote on a state's candidates.

        Args:
            state: State whose candidates are voted on.
            files: Writes the votes, off the GUI thread and in order.
            voter_file: Where the voter's anonymous label is kept.
            now: Present time.
            draw_seed: Draws the seed of a round's sides; recorded with every vote.
        """
        self._state = state
        self._files = files
        self._voter_file = voter_file
        self._now = now
        self._draw_seed = draw_seed
        self._subject: VoteSubject | None = None
        self._quality = ""
        self._pairs: tuple[tuple[str, str], ...] = ()
        self._project: Path | None = None
        self._origin = Origin("", "")
        self._voter = ""

    @property
    def voting(self) -> bool:
        """Whether a pair is asked for."""
        return self._state.votes.ballot is not None

    def begin(self) -> bool:
        """Ask for the first pair of the shown set.

        Returns:
            False when there are not two finished candidates.
        """
        candidates, shown = self._state.candidates, self._state.candidates.shown
        quality, members = self._votable()
        if shown is None or len(members) < FEWEST:
            self._state.notices.post(
                "info",
                tr("A vote needs two finished candidates; wait, or sample some first."),
            )
            return False
        stiffness = candidates.stiffness_map(shown.name)
        if stiffness is None:
            return False
        seed = self._draw_seed()
        self._quality = quality
        self._pairs = blind_pairs([one.key for one in members], seed)
        self._subject = VoteSubject(
            self._origin.photo_sha256,
            self._origin.checkpoint_sha256,
            shown.name,
            stiffness,
            self._voter,
            seed,
            self._origin.predicted,
        )
        self._state.votes.pair_count = len(self._pairs)
        self._ask(0)
        return True

    def end(self) -> None:
        """Stop voting; votes that were given stay."""
        self._state.votes.ballot = None

    def answer(self, answer: Answer) -> None:
        """Choose; the answer is stored at once and the two are revealed, a skip goes on."""
        ballot = self._state.votes.ballot
        if ballot is None or ballot.answer is not None or self._subject is None:
            return
        left, right = self._side(ballot.left), self._side(ballot.right)
        if left is None or right is None:
            self.end()
            self._state.notices.post("info", tr("The candidates of this vote are gone."))
            return
        vote = Vote(
            self._subject,
            self._quality,
            left,
            right,
            ballot.number,
            answer,
            self._now().isoformat(timespec="seconds"),
        )
        self._store(vote)
        self._state.votes.votes = (*self._state.votes.votes, vote)
        if answer == "skip":
            self._ask(ballot.number + 1)
        else:
            self._state.votes.ballot = replace(ballot, answer=answer)

    def next(self) -> None:
        """Go on to the next pair after the two were revealed."""
        ballot = self._state.votes.ballot
        if ballot is not None and ballot.answer is not None:
            self._ask(ballot.number + 1)

    def renew_voter(self) -> None:
        """Give the next voter a label of their own."""
        self._voter = ""
        label = new_voter()
        self._files.submit(lambda: write_voter(self._voter_file, label), self._take_voter)

    def update(self) -> None:
        """Notice another project; call at every poll."""
        project = self._state.document.project
        if project == self._project:
            return
        self._project = project
        self.end()
        self._state.votes.votes, self._origin = (), Origin("", "")
        if project is None:
            return
        self._files.submit(lambda: stored_votes(project), partial(self._take_votes, project))
        self._files.submit(lambda: project_origin(project), partial(self._take_origin, project))
        self._files.submit(lambda: read_voter(self._voter_file), self._take_voter)

    def _ask(self, number: int) -> None:
        if number >= len(self._pairs):
            self.end()
            self._state.notices.post(
                "success",
                tr("All {count} pairs were asked for.", count=len(self._pairs)),
                remedy=Remedy(tr("Show votes and adapters"), "show-learning"),
            )
            return
        left, right = self._pairs[number]
        takes = f"{left}-{self._quality}", f"{right}-{self._quality}"
        self._state.votes.ballot = Ballot(left, right, *takes, number)

    def _votable(self) -> tuple[str, list[Candidate]]:
        """The finest quality at which all candidates that take part are finished."""
        candidates, shown = self._state.candidates, self._state.candidates.shown
        members = [] if shown is None else [one for one in shown.candidates if not one.rejected]
        best: tuple[str, list[Candidate]] = ("", [])
        for quality in QUALITIES:
            there = [
                one
                for one in members
                if (run := candidates.run(one.take_name(quality))) is not None
                and run.status == "finished"
            ]
            if there and len(there) >= len(best[1]):
                best = quality, there
        return best

    def _side(self, key: str) -> VoteSide | None:
        """What is kept of a candidate; None when it is gone, by undo for example."""
        candidates = self._state.candidates
        candidate = candidates.candidate(key)
        if candidate is None:
            return None
        take = candidate.take_name(self._quality)
        run = candidates.run(take)
        if run is None or run.result is None or run.result.simulated is None:
            return None
        return VoteSide(
            key,
            take,
            candidate.seed,
            candidate.log_likelihood,
            candidate.params,
            run.result.simulated,
        )

    def _store(self, vote: Vote) -> None:
        project = self._project
        if project is None:
            return

        def on_stored(_file: Path | None, reason: str) -> None:
            if reason:
                line = tr("The vote could not be stored: {reason}", reason=reason)
                self._state.notices.post("error", line)

        self._files.submit(lambda: store_vote(project, vote), on_stored, must_run=True)

    def _take_votes(self, project: Path, votes: tuple[Vote, ...] | None, reason: str) -> None:
        if project != self._project:
            return
        if reason:
            self._state.notices.post("warning", reason)
        self._state.votes.votes = (*(votes or ()), *self._state.votes.votes)

    def _take_origin(self, project: Path, origin: Origin | None, reason: str) -> None:
        if project != self._project:
            return
        self._origin = origin or Origin("", "")
        if reason:
            text = tr("Votes will not say what they are about: {reason}", reason=reason)
            self._state.notices.post("warning", text)

    def _take_voter(self, label: str | None, _reason: str) -> None:
        self._voter = label or new_voter()


def project_origin(project: Path) -> Origin:
    """A project's photo and the model that predicted it, with what that model says alone."""
    opened = Project.open(project)
    manifest = opened.manifest
    photo = file_sha256(opened.photo_path)
    return Origin(photo, manifest.checkpoint, manifest.unadapted_physics)


def new_voter() -> str:
    """A label that says nothing about who votes."""
    return f"voter-{secrets.token_hex(4)}"


def read_voter(file: Path) -> str:
    """The label of this computer's voter, made when there is none."""
    try:
        label = file.read_text(encoding="utf-8").strip()
    except OSError:
        label = ""
    return label or write_voter(file, new_voter())


def write_voter(file: Path, label: str) -> str:
    """Keep a label; returns it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{label}\n", encoding="utf-8")
    return label
