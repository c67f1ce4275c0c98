"""What the stage shows: a pure function of presenter mode and the visitor's own state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from studio.state.language import tr
from studio.state.stage import StageState
from studio.state.studio_state import StudioState

Screen = Literal["attract", "start", "making", "object", "comparing", "vote"]
"""What fills the screen, in the order in which a visitor meets it."""


@dataclass(frozen=True, slots=True)
class StageView:
    """What the stage shows."""

    screen: Screen
    """What fills the screen."""
    title: str
    """Large text."""
    text: str
    """Text below it."""
    fraction: float
    """Progress of what is being made, 0 to 1."""
    photo: str
    """Path of the visitor's photo; empty without one."""
    soft: bool
    """Whether the object moves as if it were soft."""
    pulls: bool
    """Whether drags pull the object; otherwise they turn the view."""
    busy: bool
    """Whether something is being computed."""
    chosen: str
    """The visitor's answer, once the vote is given: "left", "right", "same" or empty."""
    countdown: str
    """How long until everything starts over; empty while that is far."""
    line: str
    """A calm sentence when something did not work."""
    told: bool
    """Whether the operator is told how to leave."""
    held: float
    """Share of the time that Escape must be held which has passed."""


def screen_of(stage: StageState, visitor: StudioState) -> Screen:
    """What fills the screen."""
    document = visitor.document
    if not stage.awake:
        return "attract"
    if visitor.votes.ballot is not None:
        return "vote"
    if document.project is not None and document.gaussian_count > 0:
        return "comparing" if stage.comparing else "object"
    return "start" if document.photo is None else "making"


def resolve_stage(stage: StageState, visitor: StudioState) -> StageView:
    """What the stage shows: a pure function of presenter mode and the visitor's own state.

    Args:
        stage: Presenter mode.
        visitor: State of the visitor's project.
    """
    screen, job, ballot = screen_of(stage, visitor), visitor.jobs.active, visitor.votes.ballot
    title, text = _words(screen)
    seconds = stage.countdown_s
    soft = visitor.material.stiffness == "expressive"
    pulls = visitor.viewport.tool == "hand"
    if screen == "object" and pulls:
        text = tr("Take hold of it and pull")
    answer = "" if ballot is None or ballot.answer is None else ballot.answer
    if answer:
        title = tr("Thank you!")
        text = tr("Your choice helps the studio to learn how things really move.")
    photo = visitor.document.photo
    return StageView(
        screen,
        title,
        text,
        _fraction(screen, visitor),
        "" if photo is None else str(photo),
        soft,
        pulls,
        job is not None,
        answer,
        "" if seconds is None else tr("Starting over in {seconds} s", seconds=seconds),
        stage.line,
        stage.told,
        stage.held,
    )


def _words(screen: Screen) -> tuple[str, str]:
    return {
        "attract": (
            tr("Turn a photo into something you can touch"),
            tr("Press any key, or drop a photo here"),
        ),
        "start": (
            tr("Drop a photo here"),
            tr("or choose one of these"),
        ),
        "making": (
            tr("Looking at your photo"),
            tr("In a moment it becomes an object"),
        ),
        "object": ("", tr("Drag to look round it")),
        "comparing": (
            tr("Making two variants"),
            tr("The same object, made of two materials that fit the photo"),
        ),
        "vote": (tr("Which one moves more like the real thing?"), ""),
    }[screen]


def _fraction(screen: Screen, visitor: StudioState) -> float:
    """Progress of the job, or of both variants together."""
    if screen == "comparing":
        shown = visitor.candidates.shown
        members = () if shown is None else shown.candidates
        runs = [visitor.candidates.run(one.take_name("sketch")) for one in members]
        return sum(run.fraction for run in runs if run is not None) / max(len(runs), 1)
    job = visitor.jobs.active
    return 0.0 if job is None else job.fraction
